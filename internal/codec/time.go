package codec

import "time"

// Time appends an instant, the zero time included.
func Time(dst []byte, t time.Time) []byte {
	if t.IsZero() {
		return Bool(dst, false)
	}
	return Int(Int(Bool(dst, true), t.Unix()), int64(t.Nanosecond()))
}

// Time reads what Time appended, in UTC.
func (r *Reader) Time() time.Time {
	if !r.Bool() {
		return time.Time{}
	}
	const years = 1 << 38 // seconds: beyond ± 8,000 years
	return time.Unix(r.Between(-years, years), r.Between(0, 999_999_999)).UTC()
}
