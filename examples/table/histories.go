package table

import (
	"fmt"
	"math"
	"strings"
)

// Customer is a row of a file of histories: repeat purchases, time of the last
// one and length of observation from the first, mean amount of the repeats.
type Customer struct {
	ID      string // "" if the file has none
	Repeats float64
	Last    float64
	Age     float64
	Mean    float64 // NaN if it is not told
	Weight  int     // customers of this history; 1 without a column of weights
	Line    int
}

// Histories is a file of customers whose columns are understood.
type Histories struct {
	o        Options
	src      *source
	coding   coding
	layout   *layout
	cols     columns
	sheets   []string
	notes    []string
	style    map[Role]numbers
	since    bool // recency is the time since the last purchase
	first    bool // frequency counts the first purchase
	tally    *tally
	ids      map[string]int
	dupes    int
	monetary bool
	days     bool // times are whole numbers up to more than 60
}

// OpenHistories looks at a whole file and decides how it is read.
func OpenHistories(path string, o Options) (*Histories, error) {
	src, err := openSource(path)
	if err != nil {
		return nil, err
	}
	return openHistories(src, o)
}

func openHistories(src *source, o Options) (*Histories, error) {
	h := &Histories{o: o, src: src, tally: newTally(), style: map[Role]numbers{}}
	if err := h.open(); err != nil {
		_ = src.close()
		return nil, fmt.Errorf("%s: %w", src.path, err)
	}
	return h, nil
}

// Close removes what was unpacked.
func (h *Histories) Close() error { return h.src.close() }

func (h *Histories) note(format string, args ...any) {
	h.notes = append(h.notes, fmt.Sprintf(format, args...))
}

func (h *Histories) open() (err error) {
	if h.coding, h.layout, h.sheets, err = h.src.understand(historyRoles, h.o); err != nil {
		return err
	}
	if h.coding.note != "" {
		h.note("%s", h.coding.note)
	}
	header := h.layout.header
	if h.cols, err = h.o.named(historyRoles, header); err != nil {
		return err
	}
	for _, role := range []Role{RoleLast, RoleAge, RoleRepeats, RoleWeight, RoleMonetary, RoleID} {
		if _, told := h.cols[role]; told {
			continue
		}
		if k := h.cols.byName(role, header); len(k) > 0 {
			h.cols[role] = k[0].at
		}
	}
	for role, names := range map[Role]string{RoleRepeats: `"frequency"`, RoleLast: `"recency"`, RoleAge: `"T"`} {
		if h.cols.at(role) < 0 {
			return fmt.Errorf("there is no column %q among %s: name one so, or %s, or say -columns %s=NAME", map[Role]string{RoleRepeats: "x", RoleLast: "tx", RoleAge: "T"}[role], list(header, 16), names, role)
		}
	}
	if h.cols.at(RoleID) < 0 { // the index that a data frame is written with
		for i, name := range header {
			if name == "" && !h.cols.taken(i) {
				h.cols[RoleID] = i
				break
			}
		}
	}
	return h.survey()
}

// survey looks at all rows before any is used.
func (h *Histories) survey() error {
	roles := []Role{RoleRepeats, RoleLast, RoleAge, RoleMonetary, RoleWeight}
	seen := map[Role]*decimals{}
	for _, r := range roles {
		seen[r] = &decimals{}
	}
	ids := newRepeats(1 << 16)
	t := newTally()
	_, err := h.src.body(h.coding, h.layout, h.sheets, t, func(r row) error {
		for _, role := range roles {
			if at := h.cols.at(role); at >= 0 && !missing(r.fields[at]) {
				if n, ok := dissect(r.fields[at], nil); ok {
					seen[role].look(n)
				}
			}
		}
		if at := h.cols.at(RoleID); at >= 0 && len(r.fields[at]) > 0 {
			ids.add(hashOf(0, cleanID(r.fields[at])), 0, 1)
		}
		return nil
	})
	if err != nil {
		return err
	}
	h.monetary = h.cols.at(RoleMonetary) >= 0 && (seen[RoleMonetary].point+seen[RoleMonetary].comma+seen[RoleMonetary].small+seen[RoleMonetary].large+seen[RoleMonetary].eitherPoint+seen[RoleMonetary].eitherComma) > 0
	if err := h.decideNumbers(roles, seen); err != nil {
		return err
	}
	if more, _, _ := ids.again(); more > 0 {
		h.dupes = more
		switch h.o.Repeated {
		case RepeatedKeep, RepeatedDrop:
		default:
			return fmt.Errorf("column %q: %d ids come again: a customer is one row; say -duplicates drop to take the first of each, or -duplicates keep if they are others", h.layout.header[h.cols.at(RoleID)], more)
		}
	}
	return h.decideTimes()
}

