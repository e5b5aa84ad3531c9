package loyalty

import (
	"context"
	"errors"
	"fmt"
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/codec"
	"github.com/clientele-go/clientele/internal/policy"
	"github.com/clientele-go/clientele/loyalty/internal/pairs"
)

// Base is how the parts of the loyalty score vary over the customer base. Nil
// and each zero field mean the default, that of one who knows none: Jeffreys'
// prior Beta(½, ½), which weighs one case and shrinks hardly at all; for
// complaints, which are rare everywhere, 3 % with the weight of five cases; a
// share of wallet uniform in [0, 1], and a tenure of 2.5 ± 2.5 years.
type Base struct {
	Satisfaction   BetaBinomial `json:"satisfaction,omitzero"`
	Complaints     BetaBinomial `json:"complaints,omitzero"`
	Renewals       BetaBinomial `json:"renewals,omitzero"`
	Repeats        BetaBinomial `json:"repeats,omitzero"`
	Recommendation BetaBinomial `json:"recommendation,omitzero"`
	ShareOfWallet  Spread       `json:"share_of_wallet,omitzero"`
	Tenure         Spread       `json:"tenure,omitzero"` // years
}

// Spread is the mean and the standard deviation of a measure over a base.
type Spread struct {
	Mean float64 `json:"mean"`
	SD   float64 `json:"sd"`
}

// fewComplaints is the default prior of complaints: a few in a hundred contacts.
var fewComplaints = BetaBinomial{0.15, 4.85}

func (b *Base) filled() Base {
	q := policy.Copy(b)
	for i, m := range q.rates() {
		d := jeffreys
		if i == int(PartComplaints-1) {
			d = fewComplaints
		}
		policy.Default(m, d)
	}
	policy.Default(&q.ShareOfWallet, Spread{.5, .29})
	policy.Default(&q.Tenure, Spread{2.5, 2.5})
	return q
}

func (b *Base) rates() [numRates]*BetaBinomial {
	return [...]*BetaBinomial{&b.Satisfaction, &b.Complaints, &b.Renewals, &b.Repeats, &b.Recommendation}
}

// Check returns an *clientele.InputError for the first part that makes no sense.
func (b *Base) Check() error {
	q := b.filled()
	for i, m := range q.rates() {
		if err := clientele.Validate(*m); err != nil {
			return fmt.Errorf("loyalty.Base: %v: %w", Part(i+1), err)
		}
	}
	for _, s := range [...]Spread{q.ShareOfWallet, q.Tenure} {
		if !(s.Mean >= 0 && s.Mean <= maxMarker && s.SD >= 0 && s.SD <= maxMarker) {
			return &clientele.InputError{Where: "loyalty.Base", Field: "spread", Value: s, Want: "a mean and a standard deviation >= 0"}
		}
	}
	return nil
}

// BaseRates collects the parts of the customers of a base. The zero value is
// empty.
type BaseRates struct {
	rates    [numRates]Ratios
	measures [numParts - numRates]pairs.Sums
	n        int
}

// Add takes the parts of one customer, each where known. An impossible one is
// an *clientele.InputError and changes nothing.
func (b *BaseRates) Add(p Parts) error {
	if err := p.Check(); err != nil {
		return err
	}
	for i, r := range p.rates() {
		if err := b.rates[i].Add(r); err != nil {
			return err
		}
	}
	for i, m := range p.measures() {
		if v, known := m.Value(); known {
			b.measures[i].Add(v, 0)
		}
	}
	b.n++
	return nil
}

// Merge adds the customers of c, which is unchanged; nil counts as empty.
func (b *BaseRates) Merge(c *BaseRates) error {
	if c == nil {
		return nil
	}
	for i := range b.rates {
		if err := b.rates[i].Merge(&c.rates[i]); err != nil {
			return err
		}
	}
	for i := range b.measures {
		b.measures[i].Merge(&c.measures[i])
	}
	b.n += c.n
	return nil
}

