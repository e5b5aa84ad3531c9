package programme

import (
	"math"

	"github.com/clientele-go/clientele/internal/codec"
)

// appendJournal appends the events.
func (a *PointsAccount) appendJournal(dst []byte) []byte {
	journal, _ := a.played()
	dst = codec.Uint(dst, uint64(journal.len()))
	for i := range journal.len() {
		e := journal.at(i)
		dst = codec.Int(codec.Int(codec.Int(dst, e.at), e.expires), e.points)
		dst = codec.String(codec.String(dst, e.id()), e.of())
	}
	return dst
}

// readJournal plays what appendJournal appended; failures of form stay in r.
// What a merge may have left uncovered is not refused.
func (a *PointsAccount) readJournal(r *codec.Reader) error {
	for range r.Count(5) {
		e := entry{at: r.Int(), expires: r.Int(), points: r.Int()}
		if id, of := r.String(), r.String(); id != "" || of != "" {
			e.tag = &tag{id, of}
		}
		if r.Err() != nil {
			break
		}
		if !a.journal.latest(e) { // which is not how they are written
			r.Fail("holds events that are not in order of time")
			break
		}
		if e.points == math.MinInt64 {
			e.points = 0 // for Check to refuse
		}
		if err := e.event().Check(); err != nil {
			return err
		}
		again, err := a.repeats(e)
		if again {
			r.Fail("holds event %q twice", e.id())
			break
		}
		if err == nil {
			err = a.known(e)
		}
		if err != nil {
			return err
		}
		a.journal.add(e)
		a.state.apply(e, nil)
	}
	return nil
}

// readRule reads a rule as appended.
func readRule(r *codec.Reader) ClawbackRule {
	rule := ClawbackRule(r.Number(clawbackRules.Len()))
	if rule == ClawbackOwe {
		r.Fail("writes the default rule out")
	}
	return rule
}

// AppendBinary appends the encoding; equal accounts have equal encodings.
func (a *PointsAccount) AppendBinary(dst []byte) ([]byte, error) {
	if a == nil {
		a = new(PointsAccount)
	}
	start := len(dst)
	dst = codec.Uint(codec.Header(dst, "pgac", 2), uint64(a.rule()))
	return codec.Seal(a.appendJournal(dst), start), nil
}

// MarshalBinary returns the encoding.
func (a *PointsAccount) MarshalBinary() ([]byte, error) { return a.AppendBinary(nil) }

// UnmarshalBinary reads what MarshalBinary writes, playing every event again;
// a is unchanged on error.
func (a *PointsAccount) UnmarshalBinary(data []byte) error {
	r := codec.NewReader(data, "programme.PointsAccount", "pgac", 2)
	read := PointsAccount{state: begin(readRule(r))}
	if err := read.readJournal(r); err != nil {
		return err
	}
	if err := r.Close(); err != nil {
		return err
	}
	*a = read
	return nil
}

// MarshalText returns the encoding in base64, so that JSON holds a string.
func (a *PointsAccount) MarshalText() ([]byte, error) { return codec.MarshalText(a) }

// UnmarshalText reads what MarshalText writes; a is unchanged on error.
func (a *PointsAccount) UnmarshalText(text []byte) error {
	return codec.UnmarshalText(text, "programme.PointsAccount", a)
}