// decideNumbers tells the decimal sign: one for the file where one column is
// beyond doubt, because programs write all of them alike.
func (h *Histories) decideNumbers(roles []Role, seen map[Role]*decimals) error {
	all := decimals{}
	for _, r := range roles {
		d := seen[r]
		all.point += d.point
		all.comma += d.comma
		all.eitherPoint += d.eitherPoint
		all.eitherComma += d.eitherComma
		all.groupPoint += d.groupPoint
		all.groupComma += d.groupComma
		all.small += d.small
		all.large += d.large
		for i := range all.example {
			if all.example[i] == "" {
				all.example[i] = d.example[i]
			}
		}
	}
	if h.src.sheets != nil && all.comma+all.groupPoint+all.groupComma+all.eitherComma == 0 || all.comma == 0 && all.groupPoint == 0 && all.eitherComma == 0 && h.o.Decimal == "" {
		for _, r := range roles { // times have decimals, with a point
			h.style[r] = numbers{how: "point"}
		}
		return nil
	}
	n, err := all.decide(strings.Join(h.layout.header, ","), h.o.Decimal)
	if err != nil {
		return fmt.Errorf("the numbers of the file: %w", err)
	}
	if n.note != "" {
		h.note("%s", n.note)
	}
	for _, r := range roles {
		h.style[r] = n
	}
	return nil
}

// decideTimes tells whether recency is the time of the last purchase or the
// time since, and whether the first purchase is counted.
func (h *Histories) decideTimes() error {
	rows, zero, zeroAtStart, zeroAtEnd := 0, 0, 0, 0 // without a repeat
	one, oneAtStart, oneAtEnd, above := 0, 0, 0, 0   // with a count of one
	repeaters, unpaid, fractions, longest := 0, 0, 0, 0.
	t := newTally()
	if _, err := h.src.body(h.coding, h.layout, h.sheets, t, func(r row) error {
		c, why := h.read(r)
		if why != "" {
			return nil
		}
		rows++
		near := func(a, b float64) bool { return math.Abs(a-b) <= 1e-6*math.Max(1, math.Abs(b)) }
		switch c.Repeats {
		case 0:
			zero++
			if near(c.Last, 0) {
				zeroAtStart++
			}
			if near(c.Last, c.Age) && c.Age > 0 {
				zeroAtEnd++
			}
		case 1:
			one++
			if near(c.Last, 0) {
				oneAtStart++
			}
			if near(c.Last, c.Age) && c.Age > 0 {
				oneAtEnd++
			}
		}
		if c.Last > c.Age && !near(c.Last, c.Age) {
			above++
		}
		if c.Last != math.Trunc(c.Last) || c.Age != math.Trunc(c.Age) {
			fractions++
		}
		longest = math.Max(longest, c.Age)
		if c.Repeats > 0 && !math.IsNaN(c.Mean) {
			repeaters++
			if c.Mean == 0 {
				unpaid++
			}
		}
		return nil
	}); err != nil {
		return err
	}
	recency := h.layout.header[h.cols.at(RoleLast)]
	frequency := h.layout.header[h.cols.at(RoleRepeats)]
	switch {
	case rows == 0:
	case rows > 3 && above*20 > rows:
		return fmt.Errorf("column %q: in %d of %d rows it is more than the length of observation %q: are these other columns, or other units?", recency, above, rows, h.layout.header[h.cols.at(RoleAge)])
	case zero > 0 && zeroAtEnd > zeroAtStart && zeroAtEnd*10 >= zero*9:
		h.since = true
		h.note("column %q is the time since the last purchase: customers without a repeat have all of %q there; it was turned around", recency, h.layout.header[h.cols.at(RoleAge)])
	case zero > 2 && zeroAtStart*10 < zero*9 && (zero-zeroAtStart) > 2:
		return fmt.Errorf("column %q: of %d customers without a repeat purchase, %d have neither 0 nor %q there: it is not the time of the last purchase after the first", recency, zero, zero-zeroAtStart, h.layout.header[h.cols.at(RoleAge)])
	case zero == 0 && one > 0 && oneAtStart*10 >= one*9:
		h.first = true
		h.note("column %q counts the first purchase: nobody has 0, and who has 1 has no time between purchases; 1 was taken off", frequency)
	case zero == 0 && one > 0 && oneAtEnd*10 >= one*9:
		h.first, h.since = true, true
		h.note("column %q counts the first purchase and %q is the time since the last: nobody has 0, and who has 1 has all of %q there; both were turned", frequency, recency, h.layout.header[h.cols.at(RoleAge)])
	case zero == 0 && rows >= 20:
		h.note("column %q: nobody is without a repeat purchase: if such customers were left out, the fit takes all others for more loyal than they are", frequency)
	}
	h.days = rows >= 20 && fractions == 0 && longest > 60
	h.decideMoney(repeaters, unpaid)
	if at := h.cols.at(RoleWeight); at >= 0 {
		h.note("column %q was taken for the number of customers with that history", h.layout.header[at])
	}
	return nil
}

