package table

import (
	"bytes"
	"fmt"
	"math"
	"strconv"
	"time"
)

// stampKind is what a date of digits alone counts or spells.
type stampKind uint8

const (
	stampYMD    stampKind = iota + 1 // 20240331, with time 202403311504, 20240331150405
	stampDMY                         // 31032024
	stampMDY                         // 03312024
	stampYYMMDD                      // 240331
	stampDDMMYY
	stampMMDDYY
	stampShortTime // 2403311504
	stampSerial    // days from 1899-12-30, as spreadsheets count
	stampSerial1904
	stampUnixDays
	stampSASDays
	stampSASSeconds
	stampSeconds
	stampMilli
	stampMicro
	stampNano
	stampTicks // 100 ns from the year 1, as .NET counts
	stampMonth // 202403
)

var stampNames = map[string]stampKind{"serial": stampSerial, "serial-1904": stampSerial1904, "unix-days": stampUnixDays, "sas-days": stampSASDays, "seconds": stampSeconds, "milliseconds": stampMilli, "sas-seconds": stampSASSeconds, "months": stampMonth}

var stampTexts = map[stampKind]string{
	stampYMD: "stamps of year, month and day", stampDMY: "stamps of day, month and year", stampMDY: "stamps of month, day and year", stampYYMMDD: "stamps of two digits of the year, month and day", stampDDMMYY: "stamps of day, month and two digits of the year", stampMMDDYY: "stamps of month, day and two digits of the year",
	stampShortTime: "stamps of two digits of the year, month, day, hour and minute", stampSerial: "serial numbers of days, as spreadsheets count them from 1900", stampSerial1904: "serial numbers of days from 1904", stampUnixDays: "days from 1970", stampSASDays: "days from 1960", stampSASSeconds: "seconds from 1960",
	stampSeconds: "seconds from 1970 in UTC", stampMilli: "milliseconds from 1970 in UTC", stampMicro: "microseconds from 1970 in UTC", stampNano: "nanoseconds from 1970 in UTC", stampTicks: "ticks of 100 nanoseconds from the year 1",
}

// instant reports whether the kind counts from a moment that is the same everywhere.
func (k stampKind) instant() bool { return k >= stampSeconds && k <= stampTicks }

// spelled are the kinds that spell a date by its digits.
var spelled = [...]stampKind{stampYMD, stampDMY, stampMDY, stampYYMMDD, stampDDMMYY, stampMMDDYY, stampShortTime}

// counted are the kinds that count.
var counted = [...]stampKind{stampSerial, stampUnixDays, stampSASDays, stampSeconds, stampMilli, stampMicro, stampNano, stampTicks}

// stamps is what all dates of digits alone say together.
type stamps struct {
	rows    int
	fits    [stampMonth + 1]int // rows that make a day from 1980 to 2069 of it
	first   [stampMonth + 1]time.Time
	last    [stampMonth + 1]time.Time
	example string
}

func newStamps() stamps { return stamps{} }

// The years that a count is believed to be of.
var earliest, latest = time.Date(1990, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2040, 1, 1, 0, 0, 0, 0, time.UTC)

func (s *stamps) look(text []byte, n int) {
	s.rows += n
	if s.example == "" {
		s.example = string(text)
	}
	try := func(k stampKind, low, high time.Time) {
		t, ok := k.time(text)
		if !ok || t.Before(low) || t.After(high) {
			return
		}
		if s.fits[k] == 0 {
			s.first[k], s.last[k] = t, t
		}
		s.fits[k] += n
		if t.Before(s.first[k]) {
			s.first[k] = t
		}
		if t.After(s.last[k]) {
			s.last[k] = t
		}
	}
	for _, k := range spelled {
		try(k, earliest.AddDate(-30, 0, 0), latest.AddDate(60, 0, 0))
	}
	for _, k := range counted {
		try(k, earliest, latest)
	}
	if len(text) == 6 && digits(text) {
		if m := number2(text[4:]); m >= 1 && m <= 12 && number2(text[:4]) >= 1980 && number2(text[:4]) <= 2069 {
			s.fits[stampMonth] += n
		}
	}
}

