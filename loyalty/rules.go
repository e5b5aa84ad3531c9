package loyalty

import (
	"math"

	"github.com/clientele-go/clientele"
)

// MarkerRule weighs one marker: evidence for a relationship runs in a straight line
// from −Weight at Against to +Weight at For, and stays there beyond.
type MarkerRule struct {
	Against float64 `json:"against"` // value that speaks for a transaction customer
	For     float64 `json:"for"`     // value that speaks for a relationship customer; differs from Against
	Weight  float64 `json:"weight"`  // log-odds, >= 0; 0 leaves the marker out
}

// evidence returns the log-odds of a value.
func (r MarkerRule) evidence(x float64) float64 {
	share := (x - r.Against) / (r.For - r.Against)
	return r.Weight * (2*max(0, min(share, 1)) - 1)
}

// OrientationPolicy is orientation by rules: the weights of evidence of the known
// markers add up on the log-odds scale (Good 1950),
//
//	logit P(relationship) = Prior + Σ evidence,
//
// so that a missing marker leaves the verdict less certain instead of shifting
// it. Make one from DefaultRulePolicy.
type OrientationPolicy struct {
	Rules [numMarkers]MarkerRule `json:"rules"` // index Marker − 1
	Prior float64                `json:"prior"` // log-odds of a relationship customer in the base
	Cut   float64                `json:"cut"`   // probability above which a customer is a relationship customer, in (0, 1)
}

// DefaultRulePolicy weighs what the literature names as marks of relational
// customers: buying at full price and insensitivity to it most (Garbarino and
// Johnson 1999), then share of wallet, regularity, tenure, breadth and
// referrals (Reinartz and Kumar 2003), service use and switching cost least,
// for they bind without attachment. The ends are conventions for retail and
// light subscription; replace them by the quartiles of your base.
func DefaultRulePolicy() OrientationPolicy {
	return OrientationPolicy{
		Rules: [numMarkers]MarkerRule{
			MarkerDiscountShare - 1:    {0.6, 0.1, 1.5},
			MarkerPriceSensitivity - 1: {0.8, 0.2, 1.5},
			MarkerRegularity - 1:       {0.2, 0.8, 1},
			MarkerBreadth - 1:          {1, 4, 0.75},
			MarkerTenure - 1:           {0.5, 3, 1},
			MarkerShareOfWallet - 1:    {0.2, 0.6, 1.25},
			MarkerReferrals - 1:        {0, 2, 0.75},
			MarkerServiceUse - 1:       {0, 3, 0.5},
			MarkerSwitchingCost - 1:    {0.2, 0.8, 0.5},
		},
		Cut: 0.5,
	}
}

// Check returns an *clientele.InputError for the first rule, prior or cut
// that makes no sense.
func (p *OrientationPolicy) Check() error {
	bad := func(field string, value any, want string) error {
		return &clientele.InputError{Where: "loyalty.OrientationPolicy", Field: field, Value: value, Want: want}
	}
	for i, r := range p.Rules {
		finite := math.Abs(r.Against) <= maxMarker && math.Abs(r.For) <= maxMarker
		if !(r.Weight >= 0 && r.Weight <= 100) || (r.Weight > 0 && (!finite || r.For == r.Against)) {
			return bad(Marker(i+1).String(), r, "two different finite ends and a weight from 0 to 100")
		}
	}
	if !(math.Abs(p.Prior) <= 100) {
		return bad("prior", p.Prior, "log-odds from -100 to 100")
	}
	if !(p.Cut > 0 && p.Cut < 1) {
		return bad("cut", p.Cut, "a probability between 0 and 1")
	}
	return nil
}

// Orient implements Orienter. A marker outside its range is an
// *clientele.InputError. The policy must be valid.
func (p *OrientationPolicy) Orient(m Markers) (Leaning, error) {
	if err := m.Check(); err != nil {
		return Leaning{}, err
	}
	e := evidence{logOdds: p.Prior}
	for i, v := range m.all() {
		if x, known := v.Value(); known && p.Rules[i].Weight > 0 {
			e.logOdds += p.Rules[i].evidence(x)
			e.known++
		}
	}
	return e.lean(p.Cut), nil
}

// AppendReasons appends why Orient decides as it does: one reason for every
// known marker, in the order of the markers, for the side it speaks for, with
// the value at which it would speak for neither; a marker at that value gives
// none. Without any the reason is ReasonNoMarkers.
func (p *OrientationPolicy) AppendReasons(dst []clientele.Reason, m Markers) []clientele.Reason {
	start := len(dst)
	for i, v := range m.all() {
		if x, known := v.Value(); known && p.Rules[i].Weight > 0 {
			dst = appendEvidence(dst, i, p.Rules[i].evidence(x), x, (p.Rules[i].Against+p.Rules[i].For)/2)
		}
	}
	return orNoMarkers(dst, start, p.Prior)
}

// appendEvidence appends the reason of marker i, unless it speaks for neither side.
func appendEvidence(dst []clientele.Reason, i int, logOdds, value, neutral float64) []clientele.Reason {
	switch {
	case logOdds > 0:
		return append(dst, clientele.Reason{Code: markerCodes[i].relationship, Value: value, Limit: neutral})
	case logOdds < 0:
		return append(dst, clientele.Reason{Code: markerCodes[i].transaction, Value: value, Limit: neutral})
	}
	return dst
}

// orNoMarkers appends the reason for a verdict without evidence.
func orNoMarkers(dst []clientele.Reason, start int, prior float64) []clientele.Reason {
	if len(dst) > start {
		return dst
	}
	return append(dst, clientele.Reason{Code: ReasonNoMarkers, Value: evidence{logOdds: prior}.lean(0.5).Probability, Limit: math.NaN()})
}
