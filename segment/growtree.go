package segment

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

// GrowOptions steer GrowTree; nil and zero fields mean the defaults.
type GrowOptions struct {
	MinLeaf  int            // smallest leaf, in customers who choose the splits; default 20
	MaxDepth int            // questions on a path; default 8
	Folds    int            // of the cross-validation; default 10
	HeldOut  float64        // share of the customers kept for the leaf means; default 0.5
	Level    float64        // of the intervals; default 0.95
	Monotone map[string]int // by column: +1 if the target can only rise with it, -1 if only fall
}

func (o *GrowOptions) defaults(names []string) (GrowOptions, []int, error) {
	v := GrowOptions{20, 8, 10, 0.5, 0.95, nil}
	if o != nil {
		for _, f := range []struct{ to, from *int }{{&v.MinLeaf, &o.MinLeaf}, {&v.MaxDepth, &o.MaxDepth}, {&v.Folds, &o.Folds}} {
			if *f.from != 0 {
				*f.to = *f.from
			}
		}
		if o.HeldOut != 0 {
			v.HeldOut = o.HeldOut
		}
		if o.Level != 0 {
			v.Level = o.Level
		}
		v.Monotone = o.Monotone
	}
	monotone := make([]int, len(names))
	for name, sign := range v.Monotone {
		j := slices.Index(names, name)
		if j < 0 || (sign != 1 && sign != -1) {
			return v, nil, &clientele.InputError{Where: "segment.GrowOptions", Field: "monotone " + name, Value: sign, Want: "+1 or -1 for one of the table's columns"}
		}
		monotone[j] = sign
	}
	if v.MinLeaf < 1 || v.MaxDepth < 1 || v.MaxDepth > maxDepth || v.Folds < 2 || !(v.HeldOut > 0 && v.HeldOut < 1) || !(v.Level > 0 && v.Level < 1) {
		return v, nil, &clientele.InputError{Where: "segment.GrowOptions", Field: "options", Value: v, Want: "MinLeaf >= 1, MaxDepth from 1 to 64, Folds >= 2, shares between 0 and 1"}
	}
	return v, monotone, nil
}

// GrowTree learns a tree that divides the customers by the target, one value a
// row of the table: some of them choose the splits (least squares) and, by
// cross-validation, how many are worth keeping (cost-complexity pruning, one
// standard error); the others give the leaf means and their intervals (honest
// trees, Athey & Imbens 2016). Both parts are drawn with r.
//
// Monotone columns are: no customer's mean falls when his measurement in a
// rising column goes up and nothing else changes. Splits that would break it
// are taken back.
//
// If nothing in the table tells the target, the tree is one leaf. The same
// rows in any order and the same r give the same bits. The error matches
// clientele.ErrNoData with fewer than two rows.
func GrowTree(ctx context.Context, t *feature.Table, target []float64, r *rand.Rand, opt *GrowOptions) (*LearnedTree, error) {
	const where = "segment.GrowTree"
	o, monotone, err := opt.defaults(t.Columns())
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
	held := min(max(int(o.HeldOut*float64(len(rows))), 1), len(rows)-1)
	test, train := rows[:held], rows[held:]
	slices.Sort(test)
	slices.Sort(train)
	g := &grower{t: s, target: values, minLeaf: o.MinLeaf, maxDepth: o.MaxDepth, monotone: monotone}
	full := g.grow(train)
	if ctx.Err() != nil {
		return nil, fmt.Errorf("%s: %w", where, context.Cause(ctx))
	}
	alpha := complexity(full, g, train, o.Folds, r)
	h := &honest{full: full, alpha: alpha, monotone: monotone, level: o.Level, t: s, target: values}
	out := &LearnedTree{names: t.Columns()}
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