// decide tells what the stamps are; alone says that the column has nothing else.
func (s *stamps) decide(said stampKind, orderSaid order, alone bool) (k stampKind, how, note string, err error) {
	if said != 0 {
		return said, stampTexts[said] + ", as said", "", nil
	}
	best, enough := 0, s.rows-share(s.rows)
	if s.rows < 20 {
		enough = s.rows
	}
	for _, n := range s.fits {
		best = max(best, n)
	}
	if best < enough {
		return 0, "", "", fmt.Errorf("%d dates are numbers such as %s that are no dates as a whole: write them as 2024-03-31", s.rows, s.example)
	}
	var fit []stampKind
	for k := range stampMonth + 1 {
		if s.fits[k] > 0 && s.fits[k] >= best-min(1, share(s.rows)-1) {
			fit = append(fit, k)
		}
	}
	prefer := map[order][]stampKind{dayMonthYear: {stampDMY, stampDDMMYY}, monthDayYear: {stampMDY, stampMMDDYY}, yearMonthDay: {stampYMD, stampYYMMDD}}[orderSaid]
	for _, p := range prefer {
		for _, f := range fit {
			if f == p {
				fit = []stampKind{f}
			}
		}
	}
	if len(fit) > 1 { // scattered over many times the years
		narrow := fit[0]
		for _, f := range fit {
			if f != stampMonth && (narrow == stampMonth || s.last[f].Sub(s.first[f]) < s.last[narrow].Sub(s.first[narrow])) {
				narrow = f
			}
		}
		var rivals []stampKind
		for _, f := range fit {
			if f == narrow || f == stampMonth || s.last[f].Sub(s.first[f]) < 4*s.last[narrow].Sub(s.first[narrow])+24*time.Hour {
				rivals = append(rivals, f)
			}
		}
		fit = rivals
		if s.rows < 8 && len(fit) == 1 && narrow > stampMDY {
			fit = append(fit, narrow)
		}
	}
	if len(fit) == 1 && fit[0] == stampMonth {
		return 0, "", "", fmt.Errorf("%d dates such as %s are months without a day: give days", s.rows, s.example)
	}
	if len(fit) > 1 {
		return 0, "", "", fmt.Errorf("%d dates are numbers such as %s, which may be %s or %s: say -dates (serial, unix-days, sas-days, seconds, day-first, month-first, year-first), or write them as 2024-03-31", s.rows, s.example, orMonth(fit[0]), orMonth(fit[1]))
	}
	k = fit[0]
	how = stampTexts[k]
	if k != stampYMD {
		note = fmt.Sprintf("dates such as %s were read as %s: %s to %s", s.example, how, s.first[k].Format(time.DateOnly), s.last[k].Format(time.DateOnly))
	}
	return k, how, note, nil
}

func orMonth(k stampKind) string {
	if k == stampMonth {
		return "months without a day"
	}
	return stampTexts[k]
}

// time reads a stamp of the kind.
func (k stampKind) time(b []byte) (t time.Time, ok bool) {
	switch {
	case k == 0 || len(b) > 32:
		return t, false
	case k >= stampSerial && k < stampMonth:
		return k.count(b)
	case !digits(b):
		if i := bytes.IndexByte(b, '.'); i == 14 || i == 8 && digits(b[9:]) && number2(b[9:]) == 0 {
			b = b[:i] // 20240331150405.123, 20240331.0
		} else {
			return t, false
		}
	}
	at := func(from, to int) int { return number2(b[from:to]) }
	switch k {
	case stampYMD:
		h, m, s := 0, 0, 0
		switch len(b) {
		case 8:
		case 14:
			s = at(12, 14)
			fallthrough
		case 12:
			h, m = at(8, 10), at(10, 12)
		default:
			return t, false
		}
		if h > 23 || m > 59 || s > 59 {
			return t, false
		}
		return wall(at(0, 4), at(4, 6), at(6, 8), h*3600+m*60+s)
	case stampDMY, stampMDY:
		if len(b) != 8 {
			return t, false
		}
		d, m := at(0, 2), at(2, 4)
		if k == stampMDY {
			d, m = m, d
		}
		return wall(at(4, 8), m, d, 0)
	case stampYYMMDD, stampDDMMYY, stampMMDDYY:
		if len(b) != 6 {
			return t, false
		}
		y, m, d := at(0, 2), at(2, 4), at(4, 6)
		if k == stampDDMMYY {
			y, d = d, y
		} else if k == stampMMDDYY {
			y, m, d = d, y, m
		}
		return wall(fullYear(y, 2), m, d, 0)
	case stampShortTime:
		if len(b) != 10 || at(6, 8) > 23 || at(8, 10) > 59 {
			return t, false
		}
		return wall(fullYear(at(0, 2), 2), at(2, 4), at(4, 6), at(6, 8)*3600+at(8, 10)*60)
	}
	return t, false
}

// count reads a stamp that counts.
func (k stampKind) count(b []byte) (t time.Time, ok bool) {
	v, err := strconv.ParseFloat(string(b), 64)
	if err != nil || !(v >= 0 && v < 1e19) {
		return t, false
	}
	days := map[stampKind]float64{stampSerial: -25569, stampSerial1904: -24107, stampUnixDays: 0, stampSASDays: -3653}
	if shift, ok := days[k]; ok {
		if v > 200000 {
			return t, false
		}
		return time.Unix(int64(math.Round((v+shift)*86400)), 0).UTC(), true
	}
	if k == stampTicks {
		// 621 355 968 · 10⁹ ticks lie before 1970; as a count of anything else they are
		// before 1992, when nobody counted in nanoseconds.
		return time.Unix(int64(math.Floor((v-621355968e9)/1e7)), 0).UTC(), v > 621355968e9
	}
	per := map[stampKind]float64{stampSeconds: 1, stampMilli: 1e3, stampMicro: 1e6, stampNano: 1e9, stampSASSeconds: 1}[k]
	if k == stampNano && v < 694e15 {
		return t, false
	}
	seconds := v / per
	if k == stampSASSeconds {
		seconds -= 3653 * 86400
	}
	if seconds > 1e11 || seconds < -1e10 {
		return t, false
	}
	return time.Unix(int64(math.Floor(seconds)), 0).UTC(), true
}
