package perceived

import (
	"fmt"
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/codec"
	"github.com/clientele-go/clientele/internal/exact"
	"github.com/clientele-go/clientele/internal/normal"
	"gonum.org/v1/gonum/stat/distuv"
)

// Survey adds up the answers of many customers under one policy. Make it with
// NewSurvey; the zero Survey follows the default policy. The order of the answers, and how they are spread over surveys
// that are merged, makes no difference.
type Survey struct {
	appraiser Appraiser
	n         int
	net       moments            // of our offer
	value     moments            // its two sides
	cost      moments            //
	items     [Items + 1]moments // its items, in points
	advantage moments            // over the best rival, where there is one
	gaps      [Items + 1]moments
}

// moments are the exact sums behind a mean and its standard error.
type moments struct {
	n           int
	sum, square exact.Sum
}

func (m *moments) add(v clientele.Measure) {
	if x, known := v.Value(); known {
		m.n++
		m.sum.Add(x)
		m.square.Add(x * x)
	}
}

func (m *moments) merge(o *moments) {
	m.n += o.n
	m.sum.Merge(o.sum)
	m.square.Merge(o.square)
}

// NewSurvey returns an empty survey under a policy, nil for the default, or the
// error of the policy's Check.
func NewSurvey(policy *OfferPolicy) (*Survey, error) {
	a, err := NewAppraiser(policy)
	if err != nil {
		return nil, err
	}
	return &Survey{appraiser: a}, nil
}

// Policy returns the policy with the defaults written out.
func (s *Survey) Policy() OfferPolicy { return s.appraiser.Policy() }

// Add adds one customer's rating of our offer and of any rivals. If a rating
// fails Appraiser.CheckRating, that error is returned and the receiver is unchanged.
func (s *Survey) Add(own OfferRating, rivals ...OfferRating) error {
	if err := s.appraiser.CheckRating(&own); err != nil {
		return err
	}
	for k := range rivals {
		if err := s.appraiser.CheckRating(&rivals[k]); err != nil {
			return fmt.Errorf("rival %d: %w", k, err)
		}
	}
	s.n++
	d, scale := s.appraiser.Of(&own), s.appraiser.scale()
	s.net.add(d.Net)
	s.value.add(d.Value)
	s.cost.add(d.Cost)
	for i := OfferItemProduct; i <= Items; i++ {
		if v, counts := scale.points(&own, i); counts {
			s.items[i].add(clientele.Known(v))
		}
	}
	if c := s.appraiser.Compare(&own, rivals...); c.Rival >= 0 {
		s.advantage.add(clientele.Known(c.Advantage))
		for i := range c.Gaps {
			s.gaps[i].add(c.Gaps[i])
		}
	}
	return nil
}

// Merge adds the answers of o, which stays as it was; nil counts as empty. If o
// has another policy, whose points are not the same, the error is an
// *clientele.InputError and s is unchanged.
func (s *Survey) Merge(o *Survey) error {
	if o == nil {
		return nil
	}
	if s.Policy() != o.Policy() {
		return &clientele.InputError{Where: "perceived.Survey", Field: "policy of the other survey", Value: o.Policy(), Want: "the policy of this one: points of two scales do not add"}
	}
	s.n += o.n
	theirs := o.all()
	for k, m := range s.all() {
		m.merge(theirs[k])
	}
	return nil
}

// all returns every moments in a fixed order.
func (s *Survey) all() []*moments {
	out := []*moments{&s.net, &s.value, &s.cost, &s.advantage}
	for i := OfferItemProduct; i <= Items; i++ {
		out = append(out, &s.items[i], &s.gaps[i])
	}
	return out
}

// Len returns the number of answers.
func (s *Survey) Len() int { return s.n }

// SurveyMean is an average over answers.
type SurveyMean struct {
	N        int                `json:"n"` // answers it rests on
	Mean     float64            `json:"mean"`
	Interval clientele.Interval `json:"interval"` // Student's t; where all answers agree, what the unseen could be
}

// OfferItemMean is what answers say of one item.
type OfferItemMean struct {
	Item   OfferItem   `json:"item"`
	Points *SurveyMean `json:"points,omitempty"` // its rating from 0 to 100; nil if nobody answered
	Gap    *SurveyMean `json:"gap,omitempty"`    // points of Net it puts us ahead of the best rival; nil if it was never compared
}

// SurveySummary is what a survey says.
type SurveySummary struct {
	Answers   int             `json:"answers"`
	Value     *SurveyMean     `json:"value,omitempty"`     // total value, 0 to 100
	Cost      *SurveyMean     `json:"cost,omitempty"`      // total cost, 0 to 100
	Net       *SurveyMean     `json:"net,omitempty"`       // delivered value
	Advantage *SurveyMean     `json:"advantage,omitempty"` // over the best rival of each customer; nil if nobody rated one
	Items     []OfferItemMean `json:"items"`               // in the order of the constants
	Standing  OfferStanding   `json:"standing"`            // ahead or behind only if the whole interval of Advantage is, beyond the policy's Even
	HoldsBack OfferItem       `json:"holds_back"`          // the item with the most negative mean gap; unassigned if none is negative
	Certain   bool            `json:"certain"`             // the interval of that gap lies below 0
	Even      float64         `json:"even"`                // points that are not noticed, of the policy
}

