package wire_test

import (
	"encoding/json"
	"errors"
	"math"
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/wire"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

type inner struct {
	SE    float64
	Level clientele.Level
}

type Named struct{ Name string }

type answer struct {
	Named
	AUC      float64
	LogLik   float64 `json:"log_lik"`
	RFMScore int
	Parts    []inner
	ByLevel  map[clientele.Level]float64
	Pair     [2]float64
	Only     *inner
	Hidden   int `json:"-"`
	Few      int `json:",omitempty"`
	Err      error
	private  int
}

func (a answer) MarshalJSON() ([]byte, error)     { return wire.Marshal(a) }
func (a *answer) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, a) }

func TestRoundTrip(t *testing.T) {
	a := answer{Named: Named{"x"}, AUC: math.NaN(), LogLik: -2.5, RFMScore: 3, private: 1,
		Parts:   []inner{{math.Inf(1), clientele.LevelHigh}},
		ByLevel: map[clientele.Level]float64{clientele.LevelLow: math.Inf(-1), clientele.LevelHigh: 1},
		Pair:    [2]float64{1, math.NaN()}, Err: errors.New("no luck")}
	data, err := json.Marshal(a)
	require.NoError(t, err)
	assert.JSONEq(t, `{"name":"x","auc":null,"log_lik":-2.5,"rfm_score":3,"parts":[{"se":null,"level":"high"}],
		"by_level":{"low":null,"high":1},"pair":[1,null],"only":null,"err":"no luck"}`, string(data))
	var b answer
	require.NoError(t, json.Unmarshal(data, &b))
	again, err := json.Marshal(b)
	require.NoError(t, err)
	assert.Equal(t, string(data), string(again))
	assert.True(t, math.IsNaN(b.AUC) && math.IsNaN(b.Pair[1]) && math.IsNaN(b.ByLevel[clientele.LevelLow]))
}

func TestRefusals(t *testing.T) {
	a := answer{RFMScore: 7}
	for _, bad := range []string{`{"AUC":1}`, `{"pair":[1]}`, `{"pair":[1,2,3]}`, `null2`, `[]`, `{"parts":[{"level":"best"}]}`, `{"by_level":{"best":1}}`, `{"rfm_score":1.5}`} {
		assert.Error(t, json.Unmarshal([]byte(bad), &a), bad)
		assert.Equal(t, 7, a.RFMScore)
	}
	var bad *clientele.InputError
	require.ErrorAs(t, wire.Unmarshal([]byte(`{"AUC":1}`), &a), &bad)
	assert.Equal(t, "AUC", bad.Value)
	_, err := wire.Marshal(struct{ private int }{1})
	assert.Error(t, err)
	_, err = wire.Marshal(struct{ F func() }{})
	assert.Error(t, err)
}

func TestSnake(t *testing.T) {
	for name, want := range map[string]string{"LogLik": "log_lik", "RFMScore": "rfm_score", "N": "n", "SE": "se", "P25": "p25", "AgeAtLast": "age_at_last", "HTTPServer": "http_server"} {
		assert.Equal(t, want, wire.Snake(name))
	}
}
