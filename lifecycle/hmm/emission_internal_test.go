package hmm

import (
	"math"
	"testing"

	"github.com/clientele-go/clientele/internal/check"
)

// Log Γ(y+r)/Γ(r)/y! is Σ ln((r+i)/(i+1)), whatever the sizes: two terms of
// Stirling's series in y/r are not enough for large counts.
func TestLogRiseOfLargeSizes(t *testing.T) {
	for _, r := range []float64{1e-3, 2, 5e5, 2e6, 1e9} {
		for _, y := range []int{0, 1, 64, 65, 5000, 200_000} {
			want := 0.0
			for i := range y {
				want += math.Log((r + float64(i)) / float64(i+1))
			}
			e := emission{size: r}
			check.Close(t, want, e.logRise(y), 1e-10, r, y)
		}
	}
}
