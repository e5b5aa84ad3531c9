package loyalty

import (
	"math"

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

// Weighting says what a part contributes: nothing at Zero, everything at Full,
// in a straight line between.
type Weighting struct {
	Weight float64 `json:"weight"` // >= 0; only proportions matter
	Zero   float64 `json:"zero"`
	Full   float64 `json:"full"` // differs from Zero; below it where less is better
}

// at returns the share of the weight earned at a value, and its slope.
func (w Weighting) at(value float64) (share, slope float64) {
	slope = 1 / (w.Full - w.Zero)
	return max(0, min((value-w.Zero)*slope, 1)), slope
}

// ScorePolicy says how the loyalty score is made up. Make one from
// DefaultScorePolicy.
type ScorePolicy struct {
	Parts  [numParts]Weighting `json:"parts"`  // index Part − 1
	Medium float64             `json:"medium"` // score from which loyalty is medium, in (0, 100)
	High   float64             `json:"high"`   // score from which it is high, above Medium
}

// DefaultScorePolicy weighs what customers do above what they say, in the
// proportion of 3 to 2, for stated satisfaction is a weak guide to repurchase
// (Jones and Sasser 1995): renewals, repeats and share of wallet at 20 each,
// satisfaction 15, recommendation 15, complaints and tenure 5 each. A complaint
// in one of five contacts takes all of its part, five years give all of theirs.
// The limits split the scale in the proportion 40 : 30 : 30. All are
// conventions; see the criteria weights of your own base.
func DefaultScorePolicy() ScorePolicy {
	return ScorePolicy{
		Parts: [numParts]Weighting{
			PartSatisfaction - 1:   {15, 0, 1},
			PartComplaints - 1:     {5, 0.2, 0},
			PartRenewals - 1:       {20, 0, 1},
			PartRepeats - 1:        {20, 0, 1},
			PartRecommendation - 1: {15, 0, 1},
			PartShareOfWallet - 1:  {20, 0, 1},
			PartTenure - 1:         {5, 0, 5},
		},
		Medium: 40,
		High:   70,
	}
}

// Check returns an *clientele.InputError for the first weighting or limit
// that makes no sense.
func (p *ScorePolicy) Check() error {
	bad := func(field string, value any, want string) error {
		return &clientele.InputError{Where: "loyalty.ScorePolicy", Field: field, Value: value, Want: want}
	}
	total := 0.0
	for i, w := range p.Parts {
		finite := math.Abs(w.Zero) <= maxMarker && math.Abs(w.Full) <= maxMarker
		if !(w.Weight >= 0 && w.Weight <= 1e9) || (w.Weight > 0 && (!finite || w.Zero == w.Full)) {
			return bad(Part(i+1).String(), w, "two different finite ends and a weight from 0 to 1e9")
		}
		total += w.Weight
	}
	if !(total > 0) {
		return bad("weights", total, "at least one weight > 0")
	}
	if !(p.Medium > 0 && p.Medium < p.High && p.High < 100) {
		return bad("limits", [2]float64{p.Medium, p.High}, "0 < medium < high < 100")
	}
	return nil
}
