package book

import (
	"cmp"
	"math"
	"math/bits"
	"slices"

	"github.com/clientele-go/clientele/internal/exact"
)

// Entry is an amount that belongs to a slot, the caller's number for a date.
// It takes 12 bytes.
type Entry struct {
	Slot   int32
	lo, hi uint32 // the amount's bits; a float64 would be aligned to 16 bytes an entry
}

// Of returns an entry.
func Of(slot int32, amount float64) Entry {
	b := math.Float64bits(amount)
	return Entry{slot, uint32(b), uint32(b >> 32)}
}

// Amount returns the entry's amount.
func (e Entry) Amount() float64 { return math.Float64frombits(uint64(e.hi)<<32 | uint64(e.lo)) }

const (
	perChunk = 5 // with a link they fill a cache line of 64 bytes
	perChain = 3 // with an integer key they do so too
)

type chunk struct {
	prev    uint32
	entries [perChunk]Entry
}

// Chain is where the entries of one customer are: the latest ones in the chain
// itself, the others in the chunks of the book, so that most customers need no
// chunk and two of three additions touch none. The zero value is empty. Until
// the chain is tidied, a slot may have several entries, in any order; what
// counts is their exact sum.
type Chain struct {
	latest [perChain]Entry
	tail   uint32 // last chunk; all others are full
	n      uint32 // entries in chunks
	held   uint8  // entries in latest; 0 only if the chain is empty
	bound  uint8  // the chain is tidied when it reaches 1<<bound entries, and untidyFrom, if it is untidy
	untidy bool   // a slot repeats or comes too late
}

// Empty reports whether there are no entries.
func (c *Chain) Empty() bool { return c.held == 0 }

// Book holds the entries of any number of chains. The zero value is empty.
type Book struct {
	chunks List[chunk]
	free   uint32 // head of the list of chunks given back
	frees  int    // their number
	reader Reader // for tidying
}

// Add adds a finite amount to a slot of the chain. In order of slots it takes
// the same short time however long the chain is; out of order, the logarithm
// of its length on average.
func (b *Book) Add(c *Chain, slot int32, amount float64) {
	if c.held > 0 {
		last := &c.latest[c.held-1]
		if slot == last.Slot {
			sum, rest := exact.Two(last.Amount(), amount)
			*last = Of(slot, sum)
			c.untidy = true
			if rest == 0 {
				return
			}
			amount = rest
		} else if slot < last.Slot {
			c.untidy = true
		}
		if c.Full() {
			if b.Due(c) {
				b.Rewrite(c, b.reader.Read(b, c))
				b.Add(c, slot, amount)
				return
			}
			for _, e := range c.latest {
				b.push(c, e)
			}
			c.held = 0
		}
	}
	c.latest[c.held] = Of(slot, amount)
	c.held++
}

// Full reports whether the next addition goes to the chunks.
func (c *Chain) Full() bool { return c.held == perChain }

// Touch reads the place where the next addition will write beyond the chain
// itself, if it will, so that the processor has it at hand when Add comes.
func (b *Book) Touch(c *Chain) int32 {
	if !c.Full() || c.n == 0 {
		return 0
	}
	return b.chunks.At(c.tail).entries[(c.n-1)%perChunk].Slot
}

// Fetch follows the links of several chains, one of each in turn, so that the
// waits for memory overlap: Read finds the chunks at hand then. What it returns
// says nothing; it keeps the reading from being left out.
func (b *Book) Fetch(chains []*Chain) (touched uint32) {
	var at, links [fetched]uint32
	for ; len(chains) > 0; chains = chains[min(fetched, len(chains)):] {
		together := chains[:min(fetched, len(chains))]
		for i, c := range together {
			at[i], links[i] = c.tail, min((c.n+perChunk-1)/perChunk, farthest)
		}
		for left := true; left; {
			left = false
			for i := range together {
				if links[i] > 0 {
					at[i] = b.chunks.At(at[i]).prev
					links[i]--
					left = true
					touched ^= at[i]
				}
			}
		}
	}
	return touched
}

const (
	fetched  = 16 // chains followed together: processors wait for about as many places at once
	farthest = 32 // links of each; with the chains together 32 KB, which a cache holds
)

// Due reports whether the next addition may tidy the chain, which reads all of it.
func (b *Book) Due(c *Chain) bool {
	return c.Full() && c.untidy && c.n+perChain >= max(uint32(1)<<c.bound, untidyFrom)
}