// decideMoney says what is odd about the amounts.
func (h *Histories) decideMoney(repeaters, unpaid int) {
	header := h.layout.header
	if _, told := h.o.Columns[RoleMonetary]; h.cols.at(RoleMonetary) < 0 && !told {
		for i, name := range header {
			if p := plain(name); !h.cols.taken(i) && (RoleAmount.rank(name) > 0 || strings.Contains(p, "spend") || strings.Contains(p, "value") || strings.Contains(p, "revenue")) {
				h.note("no column is the mean of the repeat purchases, so that values are numbers of purchases; if %q is, say -columns monetary=%s", name, name)
				return
			}
		}
		h.note("there is no column of money: values are numbers of purchases")
	}
	if unpaid > 0 {
		h.note("column %q: %d of %d customers with repeat purchases have 0 there, as if they had paid nothing", header[h.cols.at(RoleMonetary)], unpaid, repeaters)
	}
}

// MaybeDays reports whether the times look like days: all are whole numbers, and
// the longest is more than 60.
func (h *Histories) MaybeDays() bool { return h.days }

// Each gives every customer to a function, in the order of the file.
func (h *Histories) Each(take func(Customer) error) error {
	h.tally = newTally()
	h.ids = nil
	if h.dupes > 0 && h.o.Repeated == RepeatedDrop {
		h.ids = map[string]int{}
	}
	_, err := h.src.body(h.coding, h.layout, h.sheets, h.tally, func(r row) error {
		c, why := h.read(r)
		if why != "" {
			if totalRow(r.fields) || blankTail(r.fields) {
				h.tally.rows--
				h.tally.aside(r.line, first(&r), "totals, which add up other rows", 0, true)
				return nil
			}
			h.tally.aside(r.line, h.written(r), why, 0, false)
			return nil
		}
		if h.first {
			c.Repeats--
		}
		if h.since {
			c.Last = math.Max(0, c.Age-c.Last)
			if c.Repeats == 0 {
				c.Last = 0
			}
		}
		if h.ids != nil && c.ID != "" {
			if _, again := h.ids[c.ID]; again {
				h.tally.aside(r.line, []byte(c.ID), "ids that came before", 0, true)
				return nil
			}
			h.ids[c.ID] = r.line
		}
		if err := take(c); err != nil {
			if bad, ok := err.(*RowError); ok {
				h.tally.aside(r.line, h.written(r), bad.Why, 0, false)
				return nil
			}
			return err
		}
		h.tally.kept++
		return nil
	})
	if err == nil {
		err = h.tally.check()
	}
	if err != nil {
		return fmt.Errorf("%s: %w", h.src.path, err)
	}
	return nil
}

func (h *Histories) written(r row) []byte {
	return fmt.Appendf(nil, "x=%s tx=%s T=%s", r.fields[h.cols.at(RoleRepeats)], r.fields[h.cols.at(RoleLast)], r.fields[h.cols.at(RoleAge)])
}

// read takes the numbers of a row as they are written.
func (h *Histories) read(r row) (c Customer, why string) {
	c = Customer{Mean: math.NaN(), Weight: 1, Line: r.line}
	for _, v := range []struct {
		role Role
		to   *float64
		name string
	}{{RoleRepeats, &c.Repeats, "x"}, {RoleLast, &c.Last, "tx"}, {RoleAge, &c.Age, "T"}} {
		var ok bool
		f := r.fields[h.cols.at(v.role)]
		if *v.to, ok = h.style[v.role].parse(f); !ok {
			return c, v.name + " is no number"
		}
	}
	if at := h.cols.at(RoleMonetary); at >= 0 && !missing(r.fields[at]) {
		var ok bool
		if c.Mean, ok = h.style[RoleMonetary].parse(r.fields[at]); !ok {
			return c, "monetary is no number"
		}
	}
	if at := h.cols.at(RoleWeight); at >= 0 {
		w, ok := h.style[RoleWeight].parse(r.fields[at])
		if !ok || w != math.Trunc(w) || w < 0 || w > 1e7 {
			return c, "the number of customers is no whole number from 0 to 10 million"
		}
		c.Weight = int(w)
	}
	if at := h.cols.at(RoleID); at >= 0 {
		c.ID = string(cleanID(r.fields[at]))
	}
	return c, ""
}

// Problems are the first rows that could not be used, one by one.
func (h *Histories) Problems() []Problem { return h.tally.problems }

// Bad is how many rows could not be used.
func (h *Histories) Bad() int { return h.tally.bad }

// ReadAs says what was read; its rows are those of the last Each.
func (h *Histories) ReadAs() ReadAs {
	r := h.src.readAs(h.coding, h.layout, h.cols, historyRoles)
	r.Rows, r.Kept, r.SetAside = h.tally.rows, h.tally.kept, h.tally.list()
	r.Decimal = h.style[RoleAge].how
	r.Notes = append(append(r.Notes, h.src.notes...), h.notes...)
	return r
}
