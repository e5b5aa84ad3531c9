package loyalty

import (
	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/enum"
)

// Part is an ingredient of the loyalty score.
type Part uint8

// The parts, in the order of the reasons.
const (
	PartSatisfaction   Part = iota + 1 // satisfied answers of answers 满意度
	PartComplaints                     // complaints of contacts or orders 投诉率
	PartRenewals                       // contracts renewed of contracts due 续约率
	PartRepeats                        // periods (or orders) with a repeat purchase of those possible 复购率
	PartRecommendation                 // recommendation answers: points given of points possible 推荐意愿
	PartShareOfWallet                  // share of wallet 钱包份额
	PartTenure                         // years as a customer 关系年限
)

const (
	numParts = 7
	numRates = 5 // the first parts are rates
)

var parts = enum.New[Part]("loyalty.Part",
	enum.Row{Name: "satisfaction", English: "Satisfaction", Chinese: "满意度"},
	enum.Row{Name: "complaints", English: "Complaint rate", Chinese: "投诉率"},
	enum.Row{Name: "renewals", English: "Renewal rate", Chinese: "续约率"},
	enum.Row{Name: "repeats", English: "Repeat rate", Chinese: "复购率"},
	enum.Row{Name: "recommendation", English: "Recommendation", Chinese: "推荐意愿"},
	enum.Row{Name: "share-of-wallet", English: "Share of wallet", Chinese: "钱包份额"},
	enum.Row{Name: "tenure", English: "Tenure", Chinese: "关系年限"},
)

// String returns the permanent name, such as "renewals".
func (p Part) String() string { return parts.String(p) }

// Label returns the part's name in lang.
func (p Part) Label(lang clientele.Lang) string { return parts.Label(p, uint8(lang)) }

// MarshalText implements encoding.TextMarshaler.
func (p Part) MarshalText() ([]byte, error) { return parts.MarshalText(p) }

// UnmarshalText implements encoding.TextUnmarshaler; it accepts only the permanent names.
func (p *Part) UnmarshalText(text []byte) error { return parts.UnmarshalText(p, text) }

// Parts are what is known of one customer's loyalty; each may be missing.
type Parts struct {
	Satisfaction   clientele.Ratio   `json:"satisfaction"`
	Complaints     clientele.Ratio   `json:"complaints"`
	Renewals       clientele.Ratio   `json:"renewals"`
	Repeats        clientele.Ratio   `json:"repeats"`
	Recommendation clientele.Ratio   `json:"recommendation"`
	ShareOfWallet  clientele.Measure `json:"share_of_wallet"` // in [0, 1]
	Tenure         clientele.Measure `json:"tenure"`          // years, >= 0
}

func (p *Parts) rates() [numRates]clientele.Ratio {
	return [...]clientele.Ratio{p.Satisfaction, p.Complaints, p.Renewals, p.Repeats, p.Recommendation}
}

func (p *Parts) measures() [numParts - numRates]clientele.Measure {
	return [...]clientele.Measure{p.ShareOfWallet, p.Tenure}
}

// Check returns an *clientele.InputError for the first part that is impossible.
func (p *Parts) Check() error {
	for i, r := range p.rates() {
		if err := r.Check("loyalty.Parts", Part(i+1).String()); err != nil {
			return err
		}
	}
	if err := p.ShareOfWallet.Check("loyalty.Parts", "share-of-wallet", 0, 1); err != nil {
		return err
	}
	return p.Tenure.Check("loyalty.Parts", "tenure", 0, maxMarker)
}
