package table

import (
	"fmt"
	"sort"
	"strings"
	"time"
)

// decideZone tells whose day it is where dates have zones.
func (d *dates) decideZone(c *calendar, column string, ask func(string, ...any) error) error {
	zoned, named := 0, 0
	low, high := 1<<30, -1<<30
	for off, n := range d.offsets {
		zoned += n
		low, high = min(low, off), max(high, off)
	}
	var names []string
	for z, n := range d.zones {
		named += n
		names = append(names, z)
	}
	sort.Strings(names)
	if c.zone != nil {
		if named > 0 {
			for _, z := range names {
				if _, ok := zoneOffset(z); !ok {
					return ask("the zone %q is not known: write offsets such as +08:00", z)
				}
			}
		}
		c.how = append(c.how, "days of "+c.zone.String())
		return nil
	}
	switch {
	case zoned+named == 0:
		return nil
	case zoned > 0 && high-low > 3600:
		return ask("the offsets of dates differ, from %s to %s (%d rows): say -zone with the zone whose days count, such as Europe/Berlin", offsetName(low), offsetName(high), zoned)
	case named > 0 && (len(names) > 2 || zoned > 0):
		return ask("dates are in several zones (%s): say -zone with the zone whose days count", list(names, 4))
	case d.plain > share(d.rows) && zoned+named > share(d.rows) && (high > 0 || low < 0 || named > 0):
		return ask("%d dates have a zone and %d have none: say -zone with the zone whose days count", zoned+named, d.plain)
	case len(names) == 2 && !daylight(names[0], names[1]):
		return ask("dates are in several zones (%s): say -zone with the zone whose days count", list(names, 4))
	}
	what := "UTC"
	if named > 0 {
		what = strings.Join(names, " and ")
	} else if low != 0 || high != 0 {
		if what = offsetName(low); high != low {
			what += " and " + offsetName(high)
			c.notes = append(c.notes, fmt.Sprintf("column %q: the offsets of dates are %s, as in a zone with summer time: the day is the one written; -zone turns them to another", column, what))
		}
	}
	c.how = append(c.how, "days as written, in "+what)
	return nil
}

func daylight(a, b string) bool {
	x, ok := zoneOffset(a)
	y, ok2 := zoneOffset(b)
	return ok && ok2 && (x-y == 3600 || y-x == 3600)
}

func offsetName(seconds int) string {
	sign := '+'
	if seconds < 0 {
		sign, seconds = '-', -seconds
	}
	return fmt.Sprintf("%c%02d:%02d", sign, seconds/3600, seconds/60%60)
}

// zoneOffset knows the abbreviations that mean one thing.
func zoneOffset(name string) (seconds int, ok bool) {
	hours, ok := map[string]float64{"UTC": 0, "GMT": 0, "Z": 0, "WET": 0, "WEST": 1, "CET": 1, "CEST": 2, "MEZ": 1, "MESZ": 2, "EET": 2, "EEST": 3, "MSK": 3, "EST": -5, "EDT": -4, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7, "AKST": -9, "AKDT": -8, "HST": -10, "JST": 9, "KST": 9, "HKT": 8, "SGT": 8, "AEST": 10, "AEDT": 11, "NZST": 12, "NZDT": 13}[strings.ToUpper(name)]
	if ok {
		return int(hours * 3600), true
	}
	if strings.Contains(name, "/") {
		if _, err := time.LoadLocation(name); err == nil {
			return 0, true
		}
	}
	return 0, false
}

// inZone returns what the clocks of a zone show, as a time in UTC.
func inZone(t time.Time, zone *time.Location) time.Time {
	_, off := t.In(zone).Zone()
	return t.UTC().Add(time.Duration(off) * time.Second)
}
