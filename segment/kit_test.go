package segment

import (
	"context"
	"math/rand/v2"
	"testing"

	"github.com/clientele-go/clientele/segment/feature"
	"github.com/stretchr/testify/require"
)

var ctx = context.Background()

func rng(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 99)) }

// tableOf names the columns a, b, c, …
func tableOf(t testing.TB, rows [][]float64) *feature.Table {
	t.Helper()
	var names []string
	for j := range rows[0] {
		names = append(names, string(rune('a'+j)))
	}
	out, err := feature.NewTable(names...)
	require.NoError(t, err)
	for _, row := range rows {
		require.NoError(t, out.Add(row...))
	}
	return out
}
