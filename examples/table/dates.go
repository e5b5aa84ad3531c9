package table

import (
	"fmt"
	"sort"
	"strconv"
	"strings"
)

// groupSeen is what the dates of a group say of the order of their parts.
type groupSeen struct {
	rows    int
	differ  int // rows of which two possible orders make different days
	fits    [5]int
	first   [5]int64 // day numbers of what fits
	last    [5]int64
	example string
}

// span is the days from the first to the last under an order.
func (g *groupSeen) span(o order) int64 { return g.last[o] - g.first[o] }

// dates is what all dates of a column say.
type dates struct {
	rows    int
	kinds   [momentWord + 1]int
	groups  map[group]*groupSeen
	words   map[string]int // names of months
	strange map[string]int // words that are none
	stamps  stamps
	offsets map[int]int    // rows by offset
	zones   map[string]int // rows by the name of a zone
	clocks  int
	plain   int // without a zone
	example string
}

func newDates() *dates {
	return &dates{groups: map[group]*groupSeen{}, words: map[string]int{}, strange: map[string]int{}, offsets: map[int]int{}, zones: map[string]int{}, stamps: newStamps()}
}

// look takes note of a date that n rows have.
func (d *dates) look(s []byte, n int) {
	d.rows += n
	m := dismantle(s)
	d.kinds[m.kind] += n
	if m.clock {
		d.clocks += n
	}
	switch {
	case m.zone != "":
		if len(d.zones) < 100 {
			d.zones[m.zone] += n
		}
	case m.hasZone:
		if len(d.offsets) < 200 {
			d.offsets[m.offset] += n
		}
	case m.kind != momentNone:
		d.plain += n
	}
	switch m.kind {
	case momentWeek:
		if m.count == 3 { // 2024-W13-7 is a day
			d.kinds[momentWeek] -= n
			d.kinds[momentParts] += n
		}
	case momentNone:
		if d.example == "" {
			d.example = string(s)
		}
	case momentStamp:
		d.stamps.look(m.stamp, n)
	case momentWord:
		if len(d.strange) < 1000 {
			d.strange[m.word] += n
		}
		if d.example == "" {
			d.example = string(s)
		}
	case momentParts, momentNamed:
		d.parts(m, s, n)
	case momentMonth:
		if m.word != "" {
			d.words[m.word] += n
		}
	}
}

// fit counts rows that an order makes that day of.
func (g *groupSeen) fit(o order, day int64, rows int) {
	if g.fits[o] == 0 {
		g.first[o], g.last[o] = day, day
	}
	g.fits[o] += rows
	g.first[o], g.last[o] = min(g.first[o], day), max(g.last[o], day)
}

// groupOf tells which dates m is like.
func groupOf(m moment) group {
	g := group{named: m.kind == momentNamed, year: 3, sign: m.sign}
	for i := range m.count {
		if m.lengths[i] == 4 {
			g.year = int8(i)
			break
		}
	}
	return g
}

func (d *dates) parts(m moment, s []byte, n int) {
	if m.kind == momentNamed {
		if len(d.words) < 1000 || d.words[m.word] > 0 {
			d.words[m.word] += n
		}
	}
	if m.role[0] != 0 && m.role[1] != 0 {
		return // 2024年3月31日 says itself
	}
	key := groupOf(m)
	g := d.groups[key]
	if g == nil {
		if len(d.groups) > 60 {
			return
		}
		g = &groupSeen{example: string(s)}
		d.groups[key] = g
	}
	g.rows += n
	var seen [5]int64
	for _, o := range possible {
		p, l := m.parts, m.lengths
		if m.kind == momentNamed { // the name of the month may stand for any: only day and year are asked
			if o == yearDayMonth || o == monthDayYear {
				continue
			}
			p, l = [3]int{m.parts[0], 1, m.parts[1]}, [3]int{m.lengths[0], 1, m.lengths[1]}
		}
		y, mo, day := o.pick(p, l)
		yearAt := 0
		if o == dayMonthYear || o == monthDayYear {
			yearAt = 2
		}
		if l[yearAt] != 4 && l[yearAt] != 2 || l[2-yearAt] > 2 || l[1] > 2 {
			continue
		}
		if !isDay(y, mo, day) {
			continue
		}
		at := dayNumber(y, mo, day)
		seen[o] = at + 1e6
		g.fit(o, at, n)
	}
	before := int64(0)
	for _, at := range seen {
		if at != 0 && before != 0 && at != before {
			g.differ += n
			break
		}
		if at != 0 {
			before = at
		}
	}
}

