package book

import (
	"fmt"
	"maps"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestList(t *testing.T) {
	var l List[int]
	for i := range 3*slabSize + 5 {
		require.Equal(t, uint32(i), l.Append(i))
	}
	c := l.Clone()
	for i := range uint32(l.Len()) {
		*c.At(i) = -1
		require.Equal(t, int(i), *l.At(i))
	}
	c.Append(7)
	assert.Equal(t, 3*slabSize+5, l.Len())
	assert.Equal(t, 3*slabSize+6, c.Len())
}

func TestTableFindsWhatWasPut(t *testing.T) {
	var table Table[string, int]
	_, found := table.Find("nobody")
	assert.False(t, found)
	for i := range 10000 {
		key := fmt.Sprint(i * i)
		table.Grow(1)
		row, added := table.Put(key, table.Hash(key))
		require.True(t, added)
		require.Equal(t, uint32(i), row)
		table.At(row).Value = i
	}
	clone := table.Clone()
	for i := range 10000 {
		key := fmt.Sprint(i * i)
		row, added := table.Put(key, table.Hash(key))
		require.False(t, added)
		require.Equal(t, i, table.At(row).Value)
		row, found := clone.Find(key)
		require.True(t, found)
		require.Equal(t, key, clone.At(row).Key)
		guess, found := table.Guess(table.Hash(key))
		require.True(t, found)
		require.Less(t, guess, uint32(10000))
	}
	_, found = table.Find("nobody")
	assert.False(t, found)
	assert.Equal(t, 10000, table.Len())
}

// Two keys with one hash: the table still tells them apart.
func TestTableWithEqualHashes(t *testing.T) {
	var table Table[int, int]
	table.Grow(4)
	for i := range 4 {
		row, added := table.Put(i, 15) // the last slot: the walk goes round
		require.True(t, added)
		require.Equal(t, uint32(i), row)
	}
	for i := range 4 {
		row, added := table.Put(i, 15)
		require.False(t, added)
		require.Equal(t, uint32(i), row)
	}
}

// ledger is the same thing as a Book, in words: an exact sum a slot.
type ledger map[int32]*big.Float

func (l ledger) add(slot int32, amount float64) {
	if l[slot] == nil {
		l[slot] = new(big.Float).SetPrec(4000)
	}
	l[slot].Add(l[slot], new(big.Float).SetFloat64(amount))
}

// requireEqual checks the entries against the exact sums.
func (l ledger) requireEqual(t *testing.T, entries []Entry) {
	t.Helper()
	slots := slices.Sorted(maps.Keys(l))
	for _, slot := range slots {
		rest := new(big.Float).Copy(l[slot])
		first := true
		for ; len(entries) > 0 && entries[0].Slot == slot; entries = entries[1:] {
			want, _ := rest.Float64()
			require.Equal(t, want, entries[0].Amount(), "slot %d", slot)
			require.True(t, first || want != 0)
			rest.Sub(rest, new(big.Float).SetFloat64(want))
			first = false
		}
		require.False(t, first, "slot %d has no entry", slot)
		require.Zero(t, rest.Sign(), "slot %d is not complete", slot)
	}
	require.Empty(t, entries)
}

// amounts draws what a shop takes, and what is hard to add.
func amount(r *rand.Rand) float64 {
	switch r.IntN(6) {
	case 0:
		return 0
	case 1:
		return 1e80 * r.Float64()
	case 2:
		return 1e-80 * r.Float64()
	}
	return float64(r.IntN(10000)) / 100
}

func TestBookKeepsExactSums(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	var b Book
	chains := make([]Chain, 50)
	want := make([]ledger, len(chains))
	for i := range want {
		want[i] = ledger{}
	}
	for i := range 20000 {
		k := r.IntN(len(chains))
		slot := int32(i/100) - 100 // in order of time, but for one in four
		if r.IntN(4) == 0 {
			slot = int32(r.IntN(200)) - 100
		}
		if k == 0 {
			slot = int32(r.IntN(3))
		}
		a := amount(r)
		b.Add(&chains[k], slot, a)
		want[k].add(slot, a)
	}
	var reader Reader
	clone := b.Clone()
	for k, c := range chains {
		want[k].requireEqual(t, reader.Read(&b, &c))
		want[k].requireEqual(t, reader.Read(&clone, &c))
	}
	// Three slots, several hundred rows: tidying has kept the chain short.
	assert.LessOrEqual(t, chains[0].n, uint32(40))
}

func TestRewriteGivesChunksBack(t *testing.T) {
	var b Book
	var c Chain
	var r Reader
	for round := range 1000 {
		for i := range 50 {
			b.Add(&c, int32(50*round+i), 1)
		}
		entries := r.Read(&b, &c)
		b.Rewrite(&c, entries[len(entries)-3:])
	}
	assert.LessOrEqual(t, b.Chunks(), 12)
	entries := r.Read(&b, &c)
	require.Len(t, entries, 3)
	assert.Equal(t, Of(49999, 1), entries[2])
	b.Rewrite(&c, nil)
	assert.True(t, c.Empty())
	assert.Empty(t, r.Read(&b, &c))
}

// In order of slots a long chain costs what a short one costs; several rows a
// slot do not make it long.
func TestBookMemoryFollowsSlots(t *testing.T) {
	var b Book
	var c Chain
	for i := range 1000 {
		for range 20 {
			b.Add(&c, int32(i), 0.1)
		}
	}
	var r Reader
	n := len(r.Read(&b, &c)) // up to two entries a slot
	assert.LessOrEqual(t, n, 2000)
	assert.LessOrEqual(t, b.Chunks()*perChunk, 2*n+20)
}

func TestAddAllocatesNothingInPlace(t *testing.T) {
	var b Book
	var c Chain
	b.Add(&c, 1, 1)
	assert.Zero(t, testing.AllocsPerRun(100, func() { b.Add(&c, 1, 1) }))
	var r Reader
	r.Read(&b, &c)
	assert.Zero(t, testing.AllocsPerRun(100, func() { r.Read(&b, &c) }))
}

func FuzzBook(f *testing.F) {
	f.Add([]byte{1, 1, 1, 1, 1, 9, 8, 7, 6, 5, 4, 3, 2, 1}, uint64(1))
	f.Add([]byte{0, 0, 0, 255, 255, 0, 1, 128, 128, 128, 3, 3, 3, 3, 3, 3, 3}, uint64(7))
	f.Fuzz(func(t *testing.T, slots []byte, seed uint64) {
		r := rand.New(rand.NewPCG(seed, 1))
		var b Book
		var c Chain
		want := ledger{}
		for _, s := range slots {
			a := amount(r)
			b.Add(&c, int32(int8(s)), a)
			want.add(int32(int8(s)), a)
		}
		want.requireEqual(t, new(Reader).Read(&b, &c))
	})
}
