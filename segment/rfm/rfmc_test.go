package rfm_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/clientele-go/clientele"
	. "github.com/clientele-go/clientele/segment/rfm"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Of customers alike in recency, frequency and money the fourth axis tells those who
// buy in bursts from those who buy like clockwork, and of whoever bought once nothing.
func TestRFMC(t *testing.T) {
	l, err := clientele.NewLedger[string](nil)
	require.NoError(t, err)
	start := time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)
	for who, days := range map[string][]int{
		"clockwork": {0, 30, 60, 90, 120, 150, 180, 210, 240, 270}, "bursts": {0, 1, 2, 3, 4, 266, 267, 268, 269, 270},
		"between": {0, 11, 60, 80, 140, 150, 155, 210, 230, 270}, "once": {0},
	} {
		for _, day := range days {
			require.NoError(t, l.Add(clientele.Transaction[string]{Customer: who, Time: start.AddDate(0, 0, day), Amount: 10}))
		}
	}
	records, err := l.Records(start.AddDate(0, 0, 300), clientele.Day)
	require.NoError(t, err)
	var all []RFMC
	at := map[string]int{}
	for rec, ages := range records.Ages() {
		v, err := RFMCOf(rec, ages)
		require.NoError(t, err)
		at[rec.Customer] = len(all)
		all = append(all, v)
		if rec.History.Repeats > 0 {
			_, err = RFMCOf(rec, ages[1:])
			require.Error(t, err)
		}
	}
	assert.Equal(t, clientele.Measure{}, all[at["once"]].Burst)
	bins, err := FitRFMC(all, &BinsPolicy{Bins: 3})
	require.NoError(t, err)
	steady, bursts, once := bins.Score(all[at["clockwork"]]), bins.Score(all[at["bursts"]]), bins.Score(all[at["once"]])
	assert.Equal(t, uint8(1), steady.C)
	assert.Equal(t, uint8(3), bursts.C)
	assert.Zero(t, once.C)
	assert.Equal(t, steady.Scores, bursts.Scores)
	assert.Equal(t, steady.Scores.Code()+"1", steady.Code())
	assert.Len(t, bursts.AppendReasons(nil), len(bursts.Scores.AppendReasons(nil))+1)
	data, err := json.Marshal(bins)
	require.NoError(t, err)
	var back RFMCBins
	require.NoError(t, json.Unmarshal(data, &back))
	assert.Equal(t, bins, back)
	assert.Error(t, json.Unmarshal([]byte(`{}`), &back))
	_, err = FitRFMC([]RFMC{{Burst: clientele.Known(3)}}, nil)
	require.Error(t, err)
	plain, err := FitRFMC([]RFMC{{RFM: RFM{1, 2, 3}}, {RFM: RFM{2, 3, 4}}}, nil)
	require.NoError(t, err)
	assert.Zero(t, plain.Score(RFMC{RFM: RFM{1, 2, 3}, Burst: clientele.Known(.1)}).C)
}
