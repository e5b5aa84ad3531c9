package lifecycle

import (
	"iter"
	"maps"
	"slices"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/codec"
	"github.com/clientele-go/clientele/internal/exact"
)

// PeriodMoney is what a customer brought and cost in a period. Profit is
// Revenue − Cost + Indirect.
type PeriodMoney struct {
	Volume   float64 `json:"volume"`   // units bought
	Revenue  float64 `json:"revenue"`  // paid for them
	Cost     float64 `json:"cost"`     // of the goods and of serving the customer
	Indirect float64 `json:"indirect"` // benefit beyond the own purchases: referrals, references, learning
}

// parts returns the amounts in order.
func (m PeriodMoney) parts() [4]float64 { return [4]float64{m.Volume, m.Revenue, m.Cost, m.Indirect} }

// Breakdown is value by pattern, stage and period: volume, price, cost, indirect
// benefit and profit as a table over time. The zero value is empty; merging is
// exact, in any order.
type Breakdown struct {
	cells map[breakdownKey]*breakdownCell
	n     int
}

type breakdownKey struct {
	pattern Pattern
	stage   Stage
	period  int
}

type breakdownCell struct {
	n    int
	sums [4]exact.Sum
}

// Add counts what a customer in a stage (and, if it is known, of a pattern;
// otherwise 0) brought in a period. Values out of range are an
// *clientele.InputError, and nothing changes.
func (b *Breakdown) Add(pattern Pattern, stage Stage, period int, m PeriodMoney) error {
	bad := func(field string, value any, want string) error {
		return &clientele.InputError{Where: "lifecycle.Breakdown", Field: field, Value: value, Want: want}
	}
	switch {
	case pattern != 0 && !patterns.Valid(pattern):
		return bad("pattern", uint8(pattern), "a declared pattern, or 0")
	case !stages.Valid(stage):
		return bad("stage", stage.String(), "a declared stage")
	case period < MinPeriod || period > MaxPeriod:
		return bad("period", period, "a period from -1,000,000 to 1,000,000")
	}
	for _, v := range m.parts() {
		if err := checkValue("lifecycle.Breakdown", v); err != nil {
			return err
		}
	}
	c := b.at(breakdownKey{pattern, stage, period})
	c.n++
	for i, v := range m.parts() {
		c.sums[i].Add(v)
	}
	b.n++
	return nil
}

func (b *Breakdown) at(k breakdownKey) *breakdownCell { return cellOf(&b.cells, k) }

// Merge adds what o counted; o is unchanged, and nil counts as empty.
func (b *Breakdown) Merge(o *Breakdown) error {
	if o == nil {
		return nil
	}
	b.n += o.n
	for _, k := range slices.Collect(maps.Keys(o.cells)) {
		from, to := o.cells[k], b.at(k)
		to.n += from.n
		for i := range to.sums {
			to.sums[i].Merge(from.sums[i])
		}
	}
	return nil
}

// Len returns the number of customer periods counted.
func (b *Breakdown) Len() int { return b.n }

// BreakdownRow is a row of the table. Price is revenue over volume, 0 without volume.
type BreakdownRow struct {
	Pattern   Pattern `json:"pattern,omitempty"` // unassigned: all patterns together
	Stage     Stage   `json:"stage,omitempty"`   // unassigned: all stages together
	Period    int     `json:"period"`            // 0 where all periods are together
	Customers int     `json:"customers"`         // customer periods
	PeriodMoney
	Price  float64 `json:"price"`
	Profit float64 `json:"profit"`
}

// ByStage yields the table by stage and period, all patterns together, in that order.
func (b *Breakdown) ByStage() iter.Seq[BreakdownRow] {
	return b.rows(func(k breakdownKey) breakdownKey { return breakdownKey{stage: k.stage, period: k.period} })
}

// ByPattern yields the table by pattern and stage, all periods together, in
// that order; customers of no known pattern come first.
func (b *Breakdown) ByPattern() iter.Seq[BreakdownRow] {
	return b.rows(func(k breakdownKey) breakdownKey { return breakdownKey{pattern: k.pattern, stage: k.stage} })
}

// rows adds up the cells that fall together and yields them in order.
func (b *Breakdown) rows(fold func(breakdownKey) breakdownKey) iter.Seq[BreakdownRow] {
	return func(yield func(BreakdownRow) bool) {
		var folded Breakdown
		for k, c := range b.cells {
			to := folded.at(fold(k))
			to.n += c.n
			for i := range to.sums {
				to.sums[i].Merge(c.sums[i])
			}
		}
		for _, k := range folded.sorted() {
			c := folded.cells[k]
			row := BreakdownRow{Pattern: k.pattern, Stage: k.stage, Period: k.period, Customers: c.n,
				PeriodMoney: PeriodMoney{c.sums[0].Value(), c.sums[1].Value(), c.sums[2].Value(), c.sums[3].Value()}}
			if row.Volume != 0 {
				row.Price = row.Revenue / row.Volume
			}
			row.Profit = row.Revenue - row.Cost + row.Indirect
			if !yield(row) {
				return
			}
		}
	}
}

// sorted returns the keys by pattern, stage and period.
func (b *Breakdown) sorted() []breakdownKey {
	return slices.SortedFunc(maps.Keys(b.cells), func(x, y breakdownKey) int {
		return slices.Compare(
			[]int{int(x.pattern), int(x.stage), x.period},
			[]int{int(y.pattern), int(y.stage), y.period})
	})
}

const (
	breakdownTag     = "CLBD"
	breakdownVersion = 1
)

// AppendBinary appends the encoding of b.
func (b *Breakdown) AppendBinary(dst []byte) ([]byte, error) {
	if b == nil {
		b = new(Breakdown)
	}
	start := len(dst)
	dst = codec.Header(dst, breakdownTag, breakdownVersion)
	dst = codec.Uint(dst, uint64(len(b.cells)))
	for _, k := range b.sorted() {
		c := b.cells[k]
		dst = codec.Int(codec.Int(codec.Int(dst, int64(k.pattern)), int64(k.stage)), int64(k.period))
		dst = appendCount(dst, c.n)
		for i := range c.sums {
			dst = c.sums[i].Append(dst)
		}
	}
	return codec.Seal(dst, start), nil
}

// MarshalBinary implements encoding.BinaryMarshaler.
func (b *Breakdown) MarshalBinary() ([]byte, error) { return b.AppendBinary(nil) }

// MarshalText writes the binary form in base64, so that JSON holds it as text.
func (b *Breakdown) MarshalText() ([]byte, error) { return codec.MarshalText(b) }

// UnmarshalText reads what MarshalText wrote; b is unchanged on error.
func (b *Breakdown) UnmarshalText(text []byte) error {
	return codec.UnmarshalText(text, "lifecycle.Breakdown", b)
}

// UnmarshalBinary reads what AppendBinary wrote; b is unchanged on error.
func (b *Breakdown) UnmarshalBinary(data []byte) error {
	in := codec.NewReader(data, "lifecycle.Breakdown", breakdownTag, breakdownVersion)
	var n Breakdown
	for range in.Count(8) {
		k := breakdownKey{Pattern(in.Between(0, NumPatterns)), Stage(in.Between(1, NumStages)), int(in.Between(MinPeriod, MaxPeriod))}
		if n.cells[k] != nil {
			in.Fail("has a cell twice")
			break
		}
		c := n.at(k)
		c.n = readCount(in)
		n.n += c.n
		for i := range c.sums {
			c.sums[i].Read(in, maxSum)
		}
	}
	if err := in.Close(); err != nil {
		return err
	}
	*b = n
	return nil
}
