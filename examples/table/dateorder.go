package table

import (
	"fmt"
	"sort"
	"strings"
)

// order is the order in which the parts of a date stand.
type order uint8

const (
	yearMonthDay order = iota + 1
	yearDayMonth
	dayMonthYear
	monthDayYear
)

var orderNames = map[order]string{yearMonthDay: "year-month-day", yearDayMonth: "year-day-month", dayMonthYear: "day-month-year", monthDayYear: "month-day-year"}

// pick returns the parts as year, month and day.
func (o order) pick(p, l [3]int) (year, month, day int) {
	switch o {
	case yearMonthDay:
		return fullYear(p[0], l[0]), p[1], p[2]
	case yearDayMonth:
		return fullYear(p[0], l[0]), p[2], p[1]
	case dayMonthYear:
		return fullYear(p[2], l[2]), p[1], p[0]
	}
	return fullYear(p[2], l[2]), p[0], p[1]
}

// group is the dates of a column that are written alike: where the four digits
// of the year stand, what stands between, with a month's name or not.
type group struct {
	named bool
	year  int8 // place of the four digits: 0, 1 (named: before or behind), 2; 3 if there are none
	sign  byte
}

var possible = [...]order{yearMonthDay, yearDayMonth, dayMonthYear, monthDayYear}

// decideOrders tells the order of the parts of each way of writing.
func (d *dates) decideOrders(c *calendar, said order, ask func(string, ...any) error) error {
	keys := make([]group, 0, len(d.groups))
	for k := range d.groups {
		keys = append(keys, k)
	}
	sort.Slice(keys, func(a, b int) bool {
		x, y := d.groups[keys[a]], d.groups[keys[b]]
		if x.rows != y.rows {
			return x.rows > y.rows
		}
		return x.example < y.example
	})
	decided := map[order]int{}
	for _, k := range keys {
		g := d.groups[k]
		best := order(0)
		for _, o := range possible {
			if best == 0 || g.fits[o] > g.fits[best] {
				best = o
			}
		}
		if g.fits[best] == 0 || g.rows <= share(d.rows) && d.rows > 20 && g.differ > 0 && len(keys) > 1 && k.year == 3 {
			continue // these rows are no days at all
		}
		if said != 0 && g.fits[said] > 0 {
			best = said
		} else if rivals := d.rivals(g, best); len(rivals) > 1 && g.differ > 0 {
			var ok bool
			if best, ok = chosen(k, g, rivals); !ok {
				names := []string{}
				for _, o := range rivals {
					names = append(names, orderNames[o])
				}
				return ask("%d dates such as %q can be read as %s, and none tells which: say -dates %s, or write dates as 2024-03-31", g.rows, clip(g.example), strings.Join(names, " or "), flagsOf(rivals))
			}
		}
		if unfit := g.rows - g.fits[best]; unfit > share(g.rows) {
			// are there rows that only another order can read?
			for _, o := range possible {
				if o != best && g.fits[o] > share(g.rows) {
					return ask("of %d dates such as %q, %d can be %s and %d %s, but not all of them either: the column has dates of both kinds", g.rows, clip(g.example), g.fits[best], orderNames[best], g.fits[o], orderNames[o])
				}
			}
		}
		c.orders[k] = best
		decided[best] += g.rows
	}
	var how []string
	for o, n := range decided {
		how = append(how, fmt.Sprintf("%s (%d)", orderNames[o], n))
	}
	sort.Strings(how)
	if len(how) == 1 {
		how[0], _, _ = strings.Cut(how[0], " ")
	}
	if len(how) > 0 {
		reason := "the whole column fits no other order"
		if said != 0 {
			reason = "as said"
		} else if _, iso := decided[yearMonthDay]; iso && len(decided) == 1 {
			reason = "the year stands first"
		}
		c.how = append(c.how, strings.Join(how, ", ")+": "+reason)
	}
	if len(decided) > 1 {
		c.notes = append(c.notes, fmt.Sprintf("dates are written in several orders: %s", strings.Join(how, ", ")))
	}
	return nil
}

func flagsOf(orders []order) string {
	flags := map[order]string{dayMonthYear: "day-first", monthDayYear: "month-first", yearMonthDay: "year-first", yearDayMonth: "year-day-month"}
	var out []string
	for _, o := range orders {
		out = append(out, flags[o])
	}
	return strings.Join(out, " or ")
}

// rivals are the orders that fit as many rows as the best, but for damage.
func (d *dates) rivals(g *groupSeen, best order) []order {
	var out []order
	for _, o := range possible {
		if g.fits[o] > 0 && g.fits[best]-g.fits[o] <= min(1, share(g.rows)-1) {
			out = append(out, o)
		}
	}
	return out
}

// chosen tells which of several orders that fit is meant: by what is usage
// everywhere, or because the others scatter the dates over many times the years.
func chosen(k group, g *groupSeen, rivals []order) (order, bool) {
	has := func(o order) bool {
		for _, r := range rivals {
			if r == o {
				return true
			}
		}
		return false
	}
	switch {
	case k.year == 0 && has(yearMonthDay):
		return yearMonthDay, true
	case k.year == 2 && k.sign == '.' && has(dayMonthYear):
		return dayMonthYear, true
	case k.year == 1 && k.named && has(dayMonthYear):
		return dayMonthYear, true
	case k.year < 3 || g.rows < 8:
		return 0, false
	}
	best := rivals[0]
	for _, o := range rivals {
		if g.span(o) < g.span(best) {
			best = o
		}
	}
	for _, o := range rivals {
		if o != best && g.span(o) < 4*g.span(best) {
			return 0, false
		}
	}
	return best, true
}
