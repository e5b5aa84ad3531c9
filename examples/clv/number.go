package main

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode"
)

// decimals says which sign the numbers of a file use before their decimals.
// A file uses one of them throughout, and one number often does not tell:
// "1,234" is either. So all numbers are looked at before any is read.
type decimals struct {
	commas, points int // numbers that can be read in one way only
	semicolons     bool
}

// look takes note of a number.
func (d *decimals) look(s string) {
	comma, point := strings.LastIndexByte(s, ','), strings.LastIndexByte(s, '.')
	switch {
	case comma < 0 && point < 0:
	case comma >= 0 && point >= 0:
		if comma > point {
			d.commas++
		} else {
			d.points++
		}
	case comma >= 0:
		if strings.Count(s, ",") > 1 {
			d.points++
		} else if digitsAfter(s, comma) != 3 || comma == 0 || s[:comma] == "0" || comma > 3 && digitsBefore(s, comma) > 3 {
			d.commas++
		}
	default:
		if strings.Count(s, ".") > 1 {
			d.commas++
		} else if digitsAfter(s, point) != 3 || point == 0 || s[:point] == "0" || point > 3 && digitsBefore(s, point) > 3 {
			d.points++
		}
	}
}

// comma reports whether the decimal sign is a comma.
func (d *decimals) comma() bool {
	return d.commas > d.points || (d.commas == d.points && d.semicolons)
}

func digitsAfter(s string, at int) int {
	n := 0
	for _, c := range s[at+1:] {
		if c >= '0' && c <= '9' {
			n++
		}
	}
	return n
}

func digitsBefore(s string, at int) int {
	n := 0
	for _, c := range s[:at] {
		if c >= '0' && c <= '9' {
			n++
		}
	}
	return n
}

// missing reports whether a field says that there is no value.
func missing(s string) bool {
	switch strings.ToLower(s) {
	case "", "na", "n/a", "nan", "null", "none", "-", "#n/a", "\\n", "nil":
		return true
	}
	return false
}

// number reads a finite number: with a decimal point or comma, groups of
// thousands, a currency sign or code before or after, a minus sign before or
// after, or parentheses for a negative amount.
func number(s string, comma bool) (float64, error) {
	if v, err := strconv.ParseFloat(s, 64); err == nil && !math.IsInf(v, 0) && !math.IsNaN(v) && !(comma && strings.ContainsRune(s, '.')) && !strings.ContainsAny(s, "xX_") {
		return v, nil
	}
	plain, negative := strip(s)
	group, point := ",", "."
	if comma {
		group, point = ".", ","
	}
	if i := strings.Index(plain, point); i >= 0 && strings.Contains(plain[i+1:], group) || strings.Count(plain, point) > 1 {
		return 0, fmt.Errorf("not a number with a decimal %q; write it as 1234%s56", point, point)
	}
	plain = strings.ReplaceAll(strings.ReplaceAll(plain, group, ""), point, ".")
	v, err := strconv.ParseFloat(plain, 64)
	if err != nil || math.IsInf(v, 0) || math.IsNaN(v) || strings.ContainsAny(plain, "xXpP_iI") {
		return 0, fmt.Errorf("not a number; write it as 1234%s56", point)
	}
	if negative {
		v = -v
	}
	return v, nil
}

// strip removes what may stand around the digits, and says whether the number
// is negative.
func strip(s string) (digits string, negative bool) {
	s = strings.TrimSpace(s)
	if strings.HasPrefix(s, "(") && strings.HasSuffix(s, ")") {
		s, negative = s[1:len(s)-1], true
	}
	s = strings.Map(func(r rune) rune {
		switch {
		case r >= '０' && r <= '９':
			return r - '０' + '0'
		case r == '−' || r == '－':
			return '-'
		case r == '．':
			return '.'
		case r == '，':
			return ','
		case r == '\'' || r == '’' || unicode.IsSpace(r) || unicode.Is(unicode.Sc, r) || r == '元' || r == '￥' || r == '円':
			return -1
		}
		return r
	}, s)
	if len(s) > 3 && isCode(s[:3]) {
		s = s[3:]
	}
	if len(s) > 3 && isCode(s[len(s)-3:]) {
		s = s[:len(s)-3]
	}
	if strings.HasSuffix(s, "-") {
		s, negative = s[:len(s)-1], true
	}
	return s, negative
}

// isCode reports whether s is the code of a currency, such as USD.
func isCode(s string) bool {
	for _, c := range s {
		if c < 'A' || c > 'Z' {
			return false
		}
	}
	return s != "NAN" && s != "INF"
}
