package lifecycle

import (
	"iter"
	"maps"
	"math"
	"slices"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/codec"
	"github.com/clientele-go/clientele/internal/exact"
)

// ActivePeriod is what a customer bought in a period, less what was given back:
// below 0 where refunds of earlier purchases exceed it.
type ActivePeriod struct {
	Period int     `json:"period"` // calendar months, say: clientele.CalendarPeriodMonth.Of
	Amount float64 `json:"amount"` // net, of magnitude up to MaxAmount
}

// Growth is the growth accounting of a base 增长核算: who came, stayed,
// returned and went, period by period, in heads and in money. The zero value is
// empty. Shards that hold whole customers merge exactly, in any order.
type Growth struct {
	customers int
	periods   map[int]*growthPeriod
}

// growthPeriod adds up a period. The heads and the money of those who go are
// kept in the first period without them.
type growthPeriod struct {
	heads [numFlows]int
	money [numMoney]exact.Sum
}

const (
	newHeads = iota
	retainedHeads
	returnedHeads
	goneHeads    // bought in the period before and not in this one
	activeHeads  // of them: the customer ended it
	passiveHeads // of them: the firm ended it
	numFlows
)

const (
	newMoney = iota
	returnedMoney
	keptMoney      // of retained customers: the lesser of both periods
	expansionMoney // what they bought more than in the period before
	shrunkMoney    // what they bought less
	goneMoney      // what those who went bought in the period before
	numMoney
)

// MinPeriod and MaxPeriod bound the periods that Growth, Transitions and
// Breakdown take.
const (
	MinPeriod = -1_000_000
	MaxPeriod = 1_000_000
)

// Add counts one customer by the periods in which something was bought or given
// back, in increasing order, and who ended the relationship, if it is over and
// that is known (it then counts in the period after the last). A net amount of 0
// or below is taken for what it is: the customer is a customer of that period, and
// the money of all rows still adds up to the books. A customer with no period is
// left out. The error is an *clientele.InputError, and nothing changes then.
func (g *Growth) Add(active []ActivePeriod, churn Churn) error {
	bad := func(field string, value any, want string) error {
		return &clientele.InputError{Where: "lifecycle.Growth", Field: field, Value: value, Want: want}
	}
	for i, a := range active {
		switch {
		case a.Period < MinPeriod || a.Period > MaxPeriod:
			return bad("Period", a.Period, "a period from -1,000,000 to 1,000,000")
		case i > 0 && a.Period <= active[i-1].Period:
			return bad("Period", a.Period, "periods in increasing order, each once")
		case !(math.Abs(a.Amount) <= MaxAmount) || a.Amount != 0 && math.Abs(a.Amount) < 1/MaxAmount:
			return bad("Amount", a.Amount, "a net amount of magnitude up to 1e15; leave out periods without purchases")
		}
	}
	if churn != 0 && !churns.Valid(churn) {
		return bad("churn", uint8(churn), "a declared kind of churn, or 0")
	}
	if len(active) == 0 {
		return nil
	}
	g.customers++
	for i, a := range active {
		p := g.at(a.Period)
		switch {
		case i == 0:
			p.heads[newHeads]++
			p.money[newMoney].Add(a.Amount)
		case active[i-1].Period < a.Period-1:
			p.heads[returnedHeads]++
			p.money[returnedMoney].Add(a.Amount)
		default:
			before := active[i-1].Amount
			p.heads[retainedHeads]++
			p.money[keptMoney].Add(min(before, a.Amount))
			if a.Amount > before {
				p.money[expansionMoney].Add(a.Amount)
				p.money[expansionMoney].Add(-before)
			} else {
				p.money[shrunkMoney].Add(before)
				p.money[shrunkMoney].Add(-a.Amount)
			}
		}
		last := i == len(active)-1
		if !last && active[i+1].Period == a.Period+1 {
			continue
		}
		p = g.at(a.Period + 1)
		p.heads[goneHeads]++
		p.money[goneMoney].Add(a.Amount)
		if last && churn == ChurnActive {
			p.heads[activeHeads]++
		}
		if last && churn == ChurnPassive {
			p.heads[passiveHeads]++
		}
	}
	return nil
}

func (g *Growth) at(period int) *growthPeriod { return cellOf(&g.periods, period) }

// Merge adds the customers of o, none of whom may be in g; o is unchanged, and
// nil counts as empty.
func (g *Growth) Merge(o *Growth) error {
	if o == nil {
		return nil
	}
	g.customers += o.customers
	for _, period := range slices.Collect(maps.Keys(o.periods)) { // g.Merge(g) doubles g
		from, to := o.periods[period], g.at(period)
		for i := range to.heads {
			to.heads[i] += from.heads[i]
		}
		for i := range to.money {
			to.money[i].Merge(from.money[i])
		}
	}
	return nil
}

// Len returns the number of customers.
func (g *Growth) Len() int { return g.customers }

