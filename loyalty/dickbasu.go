package loyalty

import (
	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/enum"
	"github.com/clientele-go/clientele/internal/policy"
)

// Bond is a cell of the matrix of Dick and Basu.
type Bond uint8

// The bonds: relative attitude by repeat patronage.
const (
	BondTrue     Bond = iota + 1 // high attitude, high patronage 真正忠诚
	BondLatent                   // high attitude, low patronage: remove what is in the way 潜在忠诚
	BondSpurious                 // low attitude, high patronage: inertia, easily lost 虚假忠诚
	BondNone                     // neither 不忠诚
)

var bonds = enum.New[Bond]("loyalty.Bond",
	enum.Row{Name: "true", English: "True loyalty", Chinese: "真正忠诚"},
	enum.Row{Name: "latent", English: "Latent loyalty", Chinese: "潜在忠诚"},
	enum.Row{Name: "spurious", English: "Spurious loyalty", Chinese: "虚假忠诚"},
	enum.Row{Name: "none", English: "No loyalty", Chinese: "不忠诚"},
)

// String returns the permanent name, such as "latent".
func (b Bond) String() string { return bonds.String(b) }

// Label returns the bond's name in lang.
func (b Bond) Label(lang clientele.Lang) string { return bonds.Label(b, uint8(lang)) }

// MarshalText implements encoding.TextMarshaler.
func (b Bond) MarshalText() ([]byte, error) { return bonds.MarshalText(b) }

// UnmarshalText implements encoding.TextUnmarshaler; it accepts only the permanent names.
func (b *Bond) UnmarshalText(text []byte) error { return bonds.UnmarshalText(b, text) }

// DickBasuPolicy holds the cuts of the matrix; the authors give none. Nil and
// each zero field mean the default ½; the medians of the base are the common
// alternative.
type DickBasuPolicy struct {
	Attitude  float64 `json:"attitude,omitempty"`  // from which attitude is high, in (0, 1)
	Patronage float64 `json:"patronage,omitempty"` // from which patronage is high, in (0, 1)
}

func (p *DickBasuPolicy) filled() DickBasuPolicy {
	q := policy.Copy(p)
	policy.Default(&q.Attitude, .5)
	policy.Default(&q.Patronage, .5)
	return q
}

// Check returns an *clientele.InputError unless both cuts lie in (0, 1).
func (p *DickBasuPolicy) Check() error {
	q := p.filled()
	return checkCuts("loyalty.DickBasuPolicy", q.Attitude, q.Patronage)
}

func checkCuts(where string, cuts ...float64) error {
	for _, c := range cuts {
		if !(c > 0 && c < 1) {
			return &clientele.InputError{Where: where, Field: "cut", Value: c, Want: "a number between 0 and 1"}
		}
	}
	return nil
}

// unit reports whether v lies in [0, 1].
func unit(v float64) bool { return v >= 0 && v <= 1 }

// DickBasu is the matrix of relative attitude and repeat patronage (Dick and
// Basu 1994), both in [0, 1]. Make it with NewDickBasu; the zero value
// is the default.
type DickBasu struct{ policy DickBasuPolicy }

// NewDickBasu returns the matrix of a policy, nil for the default. A policy
// that makes no sense is an *clientele.InputError.
func NewDickBasu(policy *DickBasuPolicy) (DickBasu, error) {
	if err := policy.Check(); err != nil {
		return DickBasu{}, err
	}
	return DickBasu{policy.filled()}, nil
}

// Policy returns the policy with the defaults written out.
func (m DickBasu) Policy() DickBasuPolicy { return m.policy.filled() }

// BondVerdict is the bond of one customer, with what was seen and the cuts.
type BondVerdict struct {
	Bond      Bond           `json:"bond"`
	Attitude  float64        `json:"attitude"`
	Patronage float64        `json:"patronage"`
	Cuts      DickBasuPolicy `json:"cuts"`
}

// Classify returns the bond of a customer; unassigned unless both are in [0, 1].
func (m DickBasu) Classify(attitude, patronage float64) BondVerdict {
	cuts := m.Policy()
	v := BondVerdict{Attitude: attitude, Patronage: patronage, Cuts: cuts}
	switch {
	case !unit(attitude) || !unit(patronage):
	case attitude >= cuts.Attitude && patronage >= cuts.Patronage:
		v.Bond = BondTrue
	case attitude >= cuts.Attitude:
		v.Bond = BondLatent
	case patronage >= cuts.Patronage:
		v.Bond = BondSpurious
	default:
		v.Bond = BondNone
	}
	return v
}

// AppendReasons appends where the customer lies on each axis; nothing for an
// unassigned verdict.
func (v BondVerdict) AppendReasons(dst []clientele.Reason) []clientele.Reason {
	if v.Bond == 0 {
		return dst
	}
	return append(dst, side(v.Attitude, v.Cuts.Attitude, ReasonAttitudeHigh, ReasonAttitudeLow), side(v.Patronage, v.Cuts.Patronage, ReasonPatronageHigh, ReasonPatronageLow))
}

// side returns the reason for the side of a cut that a value is on.
func side(value, cut float64, high, low string) clientele.Reason {
	if value >= cut {
		return clientele.Reason{Code: high, Value: value, Limit: cut}
	}
	return clientele.Reason{Code: low, Value: value, Limit: cut}
}