// Len returns the number of customers.
func (b *BaseRates) Len() int { return b.n }

// Ratios returns what is known of one part, the base's own; nil for a part that
// is not a rate.
func (b *BaseRates) Rates(p Part) *Ratios {
	if p < 1 || p > numRates {
		return nil
	}
	return &b.rates[p-1]
}

// AppendBinary appends the encoding; equal bases have equal encodings.
func (b *BaseRates) AppendBinary(dst []byte) ([]byte, error) {
	if b == nil {
		b = new(BaseRates)
	}
	start := len(dst)
	dst = codec.Uint(codec.Header(dst, "lyba", 2), uint64(b.n))
	for i := range b.rates {
		own, err := b.rates[i].MarshalBinary()
		if err != nil {
			return nil, err
		}
		dst = codec.String(dst, string(own))
	}
	for i := range b.measures {
		dst = b.measures[i].Append(dst)
	}
	return codec.Seal(dst, start), nil
}

// MarshalBinary returns the encoding.
func (b *BaseRates) MarshalBinary() ([]byte, error) { return b.AppendBinary(nil) }

// UnmarshalBinary reads what MarshalBinary writes; b is unchanged on error.
func (b *BaseRates) UnmarshalBinary(data []byte) error {
	r := codec.NewReader(data, "loyalty.BaseRates", "lyba", 2)
	n := r.Number(maxCustomers)
	read := BaseRates{n: n}
	for i := range read.rates {
		own := r.String()
		if r.Err() != nil {
			break
		}
		if err := read.rates[i].UnmarshalBinary([]byte(own)); err != nil {
			return err
		}
	}
	for i := range read.measures {
		read.measures[i] = pairs.Read(r)
	}
	if err := r.Close(); err != nil {
		return err
	}
	*b = read
	return nil
}

// MarshalText returns the encoding in base64, so that JSON holds a string.
func (b *BaseRates) MarshalText() ([]byte, error) { return codec.MarshalText(b) }

// UnmarshalText reads what MarshalText writes; b is unchanged on error.
func (b *BaseRates) UnmarshalText(text []byte) error {
	return codec.UnmarshalText(text, "loyalty.BaseRates", b)
}

// FitBase fits a beta-binomial to every rate (FitBetaBinomial) and takes mean
// and spread of the measures. A part that fewer than two customers have, or
// that the data do not identify, keeps the default, and a warning names it.
// Other errors stop it.
func FitBase(ctx context.Context, b *BaseRates, opt *clientele.FitOptions) (Base, []clientele.Warning, error) {
	out := (*Base)(nil).filled()
	var warnings []clientele.Warning
	for i, m := range out.rates() {
		part := Part(i + 1).String()
		fit, err := FitBetaBinomial(ctx, &b.rates[i], opt)
		switch {
		case errors.Is(err, clientele.ErrNoData) || errors.Is(err, clientele.ErrNotIdentified):
			warnings = append(warnings, clientele.Warning{Code: WarnDefaultBase, Subject: part, Value: float64(b.rates[i].Len())})
			continue
		case err != nil:
			return Base{}, nil, fmt.Errorf("loyalty.FitBase: %s: %w", part, err)
		}
		*m = fit.Model
		for _, w := range fit.Warnings {
			w.Subject = part
			warnings = append(warnings, w)
		}
	}
	for i, s := range [...]*Spread{&out.ShareOfWallet, &out.Tenure} {
		sums := &b.measures[i]
		if n := float64(sums.Len()); n < 2 {
			warnings = append(warnings, clientele.Warning{Code: WarnDefaultBase, Subject: Part(numRates + i + 1).String(), Value: n})
		} else {
			squares, _, _ := sums.Central()
			*s = Spread{sums.X() / n, math.Sqrt(squares / (n - 1))}
		}
	}
	return out, warnings, nil
}
