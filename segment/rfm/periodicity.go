package rfm

import (
	"fmt"
	"math"

	"github.com/clientele-go/clientele"
)

// Periodicity returns the spread of a customer's gaps between purchases, the
// standard deviation with n − 1 (Peker et al. 2017): small means regular. The
// times are those of the purchases, ascending; with fewer than three it is
// missing, because one gap has no spread.
func Periodicity(times []float64) (clientele.Measure, error) {
	for i, v := range times {
		if !(v >= -maxTime && v <= maxTime) || (i > 0 && v < times[i-1]) {
			return clientele.Measure{}, &clientele.InputError{Where: "rfm.Periodicity", Field: fmt.Sprintf("time %d", i), Value: v, Want: "ascending numbers in [-1e15, 1e15]"}
		}
	}
	n := float64(len(times) - 1)
	if n < 2 {
		return clientele.Measure{}, nil
	}
	mean := (times[len(times)-1] - times[0]) / n
	sum := 0.0
	for i := 1; i < len(times); i++ {
		d := times[i] - times[i-1] - mean
		sum += d * d
	}
	return clientele.Known(math.Sqrt(sum / (n - 1))), nil
}
