package mcmc

import (
	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/wire"
)

// SamplingOptions steer the sampling; nil and zero fields mean the defaults.
type SamplingOptions struct {
	Chains  int // independent chains; default 4
	Warmup  int // sweeps of a chain that are thrown away; default 100. What all chains need to know is learned before
	Draws   int // sweeps of a chain that are kept; default 750
	Thinned int // draws of each customer that are kept, of all chains together; default 500
	Workers int // goroutines, one a chain; default 1. The result does not depend on it

	Unit clientele.Unit // of the customers' times, which the drawn models keep; default not known. A Panel says its own

	Progress func(ChainProgress) `json:"-"` // called now and then, on the caller's goroutine
}

// MarshalJSON writes the fields; a number that is not finite is null.
func (s SamplingOptions) MarshalJSON() ([]byte, error) { return wire.Marshal(s) }

// UnmarshalJSON reads what MarshalJSON writes; null is NaN.
func (s *SamplingOptions) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, s) }

// ChainProgress is where a running chain stands.
type ChainProgress struct {
	Chain int // from 0
	Sweep int // sweeps done, those of the warm-up included
	Of    int // sweeps of each chain
}

// MarshalJSON writes the fields; a number that is not finite is null.
func (c ChainProgress) MarshalJSON() ([]byte, error) { return wire.Marshal(c) }

// UnmarshalJSON reads what MarshalJSON writes; null is NaN.
func (c *ChainProgress) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, c) }

// filled returns the options with their defaults, or an *clientele.InputError.
func (o *SamplingOptions) filled(where string) (SamplingOptions, error) {
	var f SamplingOptions
	if o != nil {
		f = *o
	}
	for _, v := range []struct {
		name     string
		n        *int
		standard int
	}{{"Chains", &f.Chains, 4}, {"Warmup", &f.Warmup, 100}, {"Draws", &f.Draws, 750}, {"Thinned", &f.Thinned, 500}, {"Workers", &f.Workers, 1}} {
		if *v.n < 0 {
			return f, &clientele.InputError{Where: where, Field: v.name, Value: *v.n, Want: "a number >= 1, or 0 for the default"}
		}
		if *v.n == 0 {
			*v.n = v.standard
		}
	}
	if f.Draws < 4 {
		return f, &clientele.InputError{Where: where, Field: "Draws", Value: f.Draws, Want: "4 draws or more, or their agreement cannot be judged"}
	}
	f.Thinned = max(1, min(f.Thinned/f.Chains, f.Draws)) // of one chain
	return f, nil
}
