package rfm

import (
	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/policy"
	"github.com/clientele-go/clientele/internal/wire"
	"github.com/clientele-go/clientele/segment"
)

// BinsPolicy says how Fit cuts; nil and zero fields mean the defaults.
type BinsPolicy struct {
	Bins   int             `json:"bins"`   // bins of each axis, 2 to 10; default 5
	Rule   segment.CutRule `json:"rule"`   // where the cut points lie; default segment.CutLinear
	Nested bool            `json:"nested"` // bin F inside each R score, and M inside each pair of R and F scores (Hughes 1994)
}

func (p *BinsPolicy) filled() BinsPolicy {
	q := policy.Copy(p)
	policy.Default(&q.Bins, 5)
	policy.Default(&q.Rule, segment.CutLinear)
	return q
}

// Check returns nil if the policy, filled, has from 2 to 10 bins and a declared
// rule, and otherwise an *clientele.InputError.
func (p *BinsPolicy) Check() error {
	q := p.filled()
	switch {
	case q.Bins < 2 || q.Bins > segment.MaxBins:
		return &clientele.InputError{Where: "rfm.BinsPolicy", Field: "Bins", Value: q.Bins, Want: "2 to 10"}
	case q.Rule > segment.CutAverage:
		return &clientele.InputError{Where: "rfm.BinsPolicy", Field: "Rule", Value: q.Rule, Want: "one of the declared rules"}
	}
	return nil
}

// MarshalJSON writes the fields.
func (p BinsPolicy) MarshalJSON() ([]byte, error) { return wire.Marshal(p) }

// UnmarshalJSON reads what MarshalJSON writes.
func (p *BinsPolicy) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, p) }
