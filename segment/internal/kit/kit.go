// Package kit makes random numbers and feature tables for the tests of segment.
package kit

import (
	"math/rand/v2"
	"testing"

	"github.com/clientele-go/clientele/segment/feature"
)

// Rand returns the generator of this seed.
func Rand(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 99)) }

// Table returns a table of the rows, with columns a, b, c, …
func Table(t testing.TB, rows [][]float64) *feature.Table {
	t.Helper()
	var names []string
	for j := range rows[0] {
		names = append(names, string(rune('a'+j)))
	}
	out, err := feature.NewTable(names...)
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows {
		if err := out.Add(row...); err != nil {
			t.Fatal(err)
		}
	}
	return out
}
