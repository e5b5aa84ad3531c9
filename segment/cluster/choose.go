package cluster

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/policy"
	"github.com/clientele-go/clientele/internal/wire"
	"github.com/clientele-go/clientele/segment/feature"
)

// ChoicePolicy says what counts as cluster structure; nil and zero fields mean
// the defaults.
type ChoicePolicy struct {
	Max           int     `json:"max"`            // largest number of clusters tried; default 8
	Sample        int     `json:"sample"`         // customers looked at, drawn without replacement; default 2000
	Starts        int     `json:"starts"`         // k-means starts a number; default 10
	References    int     `json:"references"`     // tables without clusters drawn for the gap statistic; default 20
	Bootstraps    int     `json:"bootstraps"`     // samples for the stability; default 20
	MinSilhouette float64 `json:"min_silhouette"` // below it there is no substantial structure; default 0.25 (Kaufman & Rousseeuw 1990)
	MinStability  float64 `json:"min_stability"`  // below it clusters are not stable; default 0.75 (Hennig 2007)
}

func (p *ChoicePolicy) filled() ChoicePolicy {
	q := policy.Copy(p)
	policy.Default(&q.Max, 8)
	policy.Default(&q.Sample, 2000)
	policy.Default(&q.Starts, 10)
	policy.Default(&q.References, 20)
	policy.Default(&q.Bootstraps, 20)
	policy.Default(&q.MinSilhouette, 0.25)
	policy.Default(&q.MinStability, 0.75)
	return q
}

// Check returns nil if, filled, Max is from 2 to 100, Sample at least 10, Starts
// and Bootstraps from 1 and References from 2 to 10,000, MinSilhouette between
// −1 and 1 and MinStability in (0, 1]; otherwise the error is an
// *clientele.InputError.
func (p *ChoicePolicy) Check() error {
	q := p.filled()
	bad := func(field string, value any, want string) error {
		return &clientele.InputError{Where: "cluster.ChoicePolicy", Field: field, Value: value, Want: want}
	}
	switch {
	case q.Max < 2 || q.Max > 100:
		return bad("Max", q.Max, "2 to 100")
	case q.Sample < 10:
		return bad("Sample", q.Sample, "at least 10")
	case q.Starts < 1 || q.Starts > maxRepeats:
		return bad("Starts", q.Starts, "1 to 10,000")
	case q.References < 2 || q.References > maxRepeats:
		return bad("References", q.References, "2 to 10,000")
	case q.Bootstraps < 1 || q.Bootstraps > maxRepeats:
		return bad("Bootstraps", q.Bootstraps, "1 to 10,000")
	case !(q.MinSilhouette > -1 && q.MinSilhouette < 1):
		return bad("MinSilhouette", q.MinSilhouette, "a number between -1 and 1")
	case !(q.MinStability > 0 && q.MinStability <= 1):
		return bad("MinStability", q.MinStability, "a number in (0, 1]")
	}
	return nil
}

// maxRepeats bounds starts, references and samples: more is a mistake.
const maxRepeats = 10_000

// MarshalJSON writes the fields.
func (p ChoicePolicy) MarshalJSON() ([]byte, error) { return wire.Marshal(p) }

// UnmarshalJSON reads what MarshalJSON writes.
func (p *ChoicePolicy) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, p) }

// quickStarts is the number of starts of each of the many repetitions.
func (p ChoicePolicy) quickStarts() int { return min(p.Starts, 3) }

// ClusterCandidate is one number of clusters with every criterion.
type ClusterCandidate struct {
	K          int     `json:"k"`
	Inertia    float64 `json:"inertia"`    // of k-means on the sample
	Gap        float64 `json:"gap"`        // gap statistic; larger is better
	GapSE      float64 `json:"gap_se"`     // its standard error
	Silhouette float64 `json:"silhouette"` // mean; 0 for one cluster
	Stability  float64 `json:"stability"`  // Jaccard similarity of the least stable cluster; 1 for one cluster
	BIC        float64 `json:"bic"`        // of a full-covariance mixture; smaller is better
	ICL        float64 `json:"icl"`        // the same with overlap held against it
}

// MarshalJSON writes the fields.
func (c ClusterCandidate) MarshalJSON() ([]byte, error) { return wire.Marshal(c) }

// UnmarshalJSON reads what MarshalJSON writes.
func (c *ClusterCandidate) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, c) }

// ClusterChoice is how many clusters a base has, and why.
type ClusterChoice struct {
	K          int                `json:"k"`          // number of clusters; 1 if there is no structure
	Structure  bool               `json:"structure"`  // whether the base has clusters at all
	Candidates []ClusterCandidate `json:"candidates"` // K = 1, 2, …
	Reasons    []clientele.Reason `json:"reasons"`    // of the verdict
	Policy     ChoicePolicy       `json:"policy"`     // with the defaults written out
}

// AppendReasons appends why the base has so many clusters, or none.
func (c *ClusterChoice) AppendReasons(dst []clientele.Reason) []clientele.Reason {
	return append(dst, c.Reasons...)
}

// MarshalJSON writes the fields.
func (c ClusterChoice) MarshalJSON() ([]byte, error) { return wire.Marshal(c) }

// UnmarshalJSON reads what MarshalJSON writes.
func (c *ClusterChoice) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, c) }

