package programme

import "github.com/clientele-go/clientele/internal/codec"

// appendJournal appends the events.
func (a *PointsAccount) appendJournal(dst []byte) []byte {
	journal, _ := a.played()
	dst = codec.Uint(dst, uint64(len(journal)))
	for _, e := range journal {
		dst = codec.Int(codec.Int(codec.Int(dst, e.at), e.expires), e.points)
	}
	return dst
}

// readJournal plays what appendJournal appended; failures of form stay in r.
func (a *PointsAccount) readJournal(r *codec.Reader) error {
	for range r.Count(3) {
		at, expires, points := r.Int(), r.Int(), r.Int()
		var err error
		n := len(a.journal)
		switch {
		case r.Err() != nil:
		case n > 0 && (entry{at, expires, points}).compare(a.journal[n-1]) < 0: // which would be slow, and is not how they are written
			r.Fail("holds events that are not in order of time")
		case points > 0:
			err = a.Earn(at, points, expires)
		case expires != 0:
			r.Fail("holds a redemption with an expiry")
		default:
			err = a.Redeem(at, -points)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// AppendBinary appends the encoding; equal accounts have equal encodings.
func (a *PointsAccount) AppendBinary(dst []byte) ([]byte, error) {
	if a == nil {
		a = new(PointsAccount)
	}
	start := len(dst)
	return codec.Seal(a.appendJournal(codec.Header(dst, "pgac", 1)), start), nil
}

// MarshalBinary returns the encoding.
func (a *PointsAccount) MarshalBinary() ([]byte, error) { return a.AppendBinary(nil) }

// UnmarshalBinary reads what MarshalBinary writes, playing every event again;
// a is unchanged on error.
func (a *PointsAccount) UnmarshalBinary(data []byte) error {
	r := codec.NewReader(data, "programme.PointsAccount", "pgac", 1)
	var read PointsAccount
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