// GrowthRow is the growth accounting of one period.
type GrowthRow struct {
	Period      int `json:"period"`
	New         int `json:"new"`         // bought for the first time
	Retained    int `json:"retained"`    // bought in the period before too
	Resurrected int `json:"resurrected"` // bought before, but not in the period before
	Dormant     int `json:"dormant"`     // bought in the period before, but not in this one
	Active      int `json:"active"`      // of the dormant: left for another supplier 主动流失
	Passive     int `json:"passive"`     // of the dormant: ended by the firm 被动流失

	NewMoney         float64 `json:"new_money"`
	ResurrectedMoney float64 `json:"resurrected_money"`
	KeptMoney        float64 `json:"kept_money"`  // of the retained: the lesser of both periods
	Expansion        float64 `json:"expansion"`   // what the retained bought more than before
	Contraction      float64 `json:"contraction"` // what the retained bought less than before, ≥ 0
	LostMoney        float64 `json:"lost_money"`  // what the dormant bought in the period before
}

// Buyers returns the number of customers who bought in the period.
func (r GrowthRow) Buyers() int { return r.New + r.Retained + r.Resurrected }

// Money returns the net sales of the period.
func (r GrowthRow) Money() float64 {
	return r.NewMoney + r.ResurrectedMoney + r.KeptMoney + r.Expansion
}

// Retention returns the share of the customers of the period before who bought
// again; NaN if there were none.
func (r GrowthRow) Retention() float64 {
	return float64(r.Retained) / float64(r.Retained+r.Dormant)
}

// QuickRatio returns (New + Resurrected)/Dormant, what came over what went:
// +Inf if nobody went, NaN if nobody came either.
func (r GrowthRow) QuickRatio() float64 {
	return float64(r.New+r.Resurrected) / float64(r.Dormant)
}

// MoneyQuickRatio is the quick ratio in money: (new + resurrected + expansion)
// over (lost + contraction).
func (r GrowthRow) MoneyQuickRatio() float64 {
	return (r.NewMoney + r.ResurrectedMoney + r.Expansion) / (r.LostMoney + r.Contraction)
}

// Rows yields the periods from first to last, in order, those in which nothing
// happened included. The period after the last observed one shows everybody as
// dormant who might yet buy: do not ask for it.
func (g *Growth) Rows(first, last int) iter.Seq[GrowthRow] {
	return func(yield func(GrowthRow) bool) {
		for period := first; period <= last; period++ {
			row := GrowthRow{Period: period}
			if p := g.periods[period]; p != nil {
				row = GrowthRow{period,
					p.heads[newHeads], p.heads[retainedHeads], p.heads[returnedHeads], p.heads[goneHeads], p.heads[activeHeads], p.heads[passiveHeads],
					p.money[newMoney].Value(), p.money[returnedMoney].Value(), p.money[keptMoney].Value(),
					p.money[expansionMoney].Value(), p.money[shrunkMoney].Value(), p.money[goneMoney].Value()}
			}
			if !yield(row) {
				return
			}
		}
	}
}

const (
	growthTag     = "CLGR"
	growthVersion = 1
)

// AppendBinary appends the encoding of g.
func (g *Growth) AppendBinary(dst []byte) ([]byte, error) {
	if g == nil {
		g = new(Growth)
	}
	start := len(dst)
	dst = codec.Header(dst, growthTag, growthVersion)
	dst = codec.Uint(appendCount(dst, g.customers), uint64(len(g.periods)))
	for _, period := range slices.Sorted(maps.Keys(g.periods)) {
		p := g.periods[period]
		dst = codec.Int(dst, int64(period))
		for _, n := range p.heads {
			dst = appendCount(dst, n)
		}
		for i := range p.money {
			dst = p.money[i].Append(dst)
		}
	}
	return codec.Seal(dst, start), nil
}

// MarshalBinary implements encoding.BinaryMarshaler.
func (g *Growth) MarshalBinary() ([]byte, error) { return g.AppendBinary(nil) }

// MarshalText writes the binary form in base64, so that JSON holds it as text.
func (g *Growth) MarshalText() ([]byte, error) { return codec.MarshalText(g) }

// UnmarshalText reads what MarshalText wrote; g is unchanged on error.
func (g *Growth) UnmarshalText(text []byte) error {
	return codec.UnmarshalText(text, "lifecycle.Growth", g)
}

// UnmarshalBinary reads what AppendBinary wrote; g is unchanged on error.
func (g *Growth) UnmarshalBinary(data []byte) error {
	in := codec.NewReader(data, "lifecycle.Growth", growthTag, growthVersion)
	n := Growth{customers: readCount(in)}
	for range in.Count(1 + numFlows + numMoney) {
		period := int(in.Between(MinPeriod, MaxPeriod+1))
		if n.periods[period] != nil {
			in.Fail("has period %d twice", period)
			break
		}
		p := n.at(period)
		for i := range p.heads {
			p.heads[i] = readCount(in)
		}
		for i := range p.money {
			p.money[i].Read(in, maxSum)
		}
	}
	if err := in.Close(); err != nil {
		return err
	}
	*g = n
	return nil
}