// untidyFrom is the length from which an untidy chain is tidied: a shorter one
// has little to give back.
const untidyFrom = 8

// push appends an entry to the chunks.
func (b *Book) push(c *Chain, e Entry) {
	at := c.n % perChunk
	if at == 0 {
		prev := c.tail
		c.tail = b.take()
		b.chunks.At(c.tail).prev = prev
	}
	b.chunks.At(c.tail).entries[at] = e
	c.n++
}

// take returns a chunk that no chain uses.
func (b *Book) take() uint32 {
	if b.frees == 0 {
		return b.chunks.Append(chunk{})
	}
	i := b.free
	b.free = b.chunks.At(i).prev
	b.frees--
	return i
}

// Rewrite gives the chain other entries: sorted by slot, each slot's total in
// the form in which Read returns it. They must not lie in the book.
func (b *Book) Rewrite(c *Chain, entries []Entry) {
	for n := int(c.n); n > 0; n -= perChunk {
		if n%perChunk != 0 {
			n += perChunk - n%perChunk
		}
		prev := b.chunks.At(c.tail).prev
		b.chunks.At(c.tail).prev = b.free
		b.free = c.tail
		b.frees++
		c.tail = prev
	}
	*c = Chain{bound: uint8(bits.Len(uint(len(entries))))}
	old := max(len(entries)-perChain, 0)
	for _, e := range entries[:old] {
		b.push(c, e)
	}
	c.held = uint8(copy(c.latest[:], entries[old:]))
}

// Clone returns a copy that shares nothing with b.
func (b *Book) Clone() Book {
	return Book{chunks: b.chunks.Clone(), free: b.free, frees: b.frees}
}

// Chunks returns how many blocks of 64 bytes the book holds, used or free.
func (b *Book) Chunks() int { return b.chunks.Len() }

// Reader reads chains one after the other without allocating. Readers of one
// book may run at the same time.
type Reader struct {
	entries []Entry // as they lie in the book
	totals  []Entry // of an untidy chain
	sum     exact.Sum
	parts   []float64
}

// Read returns the chain's entries sorted by slot. A slot's total is its first
// entry, correctly rounded; further entries of the slot hold what the rounding
// left, each rounded in turn. So equal contents give equal entries, whatever
// was added when. The result is valid until the next Read.
func (r *Reader) Read(b *Book, c *Chain) []Entry {
	r.Raw(b, c)
	if c.untidy {
		return r.total()
	}
	return r.entries
}

// Raw returns the chain's entries as they lie, in the order in which they came:
// enough to know which slots have any. The result is valid until the next Read or Raw.
func (r *Reader) Raw(b *Book, c *Chain) []Entry {
	r.entries = slices.Grow(r.entries[:0], int(c.n)+perChain)[:c.n]
	at, n := c.tail, int(c.n)
	for n > 0 {
		first := (n - 1) / perChunk * perChunk
		chunk := b.chunks.At(at)
		copy(r.entries[first:n], chunk.entries[:])
		at, n = chunk.prev, first
	}
	r.entries = append(r.entries, c.latest[:c.held]...)
	return r.entries
}

// shortRun is the length up to which entries are sorted by insertion: most are
// in order already, what was tidied before and little more.
const shortRun = 64

func sortBySlot(entries []Entry) {
	if len(entries) > shortRun {
		slices.SortFunc(entries, func(a, b Entry) int { return cmp.Compare(a.Slot, b.Slot) })
		return
	}
	for i := 1; i < len(entries); i++ {
		e, at := entries[i], i
		for ; at > 0 && entries[at-1].Slot > e.Slot; at-- {
			entries[at] = entries[at-1]
		}
		entries[at] = e
	}
}

// total sorts the entries and returns the totals of the slots.
func (r *Reader) total() []Entry {
	sortBySlot(r.entries)
	r.totals = r.totals[:0]
	for rest := r.entries; len(rest) > 0; {
		slot, n := rest[0].Slot, 1
		for n < len(rest) && rest[n].Slot == slot {
			n++
		}
		if n == 1 { // its own total
			r.totals = append(r.totals, rest[0])
			rest = rest[1:]
			continue
		}
		for _, e := range rest[:n] {
			r.sum.Add(e.Amount())
		}
		r.parts = r.sum.Drain(r.parts[:0])
		if len(r.parts) == 0 {
			r.parts = append(r.parts, 0)
		}
		for _, p := range r.parts {
			r.totals = append(r.totals, Of(slot, p))
		}
		rest = rest[n:]
	}
	return r.totals
}
