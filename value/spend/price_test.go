package spend_test

import (
	"context"
	"encoding/json"
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/check"
	"github.com/clientele-go/clientele/value/spend"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestOnePrice: where everybody pays one price, that is what everybody is
// expected to pay, however often they bought and at any scale, with a note.
func TestOnePrice(t *testing.T) {
	for _, price := range []float64{1e-6, 9.99, 5e9} {
		p := new(spend.SpendPanel)
		for count := range 30 {
			require.NoError(t, p.AddN(clientele.Spend{Count: count, Mean: price * float64(min(count, 1))}, 3))
		}
		for name, fit := range map[string]func() (*clientele.Fit[spend.GammaGamma], error){
			"free": func() (*clientele.Fit[spend.GammaGamma], error) {
				return spend.FitGammaGamma(context.Background(), p, nil)
			},
			"finite": func() (*clientele.Fit[spend.GammaGamma], error) {
				return spend.FitGammaGammaFinite(context.Background(), p, 2, nil)
			},
		} {
			f, err := fit()
			require.NoError(t, err, name)
			require.NotEmpty(t, f.Warnings)
			assert.Equal(t, spend.WarnOnePrice, f.Warnings[0].Code)
			check.Close(t, price, f.Warnings[0].Value, 1e-12)
			assert.Equal(t, 87, f.N)
			for _, s := range []clientele.Spend{{}, {Count: 1, Mean: price}, {Count: 1e6, Mean: price}} {
				check.Close(t, price, f.Model.ExpectedSpend(s), 1e-9, name, s)
				assert.True(t, f.Model.SpendInterval(s, .99).Contains(price))
			}
			check.Close(t, f.Model.LogLikelihood(p), f.LogLik, 1e-9)
			data, err := json.Marshal(f)
			require.NoError(t, err)
			var back clientele.Fit[spend.GammaGamma]
			require.NoError(t, json.Unmarshal(data, &back))
			assert.Equal(t, f.Model, back.Model)
		}
	}
}
