package clientele_test

import (
	"encoding/json"
	"math"
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestRatio(t *testing.T) {
	r := clientele.Ratio{Hits: 3, Trials: 4}
	assert.Equal(t, .75, r.Share())
	assert.True(t, r.Known())
	assert.NoError(t, r.Check("here", "renewals"))
	assert.True(t, math.IsNaN(clientele.Ratio{}.Share()))
	assert.NoError(t, clientele.Ratio{}.Check("here", "renewals"))
	var in *clientele.InputError
	for _, bad := range []clientele.Ratio{{Hits: 2, Trials: 1}, {Hits: -1, Trials: 1}, {Hits: math.NaN(), Trials: 1}, {Hits: 0, Trials: math.Inf(1)}, {Hits: 1}} {
		assert.ErrorAs(t, bad.Check("here", "renewals"), &in, "%v", bad)
		assert.Equal(t, "here", in.Where)
	}
	data, err := json.Marshal(r)
	require.NoError(t, err)
	assert.Equal(t, `{"hits":3,"trials":4}`, string(data))
	var back clientele.Ratio
	require.NoError(t, json.Unmarshal(data, &back))
	assert.Equal(t, r, back)
	assert.Error(t, json.Unmarshal([]byte(`{"hit":3}`), &back))
}
