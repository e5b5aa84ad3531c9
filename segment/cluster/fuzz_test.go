package cluster

import (
	"errors"
	"math"
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/segment/feature"
	"github.com/clientele-go/clientele/segment/internal/kit"
)

// Whatever the numbers, there is a typed error or every customer has a cluster.
func FuzzClusters(f *testing.F) {
	f.Add(1.0, 2.0, 3.0, 4.0, uint8(2))
	f.Add(0.0, 0.0, 0.0, 0.0, uint8(1))
	f.Add(1e100, -1e100, 5e-324, 1.0, uint8(3))
	f.Add(math.NaN(), math.Inf(1), 1.0, 2.0, uint8(0))
	f.Fuzz(func(t *testing.T, a, b, c, d float64, k uint8) {
		table, err := feature.NewTable("x", "y")
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range [][]float64{{a, b}, {c, d}, {b, c}, {d, a}, {a, a}, {a, b}} {
			var bad *clientele.InputError
			if err := table.Add(row...); err != nil && !errors.As(err, &bad) {
				t.Fatal(err)
			}
		}
		if c, err := KMeans(ctx, table, int(k%5), kit.Rand(1), nil); err == nil {
			for i, label := range c.Labels {
				if label < 0 || label >= c.K() || math.IsNaN(c.Inertia) || c.Sizes[label] == 0 {
					t.Fatal(i, c)
				}
			}
		}
		if m, err := FitMixture(ctx, table, int(k%5), kit.Rand(1), nil); err == nil {
			for i := range table.Len() {
				sum := 0.0
				for _, p := range m.Mixture.AppendProbs(nil, table.Row(i)) {
					sum += p
				}
				if !(math.Abs(sum-1) < 1e-9) || m.Labels[i] < 0 {
					t.Fatal(i, sum, m)
				}
			}
		}
		small := &ChoicePolicy{Max: 3, Sample: 10, Starts: 1, References: 2, Bootstraps: 1}
		if choice, err := Choose(ctx, table, kit.Rand(1), small); err == nil && choice.K > 1 != choice.Structure {
			t.Fatal(choice)
		}
	})
}