// Choose finds how many clusters a base has, and whether it has any.
// K-means finds k clusters in everything; most bases are one cloud, and cutting
// it up is a decision of the caller, not a discovery. Clusters are reported
// only if
//
//   - the gap statistic (Tibshirani, Walther & Hastie 2001) of some number is
//     above that of one cluster by three standard errors of the difference. The
//     number is the smallest whose gap is within one standard error of the
//     largest (Dudoit & Fridlyand 2002): clusters that lie like the spots of a
//     die, or in a grid, are found only all at once, so a search that stops at
//     the first number that is no better than its successor stops at one; and
//   - at that number the mean silhouette and the bootstrap stability are at
//     least the policy's limits.
//
// On clouds of normal customers seven or eight standard deviations apart, two
// to nine in lines, grids and a quincunx, it finds their number; one cloud, a
// uniform square and a ring have no clusters (TestLayouts). The criteria of all
// candidates are returned, BIC and ICL of a Gaussian mixture among them, which
// decide nothing.
//
// The same rows in any order and the same r give the same bits. The error
// matches clientele.ErrNoData without rows.
func Choose(ctx context.Context, t *feature.Table, r *rand.Rand, policy *ChoicePolicy) (*ClusterChoice, error) {
	const where = "cluster.Choose"
	if err := policy.Check(); err != nil {
		return nil, err
	}
	p := policy.filled()
	if t.Len() == 0 {
		return nil, fmt.Errorf("%s: %w: add at least one customer", where, clientele.ErrNoData)
	}
	s, _ := t.Sorted()
	if s.Len() > p.Sample {
		s, _ = s.Pick(r.Perm(s.Len())[:p.Sample]).Sorted()
	}
	if distinct(s, p.Max+1) <= 2 { // nothing to compare: one cluster, or two values
		return few(s, p), nil
	}
	choice := &ClusterChoice{Policy: p}
	for k := 1; k <= p.Max && distinct(s, k+1) > k; k++ {
		c, err := candidate(ctx, s, k, p, r)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", where, err)
		}
		choice.Candidates = append(choice.Candidates, c)
	}
	if err := gaps(ctx, s, choice.Candidates, p, r); err != nil {
		return nil, fmt.Errorf("%s: %w", where, err)
	}
	choice.decide(p)
	return choice, nil
}

// few is the verdict on a base of one or two distinct customers.
func few(s *feature.Table, p ChoicePolicy) *ClusterChoice {
	m := distinct(s, 3)
	return &ClusterChoice{K: 1, Reasons: []clientele.Reason{{Code: ReasonFewDistinct, Value: float64(m), Limit: 3}}, Policy: p}
}

// candidate computes every criterion of k clusters but the gap.
func candidate(ctx context.Context, s *feature.Table, k int, p ChoicePolicy, r *rand.Rand) (ClusterCandidate, error) {
	run, err := bestOf(ctx, s, k, p.Starts, r)
	if err != nil {
		return ClusterCandidate{}, err
	}
	c := ClusterCandidate{K: k, Inertia: run.inertia, Stability: 1}
	if k > 1 {
		labels := make([]int, s.Len())
		for i, l := range run.labels {
			labels[i] = int(l)
		}
		if c.Silhouette, _, err = Silhouette(s, labels); err != nil {
			return c, err
		}
		if c.Stability, err = stability(ctx, s, run.labels, k, p, r); err != nil {
			return c, err
		}
	}
	o := (*MixturePolicy)(nil).filled()
	mix := newEM(s, o, k)
	mix.begin(run)
	if err := mix.iterate(ctx); err != nil {
		return c, err
	}
	rows := make([]int, s.Len())
	fit := mix.fit(rows)
	c.BIC, c.ICL = fit.BIC(), fit.ICL()
	return c, nil
}

// decide sets the verdict and its reasons.
func (c *ClusterChoice) decide(p ChoicePolicy) {
	all := c.Candidates
	top := 0
	for i := range all {
		if all[i].Gap > all[top].Gap {
			top = i
		}
	}
	best := 0
	for all[best].Gap < all[top].Gap-all[top].GapSE {
		best++
	}
	c.K = 1
	found := &all[best]
	if limit := found.Gap - 3*math.Hypot(found.GapSE, all[0].GapSE); best == 0 || all[0].Gap >= limit {
		c.Reasons = append(c.Reasons, clientele.Reason{Code: ReasonGapOne, Value: all[0].Gap, Limit: all[top].Gap})
		return
	}
	c.Reasons = append(c.Reasons, clientele.Reason{Code: ReasonGapMore, Value: float64(found.K), Limit: 1})
	c.Reasons = append(c.Reasons, verdicts(*found, p)...)
	if found.Silhouette >= p.MinSilhouette && found.Stability >= p.MinStability {
		c.K, c.Structure = found.K, true
	}
}

// verdicts returns the reasons of a candidate's silhouette and stability.
func verdicts(c ClusterCandidate, p ChoicePolicy) []clientele.Reason {
	apart, found := ReasonSilhouetteLow, ReasonUnstable
	if c.Silhouette >= p.MinSilhouette {
		apart = ReasonSilhouetteHigh
	}
	if c.Stability >= p.MinStability {
		found = ReasonStable
	}
	return []clientele.Reason{
		{Code: apart, Value: c.Silhouette, Limit: p.MinSilhouette},
		{Code: found, Value: c.Stability, Limit: p.MinStability},
	}
}
