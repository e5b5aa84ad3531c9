package segment

import (
	"encoding/json"
	"math"
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestEightCells(t *testing.T) {
	customers := []RFM{{1, 9, 900}, {1, 1, 900}, {99, 9, 900}, {99, 1, 900}, {1, 9, 1}, {1, 1, 1}, {99, 9, 1}, {99, 1, 1}}
	for _, centre := range []Centre{CentreMean, CentreMedian} {
		cuts, err := FitCells(customers, &CellPolicy{Centre: centre})
		require.NoError(t, err)
		for i, c := range customers { // the order of the constants
			assert.Equal(t, Cell(i+1), cuts.Cell(c))
		}
		reasons := cuts.AppendReasons(nil, customers[2])
		assert.Equal(t, []string{ReasonRecencyLow, ReasonFrequencyHigh, ReasonMoneyHigh}, []string{reasons[0].Code, reasons[1].Code, reasons[2].Code})
		assert.Equal(t, "the last purchase was 99 ago, not less than 50", reasons[0].Text(clientele.LangEnglish))
	}
	assert.Equal(t, "重要价值客户", ImportantValue.Label(clientele.LangChinese))

	skewed := []RFM{{1, 1, 0}, {2, 1, 0}, {3, 1, 10}, {4, 5, 110}}
	mean, err := FitCells(skewed, nil)
	require.NoError(t, err)
	assert.Equal(t, CellCuts{2.5, 2, 30}, mean)
	skip, err := FitCells(skewed, &CellPolicy{SkipWithoutSale: true, Centre: CentreMedian})
	require.NoError(t, err)
	assert.Equal(t, CellCuts{2.5, 1, 60}, skip)
	assert.Equal(t, GeneralRetain, CellCuts{3, 2, 1}.Cell(RFM{3, 2, 1}), "alike")
	assert.Equal(t, Cell(0), mean.Cell(RFM{math.NaN(), 1, 1}))

	_, err = FitCells([]RFM{{1, 1, 0}}, &CellPolicy{SkipWithoutSale: true})
	assert.ErrorIs(t, err, clientele.ErrNoData)
	_, err = FitCells([]RFM{{-1, 1, 0}}, nil)
	assert.Error(t, err)
	var back CellCuts
	assert.Error(t, json.Unmarshal([]byte(`{"since_last":-1}`), &back))
	assert.Equal(t, CellCuts{}, back)
	require.NoError(t, json.Unmarshal([]byte(`{"since_last":2.5,"purchases":2,"money":30}`), &back))
	assert.Equal(t, mean, back)
}

// Every one of the 125 score cells has exactly one name, and all eleven names are used.
func TestGridTotal(t *testing.T) {
	g := DefaultGrid()
	require.NoError(t, g.Check())
	used := map[Segment]int{}
	for code := range 125 {
		s := g.Segment(RFMScore{uint8(code/25 + 1), uint8(code/5%5 + 1), uint8(code%5 + 1)})
		require.True(t, segments.Valid(s))
		used[s]++
	}
	assert.Len(t, used, segments.Len())
	assert.Equal(t, Champions, g.Segment(RFMScore{5, 5, 5}))
	assert.Equal(t, Lost, g.Segment(RFMScore{1, 1, 1}))
	assert.Equal(t, CantLose, g.Segment(RFMScore{1, 5, 4}))
	assert.Equal(t, Segment(0), g.Segment(RFMScore{6, 5, 5}))
	assert.Equal(t, Segment(0), g.Segment(RFMScore{0, 5, 5}))
	assert.Len(t, g.AppendReasons(nil, RFMScore{5, 4, 3}), 3)

	text, err := json.Marshal(g)
	require.NoError(t, err)
	var back Grid
	require.NoError(t, json.Unmarshal(text, &back))
	assert.Equal(t, g, back)
	assert.Error(t, json.Unmarshal([]byte(`[["lost"]]`), &back))
	assert.Equal(t, g, back)
}

func TestNewGrid(t *testing.T) {
	g, err := NewGrid(GridRule{Champions, 4, 5, 1, 5}, GridRule{Lost, 1, 3, 1, 5})
	require.NoError(t, err)
	assert.Equal(t, Champions, g.Segment(RFMScore{4, 1, 1}))
	_, err = NewGrid(GridRule{Champions, 4, 5, 1, 5}, GridRule{Lost, 1, 3, 1, 4})
	assert.ErrorContains(t, err, "R 1, FM 5", "a hole")
	_, err = NewGrid(GridRule{Champions, 4, 5, 1, 5}, GridRule{Lost, 1, 4, 1, 5})
	assert.ErrorContains(t, err, "R 4, FM 1", "an overlap")
	_, err = NewGrid(GridRule{Champions, 0, 5, 1, 5})
	assert.Error(t, err)
	_, err = NewGrid(GridRule{0, 1, 5, 1, 5})
	assert.Error(t, err)
}
