package special

import (
	"math/big"
	"testing"

	"github.com/clientele-go/clientele/internal/check"
)

// ln(πε/sin πε)/ε is the sum of ζ(2k) ε^(2k−1)/k, on both sides of where the
// series takes over from the quotient.
func TestLogSinc(t *testing.T) {
	zeta := []string{ // of 2, 4, …, 16
		"1.6449340668482264364724151666460252", "1.0823232337111381915160036965411679", "1.0173430619844491397145179297909206", "1.0040773561979443393786852385086525",
		"1.0009945751278180853371459589003190", "1.0002460865533080482986379980477397", "1.0000612481350587048292585451051353", "1.0000152822594086518717325714876367",
	}
	for _, eps := range []float64{-1. / 33, -1e-3, 1e-9, 1e-4, 1. / 64, 1. / 32, 1. / 31} {
		e := new(big.Float).SetPrec(200).SetFloat64(eps)
		sum, power := new(big.Float).SetPrec(200), new(big.Float).SetPrec(200).Set(e)
		for k, digits := range zeta {
			z, _ := new(big.Float).SetPrec(200).SetString(digits)
			term := z.Mul(z, power)
			sum.Add(sum, term.Quo(term, big.NewFloat(float64(k+1))))
			power.Mul(power, e).Mul(power, e)
		}
		want, _ := sum.Float64()
		check.Close(t, want, logSinc(eps), 2e-14, eps)
	}
}
