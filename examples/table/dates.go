package table

import (
	"fmt"
	"sort"
	"strconv"
	"strings"
	"time"
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

var possible = [...]order{yearMonthDay, yearDayMonth, dayMonthYear, monthDayYear}

// isoDate reports whether s begins as 2024-03-31, the form that needs no thought.
func isoDate(s []byte) bool {
	return len(s) >= 10 && (s[4] == '-' || s[4] == '/') && s[7] == s[4] && digits(s[:4]) && digits(s[5:7]) && digits(s[8:10])
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

// calendar is how a column's dates are read.
type calendar struct {
	orders  map[group]order
	months  map[string]int
	lang    string
	stamp   stampKind
	zone    *time.Location // to turn instants to; nil keeps what is written
	monthOK bool           // months alone stand for their first day
	weekOK  bool
	how     []string
	notes   []string
	memo    map[string]reckoned
	dashes  bool // 2024-03-31 is read as it stands
	slashes bool // 2024/03/31 is
}

type reckoned struct {
	t   time.Time
	bad string
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

// reckon reads one date of the column; bad says why it cannot.
func (c *calendar) reckon(s []byte) (t time.Time, bad string) {
	if t, ok := c.iso(s); ok {
		return t, ""
	}
	if r, ok := c.memo[string(s)]; ok {
		return r.t, r.bad
	}
	t, bad = c.think(s)
	if len(c.memo) < 1<<14 {
		c.memo[string(s)] = reckoned{t, bad}
	}
	return t, bad
}

// iso reads 2024-03-31 and 2024-03-31 15:04:05, which is most of what there is.
func (c *calendar) iso(s []byte) (time.Time, bool) {
	if len(s) < 10 || !(s[4] == '-' && c.dashes || s[4] == '/' && c.slashes) {
		return time.Time{}, false
	}
	y, m, d, seconds, ok := isoParts(s)
	if !ok {
		return time.Time{}, false
	}
	return time.Unix(dayNumber(y, m, d)*86400+int64(seconds), 0).UTC(), true
}

// isoParts takes 2024-03-31 apart, with or without a time of day; ok is false
// where it is written otherwise or there is no such day.
func isoParts(s []byte) (y, m, d, seconds int, ok bool) {
	if len(s) != 10 && len(s) != 16 && len(s) != 19 || !isoDate(s) {
		return
	}
	if len(s) > 10 {
		if s[10] != ' ' && s[10] != 'T' || s[13] != ':' || !digits(s[11:13]) || !digits(s[14:16]) || s[11] > '2' || s[14] > '5' {
			return
		}
		h := two(s[11:])
		if h > 23 {
			return
		}
		seconds = h*3600 + two(s[14:])*60
		if len(s) == 19 {
			if s[16] != ':' || !digits(s[17:]) || s[17] > '5' {
				return
			}
			seconds += two(s[17:])
		}
	}
	y, m, d = 100*two(s)+two(s[2:]), two(s[5:]), two(s[8:])
	return y, m, d, seconds, isDay(y, m, d)
}

// two reads two digits.
func two(s []byte) int { return 10*int(s[0]-'0') + int(s[1]-'0') }

// dayNumber counts the days from 1970-01-01.
func dayNumber(y, m, d int) int64 {
	if m <= 2 {
		y--
		m += 12
	}
	era := y / 400
	yoe := y - era*400
	doy := (153*(m-3)+2)/5 + d - 1
	doe := yoe*365 + yoe/4 - yoe/100 + doy
	return int64(era)*146097 + int64(doe) - 719468
}

func (c *calendar) think(s []byte) (t time.Time, bad string) {
	const noDate, noDay = "dates that are none; write them as 2024-03-31", "days that there are not; write them as 2024-03-31"
	m := dismantle(s)
	ok := false
	switch m.kind {
	case momentStamp:
		if t, ok = c.stamp.time(m.stamp); !ok {
			return t, noDate
		}
		if c.zone != nil && c.stamp.instant() {
			t = inZone(t, c.zone)
		}
		return t, ""
	case momentParts:
		var year, month, day int
		if m.role[0] != 0 && m.role[1] != 0 {
			for i := range 3 {
				switch m.role[i] {
				case 'Y':
					year = fullYear(m.parts[i], m.lengths[i])
				case 'M':
					month = m.parts[i]
				default:
					day = m.parts[i]
				}
			}
		} else {
			o := c.orders[groupOf(m)]
			if o == 0 {
				return t, noDay
			}
			year, month, day = o.pick(m.parts, m.lengths)
		}
		if t, ok = wall(year, month, day, m.seconds); !ok {
			return t, noDay
		}
	case momentNamed:
		o := c.orders[groupOf(m)]
		month := c.months[m.word]
		if m.role[0] == 'Y' && m.role[1] == 'D' { // 2024年三月31日
			o = yearMonthDay
		}
		if o == 0 || month == 0 {
			return t, noDate
		}
		year, _, day := o.pick([3]int{m.parts[0], 1, m.parts[1]}, [3]int{m.lengths[0], 1, m.lengths[1]})
		if t, ok = wall(year, month, day, m.seconds); !ok {
			return t, noDay
		}
	case momentMonth:
		if !c.monthOK {
			return t, "months without a day"
		}
		year, month := m.parts[0], m.parts[1]
		if m.lengths[1] == 4 {
			year, month = m.parts[1], m.parts[0]
		}
		if m.word != "" {
			year, month = fullYear(m.parts[0], m.lengths[0]), c.months[m.word]
		}
		if t, ok = wall(year, month, 1, 0); !ok {
			return t, noDay
		}
		return t, ""
	case momentWeek:
		if !c.weekOK && m.count < 3 || m.parts[1] < 1 || m.parts[1] > 53 {
			return t, "weeks without a day"
		}
		t = time.Date(m.parts[0], 1, 4, 0, 0, 0, 0, time.UTC)
		weekday := (int(t.Weekday()) + 6) % 7
		t = t.AddDate(0, 0, -weekday+7*(m.parts[1]-1))
		if m.count == 3 && m.parts[2] >= 1 && m.parts[2] <= 7 {
			t = t.AddDate(0, 0, m.parts[2]-1)
		}
		return t, ""
	default:
		return t, noDate
	}
	if c.zone == nil {
		return t, ""
	}
	switch {
	case m.zone != "":
		if strings.Contains(m.zone, "/") {
			if from, err := time.LoadLocation(m.zone); err == nil && !m.hasZone {
				return inZone(time.Date(t.Year(), t.Month(), t.Day(), 0, 0, m.seconds, 0, from), c.zone), ""
			}
		}
		off, ok := zoneOffset(m.zone)
		if !ok {
			return t, "zones that are not known; write offsets such as +08:00"
		}
		return inZone(t.Add(-time.Duration(off)*time.Second), c.zone), ""
	case m.hasZone:
		return inZone(t.Add(-time.Duration(m.offset)*time.Second), c.zone), ""
	}
	return t, "" // on the clocks of that zone already
}

// inZone returns what the clocks of a zone show, as a time in UTC.
func inZone(t time.Time, zone *time.Location) time.Time {
	_, off := t.In(zone).Zone()
	return t.UTC().Add(time.Duration(off) * time.Second)
}

func itoa(n int) string { return strconv.Itoa(n) }
