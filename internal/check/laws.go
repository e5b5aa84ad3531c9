package check

import (
	"math/rand/v2"
	"testing"
)

// Merger describes an accumulator A of items I to the shared test of the merge laws.
type Merger[A, I any] struct {
	New   func() A                        // an empty accumulator
	Add   func(A, I)                      // adds an item
	Merge func(into A, from A) error      // merges from into into, leaving from alone
	Equal func(t *testing.T, want, got A) // fails the test unless they say the same
	Items []I                             // what to add; a few hundred are enough
}

// MergeLaws checks that merging is what it must be: splitting the items in any
// way, in any order, and merging gives what adding them all gives; an empty
// accumulator is the identity on both sides; merging leaves the other alone.
func MergeLaws[A, I any](t *testing.T, m Merger[A, I]) {
	t.Helper()
	r := rand.New(rand.NewPCG(1, 2))
	collect := func(items []I) A {
		a := m.New()
		for _, x := range items {
			m.Add(a, x)
		}
		return a
	}
	merge := func(into, from A) {
		t.Helper()
		if err := m.Merge(into, from); err != nil {
			t.Fatal(err)
		}
	}
	bulk := collect(m.Items)
	for range 5 {
		shuffled := append([]I(nil), m.Items...)
		r.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		cut1 := r.IntN(len(shuffled) + 1)
		cut2 := cut1 + r.IntN(len(shuffled)-cut1+1)
		a, b, c := shuffled[:cut1], shuffled[cut1:cut2], shuffled[cut2:]

		left := collect(a) // (a+b)+c
		merge(left, collect(b))
		merge(left, collect(c))
		m.Equal(t, bulk, left)

		right := collect(b) // c+(b+a)
		merge(right, collect(a))
		whole := collect(c)
		merge(whole, right)
		m.Equal(t, bulk, whole)
		left = collect(b)
		merge(left, collect(a))
		m.Equal(t, left, right) // the merge left it alone
	}
	empty := m.New()
	merge(empty, bulk)
	m.Equal(t, bulk, empty)
	merge(bulk, m.New())
	m.Equal(t, empty, bulk)
}
