package table

import (
	"fmt"
	"math"
	"strings"
)

// amount takes note of what a row is worth.
func (s *survey) amount(r *row) {
	at, quantity, price := s.places.amount, s.places.quantity, s.places.price
	if at >= 0 {
		s.number(r.fields[at], &s.amounts, true)
	}
	if quantity >= 0 {
		s.number(r.fields[quantity], &s.pieces, false)
	}
	if price >= 0 {
		s.number(r.fields[price], &s.prices, at < 0)
	}
	if at >= 0 && quantity >= 0 && price >= 0 && s.compared < 10000 {
		a, ok := roughly(r.fields[at])
		q, ok2 := roughly(r.fields[quantity])
		p, ok3 := roughly(r.fields[price])
		if ok && ok2 && ok3 && q != 1 && q != 0 && p != 0 {
			s.compared++
			if math.Abs(a-q*p) <= 0.011*math.Max(1, math.Abs(q)) {
				s.equals++
			} else if math.Abs(a-p) <= 0.011 {
				s.alike++
			}
		}
	}
}

// roughly reads a number whose decimal sign its digits tell.
func roughly(f []byte) (float64, bool) {
	if v, ok := (numbers{}).plain(f); ok {
		return v, true
	}
	return numbers{each: true}.parse(f)
}

// number takes note of a number.
func (s *survey) number(f []byte, d *decimals, money bool) {
	if len(f) == 0 {
		return
	}
	// digits with a point and one, two or four decimals and more tell all there is
	i, point := 0, -1
	if f[0] == '-' {
		i = 1
	}
	plain := len(f) > i
	for k := i; k < len(f); k++ {
		if c := f[k]; c == '.' && point < 0 {
			point = k
		} else if c < '0' || c > '9' {
			plain = false
			break
		}
	}
	if plain && (point < 0 || len(f)-point-1 != 3 && point > i && point < len(f)-1) {
		switch {
		case point >= 0:
			if d.point++; d.point == 1 {
				d.example[0] = string(f)
			}
		case len(f)-i <= 3:
			d.small++
		default:
			d.large++
		}
		if money {
			s.filled++
			s.moneyRows++
			if i == 1 {
				s.negatives++
			}
			s.bare++
		} else if i == 1 {
			s.negatives++
		}
		return
	}
	if missing(f) {
		return
	}
	if money {
		s.filled++
	}
	n, ok := dissect(f, nil)
	if ok {
		if r, _ := n.read(); r == readsNothing {
			ok = false
		}
	}
	if !ok {
		if money {
			if s.unread++; s.unread == 1 {
				s.badMoney = string(f)
			}
		}
		return
	}
	d.look(n)
	if n.negative {
		s.negatives++
	}
	if money {
		s.moneyRows++
		s.money[currencyOf(n.currency)]++
	}
}

