package retention

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/codec"
)

// Spell is a stretch of periods through which one customer was watched under
// one set of covariates.
type Spell struct {
	Start      int       // periods completed when watching began; 0 for a new customer
	End        int       // periods completed when it ended, > Start
	Lost       bool      // whether the customer left in period End
	Covariates []float64 // in the order of the names; a covariate that changes starts a new spell
}

// Spells collects what a hazard model is fitted to. Make one with NewSpells.
type Spells struct {
	names  []string
	spells []Spell
}

// NewSpells returns an empty collection with the given covariates.
func NewSpells(covariates ...string) *Spells { return &Spells{names: slices.Clone(covariates)} }

// Names returns the names of the covariates.
func (s *Spells) Names() []string { return slices.Clone(s.names) }

// Len returns the number of spells.
func (s *Spells) Len() int { return len(s.spells) }

// maxPeriod bounds the age of a customer in periods.
const maxPeriod = 1 << 20

// Add takes a spell, copying its covariates; an impossible one is an
// *clientele.InputError and changes nothing.
func (s *Spells) Add(x Spell) error {
	bad := func(field string, value any, want string) error {
		return &clientele.InputError{Where: "retention.Spells", Field: field, Value: value, Want: want}
	}
	switch {
	case x.Start < 0:
		return bad("Start", x.Start, "periods completed, >= 0")
	case x.End <= x.Start || x.End > maxPeriod:
		return bad("End", x.End, "more periods than Start, and at most 2^20")
	case len(x.Covariates) != len(s.names):
		return bad("Covariates", len(x.Covariates), "one value a covariate named")
	}
	for i, v := range x.Covariates {
		if !(math.Abs(v) <= 1e100) {
			return bad(s.names[i], v, "a finite number of magnitude up to 1e100")
		}
	}
	x.Covariates = slices.Clone(x.Covariates)
	s.spells = append(s.spells, x)
	return nil
}

// Merge adds the spells of t, which is unchanged; nil counts as empty. Spells
// with other covariates are an *clientele.InputError and change nothing.
func (s *Spells) Merge(t *Spells) error {
	if t == nil {
		return nil
	}
	if !slices.Equal(s.names, t.names) {
		return &clientele.InputError{Where: "retention.Spells", Field: "covariates", Value: t.names, Want: fmt.Sprintf("the same ones, %q", s.names)}
	}
	s.spells = append(s.spells, t.spells...)
	return nil
}

// lossesBy returns the losses in each period from 1 on, and the spells at risk in it.
func (s *Spells) lossesBy() (losses, risk []int) {
	last := 0
	for _, x := range s.spells {
		last = max(last, x.End)
	}
	losses, risk = make([]int, last+1), make([]int, last+2)
	for _, x := range s.spells {
		risk[x.Start+1]++
		risk[x.End+1]--
		if x.Lost {
			losses[x.End]++
		}
	}
	for t := 1; t <= last; t++ {
		risk[t] += risk[t-1]
	}
	return losses, risk[:last+1]
}

func compareSpells(a, b Spell) int {
	return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End), cmp.Compare(bit(a.Lost), bit(b.Lost)), slices.Compare(a.Covariates, b.Covariates))
}

func bit(b bool) uint64 {
	if b {
		return 1
	}
	return 0
}

// AppendBinary appends the encoding; equal collections have equal encodings.
func (s *Spells) AppendBinary(dst []byte) ([]byte, error) {
	if s == nil {
		s = NewSpells()
	}
	start := len(dst)
	dst = codec.Header(dst, "rtsp", 1)
	dst = codec.Uint(dst, uint64(len(s.names)))
	for _, name := range s.names {
		dst = codec.String(dst, name)
	}
	dst = codec.Uint(dst, uint64(len(s.spells)))
	for _, x := range slices.SortedFunc(slices.Values(s.spells), compareSpells) {
		dst = codec.Uint(codec.Uint(dst, uint64(x.Start)), uint64(x.End)<<1|bit(x.Lost))
		for _, v := range x.Covariates {
			dst = codec.Float(dst, v)
		}
	}
	return codec.Seal(dst, start), nil
}

// MarshalBinary returns the encoding.
func (s *Spells) MarshalBinary() ([]byte, error) { return s.AppendBinary(nil) }

// UnmarshalBinary reads what MarshalBinary writes; s is unchanged on error.
func (s *Spells) UnmarshalBinary(data []byte) error {
	r := codec.NewReader(data, "retention.Spells", "rtsp", 1)
	read := NewSpells()
	for range r.Count(1) {
		read.names = append(read.names, r.String())
	}
	x := Spell{Covariates: make([]float64, len(read.names))}
	for range r.Count(2 + 8*len(read.names)) {
		start, end := r.Number(maxPeriod), r.Number(maxPeriod<<1|1)
		for i := range x.Covariates {
			x.Covariates[i] = r.Float()
		}
		if r.Err() != nil {
			break
		}
		x.Start, x.End, x.Lost = start, end>>1, end&1 == 1
		if err := read.Add(x); err != nil {
			return err
		}
	}
	if err := r.Close(); err != nil {
		return err
	}
	*s = *read
	return nil
}

// MarshalText returns the encoding in base64, so that JSON holds a string.
func (s *Spells) MarshalText() ([]byte, error) { return codec.MarshalText(s) }

// UnmarshalText reads what MarshalText writes; s is unchanged on error.
func (s *Spells) UnmarshalText(text []byte) error {
	return codec.UnmarshalText(text, "retention.Spells", s)
}
