// Package book keeps the dated amounts of very many customers in little
// memory: a Table finds a customer's row by key, a Book holds each customer's
// entries, and both lay their records out in Lists that grow without copying.
package book

import "slices"

// List is a growing sequence in slabs: appending never moves what lies in
// earlier slabs, so that growth leaves no garbage. The zero value is empty.
type List[T any] struct {
	slabs [][]T
	n     int
}

const (
	slabBits = 12
	slabSize = 1 << slabBits
)

// Len returns the number of items.
func (l *List[T]) Len() int { return l.n }

// At returns item i, to be read or changed in place until the next Append.
func (l *List[T]) At(i uint32) *T { return &l.slabs[i>>slabBits][i&(slabSize-1)] }

// Append adds an item and returns its index.
func (l *List[T]) Append(v T) uint32 {
	i := l.n
	s := i >> slabBits
	if s == len(l.slabs) {
		var slab []T
		if s > 0 { // a short list stays short: only the first slab grows by and by
			slab = make([]T, 0, slabSize)
		}
		l.slabs = append(l.slabs, slab)
	}
	l.slabs[s] = append(l.slabs[s], v)
	l.n++
	return uint32(i)
}

// Clone returns a copy that shares nothing with l but what the items point to.
func (l *List[T]) Clone() List[T] {
	c := List[T]{slabs: slices.Clone(l.slabs), n: l.n}
	for i, s := range c.slabs {
		c.slabs[i] = append(make([]T, 0, cap(s)), s...)
	}
	return c
}
