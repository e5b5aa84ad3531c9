package main

import (
	"errors"
	"fmt"
	"strconv"

	"github.com/clientele-go/clientele"
)

// summaries is the file of customer histories with its columns.
type summaries struct {
	*file
	x, tx, age, id, monetary int // columns; the last two may be −1
	decimals                 decimals
}

// readHistories makes a dataset of customer histories.
func readHistories(o options) (*dataset, error) {
	f, err := openFile(o.histories, o.terms.Unit, anyKnows(repeatsColumn, lastColumn, ageColumn, idColumn, monetaryColumn))
	if err != nil {
		return nil, err
	}
	s := &summaries{file: f, id: idColumn.find(f.header), monetary: monetaryColumn.find(f.header)}
	for _, c := range []struct {
		at *int
		column
	}{{&s.x, repeatsColumn}, {&s.tx, lastColumn}, {&s.age, ageColumn}} {
		if *c.at, err = c.need(f.header); err != nil {
			return nil, fmt.Errorf("%s: %w", o.histories, err)
		}
	}
	s.survey()
	if err := s.rewind(); err != nil {
		return nil, err
	}
	d := &dataset{}
	ignored := 0
	for {
		line, ok := s.next()
		if !ok {
			break
		}
		c, surplus, ok := s.customer(line)
		if !ok {
			continue
		}
		if surplus {
			ignored++
		}
		d.monetary = d.monetary || c.data.Spend.Count > 0
		d.customers = append(d.customers, c)
	}
	if d.report, err = s.close(len(d.customers)); err != nil {
		return nil, err
	}
	if ignored > 0 {
		d.report.note("%d customers without a repeat purchase have a monetary value: it was not used, because monetary is the mean of the repeat purchases", ignored)
	}
	d.settleSpend()
	return d, nil
}

// survey looks at all numbers before any is read.
func (s *summaries) survey() {
	s.decimals.semicolons = s.sep == ';'
	for {
		if _, ok := s.next(); !ok {
			return
		}
		for _, at := range []int{s.x, s.tx, s.age, s.monetary} {
			if at >= 0 {
				digits, _ := strip(s.fields[at])
				s.decimals.look(digits)
			}
		}
	}
}

// customer reads the row; surplus says that it has a monetary value and no
// repeat purchase. A row that cannot be used is noted, and ok is false.
func (s *summaries) customer(line int) (c customer, surplus, ok bool) {
	comma := s.decimals.comma()
	read := func(at int, name string) (v float64, ok bool) {
		v, err := number(s.fields[at], comma)
		if err != nil {
			s.skip(line, s.fields[at], name+" is "+err.Error())
		}
		return v, err == nil
	}
	x, ok := read(s.x, "x")
	if !ok {
		return c, false, false
	}
	h := &c.data.History
	h.Repeats = int(min(max(x, -1), clientele.MaxRepeats+1))
	if float64(h.Repeats) != x && x >= 0 && x <= clientele.MaxRepeats {
		s.skip(line, s.fields[s.x], "x is not a whole number; it counts the repeat purchases")
		return c, false, false
	}
	if h.Last, ok = read(s.tx, "tx"); !ok {
		return c, false, false
	}
	if h.Age, ok = read(s.age, "T"); !ok {
		return c, false, false
	}
	if err := h.Check(); err != nil {
		var bad *clientele.InputError
		errors.As(err, &bad)
		name := map[string]string{"Repeats": "x", "Last": "tx", "Age": "T"}[bad.Field]
		s.skip(line, fmt.Sprintf("x=%s tx=%s T=%s", s.fields[s.x], s.fields[s.tx], s.fields[s.age]), name+" must be "+bad.Want)
		return c, false, false
	}
	if s.monetary >= 0 && !missing(s.fields[s.monetary]) {
		mean, ok := read(s.monetary, "monetary")
		if !ok {
			return c, false, false
		}
		if h.Repeats > 0 {
			c.data.Spend = clientele.Spend{Count: h.Repeats, Mean: mean}
		}
		surplus = h.Repeats == 0 && mean != 0
	}
	c.id = strconv.Itoa(line)
	if s.id >= 0 && s.fields[s.id] != "" {
		c.id = s.fields[s.id]
	}
	return c, surplus, true
}
