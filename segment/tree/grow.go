package tree

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"slices"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/segment/feature"
	"github.com/clientele-go/clientele/segment/internal/aligned"
)

// Grow learns a tree that divides the customers by the target, one value a
// row of the table: some of them choose the splits (least squares) and, by
// cross-validation, how many are worth keeping (cost-complexity pruning, one
// standard error); the others give the leaf means and their intervals (honest
// trees, Athey & Imbens 2016). Both parts are drawn with r.
//
// Monotone columns are: no customer's mean falls when their measurement in a
// rising column goes up and nothing else changes. Splits that would break it
// are taken back.
//
// If nothing in the table tells the target, the tree is one leaf. The same
// rows in any order and the same r give the same bits. The error matches
// clientele.ErrNoData with fewer than two rows.
func Grow(ctx context.Context, t *feature.Table, target []float64, r *rand.Rand, policy *GrowPolicy) (*LearnedTree, error) {
	const where = "tree.Grow"
	if err := policy.Check(); err != nil {
		return nil, err
	}
	p := policy.filled()
	monotone, err := p.signs(t.Columns())
	if err != nil {
		return nil, err
	}
	if t.Len() < 2 {
		return nil, fmt.Errorf("%s: %w: add at least two customers, one to choose splits and one to measure them", where, clientele.ErrNoData)
	}
	s, values, err := inOrder(where, t, target)
	if err != nil {
		return nil, err
	}
	rows := r.Perm(s.Len())
	held := min(max(int(p.HeldOut*float64(len(rows))), 1), len(rows)-1)
	test, train := rows[:held], rows[held:]
	slices.Sort(test)
	slices.Sort(train)
	g := &grower{t: s, target: values, minLeaf: p.MinLeaf, maxDepth: p.MaxDepth, monotone: monotone}
	full := g.grow(train)
	if ctx.Err() != nil {
		return nil, fmt.Errorf("%s: %w", where, context.Cause(ctx))
	}
	alpha := complexity(full, g, train, p.Folds, r)
	h := &honest{full: full, alpha: alpha, monotone: monotone, level: p.Level, t: s, target: values}
	out := &LearnedTree{names: t.Columns(), policy: p}
	h.build(out, 0, test)
	return out, nil
}

// inOrder returns the rows and their targets in an order that does not depend
// on that of the customers.
func inOrder(where string, t *feature.Table, target []float64) (*feature.Table, []float64, error) {
	if err := aligned.Check(where, t.Len(), len(target)); err != nil {
		return nil, nil, err
	}
	for i, v := range target {
		if !(v >= -1e100 && v <= 1e100) {
			return nil, nil, &clientele.InputError{Where: where, Field: fmt.Sprintf("target %d", i), Value: v, Want: "a number in [-1e100, 1e100]"}
		}
	}
	order := make([]int, t.Len())
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int {
		if c := slices.Compare(t.Row(a), t.Row(b)); c != 0 {
			return c
		}
		return cmp.Compare(target[a], target[b])
	})
	values := make([]float64, len(order))
	for i, from := range order {
		values[i] = target[from]
	}
	return t.Pick(order), values, nil
}
