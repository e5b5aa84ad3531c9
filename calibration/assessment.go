package calibration

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/normal"
	"github.com/clientele-go/clientele/internal/wire"
)

// Prediction is a probability and what came of it.
type Prediction struct {
	Probability float64 // in [0, 1]
	Happened    bool
}

// Bin is a stretch of the reliability curve: predictions of about the same
// probability.
type Bin struct {
	N        int
	Mean     float64            // mean predicted probability
	Rate     float64            // share in which it happened
	Interval clientele.Interval // of the rate: Wilson, 95 %
}

// Assessment is how good a set of predictions was.
type Assessment struct {
	N           int
	Rate        float64 // share in which it happened
	Mean        float64 // mean predicted probability; Mean − Rate is the bias
	Brier       float64 // mean of (probability − outcome)², 0 is perfect, Rate(1 − Rate) is knowing only the rate
	Skill       float64 // 1 − Brier / (Rate (1 − Rate)); NaN if all outcomes are equal
	LogLoss     float64 // mean of −ln(probability given to what happened); +Inf if the impossible happened
	AUC         float64 // probability that one in which it happened was given more than one in which it did not, ties ½; NaN if all outcomes are equal
	Reliability float64 // Σ n (Mean − Rate)² / N over the bins: the part of Brier that recalibration can remove
	Resolution  float64 // Σ n (Rate_bin − Rate)² / N: what the predictions know
	ECE         float64 // Σ n |Mean − Rate| / N: the expected calibration error
	Bins        []Bin   // by increasing probability
}

// MarshalJSON writes the fields with lower-case keys.
func (p Prediction) MarshalJSON() ([]byte, error) { return wire.Marshal(p) }

// UnmarshalJSON reads what MarshalJSON writes; p is unchanged on error.
func (p *Prediction) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, p) }

// MarshalJSON writes the fields with lower-case keys.
func (b Bin) MarshalJSON() ([]byte, error) { return wire.Marshal(b) }

// UnmarshalJSON reads what MarshalJSON writes; b is unchanged on error.
func (b *Bin) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, b) }

// MarshalJSON writes the fields with lower-case keys, what is not a number as null.
func (a Assessment) MarshalJSON() ([]byte, error) { return wire.Marshal(a) }

// UnmarshalJSON reads what MarshalJSON writes; a is unchanged on error.
func (a *Assessment) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, a) }

// Assess measures predictions, the reliability curve in up to the given number
// of bins of equal size (0: ten); equal probabilities stay in one bin. A
// probability outside [0, 1] is an *clientele.InputError; no predictions match
// clientele.ErrNoData. The order of the predictions does not matter.
func Assess(predictions []Prediction, bins int) (*Assessment, error) {
	const where = "calibration.Assess"
	if bins == 0 {
		bins = 10
	}
	if bins < 0 {
		return nil, &clientele.InputError{Where: where, Field: "bins", Value: bins, Want: "a number of bins >= 1, or 0 for ten"}
	}
	p, err := sorted(where, predictions)
	if err != nil {
		return nil, err
	}
	a := &Assessment{N: len(p)}
	n, happened := float64(len(p)), 0
	for _, x := range p {
		a.Mean += x.Probability / n
		if x.Happened {
			happened++
			a.Brier += (1 - x.Probability) * (1 - x.Probability) / n
			a.LogLoss -= math.Log(x.Probability) / n
		} else {
			a.Brier += x.Probability * x.Probability / n
			a.LogLoss -= math.Log1p(-x.Probability) / n
		}
	}
	a.Rate = float64(happened) / n
	a.Skill = 1 - a.Brier/(a.Rate*(1-a.Rate))
	if happened == 0 || happened == len(p) {
		a.Skill = math.NaN()
	}
	a.AUC = auc(p, happened)
	a.bin(p, bins)
	return a, nil
}

// outcome returns 1 if it happened and 0 if not.
func outcome(x Prediction) float64 {
	if x.Happened {
		return 1
	}
	return 0
}

// sorted checks the predictions and returns them by probability and outcome.
func sorted(where string, predictions []Prediction) ([]Prediction, error) {
	if len(predictions) == 0 {
		return nil, fmt.Errorf("%s: %w", where, clientele.ErrNoData)
	}
	for _, x := range predictions {
		if !(x.Probability >= 0 && x.Probability <= 1) {
			return nil, &clientele.InputError{Where: where, Field: "probability", Value: x.Probability, Want: "a number in [0, 1]"}
		}
	}
	p := slices.Clone(predictions)
	slices.SortFunc(p, func(a, b Prediction) int {
		return cmp.Or(cmp.Compare(a.Probability, b.Probability), cmp.Compare(outcome(a), outcome(b)))
	})
	return p, nil
}

// auc counts, over sorted predictions, the pairs in which the one that happened
// ranks above.
func auc(p []Prediction, happened int) float64 {
	pairs, below := 0.0, 0.0
	for i := 0; i < len(p); {
		yes, no := 0.0, 0.0
		j := i
		for ; j < len(p) && p[j].Probability == p[i].Probability; j++ {
			yes += outcome(p[j])
			no += 1 - outcome(p[j])
		}
		pairs += yes * (below + no/2)
		below += no
		i = j
	}
	return pairs / (float64(happened) * float64(len(p)-happened))
}

// bin fills the reliability curve and its summaries.
func (a *Assessment) bin(p []Prediction, bins int) {
	n := float64(len(p))
	for i, k := 0, 0; i < len(p); {
		k++
		j := max(i+1, k*len(p)/bins)
		for j < len(p) && p[j].Probability == p[j-1].Probability {
			j++
		}
		var b Bin
		hits := 0.0
		for _, x := range p[i:j] {
			b.Mean += x.Probability
			hits += outcome(x)
		}
		b.N = j - i
		size := float64(b.N)
		b.Mean /= size
		b.Rate = hits / size
		b.Interval = normal.Wilson(hits, size, 0.95)
		a.Reliability += size / n * (b.Mean - b.Rate) * (b.Mean - b.Rate)
		a.ECE += size / n * math.Abs(b.Mean-b.Rate)
		a.Resolution += size / n * (b.Rate - a.Rate) * (b.Rate - a.Rate)
		a.Bins = append(a.Bins, b)
		for k < bins && (k+1)*len(p)/bins <= j { // ties filled the next bins too
			k++
		}
		i = j
	}
}
