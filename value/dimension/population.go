package dimension

import (
	"fmt"
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/codec"
	"github.com/clientele-go/clientele/internal/quantile"
)

// Population summarises a base of customers that does not fit in memory, or
// sits on several machines, so that scales can be fitted to it. The zero value
// is empty. An indicator with at most 32,768 different values is exact; others
// are exact to a small error of rank. What it holds does not depend on the
// order of the customers, nor on how they were spread. It is for one goroutine.
type Population struct {
	summaries [Indicators + 1]quantile.Summary
	n         int
}

// Add adds a customer. If m fails its Check, that error is returned and the
// receiver is unchanged.
func (p *Population) Add(m *Measures) error {
	if err := m.Check(); err != nil {
		return err
	}
	for i := IndicatorAmount; i <= Indicators; i++ {
		if v, known := m[i].Value(); known {
			p.summaries[i].Add(v + 0) // -0 becomes +0
		}
	}
	p.n++
	return nil
}

// Merge adds the customers of o; o says the same as before, and nil counts as empty.
func (p *Population) Merge(o *Population) error {
	if o == nil {
		return nil
	}
	for i := range p.summaries {
		p.summaries[i].Merge(&o.summaries[i])
	}
	p.n += o.n
	return nil
}

// Len returns the number of customers.
func (p *Population) Len() int { return p.n }

// Fit returns the scorer of the population. Without customers the error
// matches clientele.ErrNoData; for a policy that fails its Check it is an
// *clientele.InputError.
func (p *Population) Fit(policy *DimensionPolicy) (*DimensionScorer, error) {
	return fit("dimension.Population", policy, p.n, func(i Indicator, ps []float64) []float64 {
		if p.summaries[i].Len() == 0 {
			return nil
		}
		out := make([]float64, len(ps))
		for k, q := range ps {
			out[k] = p.summaries[i].Quantile(quantile.Linear, q)
		}
		return out
	})
}

// FitScorer returns the scorer of customers that are all in memory; its quantiles
// are exact. Errors are those of Population: of Add for a customer that fails
// Check, and of Fit.
func FitScorer(customers []Measures, policy *DimensionPolicy) (*DimensionScorer, error) {
	for k := range customers {
		if err := customers[k].Check(); err != nil {
			return nil, fmt.Errorf("customer %d: %w", k, err)
		}
	}
	var sample quantile.Sample
	return fit("dimension.Fit", policy, len(customers), func(i Indicator, ps []float64) []float64 {
		sample.Reset(len(customers))
		for k := range customers {
			if v, known := customers[k][i].Value(); known {
				sample.Add(v)
			}
		}
		if sample.Len() == 0 {
			return nil
		}
		return sample.Quantiles(nil, quantile.Linear, ps...)
	})
}

// fit makes a scorer from the quantiles of each indicator (nil if nobody has
// a value of it).
func fit(where string, given *DimensionPolicy, n int, quantiles func(Indicator, []float64) []float64) (*DimensionScorer, error) {
	if err := given.Check(); err != nil {
		return nil, err
	}
	policy := given.filled()
	if n == 0 {
		return nil, fmt.Errorf("%s: %w: give at least one customer", where, clientele.ErrNoData)
	}
	s := &DimensionScorer{policy: policy}
	ps := policy.Scaling.probabilities()
	for i := IndicatorAmount; i <= Indicators; i++ {
		if policy.Indicators[i] == 0 {
			continue
		}
		if q := quantiles(i, ps); q != nil {
			s.scales[i] = policy.Scaling.scaleOf(q, i.LessIsBetter())
		}
	}
	s.cut()
	return s, nil
}

const (
	populationTag     = "VDIM"
	populationVersion = 1
)

// AppendBinary appends an encoding that depends on the customers only.
func (p *Population) AppendBinary(dst []byte) ([]byte, error) {
	if p == nil {
		p = new(Population)
	}
	start := len(dst)
	dst = codec.Uint(codec.Header(dst, populationTag, populationVersion), uint64(p.n))
	for i := IndicatorAmount; i <= Indicators; i++ {
		part, err := p.summaries[i].MarshalBinary()
		if err != nil {
			return nil, err
		}
		dst = codec.String(dst, string(part))
	}
	return codec.Seal(dst, start), nil
}

// MarshalBinary implements encoding.BinaryMarshaler.
func (p *Population) MarshalBinary() ([]byte, error) { return p.AppendBinary(nil) }

// MarshalText implements encoding.TextMarshaler: the binary form in base64,
// which is how a population stands in JSON.
func (p *Population) MarshalText() ([]byte, error) { return codec.MarshalText(p) }

// UnmarshalText reads what MarshalText writes; the receiver is unchanged on error.
func (p *Population) UnmarshalText(text []byte) error {
	return codec.UnmarshalText(text, "dimension.Population", p)
}

// UnmarshalBinary reads what MarshalBinary writes; the receiver is unchanged on error.
func (p *Population) UnmarshalBinary(data []byte) error {
	r := codec.NewReader(data, "dimension.Population", populationTag, populationVersion)
	out := Population{n: r.Number(math.MaxInt)}
	for i := IndicatorAmount; i <= Indicators && r.Err() == nil; i++ {
		if err := out.summaries[i].UnmarshalBinary([]byte(r.String())); err != nil {
			r.Fail("holds a bad %s: %v", i, err)
		} else if out.summaries[i].Len() > out.n {
			r.Fail("has more values of %s than customers", i)
		}
	}
	if err := r.Close(); err != nil {
		return err
	}
	*p = out
	return nil
}
