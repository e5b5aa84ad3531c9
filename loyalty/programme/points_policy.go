package programme

import (
	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/enum"
	"github.com/clientele-go/clientele/internal/policy"
)

// ClawbackRule says what becomes of points that are taken back after the
// member has spent them and holds no others.
type ClawbackRule uint8

// The rules for points spent already; the first is the default.
const (
	ClawbackOwe    ClawbackRule = iota + 1 // the member owes them: the next points pay
	ClawbackRefuse                         // Post returns an error
	ClawbackWaive                          // what the member does not hold is waived
)

var clawbackRules = enum.New[ClawbackRule]("programme.ClawbackRule",
	enum.Row{Name: "owe", English: "Owed by the member", Chinese: "记为欠分"},
	enum.Row{Name: "refuse", English: "Refuse", Chinese: "报错"},
	enum.Row{Name: "waive", English: "Waive", Chinese: "免除"},
)

// String returns the permanent name, such as "owe".
func (r ClawbackRule) String() string { return clawbackRules.String(r) }

// Label returns the rule's name in lang.
func (r ClawbackRule) Label(lang clientele.Lang) string { return clawbackRules.Label(r, uint8(lang)) }

// MarshalText implements encoding.TextMarshaler.
func (r ClawbackRule) MarshalText() ([]byte, error) { return clawbackRules.MarshalText(r) }

// UnmarshalText implements encoding.TextUnmarshaler; it accepts only the permanent names.
func (r *ClawbackRule) UnmarshalText(text []byte) error { return clawbackRules.UnmarshalText(r, text) }

// PointsPolicy says how points are kept where programmes differ. Nil and each
// zero field mean the default.
type PointsPolicy struct {
	// Clawback says what becomes of points that are taken back after they were
	// spent. The default is that the balance goes below zero until new points pay,
	// as retailers' terms have it: "the return may result in a negative point
	// balance. Subsequent purchases will work your status back" (Brooks Brothers,
	// What happens to my points if I return the order?; Holland & Barrett the same).
	Clawback ClawbackRule `json:"clawback,omitempty"`
}

func (p *PointsPolicy) filled() PointsPolicy {
	q := policy.Copy(p)
	policy.Default(&q.Clawback, ClawbackOwe)
	return q
}

// Check returns an *clientele.InputError unless Clawback is one of the constants.
func (p *PointsPolicy) Check() error {
	if q := p.filled(); !clawbackRules.Valid(q.Clawback) {
		return &clientele.InputError{Where: "programme.PointsPolicy", Field: "clawback", Value: q.Clawback, Want: "one of the ClawbackRule constants"}
	}
	return nil
}
