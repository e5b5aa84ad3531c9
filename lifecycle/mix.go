package lifecycle

import (
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/codec"
	"github.com/clientele-go/clientele/internal/exact"
)

// PatternMix is the base's mix of relationship patterns: relationships that ended
// count with their pattern, those alive with the probabilities of theirs, each
// with a value if the caller gives one. The zero value is empty; merging is
// exact, in any order.
type PatternMix struct {
	ended, alive int
	counts       [NumPatterns]int // of the ended
	expected     [NumPatterns]exact.Sum
	value        [NumPatterns]exact.Sum // both, by probability
}

// AddEnded counts a relationship that ended, with what it was worth. An
// unassigned pattern or a value beyond ±1e15 is an *clientele.InputError, and
// nothing changes.
func (m *PatternMix) AddEnded(p Pattern, value float64) error {
	if !patterns.Valid(p) {
		return &clientele.InputError{Where: "lifecycle.Mix", Field: "pattern", Value: p.String(), Want: "one of the four patterns; use AddAlive for relationships that go on"}
	}
	if err := checkValue("lifecycle.Mix", value); err != nil {
		return err
	}
	m.ended++
	m.counts[p-1]++
	m.value[p-1].Add(value)
	return nil
}

// AddAlive counts a relationship that goes on, with what it is worth, split by
// the probabilities. Probabilities that do not sum to 1 within 1e-9 are an
// *clientele.InputError, and nothing changes.
func (m *PatternMix) AddAlive(p PatternProbs, value float64) error {
	sum := 0.0
	for _, v := range p {
		if !(v >= 0) {
			sum = math.NaN()
		}
		sum += v
	}
	if !(math.Abs(sum-1) <= 1e-9) {
		return &clientele.InputError{Where: "lifecycle.Mix", Field: "probabilities", Value: p, Want: "four probabilities that sum to 1"}
	}
	if err := checkValue("lifecycle.Mix", value); err != nil {
		return err
	}
	m.alive++
	for i, v := range p {
		m.expected[i].Add(v)
		m.value[i].Add(v * value)
	}
	return nil
}

// checkValue refuses a value that a sum cannot take.
func checkValue(where string, value float64) error {
	if !(math.Abs(value) <= MaxAmount) {
		return &clientele.InputError{Where: where, Field: "value", Value: value, Want: "a finite amount up to 1e15 in size"}
	}
	return nil
}

// Merge adds the relationships of o; o is unchanged, and nil counts as empty.
func (m *PatternMix) Merge(o *PatternMix) error {
	if o == nil {
		return nil
	}
	m.ended += o.ended
	m.alive += o.alive
	for i := range NumPatterns {
		m.counts[i] += o.counts[i]
		m.expected[i].Merge(o.expected[i])
		m.value[i].Merge(o.value[i])
	}
	return nil
}

// Len returns the number of relationships.
func (m *PatternMix) Len() int { return m.ended + m.alive }

// PatternShare is a pattern's part in the base.
type PatternShare struct {
	Pattern  Pattern `json:"pattern"`
	Ended    int     `json:"ended"`    // relationships that ended so
	Expected float64 `json:"expected"` // relationships alive that are expected to
	Share    float64 `json:"share"`    // of all relationships; 0 in an empty mix
	Value    float64 `json:"value"`    // what these relationships are worth
}

// Shares returns the mix in the order of the patterns.
func (m *PatternMix) Shares() [NumPatterns]PatternShare {
	var out [NumPatterns]PatternShare
	for i := range out {
		out[i] = PatternShare{Pattern: Pattern(i + 1), Ended: m.counts[i], Expected: m.expected[i].Value(), Value: m.value[i].Value()}
		if m.Len() > 0 {
			out[i].Share = (float64(m.counts[i]) + out[i].Expected) / float64(m.Len())
		}
	}
	return out
}

const (
	mixTag     = "CLMX"
	mixVersion = 1
)

// AppendBinary appends the encoding of m.
func (m *PatternMix) AppendBinary(dst []byte) ([]byte, error) {
	if m == nil {
		m = new(PatternMix)
	}
	start := len(dst)
	dst = codec.Header(dst, mixTag, mixVersion)
	dst = appendCount(dst, m.alive)
	for i := range NumPatterns {
		dst = appendCount(dst, m.counts[i])
		dst = m.value[i].Append(m.expected[i].Append(dst))
	}
	return codec.Seal(dst, start), nil
}

// MarshalBinary implements encoding.BinaryMarshaler.
func (m *PatternMix) MarshalBinary() ([]byte, error) { return m.AppendBinary(nil) }

// MarshalText writes the binary form in base64, so that JSON holds it as text.
func (m *PatternMix) MarshalText() ([]byte, error) { return codec.MarshalText(m) }

// UnmarshalText reads what MarshalText wrote; m is unchanged on error.
func (m *PatternMix) UnmarshalText(text []byte) error {
	return codec.UnmarshalText(text, "lifecycle.PatternMix", m)
}

// UnmarshalBinary reads what AppendBinary wrote; m is unchanged on error.
func (m *PatternMix) UnmarshalBinary(data []byte) error {
	in := codec.NewReader(data, "lifecycle.Mix", mixTag, mixVersion)
	n := PatternMix{alive: readCount(in)}
	for i := range NumPatterns {
		n.counts[i] = readCount(in)
		n.ended += n.counts[i]
		n.expected[i].Read(in, maxSum)
		n.value[i].Read(in, maxSum)
	}
	if err := in.Close(); err != nil {
		return err
	}
	*m = n
	return nil
}
