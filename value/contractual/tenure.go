package contractual

import (
	"cmp"
	"github.com/clientele-go/clientele/internal/wire"
	"math"
	"time"

	"github.com/clientele-go/clientele"
)

// Tenure is what is known of one customer's time under contract.
//
// In a renewal model all times are whole numbers of periods; a customer who
// was lost at their third renewal has Age 3, Lost true; one who has made three
// renewals and is still there has Age 3, Lost false.
type Tenure struct {
	Age   float64 `json:"age"`            // age at the loss, or when last seen under contract
	Lost  bool    `json:"lost"`           // lost at Age; otherwise still there (censored)
	Entry float64 `json:"entry,omitzero"` // left truncation: the age at which they came under observation; they are in the data because they had not been lost by then
	Width float64 `json:"width,omitzero"` // a loss is known to have happened in (Age−Width, Age]; 0: at Age exactly, which a renewal model reads as 1
}

// MarshalJSON writes the fields; a number that is not finite is null.
func (t Tenure) MarshalJSON() ([]byte, error) { return wire.Marshal(t) }

// UnmarshalJSON reads what MarshalJSON writes and checks it.
func (t *Tenure) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, t) }

// TenureOf returns the tenure of a contract by dates: begun at begin, ended at
// end (zero if it has not), watched until asOf. An end after asOf is not known
// yet. Ages are in the given unit; with periods, those that are over count, and
// a loss is dated to the renewal that did not come: the first at or after end.
// The error is an *clientele.InputError for a begin after asOf, an end before
// begin, or an invalid unit.
func TenureOf(begin, end, asOf time.Time, unit clientele.Unit, periods bool) (Tenure, error) {
	bad := func(field string, value any, want string) (Tenure, error) {
		return Tenure{}, &clientele.InputError{Where: "contractual.TenureOf", Field: field, Value: value, Want: want}
	}
	switch {
	case !(unit > 0) || unit%clientele.Unit(time.Second) != 0:
		return bad("unit", time.Duration(unit), "a positive whole number of seconds, such as clientele.Day")
	case begin.IsZero() || begin.After(asOf):
		return bad("begin", begin, "a time up to asOf, "+asOf.String())
	case !end.IsZero() && end.Before(begin):
		return bad("end", end, "a time from begin on, "+begin.String()+", or zero")
	}
	t := Tenure{Lost: !end.IsZero() && !end.After(asOf)}
	if t.Lost {
		asOf = end
	}
	t.Age = asOf.Sub(begin).Seconds() / (float64(unit) / float64(time.Second))
	if periods {
		t.Age = math.Floor(t.Age + 1e-9)
		if t.Lost {
			t.Age = math.Max(1, math.Ceil(asOf.Sub(begin).Seconds()/(float64(unit)/float64(time.Second))-1e-9))
		}
	}
	return t, t.Check()
}

// MaxAge is the largest age a Tenure may have.
const MaxAge = 1e12

// Check returns nil if t is possible: 0 ≤ Entry ≤ Age ≤ MaxAge; a loss has
// Age > 0 and 0 ≤ Width ≤ Age−Entry, and a tenure without a loss has Width 0.
// Otherwise the error is an *clientele.InputError.
func (t Tenure) Check() error {
	bad := func(field string, value any, want string) error {
		return &clientele.InputError{Where: "contractual.Tenure", Field: field, Value: value, Want: want}
	}
	switch {
	case !(t.Age >= 0 && t.Age <= MaxAge):
		return bad("Age", t.Age, "a time from 0 to 1e12; count in a larger unit")
	case !(t.Entry >= 0 && t.Entry <= t.Age):
		return bad("Entry", t.Entry, "a time from 0 to Age")
	case t.Lost && t.Age == 0:
		return bad("Age", t.Age, "a time > 0, because a loss at age 0 is no customer")
	case t.Lost && !(t.Width >= 0 && t.Width <= t.Age-t.Entry):
		return bad("Width", t.Width, "a time from 0 to Age-Entry")
	case !t.Lost && t.Width != 0:
		return bad("Width", t.Width, "0, because there is no loss to date")
	}
	return nil
}

// Compare orders tenures by Age, Lost (losses last), Entry and Width.
func (t Tenure) Compare(o Tenure) int {
	if c := cmp.Compare(t.Age, o.Age); c != 0 {
		return c
	}
	if t.Lost != o.Lost {
		if o.Lost {
			return -1
		}
		return 1
	}
	if c := cmp.Compare(t.Entry, o.Entry); c != 0 {
		return c
	}
	return cmp.Compare(t.Width, o.Width)
}

// whole reports whether a renewal model can read t: whole periods, and a loss
// at a renewal after the customer came under observation.
func (t Tenure) whole() bool {
	isInt := func(v float64) bool { return v == float64(int64(v)) }
	return isInt(t.Age) && isInt(t.Entry) && isInt(t.Width) && !(t.Lost && t.Age <= t.Entry)
}

// span returns the last age at which a lost customer was surely there, and
// whether the loss is dated to an interval; renewals makes an exact loss one
// of the period before Age.
func (t Tenure) span(renewals bool) (lo float64, interval bool) {
	width := t.Width
	if renewals && width == 0 {
		width = 1
	}
	return t.Age - width, width > 0
}
