package table

import (
	"bytes"
	"fmt"
)

// reading is what the signs within one number say of the decimal sign.
type reading uint8

const (
	readsWhole   reading = iota + 1 // no sign at all
	readsPoint                      // the point is the decimal sign
	readsComma                      // the comma is
	readsEither                     // 1,234 or 1.234: thousands or three decimals
	readsGrouped                    // groups beyond doubt, no decimals; either sign may be the decimal one where it is not the groups'
	readsNothing                    // no number
)

// read tells what one number says, by its groups alone.
func (n numeral) read() (reading, byte) {
	points, commas, spaces := bytes.Count(n.body, []byte(".")), bytes.Count(n.body, []byte(",")), bytes.Count(n.body, []byte(" "))
	point, comma := bytes.LastIndexByte(n.body, '.'), bytes.LastIndexByte(n.body, ',')
	switch {
	case points+commas+spaces == 0:
		return readsWhole, 0
	case points > 0 && commas > 0:
		if point > comma {
			return sure(points == 1 && grouped(n.body[:point]), readsPoint), '.'
		}
		return sure(commas == 1 && grouped(n.body[:comma]), readsComma), ','
	case points+commas == 0:
		return sure(grouped(n.body), readsGrouped), ' '
	}
	sign, count, at := byte('.'), points, point
	if commas > 0 {
		sign, count, at = ',', commas, comma
	}
	decimal := readsPoint
	if sign == ',' {
		decimal = readsComma
	}
	switch {
	case count > 1:
		return sure(spaces == 0 && grouped(n.body), readsGrouped), sign
	case spaces > 0:
		return sure(grouped(n.body[:at]), decimal), sign
	case len(n.body)-at-1 != 3 || at == 0 || at > 3 || n.body[0] == '0' || len(n.exponent) > 0:
		return decimal, sign
	}
	return readsEither, sign
}

func sure(ok bool, r reading) reading {
	if ok {
		return r
	}
	return readsNothing
}

// grouped reports whether digits are in groups as they are written somewhere:
// by three, by four, or by two with three at the end.
func grouped(body []byte) bool {
	var sizes []int
	size := 0
	for _, c := range body {
		if c >= '0' && c <= '9' {
			size++
			continue
		}
		sizes = append(sizes, size)
		size = 0
	}
	sizes = append(sizes, size)
	if len(sizes) == 1 {
		return size > 0
	}
	lead, rest := sizes[0], sizes[1:]
	last := rest[len(rest)-1]
	if lead == 0 || last != 3 && last != 4 {
		return false
	}
	for _, s := range rest[:len(rest)-1] {
		if s != last && !(s == 2 && last == 3) {
			return false
		}
	}
	return lead <= last
}

// decimals is what all numbers of a column say together.
type decimals struct {
	point, comma           int       // numbers with that decimal sign beyond doubt
	eitherPoint            int       // 1.234
	eitherComma            int       // 1,234
	groupPoint, groupComma int       // 1.234.567 and 1,234,567
	small, large           int       // whole numbers without signs below 1000, and from there on
	example                [2]string // of point and comma
}

// look takes note of a number.
func (d *decimals) look(n numeral) {
	r, sign := n.read()
	switch {
	case r == readsPoint:
		if d.point++; d.point == 1 {
			d.example[0] = string(n.body)
		}
	case r == readsComma:
		if d.comma++; d.comma == 1 {
			d.example[1] = string(n.body)
		}
	case r == readsEither && sign == '.':
		d.eitherPoint++
	case r == readsEither:
		d.eitherComma++
	case r == readsGrouped && sign == '.':
		d.groupPoint++
	case r == readsGrouped && sign == ',':
		d.groupComma++
	case r == readsWhole && len(n.body) <= 3:
		d.small++
	case r == readsWhole:
		d.large++
	}
}

// decide tells the decimal sign of a column of that name.
func (d *decimals) decide(column, flag string) (numbers, error) {
	switch flag {
	case "comma", ",":
		return numbers{comma: true, how: "comma, as said"}, nil
	case "point", ".":
		return numbers{how: "point, as said"}, nil
	case "":
	default:
		return numbers{}, fmt.Errorf("-decimal %q is neither point nor comma", flag)
	}
	ask := func(format string, args ...any) (numbers, error) {
		return numbers{}, fmt.Errorf("column %q: %s; say -decimal point or -decimal comma", column, fmt.Sprintf(format, args...))
	}
	point, comma := d.point+d.groupComma, d.comma+d.groupPoint
	switch {
	case d.point > 0 && d.comma > 0 || point > 0 && comma > 0 && d.groupPoint+d.groupComma > 0:
		if d.eitherPoint+d.eitherComma+d.groupComma+d.groupPoint > 0 && !(d.point > 0 && d.groupComma == 0 && d.groupPoint == 0 && d.eitherPoint+d.eitherComma == 0) {
			return ask("%d numbers have a decimal point and %d a decimal comma, and others can be read either way", point, comma)
		}
		return numbers{each: true, how: "both point and comma",
			note: fmt.Sprintf("column %q: %d numbers have a decimal point (%s) and %d a decimal comma (%s): each was read by its own sign", column, d.point, d.example[0], d.comma, d.example[1])}, nil
	case d.point > 0:
		return numbers{how: "point"}, nil
	case d.comma > 0:
		return numbers{comma: true, how: "comma"}, nil
	case d.groupComma > 0 && d.groupPoint > 0:
		return ask("the groups of some numbers are set off by commas and of others by points")
	case d.groupComma > 0:
		if d.eitherPoint > 0 { // 1,234,567 beside 1.234
			return numbers{how: "point"}, nil
		}
		return numbers{how: "none; commas set off the thousands"}, nil
	case d.groupPoint > 0:
		return numbers{comma: true, how: "none; points set off the thousands"}, nil
	case d.eitherPoint > 0 && d.eitherComma > 0:
		return ask("%d numbers are like 1.234 and %d like 1,234", d.eitherPoint, d.eitherComma)
	case d.eitherPoint+d.eitherComma > 0:
		either := d.eitherPoint + d.eitherComma
		sign := "."
		if d.eitherComma > 0 {
			sign = ","
		}
		if d.large == 0 && either >= 5 && d.small >= 5 { // decimals would not all be three
			return numbers{comma: sign == ".", how: "none; the thousands are set off by " + sign}, nil
		}
		return ask("%d numbers are like 1%s234, thousands or three decimals, and none tells which", either, sign)
	}
	return numbers{how: "none"}, nil
}
