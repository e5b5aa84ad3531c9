// Package cases writes one base of purchases, and one of histories, as users'
// exports write such data. Tests read them: what comes out must be what the plain
// file gives, or the reason why not is said.
package cases

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"golang.org/x/text/encoding/htmlindex"
)

// Case is a file.
type Case struct {
	Kind    string   // of what the issue of files names
	Name    string   // of the file
	Text    string   // its bytes
	Args    []string // flags that are needed
	Said    bool     // a refusal or a word that the plain file does not get is as good as the right answer
	History bool     // of customers, not of purchases
}

// Purchase is a row of the base.
type Purchase struct {
	Customer int
	Time     time.Time
	Cents    int
}

// Base is purchases of 2023: a few customers buy often, some once.
func Base() []Purchase {
	r := rand.New(rand.NewPCG(13, 7))
	var out []Purchase
	for c := range 45 {
		lambda := 1 + 9*r.ExpFloat64()
		gone := r.IntN(500)
		for day := r.IntN(150); day < 365 && day < 120+gone; day += 1 + int(lambda*10*r.ExpFloat64()) {
			at := time.Date(2023, 1, 1+day, 8+r.IntN(12), r.IntN(60), r.IntN(60), 0, time.UTC)
			out = append(out, Purchase{1001 + c, at, 200 + int(4000*r.ExpFloat64())*(1+c%3) + 130000*(c%9/8)})
		}
	}
	return out
}

// Amount is what was paid, with a point.
func (p Purchase) Amount() string { return fmt.Sprintf("%d.%02d", p.Cents/100, p.Cents%100) }

// Day is the day of the purchase.
func (p Purchase) Day() string { return p.Time.Format(time.DateOnly) }

// Plain is the base as plainly as can be.
func Plain() string {
	return rows("customer,date,amount", func(_ int, p Purchase) string {
		return fmt.Sprintf("%d,%s,%s", p.Customer, p.Day(), p.Amount())
	})
}

// rows writes the base; what a function leaves empty is no row.
func rows(header string, row func(i int, p Purchase) string) string {
	var b strings.Builder
	if header != "" {
		b.WriteString(header + "\n")
	}
	for i, p := range Base() {
		if text := row(i, p); text != "" {
			b.WriteString(text + "\n")
		}
	}
	return b.String()
}

// dated writes the base with other dates.
func dated(date func(time.Time) string) string {
	return rows("customer,date,amount", func(_ int, p Purchase) string {
		return fmt.Sprintf("%d,\"%s\",%s", p.Customer, date(p.Time), p.Amount())
	})
}

func layout(l string) string { return dated(func(t time.Time) string { return t.Format(l) }) }

// priced writes the base with other amounts.
func priced(amount func(p Purchase) string) string {
	return rows("customer;date;amount", func(_ int, p Purchase) string {
		return fmt.Sprintf("%d;%s;\"%s\"", p.Customer, p.Day(), amount(p))
	})
}

// grouped writes a whole number with a sign between groups, the last of three
// digits and the others of so many.
func grouped(n int, sign string, others int) string {
	s := fmt.Sprint(n)
	if len(s) <= 3 {
		return s
	}
	out := s[len(s)-3:]
	for s = s[:len(s)-3]; len(s) > others; s = s[:len(s)-others] {
		out = s[len(s)-others:] + sign + out
	}
	return s + sign + out
}

func comma(s string) string { return strings.Replace(s, ".", ",", 1) }

// digits writes the digits of another script.
func digits(s string, zero, point rune) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '0' && r <= '9':
			return zero + r - '0'
		case r == '.':
			return point
		}
		return r
	}, s)
}

// encoded writes a text in an encoding of the web's list.
func encoded(name, text string) string {
	e, err := htmlindex.Get(name)
	if err != nil {
		panic("cases: no such encoding")
	}
	out, err := e.NewEncoder().String(text)
	if err != nil {
		panic("cases: the text has letters that the encoding has not")
	}
	return out
}