// share is how many of so many rows may be unlike the rest and still be damage.
func share(rows int) int { return max(1, rows/50) }

// decide tells how the dates of the column of that name are read.
func (d *dates) decide(column string, o Options) (*calendar, error) {
	c := &calendar{orders: map[group]order{}, zone: o.Zone, memo: map[string]reckoned{}}
	said, stampSaid := order(0), stampKind(0)
	switch flag := strings.ToLower(strings.TrimSpace(o.Dates)); flag {
	case "":
	case "day-first", "dmy":
		said = dayMonthYear
	case "month-first", "mdy":
		said = monthDayYear
	case "year-first", "ymd":
		said = yearMonthDay
	case "year-day-month", "ydm":
		said = yearDayMonth
	case "months":
		c.monthOK = true
	case "weeks":
		c.weekOK = true
	default:
		var ok bool
		if stampSaid, ok = stampNames[flag]; !ok {
			return nil, fmt.Errorf("-dates %q is not known: day-first, month-first, year-first, months, weeks, serial, serial-1904, unix-days, sas-days, seconds, milliseconds", o.Dates)
		}
	}
	ask := func(format string, args ...any) error {
		return fmt.Errorf("column %q: %s", column, fmt.Sprintf(format, args...))
	}
	readable := d.rows - d.kinds[momentNone] - d.kinds[momentWord]
	if strange := d.kinds[momentWord]; strange > share(d.rows)+2 {
		return nil, ask("%d of %d dates have words that are no names of months in any known language (%s): write dates as 2024-03-31", strange, d.rows, topWords(d.strange))
	}
	if readable*2 < d.rows {
		return nil, ask("%d of %d values are no dates (%q): name the column of dates with -columns date=…, or write dates as 2024-03-31", d.rows-readable, d.rows, clip(d.example))
	}
	if n := d.kinds[momentMonth]; n > share(d.rows) && !c.monthOK {
		return nil, ask("%d of %d dates are months without a day, so that it cannot be told when in the month a purchase was: give days, or say -dates months to take the first of each with -unit month", n, d.rows)
	}
	if n := d.kinds[momentWeek]; n > share(d.rows) && !c.weekOK {
		return nil, ask("%d of %d dates are weeks: give days, or say -dates weeks to take the Monday of each", n, d.rows)
	}
	if n := d.kinds[momentQuarter]; n > share(d.rows) {
		return nil, ask("%d of %d dates are quarters without a day: give days", n, d.rows)
	}
	if len(d.words) > 0 {
		var clash string
		c.months, c.lang, clash = monthNames(d.words)
		if clash != "" {
			return nil, ask("%q is a different month in different languages, and no other name tells which language it is: write dates as 2024-03-31", clash)
		}
		c.how = append(c.how, "names of months in "+c.lang)
	}
	if err := d.decideOrders(c, said, ask); err != nil {
		return nil, err
	}
	if d.kinds[momentStamp] > 0 {
		kind, how, note, err := d.stamps.decide(stampSaid, said, d.kinds[momentStamp] == readable)
		switch {
		case err != nil && d.kinds[momentStamp] <= share(d.rows):
		case err != nil:
			return nil, ask("%s", err)
		default:
			c.stamp = kind
			c.how = append(c.how, how)
			if note != "" {
				c.notes = append(c.notes, fmt.Sprintf("column %q: %s", column, note))
			}
			if d.kinds[momentStamp] < readable && d.kinds[momentStamp] > share(d.rows) {
				c.notes = append(c.notes, fmt.Sprintf("column %q: %d of %d dates are numbers (%s), the others written out", column, d.kinds[momentStamp], d.rows, how))
			}
		}
	}
	c.dashes = c.orders[group{year: 0, sign: '-'}] == yearMonthDay
	c.slashes = c.orders[group{year: 0, sign: '/'}] == yearMonthDay
	return c, d.decideZone(c, column, ask)
}

func topWords(words map[string]int) string {
	names := make([]string, 0, len(words))
	for w := range words {
		names = append(names, w)
	}
	sort.Slice(names, func(a, b int) bool {
		if words[names[a]] != words[names[b]] {
			return words[names[a]] > words[names[b]]
		}
		return names[a] < names[b]
	})
	return list(names, 4)
}

func itoa(n int) string { return strconv.Itoa(n) }
