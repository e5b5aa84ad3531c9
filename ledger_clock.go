package clientele

import (
	"fmt"
	"time"
)

// The times a ledger takes: what lies outside is an error of parsing, not a purchase.
var (
	firstTime = time.Date(1800, 1, 1, 0, 0, 0, 0, time.UTC)
	endTime   = time.Date(2300, 1, 1, 0, 0, 0, 0, time.UTC)
	firstUnix = firstTime.Unix()
	endUnix   = endTime.Unix()
)

const (
	daySeconds = 86400
	// mondays is the number of days from Monday to the first of January 1970,
	// so that periods of whole weeks begin on Mondays.
	mondays = 3
)

// clock counts periods. The zero value counts days UTC.
type clock struct {
	zone   *time.Location // nil is UTC
	period int64          // seconds; 0 is one day
	days   int64          // the period in days; 0 if it is one day, or shorter
}

func newClock(p LedgerPolicy) clock {
	c := clock{zone: p.Zone}
	if p.Period != Day {
		c.period = p.Period.seconds()
		if p.Period%Day == 0 {
			c.days = int64(p.Period / Day)
		}
	}
	return c
}

// seconds returns the length of a tick.
func (c clock) seconds() int64 {
	if c.period == 0 {
		return daySeconds
	}
	return c.period
}

// tick returns the number of the period that t lies in, and whether t is a
// time the ledger takes.
func (c clock) tick(t time.Time) (tick int32, ok bool) {
	s := t.Unix()
	if s < firstUnix || s >= endUnix {
		return 0, false
	}
	if c.period != 0 && c.days == 0 {
		return int32(floorDiv(s, c.period)), true
	}
	day := floorDiv(s, daySeconds)
	if c.zone != nil {
		day = dayOf(t.In(c.zone))
	}
	if c.days != 0 {
		day = floorDiv(day+mondays, c.days)
	}
	return int32(day), true
}

// span returns the first and the last tick there can be.
func (c clock) span() (lowest, highest int64) {
	lo, _ := c.tick(firstTime)
	hi, _ := c.tick(endTime.Add(-time.Second))
	return int64(lo), int64(hi)
}

// time returns the beginning of a period, in the ledger's zone.
func (c clock) time(tick int32) time.Time {
	zone := c.zone
	if zone == nil {
		zone = time.UTC
	}
	if c.period != 0 && c.days == 0 {
		return time.Unix(int64(tick)*c.period, 0).In(zone)
	}
	day := int(tick)
	if c.days != 0 {
		day = day*int(c.days) - mondays
	}
	return dayStart(day, zone)
}

// dayStart returns the first instant of a calendar day, given as the number of
// days since 1970-01-01. It is midnight but where a zone changes its clocks at
// midnight: forward, and the day begins at one o'clock or wherever the clocks
// went; back, and midnight comes twice. A day that a zone left out begins when
// the next one does.
func dayStart(day int, zone *time.Location) time.Time {
	t := time.Date(1970, 1, 1+day, 0, 0, 0, 0, zone)
	if dayOf(t) < int64(day) { // there is no midnight
		_, end := t.ZoneBounds()
		return end.In(zone)
	}
	start, _ := t.ZoneBounds()
	if start.IsZero() {
		return t
	}
	_, offset := t.Zone()
	_, before := start.Add(-time.Second).In(zone).Zone()
	if first := t.Add(-time.Duration(before-offset) * time.Second); first.Before(start) && dayOf(first.In(zone)) == int64(day) {
		return first.In(zone) // and this was the first of two
	}
	return t
}

// dayOf returns the number of the calendar day that t lies in, in its own zone.
func dayOf(t time.Time) int64 {
	_, offset := t.Zone()
	return floorDiv(t.Unix()+int64(offset), daySeconds)
}

// units returns n ticks in the unit: the quotient of two integers, rounded once.
func (c clock) units(n int32, unit Unit) float64 {
	return float64(int64(n)*c.seconds()) / float64(unit.seconds())
}

// badTime is the error for a time outside of what tick takes.
func badTime(where, field string, t time.Time) error {
	return &InputError{Where: where, Field: field, Value: t, Want: "a time from the year 1800 to 2299"}
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

// zoneMark tells zones apart: by name and by the offset at one date, for
// fixed zones that share a name.
func zoneMark(z *time.Location) string {
	if z == nil || z == time.UTC {
		return "UTC"
	}
	_, offset := time.Unix(0, 0).In(z).Zone()
	return fmt.Sprintf("%s%+d", z, offset)
}
