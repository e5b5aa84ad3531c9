package value_test

import (
	"sync"
	"testing"
	"time"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/value"
	"github.com/clientele-go/clientele/value/btyd"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// inWeeks is a model that knows its unit.
type inWeeks struct{ btyd.BGNBD }

func (inWeeks) TimeUnit() clientele.Unit { return clientele.Week }

// Terms in another unit than the model's are refused: purchases of a model in
// weeks, counted in days, are seven times too many.
func TestTermsAgreeWithTheModel(t *testing.T) {
	want, err := value.NewCLV(cdnow, shrunk{30}, year)
	require.NoError(t, err)
	var bad *clientele.InputError
	terms := year
	terms.Unit = clientele.Day
	_, err = value.NewCLV(inWeeks{cdnow}, shrunk{30}, terms)
	require.ErrorAs(t, err, &bad)
	assert.Equal(t, "Unit", bad.Field)
	terms.Unit = 0
	got, err := value.NewCLV(inWeeks{cdnow}, shrunk{30}, terms)
	require.NoError(t, err)
	assert.Equal(t, clientele.Week, got.Unit())
	x := base(7)[6]
	assert.Equal(t, want.Of(x), got.Of(x))
	_, err = value.NewCLV(cdnow, shrunk{30}, terms)
	assert.ErrorAs(t, err, &bad, "nobody says the unit")
}

func TestSteepRatesNeedAWord(t *testing.T) {
	terms := year
	for _, r := range []value.DiscountRate{value.Annual(10), value.Continuous(1.01), value.PerPeriod(15, clientele.Week)} {
		terms.Rate = r
		_, err := value.NewCLV(cdnow, nil, terms)
		var bad *clientele.InputError
		require.ErrorAs(t, err, &bad)
		assert.Equal(t, r.Value, bad.Value)
		terms.Rate = value.Steep(r)
		_, err = value.NewCLV(cdnow, nil, terms)
		assert.NoError(t, err)
	}
	assert.NoError(t, value.Annual(1).Check())
}

// Everything of a fitted CLV may be asked from several goroutines; go test
// -race says if not.
func TestFittedConcurrently(t *testing.T) {
	customers := base(60)
	f, alone := fitted(t, customers, year), fitted(t, customers, year)
	want := make([]clientele.Interval, len(customers))
	for i, x := range customers {
		want[i] = alone.MeanInterval(x, 0.9)
	}
	total := alone.TotalMean(customers, 0.9)
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			for i, x := range customers {
				assert.Equal(t, alone.CLV.Of(x), f.Of(x))
				assert.Equal(t, want[i], f.MeanInterval(x, 0.9))
			}
			assert.Equal(t, total, f.TotalMean(customers, 0.9))
		})
	}
	group.Wait()
}

func TestCustomerOf(t *testing.T) {
	var l clientele.Ledger[string]
	for day, amount := range []float64{20, 30, 50} {
		require.NoError(t, l.Add(clientele.Transaction[string]{Customer: "ann", Time: time.Date(2024, 1, 1+7*day, 0, 0, 0, 0, time.UTC), Amount: amount}))
	}
	r, err := l.Record("ann", time.Date(2024, 1, 29, 0, 0, 0, 0, time.UTC), clientele.Week)
	require.NoError(t, err)
	assert.Equal(t, value.Customer{History: clientele.History{Repeats: 2, Last: 2, Age: 4}, Spend: clientele.Spend{Count: 2, Mean: 40}}, value.CustomerOf(r))
}
