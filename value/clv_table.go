package value

import "github.com/clientele-go/clientele"

// CLVTable values many customers. It remembers what it has computed: for an
// AliveDiscounter one number for each pair of repeats and age, and otherwise
// one for each history, so that a million customers whose times are whole days
// cost little more than looking up. It gives the same bits as the CLV it is
// made from. A table is not safe for concurrent use; make one a goroutine.
type CLVTable struct {
	clv  *CLV
	seen map[clientele.History]float64
}

// Table returns an empty table for c.
func (c *CLV) Table() *CLVTable {
	return &CLVTable{clv: c, seen: make(map[clientele.History]float64)}
}

// MarshalJSON refuses: models are of any type.
func (t *CLVTable) MarshalJSON() ([]byte, error) { return nil, notStored("value.CLVTable") }

// Of returns the value of one customer, as CLV.Of does.
func (t *CLVTable) Of(x Customer) float64 {
	return t.clv.times(t.Purchases(x.History), t.clv.spend.ExpectedSpend(x.Spend))
}

// Purchases returns the expected discounted purchases, as CLV.Purchases does.
func (t *CLVTable) Purchases(h clientele.History) float64 {
	c := t.clv
	pa := c.purchases.ProbAlive(h)
	if !(pa > 0) { // 0, or NaN for an impossible history, which a map cannot hold
		return pa
	}
	key := h
	if c.alive != nil {
		key.Last = 0
	}
	v, known := t.seen[key]
	if !known {
		if c.alive != nil {
			v = c.alive.DiscountedIfAlive(h.Repeats, h.Age, c.rate, c.horizon)
		} else {
			v = c.purchases.DiscountedPurchasesWithin(h, c.rate, c.horizon)
		}
		t.seen[key] = v
	}
	if c.alive != nil {
		return pa * v
	}
	return v
}

// Len returns the number of values that the table remembers.
func (t *CLVTable) Len() int { return len(t.seen) }
