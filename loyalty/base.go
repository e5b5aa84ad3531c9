package loyalty

import (
	"context"
	"errors"
	"fmt"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/codec"
)

// Base is how the rates of the loyalty score vary over the customer base.
type Base struct {
	Satisfaction   BetaBinomial `json:"satisfaction"`
	Complaints     BetaBinomial `json:"complaints"`
	Renewals       BetaBinomial `json:"renewals"`
	Repeats        BetaBinomial `json:"repeats"`
	Recommendation BetaBinomial `json:"recommendation"`
}

func (b *Base) all() [numRates]BetaBinomial {
	return [...]BetaBinomial{b.Satisfaction, b.Complaints, b.Renewals, b.Repeats, b.Recommendation}
}

// DefaultBase is the base of one who knows none: Jeffreys' prior Beta(½, ½) for
// every rate, which weighs one case and shrinks hardly at all.
func DefaultBase() Base { return Base{jeffreys, jeffreys, jeffreys, jeffreys, jeffreys} }

// BaseRates collects the rates of the customers of a base. The zero value is
// empty.
type BaseRates struct {
	rates [numRates]Ratios
	n     int
}

// Add takes the rates of one customer, each where known. An impossible one is
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
	b.n++
	return nil
}

// Merge adds the customers of c, which is unchanged; nil counts as empty.
func (b *BaseRates) Merge(c *BaseRates) error {
	if c == nil {
		return nil
	}
	for i := range b.rates {
		b.rates[i].Merge(&c.rates[i])
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
	start := len(dst)
	dst = codec.Uint(codec.Header(dst, "lyba", 1), uint64(b.n))
	for i := range b.rates {
		own, err := b.rates[i].MarshalBinary()
		if err != nil {
			return nil, err
		}
		dst = codec.String(dst, string(own))
	}
	return codec.Seal(dst, start), nil
}

// MarshalBinary returns the encoding.
func (b *BaseRates) MarshalBinary() ([]byte, error) { return b.AppendBinary(nil) }

// UnmarshalBinary reads what MarshalBinary writes; b is unchanged on error.
func (b *BaseRates) UnmarshalBinary(data []byte) error {
	r := codec.NewReader(data, "loyalty.BaseRates", "lyba", 1)
	n := r.Uint()
	if n > 1<<50 {
		r.Fail("announces %d customers", n)
	}
	read := BaseRates{n: int(n)}
	for i := range read.rates {
		own := r.String()
		if r.Err() != nil {
			break
		}
		if err := read.rates[i].UnmarshalBinary([]byte(own)); err != nil {
			return err
		}
	}
	if err := r.Close(); err != nil {
		return err
	}
	*b = read
	return nil
}

// FitBase fits a beta-binomial to every rate (FitBetaBinomial). A rate that
// nobody has, or that the data do not identify, keeps the default, and a
// warning names it. Other errors stop it.
func FitBase(ctx context.Context, b *BaseRates, opt *clientele.FitOptions) (Base, []clientele.Warning, error) {
	out := DefaultBase()
	var warnings []clientele.Warning
	for i, m := range [...]*BetaBinomial{&out.Satisfaction, &out.Complaints, &out.Renewals, &out.Repeats, &out.Recommendation} {
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
	return out, warnings, nil
}
