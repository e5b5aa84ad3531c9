package survey

import (
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/codec"
	"github.com/clientele-go/clientele/internal/normal"
)

// NPS counts answers to "how likely are you to recommend us?" on 0 … 10: 9 and
// 10 are promoters (推荐者), 7 and 8 passives (被动者), the rest detractors
// (贬损者). The zero value is empty.
type NPS struct{ tally[recommendation] }

type recommendation struct{}

func (recommendation) scale() (name, tag string, lo, hi int) { return "survey.NPS", "svnp", 0, 10 }

// Merge adds the answers of b, which is unchanged; nil counts as empty. More
// than 2^40 in all are an *clientele.InputError and change nothing.
func (a *NPS) Merge(b *NPS) error {
	if b == nil {
		return nil
	}
	return a.merge(&b.tally)
}

// orEmpty returns a, and an empty one for nil.
func (a *NPS) orEmpty() *NPS {
	if a == nil {
		return new(NPS)
	}
	return a
}

// AppendBinary appends the encoding of the counts.
func (a *NPS) AppendBinary(dst []byte) ([]byte, error) { return a.orEmpty().encode(dst), nil }

// MarshalBinary returns the encoding of the counts.
func (a *NPS) MarshalBinary() ([]byte, error) { return a.AppendBinary(nil) }

// UnmarshalBinary reads what MarshalBinary writes; a is unchanged on error.
func (a *NPS) UnmarshalBinary(data []byte) error { return a.decode(data) }

// MarshalText returns the encoding in base64, so that JSON holds a string.
func (a *NPS) MarshalText() ([]byte, error) { return codec.MarshalText(a) }

// UnmarshalText reads what MarshalText writes; a is unchanged on error.
func (a *NPS) UnmarshalText(text []byte) error { return codec.UnmarshalText(text, "survey.NPS", a) }

// Promoters returns the number of answers 9 and 10.
func (a *NPS) Promoters() int { return a.above(9) }

// Passives returns the number of answers 7 and 8.
func (a *NPS) Passives() int { return a.above(7) - a.above(9) }

// Detractors returns the number of answers 0 … 6.
func (a *NPS) Detractors() int { return a.n - a.above(7) }

// Score returns the net promoter score, 100·(promoters − detractors)/n, from
// −100 to 100; NaN without answers.
func (a *NPS) Score() float64 {
	return 100 * float64(a.Promoters()-a.Detractors()) / float64(a.n)
}

// SD returns the standard deviation of one answer in points: promoters count
// 100, passives 0, detractors −100; at most 100. NaN without answers.
func (a *NPS) SD() float64 {
	_, variance := spread(float64(a.Promoters()), float64(a.Detractors()), float64(a.n))
	return 100 * math.Sqrt(variance)
}

// Interval returns the adjusted Wald interval of the score (Rocks 2016): ¾ is
// added to promoters and to detractors and 3 to the answers, and
//
//	p̃ − d̃ ± z √( (p̃ + d̃ − (p̃ − d̃)²) / (n + 3) ),
//
// in points and cut at −100 and 100. Unlike the plain Wald interval it has a
// width when all answers agree. Where the added answers draw it away from the
// score itself, after one or two answers, it reaches to the score. It panics
// unless level lies in (0, 1).
func (a *NPS) Interval(level float64) clientele.Interval {
	z := normal.Z(level)
	if a.n == 0 {
		return clientele.Interval{Lo: -100, Hi: 100, Level: level}
	}
	mean, variance := a.adjusted()
	return reaching(a.Score(), mean, z*math.Sqrt(variance), 100, level)
}

// reaching returns the interval about the adjusted centre, cut at ±most, and
// drawn out to the plain score where that lies outside.
func reaching(score, centre, half, most, level float64) clientele.Interval {
	return clientele.Interval{
		Lo:    math.Min(math.Max(centre-half, -most), score),
		Hi:    math.Max(math.Min(centre+half, most), score),
		Level: level,
	}
}

// adjusted returns the score with the added answers of Rocks, in points, and
// the variance of its error.
func (a *NPS) adjusted() (mean, variance float64) {
	n := float64(a.n) + 3
	mean, variance = spread(float64(a.Promoters())+0.75, float64(a.Detractors())+0.75, n)
	return 100 * mean, 1e4 * variance / n
}

// spread returns mean and variance of +1, 0, −1 with counts p, n−p−d, d.
func spread(p, d, n float64) (mean, variance float64) {
	mean = (p - d) / n
	return mean, (p+d)/n - mean*mean
}
