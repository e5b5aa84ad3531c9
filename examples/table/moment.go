package table

import (
	"bytes"
	"time"
)

// moment is a date as it is written, taken apart and not yet understood: which
// part is what, the whole column decides.
type moment struct {
	kind    momentKind
	parts   [3]int  // the numbers of the date in the order they stand in
	lengths [3]int  // of their digits
	count   int     // of parts
	role    [3]byte // 'Y', 'M' or 'D' where a mark says so
	sign    byte    // between the first two parts
	word    string  // folded name of a month; it stands before part wordAt
	wordAt  int
	stamp   []byte // of digits alone
	seconds int    // of the day
	clock   bool
	offset  int // seconds east of UTC
	hasZone bool
	zone    string // name of a zone whose offset is not known
}

type momentKind uint8

// isDate reports whether a field of the kind may stand for a day by itself.
func (k momentKind) isDate() bool {
	return k == momentParts || k == momentNamed || k == momentStamp
}

const (
	momentNone  momentKind = iota
	momentStamp            // one number: 20240331, 45382, 1711843200
	momentParts            // numbers apart
	momentNamed            // with the name of a month
	momentMonth            // a month without a day
	momentWeek             // 2024-W13, the day of the week as third part
	momentQuarter
	momentWord // words that are no month: word holds them
)

// fillers are words that may stand within a date and say nothing.
var fillers = map[string]bool{"de": true, "del": true, "of": true, "the": true, "den": true, "der": true, "d": true, "am": false, "um": true, "at": true, "kl": true, "klo": true, "г": true, "года": true, "р": true, "a": true, "la": true, "le": true, "el": true, "uhr": true, "st": true, "nd": true, "rd": true, "th": true, "er": true, "re": true, "º": true, "ª": true, "o": true, "on": true, "ngay": true, "nam": true, "da": true, "do": true, "в": true, "i": true, "hs": true, "hrs": true, "hr": true, "h": true, "e": true, "ob": true, "of the": true, "ми": true, "gada": true, "m": false}

var halves = folded(map[string]int{"am": 1, "pm": 2, "上午": 1, "下午": 2, "晚上": 2, "早上": 1, "凌晨": 1, "中午": 3, "오전": 1, "오후": 2, "午前": 1, "午後": 2, "vorm": 1, "nachm": 2, "πμ": 1, "μμ": 2, "öö": 2, "ص": 1, "م": 2, "de": 1, "du": 2, "пп": 2, "дп": 1, "fm": 1, "em": 2, "sa": 1, "ch": 2, "a": 1, "p": 2})

// folded returns the map with its words as fold writes them.
func folded(words map[string]int) map[string]int {
	out := map[string]int{}
	for w, v := range words {
		out[fold(w)] = v
	}
	return out
}

// marks stand behind a number and say what it is.
var marks = map[rune]byte{'年': 'Y', '月': 'M', '日': 'D', '号': 'D', '號': 'D', '년': 'Y', '월': 'M', '일': 'D', '时': 'h', '時': 'h', '点': 'h', '點': 'h', '시': 'h', '分': 'm', '분': 'm', '秒': 's', '초': 's'}

// dismantle takes a date apart.
func dismantle(s []byte) (m moment) {
	s = bytes.TrimSpace(s)
	if len(s) > 2 && s[0] == '=' && s[1] == '"' && s[len(s)-1] == '"' {
		s = s[2 : len(s)-1]
	}
	s = bytes.Trim(s, "'\"")
	if len(s) == 0 || len(s) > 80 {
		return m
	}
	if digits(s) {
		m.kind, m.stamp = momentStamp, s
		return m
	}
	if k := bytes.IndexByte(s, '.'); k >= 5 && k == bytes.LastIndexByte(s, '.') && digits(s[:k]) && digits(s[k+1:]) && len(s) > k+1 {
		m.kind, m.stamp = momentStamp, s // a serial number or an epoch with a fraction
		return m
	}
	p := splitter{text: s}
	if len(s) > 8 && digits(s[:8]) && (s[8] == 'T' || s[8] == ' ' || s[8] == 't' || s[8] == '_' || s[8] == '-') {
		p.add(number2(s[:4]), 4)
		p.add(number2(s[4:6]), 2)
		p.add(number2(s[6:8]), 2)
		p.m.role = [3]byte{'Y', 'M', 'D'}
		p.at = 9
		if len(s) >= 13 && digits(s[9:13]) { // T112300
			h, mi, sec := number2(s[9:11]), number2(s[11:13]), 0
			p.at = 13
			if len(s) >= 15 && digits(s[13:15]) {
				sec = number2(s[13:15])
				p.at = 15
			}
			p.hms, p.clock = [3]int{h, mi, sec}, 3
			p.skipFraction()
		}
	}
	return p.run()
}

func number2(b []byte) int {
	n := 0
	for _, c := range b {
		n = n*10 + int(c-'0')
		if n > 1e8 {
			return 1e8
		}
	}
	return n
}

// wall returns the time on the clock on the wall as a time in UTC; ok is false
// if there is no such day.
func wall(year, month, day, seconds int) (time.Time, bool) {
	if !isDay(year, month, day) {
		return time.Time{}, false
	}
	return time.Date(year, time.Month(month), day, 0, 0, seconds, 0, time.UTC), true
}

func isDay(year, month, day int) bool {
	return month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month) && year >= 1 && year <= 9999
}

func daysIn(year, month int) int {
	switch month {
	case 4, 6, 9, 11:
		return 30
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	}
	return 31
}

// fullYear gives two digits their century: 1970 to 2069.
func fullYear(v, length int) int {
	if length > 2 {
		return v
	}
	if v < 70 {
		return 2000 + v
	}
	return 1900 + v
}
