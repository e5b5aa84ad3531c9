package perceived

import (
	"fmt"
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/codec"
	"github.com/clientele-go/clientele/internal/exact"
	"gonum.org/v1/gonum/stat/distuv"
)

// Survey adds up the answers of many customers under one policy. Make it with
// NewSurvey; the order of the answers, and how they are spread over surveys
// that are merged, makes no difference.
type Survey struct {
	policy    OfferPolicy
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

// NewSurvey returns an empty survey, or the policy's error.
func NewSurvey(p OfferPolicy) (*Survey, error) {
	if err := p.Check(); err != nil {
		return nil, err
	}
	return &Survey{policy: p}, nil
}

// Add adds one customer's rating of our offer and of any rivals. If a rating
// fails Policy.CheckRating, that error is returned and the receiver is unchanged.
func (s *Survey) Add(own OfferRating, rivals ...OfferRating) error {
	if err := s.policy.CheckRating(&own); err != nil {
		return err
	}
	for k := range rivals {
		if err := s.policy.CheckRating(&rivals[k]); err != nil {
			return fmt.Errorf("rival %d: %w", k, err)
		}
	}
	s.n++
	d := s.policy.Of(&own)
	s.net.add(d.Net)
	s.value.add(d.Value)
	s.cost.add(d.Cost)
	for i := OfferItemProduct; i <= Items; i++ {
		if v, counts := s.policy.points(&own, i); counts {
			s.items[i].add(clientele.Known(v))
		}
	}
	if c := s.policy.Compare(&own, rivals...); c.Rival >= 0 {
		s.advantage.add(clientele.Known(c.Advantage))
		for i := range c.Gaps {
			s.gaps[i].add(c.Gaps[i])
		}
	}
	return nil
}

// Merge adds the answers of o, which stays as it was; nil counts as empty. It
// panics if o has another policy: their points are not the same.
func (s *Survey) Merge(o *Survey) error {
	if o == nil {
		return nil
	}
	if s.policy != o.policy {
		panic("perceived: Merge of surveys with different policies")
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
	Interval clientele.Interval `json:"interval"` // Student's t
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
	c := s.policy.CostWeight
	out := &SurveySummary{
		Answers:   s.n,
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
		out.Standing = s.policy.standing(out.Advantage.Interval.Lo, out.Advantage.Interval.Hi)
	}
	return out, nil
}

// mean returns the mean with its interval inside [lo, hi]; nil without answers.
func (m *moments) mean(level, lo, hi float64) *SurveyMean {
	if m.n == 0 {
		return nil
	}
	n := float64(m.n)
	out := &SurveyMean{N: m.n, Mean: m.sum.Value() / n, Interval: clientele.Interval{Lo: lo, Hi: hi, Level: level}}
	if m.n > 1 {
		variance := math.Max(0, m.square.Value()-n*out.Mean*out.Mean) / (n - 1)
		half := distuv.StudentsT{Mu: 0, Sigma: 1, Nu: n - 1}.Quantile((1+level)/2) * math.Sqrt(variance/n)
		out.Interval.Lo, out.Interval.Hi = math.Max(lo, out.Mean-half), math.Min(hi, out.Mean+half)
	}
	return out
}

// AppendReasons appends why the survey came out as it did: the advantage, then
// the item that holds customers back, if there is one.
func (s *Survey) AppendReasons(dst []clientele.Reason, sum *SurveySummary) []clientele.Reason {
	if sum.Advantage == nil {
		return s.policy.appendReasons(dst, 0, 0, 0, 0)
	}
	gap := math.NaN()
	if sum.HoldsBack != 0 {
		gap = sum.Items[sum.HoldsBack-1].Gap.Mean
	}
	return s.policy.appendReasons(dst, sum.Standing, sum.Advantage.Mean, sum.HoldsBack, gap)
}

const (
	surveyTag     = "VSUR"
	surveyVersion = 1
)

// AppendBinary appends an encoding of the exact sums, without the policy.
func (s *Survey) AppendBinary(dst []byte) ([]byte, error) {
	start := len(dst)
	dst = codec.Uint(codec.Header(dst, surveyTag, surveyVersion), uint64(s.n))
	for _, m := range s.all() {
		dst = codec.Uint(dst, uint64(m.n))
		dst = m.square.Append(m.sum.Append(dst))
	}
	return codec.Seal(dst, start), nil
}

// MarshalBinary implements encoding.BinaryMarshaler.
func (s *Survey) MarshalBinary() ([]byte, error) { return s.AppendBinary(nil) }

// UnmarshalBinary reads what MarshalBinary writes; the policy of the receiver,
// which must be the one the answers were added under, stays. The receiver is
// unchanged on error.
func (s *Survey) UnmarshalBinary(data []byte) error {
	r := codec.NewReader(data, "perceived.Survey", surveyTag, surveyVersion)
	out := Survey{policy: s.policy, n: int(r.Uint())}
	for _, m := range out.all() {
		if m.n = int(r.Uint()); m.n < 0 || m.n > out.n {
			r.Fail("counts %d of %d answers", m.n, out.n)
		}
		m.sum.Read(r, 1e300)
		m.square.Read(r, 1e300)
	}
	if err := r.Close(); err != nil {
		return err
	}
	*s = out
	return nil
}
