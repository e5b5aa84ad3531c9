package table

import (
	"fmt"
	"slices"
	"time"
)

// The days that are counted in arrays: 1970 to 2069, by pages of about a year.
// Others go to a map.
const (
	pageDays  = 366
	dayPages  = 100
	arrayDays = pageDays * dayPages
)

// dayCounts is the rows of every day.
type dayCounts struct {
	usual *[dayPages]*[pageDays]int32
	rest  map[int]int
}

func newDayCounts() dayCounts { return dayCounts{new([dayPages]*[pageDays]int32), map[int]int{}} }

func (d *dayCounts) add(t time.Time) {
	seconds := t.Unix()
	if seconds < 0 {
		seconds -= 86399
	}
	day := int(seconds / 86400)
	if day < 0 || day >= arrayDays {
		d.rest[day]++
		return
	}
	page := d.usual[day/pageDays]
	if page == nil {
		page = new([pageDays]int32)
		d.usual[day/pageDays] = page
	}
	page[day%pageDays]++
}

// dayCount is the rows of one day, counted from 1970-01-01.
type dayCount struct{ day, rows int }

// list returns the days with rows, the earliest first.
func (d *dayCounts) list() []dayCount {
	var out []dayCount
	if d.usual != nil {
		for i, page := range d.usual {
			if page == nil {
				continue
			}
			for day, n := range page {
				if n > 0 {
					out = append(out, dayCount{i*pageDays + day, int(n)})
				}
			}
		}
	}
	for day, n := range d.rest {
		out = append(out, dayCount{day, n})
	}
	slices.SortFunc(out, func(a, b dayCount) int { return a.day - b.day })
	return out
}

// lonely refuses a few rows far from all others, at either end.
func (l *Log) lonely() error {
	rows := l.tally.kept
	list := l.days.list()
	if len(list) < 8 {
		return nil
	}
	few := max(1, rows/50)
	show := func(d int) string { return time.Unix(int64(d)*86400, 0).UTC().Format(time.DateOnly) }
	span := func(a, b int) int { return list[b].day - list[a].day }
	// from the end: rows after the last wide gap
	for after, i := 0, len(list)-1; i > 0; i-- {
		if after += list[i].rows; after > few {
			break
		}
		gap := list[i].day - list[i-1].day
		if gap > 60 && gap*4 > span(0, i-1) && l.o.To.IsZero() {
			return fmt.Errorf("column %q: %d of %d rows are of %s and later, %d days after all others, which end on %s: they would move the end of observation: say -to %s to leave them out, or -to %s to keep them", l.name(RoleDate), after, rows, show(list[i].day), gap, show(list[i-1].day), show(list[i-1].day), show(list[len(list)-1].day))
		}
	}
	for before, i := 0, 0; i < len(list)-1; i++ {
		if before += list[i].rows; before > few {
			break
		}
		gap := list[i+1].day - list[i].day
		if gap <= 60 || gap*4 <= span(i+1, len(list)-1) || !l.o.From.IsZero() {
			continue
		}
		if gap < 3653 && gap < 10*span(i+1, len(list)-1) { // it makes nobody but its own customers older
			l.note("column %q: %d of %d rows are of %s and earlier, %d days before all others: -from %s leaves them out", l.name(RoleDate), before, rows, show(list[i].day), gap, show(list[i+1].day))
		} else {
			return fmt.Errorf("column %q: %d of %d rows are of %s and earlier, %d days before all others, which begin on %s: say -from %s to leave them out, or -from %s to keep them", l.name(RoleDate), before, rows, show(list[i].day), gap, show(list[i+1].day), show(list[i+1].day), show(list[0].day))
		}
	}
	return nil
}
