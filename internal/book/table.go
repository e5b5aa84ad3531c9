package book

import (
	"hash/maphash"
	"slices"
)

// Table finds rows by key. Rows are numbered in the order in which their keys
// came. The zero value is empty; there is room for 2³² rows.
type Table[K comparable, V any] struct {
	rows  List[Row[K, V]]
	slots []uint64 // open addressing: 0 free, otherwise hash<<32 | 1 + row
	seed  maphash.Seed
}

// Row is one key and what belongs to it.
type Row[K comparable, V any] struct {
	Key   K
	Value V
}

// Len returns the number of rows.
func (t *Table[K, V]) Len() int { return t.rows.Len() }

// At returns row i, to be read or changed in place (but for its key) until the next Put.
func (t *Table[K, V]) At(i uint32) *Row[K, V] { return t.rows.At(i) }

// Find returns the number of the row of key, and whether there is one.
func (t *Table[K, V]) Find(key K) (row uint32, found bool) {
	if len(t.slots) == 0 {
		return 0, false
	}
	row, _, found = t.find(key, t.Hash(key))
	return row, found
}

// Hash returns what Put and Guess want to know of a key. The table must not be
// empty: Grow first.
func (t *Table[K, V]) Hash(key K) uint64 { return maphash.Comparable(t.seed, key) >> 32 }

// Put returns the number of the row of the key with this hash, and whether it
// had to be added. There must be room: Grow first.
func (t *Table[K, V]) Put(key K, hash uint64) (row uint32, added bool) {
	row, slot, found := t.find(key, hash)
	if !found {
		row = t.rows.Append(Row[K, V]{Key: key})
		t.slots[slot] = hash<<32 | uint64(row+1)
	}
	return row, !found
}

// Touch reads the home of a hash, so that Guess finds it at hand. What it returns
// says nothing.
func (t *Table[K, V]) Touch(hash uint64) uint64 { return t.slots[hash&uint64(len(t.slots)-1)] }

// Guess returns the row whose key has this hash, without looking at the key:
// if Find would find a row, it is most likely this one.
func (t *Table[K, V]) Guess(hash uint64) (row uint32, found bool) {
	mask := uint64(len(t.slots) - 1)
	i := hash & mask
	for t.slots[i] != 0 && t.slots[i]>>32 != hash {
		i = (i + 1) & mask
	}
	return uint32(t.slots[i]) - 1, t.slots[i] != 0
}

// Grow makes room for n more rows.
func (t *Table[K, V]) Grow(n int) {
	for 4*(t.rows.Len()+n) > 3*len(t.slots) {
		t.grow()
	}
}

// find walks from the home slot of hash to the row of key or to a free slot.
func (t *Table[K, V]) find(key K, hash uint64) (row uint32, slot uint64, found bool) {
	mask := uint64(len(t.slots) - 1)
	for i := hash & mask; ; i = (i + 1) & mask {
		s := t.slots[i]
		if s == 0 {
			return 0, i, false
		}
		if s>>32 == hash {
			if row := uint32(s) - 1; t.rows.At(row).Key == key {
				return row, i, true
			}
		}
	}
}

// grow doubles the slots and enters every row again, by the hash it has kept.
func (t *Table[K, V]) grow() {
	old := t.slots
	if old == nil {
		t.seed = maphash.MakeSeed()
	}
	t.slots = make([]uint64, max(16, 2*len(old)))
	mask := uint64(len(t.slots) - 1)
	for _, s := range old {
		if s != 0 {
			i := s >> 32 & mask
			for t.slots[i] != 0 {
				i = (i + 1) & mask
			}
			t.slots[i] = s
		}
	}
}

// Clone returns a copy that shares nothing with t but what keys and values point to.
func (t *Table[K, V]) Clone() Table[K, V] {
	return Table[K, V]{t.rows.Clone(), slices.Clone(t.slots), t.seed}
}
