package table

import (
	"strings"
	"time"
)

// isoDate reports whether s begins as 2024-03-31, the form that needs no thought.
func isoDate(s []byte) bool {
	return len(s) >= 10 && (s[4] == '-' || s[4] == '/') && s[7] == s[4] && digits(s[:4]) && digits(s[5:7]) && digits(s[8:10])
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

// ofRow is reckon for the date of a row, which a survey may have read before.
func (c *calendar) ofRow(r *row, s []byte) (t time.Time, bad string) {
	if r.dated == '-' && c.dashes || r.dated == '/' && c.slashes {
		return time.Unix(r.unix, 0).UTC(), ""
	}
	return c.reckon(s)
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
