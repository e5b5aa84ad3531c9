package api

import (
	"math"
	"reflect"
	"strings"
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/loyalty"
	"github.com/clientele-go/clientele/loyalty/retention"
	"github.com/clientele-go/clientele/loyalty/survey"
	"github.com/clientele-go/clientele/value/btyd"
	"github.com/clientele-go/clientele/value/contractual"
	"github.com/clientele-go/clientele/value/spend"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// halfFull are accumulators that take many equal things at once, with one more
// than half of what they may hold; nil where that would take the memory.
var halfFull = map[string]func(t *testing.T) any{
	"..Panel": func(t *testing.T) any {
		p := new(clientele.Panel)
		require.NoError(t, p.AddN(clientele.History{Age: 3}, math.MaxInt/2+1))
		return p
	},
	"spend.SpendPanel": func(t *testing.T) any {
		p := new(spend.SpendPanel)
		require.NoError(t, p.AddN(clientele.Spend{Count: 1, Mean: 3}, math.MaxInt/2+1))
		return p
	},
	"spend.DetailPanel": func(t *testing.T) any {
		p := new(spend.DetailPanel)
		require.NoError(t, p.AddN(spend.PurchaseDetail{}, math.MaxInt/2+1))
		return p
	},
	"btyd.DiscretePanel": func(t *testing.T) any {
		p := new(btyd.DiscretePanel)
		require.NoError(t, p.AddN(btyd.DiscreteHistory{Age: 3}, math.MaxInt/2+1))
		return p
	},
	"contractual.Tenures": func(t *testing.T) any {
		p := new(contractual.Tenures)
		require.NoError(t, p.AddN(contractual.Tenure{Age: 3}, math.MaxInt/2+1))
		return p
	},
	"loyalty.Ratios": func(t *testing.T) any {
		p := new(loyalty.Ratios)
		require.NoError(t, p.AddN(clientele.Ratio{Hits: 1, Trials: 3}, min(1<<50, math.MaxInt)/2+1))
		return p
	},
	"survey.NPS": func(t *testing.T) any {
		p := new(survey.NPS)
		require.NoError(t, p.AddN(3, min(1<<40, math.MaxInt/2)/2+1))
		return p
	},
	"survey.CSAT": func(t *testing.T) any {
		p := new(survey.CSAT)
		require.NoError(t, p.AddN(3, min(1<<40, math.MaxInt/2)/2+1))
		return p
	},
	"survey.CES": func(t *testing.T) any {
		p := new(survey.CES)
		require.NoError(t, p.AddN(3, min(1<<40, math.MaxInt/2)/2+1))
		return p
	},
	"retention.Subjects": nil, // a number for each customer
}

// TestCountsDoNotOverflow: an accumulator more than half full does not take its
// own like once more: that is an *InputError, which changes nothing.
func TestCountsDoNotOverflow(t *testing.T) {
	for _, l := range listed {
		kind := reflect.PointerTo(l.kind)
		_, adds := kind.MethodByName("AddN")
		merge, merges := kind.MethodByName("Merge")
		if !adds || !merges {
			continue
		}
		name := l.name[strings.LastIndex(l.name, "/")+1:]
		fill, known := halfFull[name]
		if !assert.True(t, known, "%s takes many at once: list it in halfFull", name) || fill == nil {
			continue
		}
		a, b := fill(t), fill(t)
		out := merge.Func.Call([]reflect.Value{reflect.ValueOf(a), reflect.ValueOf(b)})
		err, _ := out[0].Interface().(error)
		var in *clientele.InputError
		assert.ErrorAs(t, err, &in, name)
		assert.Equal(t, fill(t), a, "%s is changed", name)
	}
	var s retention.Subjects
	var in *clientele.InputError
	require.NoError(t, s.AddN(retention.Subject{Exit: 3, Cause: retention.CauseActive}, 2))
	assert.ErrorAs(t, s.AddN(retention.Subject{Exit: 3}, math.MaxInt), &in)
	assert.ErrorAs(t, s.AddN(retention.Subject{Exit: 3}, -1), &in)
	assert.Equal(t, [2]int{2, 2}, [2]int{s.Len(), s.Lost()})
}
