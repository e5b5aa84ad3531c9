package tree

import (
	"math"
	"testing"

	"github.com/clientele-go/clientele/segment/internal/kit"
	"github.com/stretchr/testify/require"
)

func TestEnumerations(t *testing.T) { kit.CheckEnum[Decomposition](t, 2) }

func TestReasons(t *testing.T) {
	var base []TradeRecord
	for i := range 100 {
		base = append(base, TradeRecord{float64(i), float64(i % 10), float64(i%7) / 7})
	}
	tree, err := FitValueTree(base, nil)
	require.NoError(t, err)
	for _, r := range base {
		kit.CheckReasons(t, "tree.", tree.Classify(r).AppendReasons(nil))
	}
}

func FuzzDecompose(f *testing.F) {
	f.Add(1.0, 2.0, 3.0)
	f.Add(0.0, -1.0, 0.0)
	f.Add(1e290, -1e290, 5e-324)
	f.Fuzz(func(t *testing.T, a, b, c float64) {
		for _, how := range []Decomposition{DecompositionLMDI, DecompositionShapley} {
			if d, err := Decompose(Driver{Name: "v", Parts: []Driver{{Name: "a", Before: a, After: b}, {Name: "b", Before: c, After: a}}}, how); err == nil {
				if e := d.Parts[0].Effect; math.IsNaN(e) || math.IsInf(e, 0) {
					t.Fatal(how, d)
				}
			}
		}
		_, _ = FitValueTree([]TradeRecord{{a, b, c}, {c, a, b}}, nil)
	})
}
