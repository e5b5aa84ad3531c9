package spend

import (
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/codec"
	"github.com/clientele-go/clientele/internal/exact"
)

// PurchaseSums adds up the single purchases of one customer. The zero value is
// empty; the sums are exact, so that order and sharding make no difference.
type PurchaseSums struct {
	count, nonPositive int
	amount, log, time  exact.Sum
	amount2, log2      exact.Sum // sums of squares
	time2              exact.Sum
	timeAmount         exact.Sum // sums of products
	timeLog            exact.Sum
}

// sums lists the sums, in the order of the encoding.
func (p *PurchaseSums) sums() [8]*exact.Sum {
	return [...]*exact.Sum{&p.amount, &p.log, &p.time, &p.amount2, &p.log2, &p.time2, &p.timeAmount, &p.timeLog}
}

// Add counts a purchase of the given amount at a time in the caller's unit;
// where no trend is of interest, any one time, such as 0, will do. Amounts of 0
// or less are taken, for the models that take them. The error is an
// *InputError for an amount beyond 1e30, a time beyond MaxAge or the
// purchase after MaxRepeats; p is then unchanged.
func (p *PurchaseSums) Add(time, amount float64) error {
	bad := func(field string, value any, want string) error {
		return &clientele.InputError{Where: "spend.PurchaseSums", Field: field, Value: value, Want: want}
	}
	switch {
	case !within(amount, maxAmount):
		return bad("amount", amount, "an amount in [-1e30, 1e30]")
	case !within(time, clientele.MaxAge):
		return bad("time", time, "a time within 1e12 units of 0")
	case p.count >= clientele.MaxRepeats:
		return bad("purchases", p.count, "at most 10,000,000 purchases")
	}
	p.count++
	p.amount.Add(amount)
	p.time.Add(time)
	addProduct(&p.amount2, amount, amount)
	addProduct(&p.time2, time, time)
	addProduct(&p.timeAmount, time, amount)
	if !(amount > 0) {
		p.nonPositive++
		return nil
	}
	l := math.Log(amount)
	p.log.Add(l)
	addProduct(&p.log2, l, l)
	addProduct(&p.timeLog, time, l)
	return nil
}

// addProduct adds a·b exactly: the rounded product and its rounding error.
func addProduct(s *exact.Sum, a, b float64) {
	hi := a * b
	s.Add(hi)
	s.Add(math.FMA(a, b, -hi))
}

// Merge adds the purchases of q; q is unchanged, and nil counts as empty.
func (p *PurchaseSums) Merge(q *PurchaseSums) error {
	if q == nil {
		return nil
	}
	p.count += q.count
	p.nonPositive += q.nonPositive
	from := q.sums()
	for i, s := range p.sums() {
		s.Merge(*from[i])
	}
	return nil
}

// Len returns the number of purchases.
func (p *PurchaseSums) Len() int { return p.count }

// Spend returns count and mean of the amounts.
func (p *PurchaseSums) Spend() clientele.Spend {
	if p.count == 0 {
		return clientele.Spend{}
	}
	return clientele.Spend{Count: p.count, Mean: p.amount.Value() / float64(p.count)}
}

// Detail returns what the models need of the purchases.
func (p *PurchaseSums) Detail() PurchaseDetail {
	if p.count == 0 {
		return PurchaseDetail{}
	}
	n := float64(p.count)
	d := PurchaseDetail{Count: p.count, NonPositive: p.nonPositive, Mean: p.amount.Value() / n}
	d.Times.Mean = p.time.Value() / n
	if p.nonPositive == 0 {
		d.MeanLog = math.Min(p.log.Value()/n, math.Log(d.Mean))
	}
	if p.count == 1 {
		return d
	}
	d.Within = math.Max(0, centred(&p.amount2, &p.amount, &p.amount, d.Mean, d.Mean, n))
	d.Times.Within = math.Max(0, centred(&p.time2, &p.time, &p.time, d.Times.Mean, d.Times.Mean, n))
	d.Times.With = centred(&p.timeAmount, &p.time, &p.amount, d.Times.Mean, d.Mean, n)
	if p.nonPositive == 0 {
		meanLog := p.log.Value() / n
		d.WithinLog = math.Max(0, centred(&p.log2, &p.log, &p.log, meanLog, meanLog, n))
		d.Times.WithLog = centred(&p.timeLog, &p.time, &p.log, d.Times.Mean, meanLog, n)
	}
	return d
}

// centred returns Σ (u−a)(v−b) = Σuv − a Σv − b Σu + n·a·b, without cancellation.
func centred(uv, u, v *exact.Sum, a, b, n float64) float64 {
	var s exact.Sum
	s.Merge(*uv)
	for _, part := range v.Parts() {
		addProduct(&s, -a, part)
	}
	for _, part := range u.Parts() {
		addProduct(&s, -b, part)
	}
	na := n * a // n·a·b as (na + its error)·b
	addProduct(&s, na, b)
	addProduct(&s, math.FMA(n, a, -na), b)
	return s.Value()
}

const (
	purchasesTag     = "sppu"
	purchasesVersion = 1
)

// AppendBinary implements encoding.BinaryAppender.
func (p *PurchaseSums) AppendBinary(dst []byte) ([]byte, error) {
	if p == nil {
		p = new(PurchaseSums)
	}
	start := len(dst)
	dst = codec.Header(dst, purchasesTag, purchasesVersion)
	dst = codec.Uint(dst, uint64(p.count))
	dst = codec.Uint(dst, uint64(p.nonPositive))
	for _, s := range p.sums() {
		dst = s.Append(dst)
	}
	return codec.Seal(dst, start), nil
}

// MarshalBinary implements encoding.BinaryMarshaler.
func (p *PurchaseSums) MarshalBinary() ([]byte, error) { return p.AppendBinary(nil) }

// MarshalText implements encoding.TextMarshaler: the binary form in base64,
// which is how the sums stand in JSON.
func (p *PurchaseSums) MarshalText() ([]byte, error) { return codec.MarshalText(p) }

// UnmarshalText reads what MarshalText writes; p is unchanged on error.
func (p *PurchaseSums) UnmarshalText(text []byte) error {
	return codec.UnmarshalText(text, "spend.PurchaseSums", p)
}

// UnmarshalBinary implements encoding.BinaryUnmarshaler; p is unchanged on error.
func (p *PurchaseSums) UnmarshalBinary(data []byte) error {
	r := codec.NewReader(data, "spend.PurchaseSums", purchasesTag, purchasesVersion)
	q := PurchaseSums{count: r.Number(math.MaxInt), nonPositive: r.Number(math.MaxInt)}
	if q.count > clientele.MaxRepeats || q.nonPositive > q.count {
		r.Fail("counts %d purchases, %d of them not positive", q.count, q.nonPositive)
	}
	for _, s := range q.sums() {
		s.Read(r, 1e220)
	}
	if err := r.Close(); err != nil {
		return err
	}
	if err := q.Detail().Check(); err != nil {
		return err
	}
	*p = q
	return nil
}