// decideMoney tells what a row is worth and how its numbers are read.
func (s *survey) decideMoney() (err error) {
	l := s.log
	at, quantity, price := l.cols.at(RoleAmount), l.cols.at(RoleQuantity), l.cols.at(RolePrice)
	if at >= 0 && s.filled == 0 {
		l.note("the column of amounts, %q, is empty: only purchases are counted", l.name(RoleAmount))
		l.cols[RoleAmount] = -1
		at = -1
	}
	if at >= 0 && quantity >= 0 && price >= 0 && s.compared >= 5 {
		switch {
		case s.alike*10 >= s.compared*9:
			l.note("column %q is the price of a piece, as %q is: amounts are %q × %q", l.name(RoleAmount), l.name(RolePrice), l.name(RoleQuantity), l.name(RolePrice))
			delete(l.cols, RoleAmount)
			at = -1
		case s.equals*10 < s.compared*9:
			l.note("column %q is %q × %q in only %d of %d rows: it was taken for what was paid", l.name(RoleAmount), l.name(RoleQuantity), l.name(RolePrice), s.equals, s.compared)
		}
	}
	l.product = at < 0 && quantity >= 0 && price >= 0 && !noAmount(l.o)
	numeric := func(d *decimals) {
		if l.src.sheets != nil && d.comma+d.groupPoint+d.groupComma+d.eitherComma == 0 { // numbers are stored with a point
			d.point += d.eitherPoint
			d.eitherPoint = 0
		}
	}
	numeric(&s.amounts)
	numeric(&s.prices)
	numeric(&s.pieces)
	switch {
	case l.product:
		if l.money, err = s.prices.decide(l.name(RolePrice), l.o.Decimal); err == nil {
			l.pieces, err = s.pieces.decide(l.name(RoleQuantity), decimalOf(l.money, s.pieces))
		}
		l.note("amounts are quantity × price: %q × %q", l.name(RoleQuantity), l.name(RolePrice))
	case at >= 0:
		l.money, err = s.amounts.decide(l.name(RoleAmount), l.o.Decimal)
	default:
		if _, told := l.o.Columns[RoleAmount]; !told {
			l.note("there is no column of amounts: every purchase counts 1, and values are numbers of purchases")
		}
		return nil
	}
	if err != nil {
		return err
	}
	if column := l.name(RoleAmount); at >= 0 && s.moneyRows >= 10 && s.negatives*10 >= s.moneyRows*9 {
		return fmt.Errorf("column %q: %d of %d amounts are negative: were sales booked as credits? Write them without the sign", column, s.negatives, s.moneyRows)
	}
	if at >= 0 && inCents(l.name(RoleAmount)) && s.amounts.point+s.amounts.comma+s.amounts.eitherPoint+s.amounts.eitherComma == 0 {
		l.cents = true
		l.note("column %q was taken for hundredths, by its name: amounts are a hundredth of its numbers", l.name(RoleAmount))
	}
	if at >= 0 {
		if unit := inMultiples(l.name(RoleAmount)); unit != "" {
			l.note("column %q counts in %q, by its name: so does every amount and value here", l.name(RoleAmount), unit)
		}
	}
	if l.money.note != "" {
		l.notes = append(l.notes, l.money.note)
	}
	column := l.name(RoleAmount)
	if l.product {
		column = l.name(RolePrice)
	}
	if s.unread > max(9, s.filled/50) {
		return fmt.Errorf("column %q: %d of %d amounts are no numbers (%q): say -columns amount=NAME, or write them as 1234.56", column, s.unread, s.filled, clip(s.badMoney))
	}
	return s.decideCurrency(column)
}

// decimalOf gives quantities the decimal sign of prices where they do not tell.
func decimalOf(price numbers, pieces decimals) string {
	if pieces.point+pieces.comma == 0 && !price.each && pieces.eitherPoint+pieces.eitherComma > 0 {
		if price.comma {
			return "comma"
		}
		return "point"
	}
	return ""
}

func noAmount(o Options) bool { return strings.EqualFold(o.Columns[RoleAmount], "none") }

func (s *survey) decideCurrency(column string) (err error) {
	l := s.log
	if l.o.Currency != "" {
		code := currencyOf(l.o.Currency)
		if code == "" {
			return fmt.Errorf("-currency %q is no code of a currency", l.o.Currency)
		}
		l.used = code
		s.money[""] += s.bare
		l.mixed = len(s.codes)+len(s.oddCodes) > 1 || len(s.money) > 1
		return nil
	}
	bare := s.money[""] + s.bare
	delete(s.money, "")
	if l.used, err = s.money.check(column); err != nil {
		return err
	}
	if l.used != "" && bare > 0 {
		l.note("column %q: %d amounts say that they are %s and %d say nothing: all were taken for the same", column, s.money[l.used], l.used, bare)
	}
	if len(s.codes)+len(s.oddCodes) == 0 {
		return nil
	}
	for odd, n := range s.oddCodes {
		if len(s.codes) > 0 || len(s.oddCodes) > 1 {
			s.codes[odd] += n
		}
	}
	used, err := s.codes.check(l.name(RoleCurrency))
	if err != nil {
		return err
	}
	if used != "" {
		l.used = used
	}
	return nil
}
