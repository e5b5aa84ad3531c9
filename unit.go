package clientele

import (
	"strconv"
	"strings"
	"time"
)

// Unit is the length in which times are counted: a fixed duration, a whole
// number of seconds. There is no month: a purchase process runs in elapsed
// time, and a model whose unit is now 28 and now 31 days long has no rate. Use
// Week, or 30*Day, and convert with In.
type Unit time.Duration

// The usual units.
const (
	Minute Unit = Unit(time.Minute)
	Hour   Unit = Unit(time.Hour)
	Day    Unit = 24 * Hour
	Week   Unit = 7 * Day
	Year   Unit = 365*Day + 6*Hour // the Julian year of 365.25 days
)

var unitNames = []struct {
	unit Unit
	name string
}{{Year, "year"}, {Week, "week"}, {Day, "day"}, {Hour, "hour"}, {Minute, "minute"}, {Unit(time.Second), "second"}}

// In returns how many units v there are in one u: Year.In(Week) is 52.178…,
// the factor from a rate a year to a horizon in weeks. Both must be valid.
func (u Unit) In(v Unit) float64 { return float64(u.seconds()) / float64(v.seconds()) }

// seconds returns the length of a valid unit in seconds.
func (u Unit) seconds() int64 { return int64(u) / int64(time.Second) }

// valid reports whether u is a positive whole number of seconds.
func (u Unit) valid() bool { return u > 0 && u%Unit(time.Second) == 0 }

// check returns nil if u is valid, and otherwise an *InputError.
func (u Unit) check(where, field string) error {
	if u.valid() {
		return nil
	}
	return &InputError{Where: where, Field: field, Value: time.Duration(u), Want: "a positive whole number of seconds, such as clientele.Week"}
}

// String returns "week" or "2 weeks", in the largest unit that measures u
// without a rest. For an invalid unit it returns the duration.
func (u Unit) String() string {
	for _, n := range unitNames {
		switch {
		case u == n.unit:
			return n.name
		case u.valid() && u%n.unit == 0:
			return strconv.FormatInt(int64(u/n.unit), 10) + " " + n.name + "s"
		}
	}
	return time.Duration(u).String()
}

// ParseUnit reads what String writes, such as "week", "weeks" or "30 days".
func ParseUnit(s string) (Unit, error) {
	bad := &InputError{Where: "clientele.ParseUnit", Field: "unit", Value: strconv.Quote(s), Want: "second, minute, hour, day, week or year, with a whole number before it if it is several"}
	count, name, many := strings.Cut(s, " ")
	n := int64(1)
	if !many {
		name = s
	} else {
		var err error
		if n, err = strconv.ParseInt(count, 10, 64); err != nil || n < 1 {
			return 0, bad
		}
	}
	for _, known := range unitNames {
		if name == known.name || name == known.name+"s" {
			u := Unit(n) * known.unit
			if u/known.unit != Unit(n) {
				return 0, bad
			}
			return u, nil
		}
	}
	return 0, bad
}

// MarshalText implements encoding.TextMarshaler.
func (u Unit) MarshalText() ([]byte, error) {
	if err := u.check("clientele.Unit", "unit"); err != nil {
		return nil, err
	}
	return []byte(u.String()), nil
}

// UnmarshalText implements encoding.TextUnmarshaler; u is unchanged on error.
func (u *Unit) UnmarshalText(text []byte) error {
	v, err := ParseUnit(string(text))
	if err != nil {
		return err
	}
	*u = v
	return nil
}
