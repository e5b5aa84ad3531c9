package hmm

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Choose on few accounts, with structure and without: how often it finds two
// states that are two, and how often more than the two that there are.
func TestChooseOnFewAccounts(t *testing.T) {
	m := HiddenMarkov{Family: FamilyPoisson, Initial: []float64{0.5, 0.5}, Transition: [][]float64{{0.9, 0.1}, {0.1, 0.9}}, Mean: []float64{0.5, 5}}
	n := 20
	if testing.Short() {
		n = 6
	}
	for _, accounts := range []int{1, 3, 5} {
		right, more := 0, 0
		for seed := range uint64(n) {
			p := simulated(t, 100+seed, m, accounts, 52)
			c, err := Choose(context.Background(), p, 2, 4, FamilyPoisson, &StateOptions{Starts: 4})
			require.NoError(t, err)
			for i, fit := range c.Fits[1:] {
				assert.Greater(t, fit.LogLik, c.Fits[i].LogLik-0.01, "more states, lower likelihood")
			}
			if c.Best == 0 {
				right++
			} else {
				more++
			}
		}
		t.Logf("%d accounts of 52 periods: two states in %d of %d, more in %d", accounts, right, n, more)
		assert.LessOrEqual(t, more, max(1, n/10), "%d accounts", accounts)
	}
}

// Three states that are three are found of five accounts.
func TestChooseHasPower(t *testing.T) {
	m := HiddenMarkov{Family: FamilyPoisson, Initial: []float64{0.4, 0.3, 0.3}, Transition: [][]float64{{0.9, 0.05, 0.05}, {0.05, 0.9, 0.05}, {0.05, 0.05, 0.9}}, Mean: []float64{0.3, 3, 10}}
	right := 0
	for seed := range uint64(5) {
		c, err := Choose(context.Background(), simulated(t, 300+seed, m, 5, 52), 2, 4, FamilyPoisson, &StateOptions{Starts: 4})
		require.NoError(t, err)
		if c.Best == 1 {
			right++
		}
	}
	t.Logf("three states of five accounts in %d of 5", right)
	assert.GreaterOrEqual(t, right, 4)
}

// A state split in two changes next to nothing.
func TestSplit(t *testing.T) {
	m := HiddenMarkov{Family: FamilyNegativeBinomial, Initial: []float64{0.2, 0.8}, Established: []float64{0.4, 0.6}, Transition: [][]float64{{0.9, 0.1}, {0.3, 0.7}},
		Mean: []float64{0.5, 5}, Size: []float64{1, 2}, MeanEffect: [][]float64{{0.1}, {0.2}}, TransitionEffect: [][][]float64{{{0}, {0.3}}, {{0.4}, {0}}}}
	require.NoError(t, m.Check())
	for j := range 2 {
		assert.NoError(t, m.split(j).Check())
		assert.NoError(t, m.split(j).split(1).Check())
	}
}
