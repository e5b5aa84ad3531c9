package lifecycle

import (
	"time"

	"github.com/clientele-go/clientele"
)

// Day is a calendar day, counted from 1 January 1970. Only differences matter,
// so any other count of days does as well.
type Day int32

// The days that events may have: the years 1 to 9999 of the calendar.
const (
	MinDay Day = -719162
	MaxDay Day = 2932896
)

// DayOf returns the calendar day of t in t's own time zone.
func DayOf(t time.Time) Day {
	y, m, d := t.Date()
	return Day(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

// Date returns midnight UTC of the day.
func (d Day) Date() time.Time { return time.Unix(int64(d)*86400, 0).UTC() }

// String returns the day in ISO form, such as "2025-03-01".
func (d Day) String() string { return d.Date().Format(time.DateOnly) }

// MarshalText writes the ISO form.
func (d Day) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads the ISO form; d is unchanged on error.
func (d *Day) UnmarshalText(text []byte) error {
	t, err := time.Parse(time.DateOnly, string(text))
	if err != nil || DayOf(t) < MinDay {
		return &clientele.InputError{Where: "lifecycle.Day", Field: "day", Value: string(text), Want: "a date such as 2025-03-01"}
	}
	*d = DayOf(t)
	return nil
}