// Summary returns the means with intervals that hold the mean of all customers
// with probability level, if those who answered are a random sample of them.
// With one answer the interval is the whole range of the quantity.
//
// Without answers the error matches clientele.ErrNoData. Level must lie in
// (0, 1), or Summary panics.
func (s *Survey) Summary(level float64) (*SurveySummary, error) {
	if !(level > 0 && level < 1) {
		panic("perceived: level of an interval must lie between 0 and 1")
	}
	if s.n == 0 {
		return nil, fmt.Errorf("perceived: %w: the survey has no answers", clientele.ErrNoData)
	}
	p := s.appraiser.scale()
	c := p.costWeight
	out := &SurveySummary{
		Answers:   s.n,
		Even:      p.even,
		Value:     s.value.mean(level, 0, 100),
		Cost:      s.cost.mean(level, 0, 100),
		Net:       s.net.mean(level, -100*c, 100),
		Advantage: s.advantage.mean(level, -100*(1+c), 100*(1+c)),
	}
	low := 0.0
	for i := OfferItemProduct; i <= Items; i++ {
		item := OfferItemMean{Item: i, Points: s.items[i].mean(level, 0, 100), Gap: s.gaps[i].mean(level, -100*(1+c), 100*(1+c))}
		out.Items = append(out.Items, item)
		if item.Gap != nil && item.Gap.Mean < low {
			low, out.HoldsBack, out.Certain = item.Gap.Mean, i, item.Gap.Interval.Hi < 0
		}
	}
	if out.Advantage != nil {
		out.Standing = p.standing(out.Advantage.Interval.Lo, out.Advantage.Interval.Hi)
	}
	return out, nil
}

// mean returns the mean with its interval inside [lo, hi]; nil without answers.
func (m *moments) mean(level, lo, hi float64) *SurveyMean {
	if m.n == 0 {
		return nil
	}
	n := float64(m.n)
	out := &SurveyMean{N: m.n, Mean: m.sum.Value() / n}
	variance := (m.square.Value() - n*out.Mean*out.Mean) / (n - 1)
	if rounding := 1e-12 * m.square.Value(); !(variance > rounding) {
		out.Interval = normal.Unanimous(out.Mean, n, lo, hi, level)
	} else {
		half := distuv.StudentsT{Mu: 0, Sigma: 1, Nu: n - 1}.Quantile((1+level)/2) * math.Sqrt(variance/n)
		out.Interval = clientele.Interval{Lo: math.Max(lo, out.Mean-half), Hi: math.Min(hi, out.Mean+half), Level: level}
	}
	return out
}

// AppendReasons appends why the survey came out as it did: the advantage, then
// the item that holds customers back, if there is one.
func (sum *SurveySummary) AppendReasons(dst []clientele.Reason) []clientele.Reason {
	if sum.Advantage == nil {
		return appendReasons(dst, 0, 0, 0, 0, 0)
	}
	gap := math.NaN()
	if sum.HoldsBack != 0 {
		gap = sum.Items[sum.HoldsBack-1].Gap.Mean
	}
	return appendReasons(dst, sum.Standing, sum.Advantage.Mean, sum.Even, sum.HoldsBack, gap)
}

const (
	surveyTag     = "VSUR"
	surveyVersion = 2
)

// numbers lists the policy as it is stored.
func (p *scale) numbers() []*float64 {
	out := []*float64{&p.costWeight, &p.lowest, &p.highest, &p.even}
	for i := OfferItemProduct; i <= Items; i++ {
		out = append(out, &p.weights[i])
	}
	return out
}

// AppendBinary appends an encoding of the policy and the exact sums.
func (s *Survey) AppendBinary(dst []byte) ([]byte, error) {
	if s == nil {
		s = new(Survey)
	}
	start := len(dst)
	dst = codec.Header(dst, surveyTag, surveyVersion)
	p := s.appraiser.scale()
	for _, v := range p.numbers() {
		dst = codec.Float(dst, *v)
	}
	dst = codec.Uint(dst, uint64(s.n))
	for _, m := range s.all() {
		dst = codec.Uint(dst, uint64(m.n))
		dst = m.square.Append(m.sum.Append(dst))
	}
	return codec.Seal(dst, start), nil
}

// MarshalBinary implements encoding.BinaryMarshaler.
func (s *Survey) MarshalBinary() ([]byte, error) { return s.AppendBinary(nil) }

// MarshalText returns the binary form in base64, which is how a survey stands in JSON.
func (s *Survey) MarshalText() ([]byte, error) { return codec.MarshalText(s) }

// UnmarshalText reads what MarshalText returns.
func (s *Survey) UnmarshalText(text []byte) error {
	return codec.UnmarshalText(text, "perceived.Survey", s)
}

// UnmarshalBinary reads what MarshalBinary writes, the policy too. The receiver
// is unchanged on error.
func (s *Survey) UnmarshalBinary(data []byte) error {
	r := codec.NewReader(data, "perceived.Survey", surveyTag, surveyVersion)
	var p scale
	for _, v := range p.numbers() {
		*v = r.Float()
	}
	if r.Err() != nil {
		return r.Err()
	}
	a, err := NewAppraiser(&OfferPolicy{p.weights, p.costWeight, clientele.Known(p.lowest), clientele.Known(p.highest), clientele.Known(p.even)})
	if err != nil {
		return err
	}
	out := Survey{appraiser: a, n: r.Number(math.MaxInt)}
	for _, m := range out.all() {
		m.n = r.Number(out.n)
		m.sum.Read(r, 1e300)
		m.square.Read(r, 1e300)
	}
	if err := r.Close(); err != nil {
		return err
	}
	*s = out
	return nil
}
