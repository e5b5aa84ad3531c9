package main

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// dates says in which order the day and the month of a file's dates come,
// where the year comes last or has two digits: "03/04/2024" is either. All
// dates are looked at before any is read.
type dates struct {
	dayFirst, monthFirst int // dates that can be read in one way only
	either               int // dates that can be read in both, and differ
	dots                 int // dates written with dots, which put the day first
}

// look takes note of a date.
func (d *dates) look(s string) {
	p, ok := dateParts(s)
	if !ok || p.order != yearLast {
		return
	}
	if p.dotted {
		d.dots++
	}
	switch {
	case p.a > 12 && p.b <= 12:
		d.dayFirst++
	case p.b > 12 && p.a <= 12:
		d.monthFirst++
	case p.a != p.b:
		d.either++
	}
}

// first reports whether the day comes first.
func (d *dates) first() bool {
	if d.dayFirst != d.monthFirst {
		return d.dayFirst > d.monthFirst
	}
	return d.dots > 0
}

// note says how dates were read that nothing in the file decides; "" if there is none.
func (d *dates) note() string {
	if d.either == 0 || d.dayFirst != d.monthFirst {
		return ""
	}
	order := "month/day/year"
	if d.first() {
		order = "day.month.year"
	}
	return "no date tells whether day or month comes first: they were read as " + order + "; write 2024-03-31 to be sure"
}

type dateOrder uint8

const (
	yearFirst dateOrder = iota + 1
	yearLast
	monthNamed
)

// datePart is a date taken apart: for yearLast a and b are day and month in an
// order that the file decides, otherwise a is the month and b the day.
type datePart struct {
	order      dateOrder
	a, b, year int
	dotted     bool
	clock      string // the rest
}

var months = []string{"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"}

// dateParts takes a date apart into three numbers, of which one may be the
// name of a month, and a rest.
func dateParts(s string) (p datePart, ok bool) {
	s = strings.TrimSpace(s)
	if len(s) >= 8 && allDigits(s[:8]) && (len(s) == 8 || s[8] == ' ' || s[8] == 'T') {
		p.order, p.year, p.a, p.b = yearFirst, atoi(s[:4]), atoi(s[4:6]), atoi(s[6:8])
		p.clock = s[8:]
		return p, true
	}
	var words []string
	var signs []byte
	i := 0
	for len(words) < 3 {
		start := i
		for i < len(s) && s[i] >= '0' && s[i] <= '9' {
			i++
		}
		if i == start {
			for i < len(s) && (s[i]|0x20) >= 'a' && (s[i]|0x20) <= 'z' {
				i++
			}
		}
		if i == start {
			return p, false
		}
		words = append(words, s[start:i])
		if len(words) < 3 {
			var sign byte
			if i, sign = dateSign(s, i); sign == 0 {
				return p, false
			}
			signs = append(signs, sign)
		}
	}
	p.clock = strings.TrimPrefix(strings.TrimSpace(s[i:]), "日")
	p.dotted = signs[0] == '.' && signs[1] == '.'
	return p.assign(words)
}

// dateSign skips what stands between two parts of a date.
func dateSign(s string, i int) (after int, sign byte) {
	for i < len(s) {
		switch {
		case strings.HasPrefix(s[i:], "年"), strings.HasPrefix(s[i:], "月"):
			i, sign = i+len("年"), '-'
		case strings.IndexByte("-/. ,", s[i]) >= 0:
			if sign == 0 || sign == ' ' {
				sign = s[i]
			}
			i++
		default:
			return i, sign
		}
	}
	return i, sign
}

// assign tells which word is which.
func (p datePart) assign(words []string) (datePart, bool) {
	named := -1
	for i, w := range words {
		if w[0] > '9' {
			if named >= 0 || i == 2 {
				return p, false
			}
			named = i
		}
	}
	year := 2
	if len(words[0]) == 4 && named != 0 {
		year = 0
	}
	n := [3]int{atoi(words[0]), atoi(words[1]), atoi(words[2])}
	p.year = n[year]
	if len(words[year]) == 2 {
		p.year += 1900
		if p.year < 1970 {
			p.year += 100
		}
	} else if len(words[year]) != 4 {
		return p, false
	}
	switch {
	case named >= 0:
		p.order, p.a = monthNamed, monthNumber(words[named])
		p.b = n[3-named-year]
	case year == 0:
		p.order, p.a, p.b = yearFirst, n[1], n[2]
	default:
		p.order, p.a, p.b = yearLast, n[0], n[1]
	}
	return p, true
}

// date reads a date, with a time of day if there is one. A zone after it is
// not looked at: the day is the one that is written.
func date(s string, dayFirst bool) (time.Time, error) {
	bad := fmt.Errorf("not a date; write it as 2024-03-31")
	p, ok := dateParts(s)
	if !ok {
		return time.Time{}, bad
	}
	month, day := p.a, p.b
	if p.order == yearLast && dayFirst {
		month, day = day, month
	}
	t := time.Date(p.year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	if month < 1 || month > 12 || t.Day() != day {
		return time.Time{}, fmt.Errorf("there is no such day; write it as 2024-03-31")
	}
	clock, err := timeOfDay(p.clock)
	if err != nil {
		return time.Time{}, bad
	}
	return t.Add(clock), nil
}

// timeOfDay reads "T15:04:05Z", " 15:04", " 3:04 PM" and the like.
func timeOfDay(s string) (time.Duration, error) {
	s = strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(s), "T"))
	if s == "" {
		return 0, nil
	}
	upper := strings.ToUpper(s)
	if i := strings.IndexAny(upper, "Z+"); i > 0 {
		upper = upper[:i]
	}
	if i := strings.LastIndexByte(upper, '-'); i > 0 {
		upper = upper[:i]
	}
	half, afternoon := strings.HasSuffix(upper, "AM") || strings.HasSuffix(upper, "PM"), strings.HasSuffix(upper, "PM")
	if half {
		upper = strings.TrimSpace(upper[:len(upper)-2])
	}
	parts := strings.Split(strings.TrimSpace(upper), ":")
	if len(parts) > 3 || (len(parts) < 2 && !half) {
		return 0, strconv.ErrSyntax
	}
	limits := [3]float64{24, 60, 61}
	var v [3]float64
	for i, part := range parts {
		x, err := strconv.ParseFloat(part, 64)
		if err != nil || !(x >= 0 && x < limits[i]) {
			return 0, strconv.ErrSyntax
		}
		v[i] = x
	}
	if half {
		v[0] = float64(int(v[0]) % 12)
		if afternoon {
			v[0] += 12
		}
	}
	return time.Duration((v[0]*3600 + v[1]*60 + v[2]) * float64(time.Second)), nil
}

func monthNumber(name string) int {
	for i, m := range months {
		if len(name) >= 3 && strings.EqualFold(name[:3], m) {
			return i + 1
		}
	}
	return 0
}

func allDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}

// atoi returns the number that the digits of s make, 0 if it is not all digits.
func atoi(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0
	}
	return n
}
