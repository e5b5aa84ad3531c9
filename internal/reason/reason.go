// Package reason holds the texts of all reason and warning codes of the
// library. Packages register their codes once, while they are initialised;
// nothing outside this module can reach the register, so it never changes
// afterwards and is safe for concurrent reading.
package reason

import (
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
)

// Text is what a code says in each language. In it stand, for the number that
// was seen (and the same with limit for what it was held against):
//
//	{value}         four significant digits, large numbers to the unit
//	{value:%}       a share as per cent: 0.125 is "12.5 %", in Chinese "12.5%"
//	{value:money}   an amount, grouped: "20,000,000", in Chinese "2000 万"
//	{value|is|are}  the first word if the number is 1, the second otherwise
//
// Where value and limit would look the same and are not, both get more digits.
type Text struct{ English, Chinese string }

var texts = map[string]Text{}

// Register adds codes. It is called from package-level variable
// initialisation only, and panics on a code that is empty or known already.
func Register(codes map[string]Text) bool {
	for code, t := range codes {
		if _, known := texts[code]; known || code == "" || t.English == "" || t.Chinese == "" {
			panic("reason: incomplete or repeated code " + code)
		}
		texts[code] = t
	}
	return true
}

// Codes returns the registered codes that begin with prefix, sorted.
func Codes(prefix string) []string {
	var out []string
	for _, c := range slices.Sorted(maps.Keys(texts)) {
		if strings.HasPrefix(c, prefix) {
			out = append(out, c)
		}
	}
	return out
}

// Render returns the text of a code, with the numbers filled in; language 2 is
// Chinese, any other English. An unknown code is returned as it is.
func Render(code string, lang uint8, value, limit float64) string {
	t, known := texts[code]
	if !known {
		return code
	}
	chinese := lang == 2
	s := t.English
	if chinese {
		s = t.Chinese
	}
	digits := 0
	if value != limit && value == value && limit == limit {
		for _, form := range []string{"", "%", "money"} {
			if strings.Contains(s, slot("value", form)) && strings.Contains(s, slot("limit", form)) {
				for digits < 12 && number(value, form, chinese, digits) == number(limit, form, chinese, digits) {
					digits++
				}
			}
		}
	}
	var b strings.Builder
	for {
		before, after, open := strings.Cut(s, "{")
		b.WriteString(before)
		if !open {
			return b.String()
		}
		field, rest, _ := strings.Cut(after, "}")
		b.WriteString(fill(field, value, limit, chinese, digits))
		s = rest
	}
}

func slot(name, form string) string {
	if form != "" {
		name += ":" + form
	}
	return "{" + name + "}"
}

// fill returns what stands for a field of a text.
func fill(field string, value, limit float64, chinese bool, digits int) string {
	name, words, choice := strings.Cut(field, "|")
	name, form, _ := strings.Cut(name, ":")
	switch name {
	case "limit":
		value = limit
	case "value":
	default:
		return "{" + field + "}"
	}
	if choice {
		one, many, _ := strings.Cut(words, "|")
		if value == 1 {
			return one
		}
		return many
	}
	return number(value, form, chinese, digits)
}

// number prints a number in a form, with so many digits more than usual.
func number(v float64, form string, chinese bool, digits int) string {
	unit := ""
	switch form {
	case "%":
		v *= 100
		if unit = " %"; chinese {
			unit = "%"
		}
	case "money":
		if !chinese {
			break
		}
		switch size := math.Abs(v); {
		case size >= 1e8:
			v, unit = v/1e8, " 亿"
		case size >= 1e4:
			v, unit = v/1e4, " 万"
		}
	}
	s := significant(v, form, digits)
	if form == "money" {
		s = grouped(s)
	}
	return s + unit
}

// significant prints four significant digits, three of a share, and large
// numbers to the last digit before the point; without an exponent up to 1e15, and
// money, shares and counts without one near 0 either.
func significant(v float64, form string, digits int) string {
	size := math.Abs(v)
	if !(size < 1e15) || form == "" && v != 0 && size < 1e-4 {
		return strconv.FormatFloat(v, 'g', 4+digits, 64)
	}
	decimals := 4
	if form == "%" {
		decimals = 3
	}
	for top := 1.0; size >= top && decimals > 0; top *= 10 {
		decimals--
	}
	for low := 0.1; v != 0 && size < low; low /= 10 {
		decimals++
	}
	switch form {
	case "%":
		decimals = min(decimals, 1)
	case "money", "count": // what is less than all of these is nothing
		decimals = min(decimals, 4)
	}
	s := strconv.FormatFloat(v, 'f', decimals+digits, 64)
	if strings.Contains(s, ".") {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	if s == "-0" {
		s = "0"
	}
	return s
}

// grouped puts commas between the thousands of numbers from 10,000 on.
func grouped(s string) string {
	whole, part, point := strings.Cut(s, ".")
	sign := ""
	if strings.HasPrefix(whole, "-") {
		sign, whole = "-", whole[1:]
	}
	if len(whole) < 5 || strings.ContainsAny(s, "eNI") {
		return s
	}
	var b strings.Builder
	b.WriteString(sign)
	for i, c := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(c)
	}
	if point {
		b.WriteString("." + part)
	}
	return b.String()
}
