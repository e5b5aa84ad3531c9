package table

import (
	"fmt"
	"slices"
	"strings"
)

// look is what the first rows say of one column.
type columnLook struct {
	filled, dates, stamps, numbers, whole, small int
	counts                                       int // that begin with a digit
	distinct                                     map[string]bool
	rows                                         int
	example                                      string
}

// lookAt looks at a column of the sample.
func (l *layout) lookAt(at int) columnLook {
	c := columnLook{distinct: map[string]bool{}}
	for _, r := range l.sample {
		c.rows++
		if at >= len(r) {
			continue
		}
		f := []byte(r[at])
		if missing(f) {
			continue
		}
		if c.filled++; c.filled == 1 {
			c.example = r[at]
		}
		if f[0] >= '0' && f[0] <= '9' {
			c.counts++
		}
		c.distinct[r[at]] = true
		m := dismantle(f)
		switch m.kind {
		case momentParts, momentNamed, momentMonth, momentWeek, momentQuarter:
			c.dates++
		case momentWord:
			if m.clock || m.count >= 2 && max(m.lengths[0], m.lengths[1], m.lengths[2]) == 4 {
				c.dates++
			}
		case momentStamp:
			c.stamps++
		}
		if n, ok := dissect(f, nil); ok && m.kind != momentParts {
			if r, _ := n.read(); r != readsNothing {
				c.numbers++
				if r == readsWhole {
					c.whole++
					if len(n.body) <= 2 {
						c.small++
					}
				}
			}
		}
	}
	return c
}

// most reports whether n is nearly all of the filled rows.
func (c columnLook) most(n int) bool { return c.filled > 0 && n*10 >= c.filled*6 }

// assign gives the roles of a log to columns: by the caller, by name where the
// content agrees, and the date by content alone where only one column has any.
func (l *layout) assign(o Options) (columns, []string, error) {
	c, err := o.named(logRoles, l.header)
	if err != nil {
		return nil, nil, err
	}
	l.sample = slices.DeleteFunc(l.sample, func(r []string) bool { return len(r) < len(l.header) })
	looks := make([]columnLook, len(l.header))
	for i := range looks {
		looks[i] = l.lookAt(i)
	}
	var notes []string
	note := func(format string, args ...any) { notes = append(notes, fmt.Sprintf(format, args...)) }
	if !l.names {
		if err := l.byContent(c, looks, note); err != nil {
			return nil, nil, err
		}
		return c, notes, nil
	}
	ask := func(role Role, what string) error {
		return fmt.Errorf("%s among %s: say -columns %s=NAME", what, list(l.header, 16), role)
	}
	if _, told := c[RoleDate]; !told {
		var fit []candidate
		for _, k := range c.byName(RoleDate, l.header) {
			if looks[k.at].filled == 0 && len(l.sample) > 0 {
				continue
			}
			if look := looks[k.at]; look.most(look.dates) || look.most(look.dates+look.stamps) || len(l.sample) == 0 {
				fit = append(fit, k)
			}
		}
		if len(fit) == 0 {
			for i, look := range looks {
				if !c.taken(i) && look.filled*2 > look.rows && look.dates*10 >= look.filled*9 && look.dates > 0 {
					fit = append(fit, candidate{i, 1})
				}
			}
			if len(fit) > 1 {
				return nil, nil, ask(RoleDate, "several columns hold dates and none has a name that tells which is the purchase's,")
			}
			if len(fit) == 1 {
				note("column %q was taken for the date by what it holds", l.header[fit[0].at])
			}
		}
		if len(fit) == 0 {
			if named := c.byName(RoleDate, l.header); len(named) > 0 && len(l.sample) > 0 {
				fit = named // the survey says what is wrong with its values
			} else {
				return nil, nil, ask(RoleDate, "there is no column of dates (\"date\")")
			}
		}
		if parts := l.dateParts(fit[0].at); len(parts) > 0 && looks[fit[0].at].dates == 0 {
			return nil, nil, fmt.Errorf("the date is spread over the columns %s: join them into one, written as 2024-03-31", list(parts, 3))
		}
		c[RoleDate] = fit[0].at
		if len(fit) > 1 && fit[1].rank < 1000 && plain(l.header[fit[1].at]) != plain(l.header[fit[0].at]) {
			note("column %q was taken for the date; %q holds dates too: -columns date=… takes another", l.header[fit[0].at], l.header[fit[1].at])
		}
	}
	// order and status before the customer: "order" is no customer
	for _, role := range []Role{RoleOrder} {
		if _, told := c[role]; !told {
			if k := c.byName(role, l.header); len(k) > 0 {
				c[role] = k[0].at
			}
		}
	}
	if _, told := c[RoleCustomer]; !told {
		fit := c.byName(RoleCustomer, l.header)
		if len(fit) == 0 {
			for i, h := range l.header {
				if plain(h) == "id" && !c.taken(i) {
					fit = append(fit, candidate{i, 1})
				}
			}
		}
		if len(fit) == 0 {
			return nil, nil, ask(RoleCustomer, "there is no column of customers (\"customer\")")
		}
		c[RoleCustomer] = fit[0].at
		if len(fit) > 1 && fit[1].rank < 40 {
			note("column %q was taken for the customer; %q names one too: -columns customer=… takes another", l.header[fit[0].at], l.header[fit[1].at])
		}
	}
	for _, role := range []Role{RoleQuantity, RolePrice, RoleStatus, RoleCurrency, RoleType} {
		if _, told := c[role]; told {
			continue
		}
		for _, k := range c.byName(role, l.header) {
			look := looks[k.at]
			numeric := role == RoleQuantity || role == RolePrice
			if role == RoleQuantity && look.filled > 0 && look.counts*10 >= look.filled*9 && !look.most(look.numbers) {
				return nil, nil, fmt.Errorf("column %q holds words beside its numbers (%q): write the numbers alone, in one unit, or say -columns quantity=none", l.header[k.at], clip(look.example))
			}
			if numeric && (look.filled == 0 || !look.most(look.numbers)) || !numeric && look.most(look.numbers) {
				continue
			}
			if role == RolePrice && c.at(RoleQuantity) < 0 { // a price alone is what was paid
				if ranks[RoleAmount][plain(l.header[k.at])] > 0 {
					continue
				}
			}
			c[role] = k.at
			break
		}
	}
	if _, told := c[RoleAmount]; !told {
		var fit []candidate
		empty, wordy := -1, -1
		for _, k := range c.byName(RoleAmount, l.header) {
			look := looks[k.at]
			switch {
			case look.filled == 0:
				empty = k.at
			case look.most(look.numbers) && !(c.at(RoleQuantity) >= 0 && ranks[RolePrice][plain(l.header[k.at])] > 0 && c.at(RolePrice) >= 0):
				fit = append(fit, k)
			case k.rank < 1000 && wordy < 0 && !look.most(look.numbers) && !look.most(look.dates):
				wordy = k.at
			}
		}
		switch {
		case len(fit) == 0 && wordy >= 0 && c.at(RolePrice) < 0:
			return nil, nil, fmt.Errorf("column %q has the name of amounts, and its values are no numbers (%q): write them as 1234.56, name another with -columns amount=NAME, or say amount=none to count purchases only", l.header[wordy], clip(looks[wordy].example))
		case len(fit) > 0:
			c[RoleAmount] = fit[0].at
			if len(fit) > 1 && !l.sameColumn(fit[0].at, fit[1].at) {
				note("column %q was taken for the amount; %q holds amounts too: -columns amount=… takes another", l.header[fit[0].at], l.header[fit[1].at])
			}
			if plain(l.header[fit[0].at]) == "price" || plain(l.header[fit[0].at]) == "itemprice" {
				note("column %q was taken for what was paid: there is no quantity", l.header[fit[0].at])
			}
		case empty >= 0 && c.at(RolePrice) < 0:
			note("the column of amounts, %q, is empty in the first rows", l.header[empty])
			c[RoleAmount] = empty
		}
	}
	return c, notes, l.checkMoney(c, looks)
}

// sameColumn reports whether two columns hold the same in the sample.
func (l *layout) sameColumn(a, b int) bool {
	for _, r := range l.sample {
		if r[a] != r[b] {
			return false
		}
	}
	return true
}

// checkMoney refuses a choice of amounts that may be something else.
func (l *layout) checkMoney(c columns, looks []columnLook) error {
	amount, quantity, price := c.at(RoleAmount), c.at(RoleQuantity), c.at(RolePrice)
	if amount >= 0 && quantity < 0 && price < 0 {
		for i, h := range l.header {
			if RolePrice.rank(h) > 0 && !c.taken(i) && looks[i].most(looks[i].numbers) {
				price = i
			}
		}
	}
	switch {
	case amount >= 0 && quantity < 0 && price >= 0:
		if looks[amount].most(looks[amount].small) && looks[price].numbers > looks[price].whole {
			return fmt.Errorf("column %q holds small whole numbers beside the price %q: it may be the quantity: say -columns amount=… or -columns quantity=%s,price=%s", l.header[amount], l.header[price], l.header[amount], l.header[price])
		}
	case amount < 0 && quantity >= 0 && price < 0:
		return fmt.Errorf("there is a quantity (%q) and no price or amount among %s: say -columns amount=NAME, or amount=none,quantity=none to count purchases only", l.header[quantity], list(l.header, 16))
	case amount < 0 && quantity < 0 && price >= 0:
		c[RoleAmount] = price
		delete(c, RolePrice)
	}
	if amount < 0 && price < 0 && quantity < 0 {
		if _, told := c[RoleAmount]; told {
			return nil
		}
		for i, look := range looks {
			if !c.taken(i) && look.most(look.numbers) && look.numbers > look.whole && !strings.Contains(plain(l.header[i]), "rate") {
				return fmt.Errorf("no column has a name that tells it is the amount, and %q holds numbers: say -columns amount=NAME, or amount=none to count purchases only", l.header[i])
			}
		}
	}
	return nil
}

// byContent gives roles to the columns of a file without header.
func (l *layout) byContent(c columns, looks []columnLook, note func(string, ...any)) error {
	ask := fmt.Errorf("the file has no header with names of columns: add one (customer, date, amount), or say -columns customer=1,date=2,amount=3 by number")
	date := c.at(RoleDate)
	if date < 0 {
		for i, look := range looks {
			calendarStamps := 0
			for _, r := range l.sample {
				if _, ok := stampYMD.time([]byte(r[i])); ok && (r[i][0] == '1' || r[i][0] == '2') {
					calendarStamps++
				}
			}
			if look.dates*10 >= look.filled*9 && look.dates > 0 || calendarStamps*10 >= look.filled*9 && calendarStamps > 0 {
				if date >= 0 {
					return ask
				}
				date = i
			}
		}
	}
	if date < 0 {
		return ask
	}
	c[RoleDate] = date
	if _, told := c[RoleAmount]; !told {
		amount := -1
		for i, look := range looks {
			if i != date && !c.taken(i) && look.most(look.numbers) && (look.numbers-look.whole)*10 >= look.numbers {
				if amount >= 0 {
					return ask
				}
				amount = i
			}
		}
		if amount < 0 {
			return ask
		}
		c[RoleAmount] = amount
	}
	if _, told := c[RoleCustomer]; !told {
		customer := -1
		for i, look := range looks {
			if !c.taken(i) && look.filled == look.rows && len(look.distinct) > 1 && !look.most(look.small) {
				customer = i
				break
			}
		}
		if customer < 0 {
			return ask
		}
		c[RoleCustomer] = customer
	}
	if c.at(RoleQuantity) < 0 {
		for i, look := range looks {
			if !c.taken(i) && look.most(look.small) && look.whole == look.numbers {
				if slope := l.slope(i, c[RoleAmount]); slope < 0.5 && len(look.distinct) > 1 {
					return fmt.Errorf("the file has no header, and column %d may be a quantity by which column %d is multiplied: say -columns customer=…,date=…,amount=… by number", i+1, c[RoleAmount]+1)
				}
				c[RoleQuantity] = i
				break
			}
		}
	}
	note("the file has no header: by what they hold, column %d was taken for the customer, %d for the date, %d for the amount", c[RoleCustomer]+1, date+1, c[RoleAmount]+1)
	return nil
}

// slope tells whether amounts grow with quantities: the mean amount of rows with
// more than one piece against those of one, less 1, over the mean quantity less 1.
func (l *layout) slope(quantity, amount int) float64 {
	var n [2]float64
	var sum, pieces [2]float64
	for _, r := range l.sample {
		q, ok := numbers{}.parse([]byte(r[quantity]))
		a, ok2 := numbers{}.parse([]byte(r[amount]))
		if !ok || !ok2 || q < 1 {
			continue
		}
		k := 0
		if q > 1 {
			k = 1
		}
		n[k]++
		sum[k] += a
		pieces[k] += q
	}
	if n[0] == 0 || n[1] == 0 || sum[0] <= 0 {
		return 1
	}
	return (sum[1]/n[1]/(sum[0]/n[0]) - 1) / (pieces[1]/n[1] - 1)
}

// dateParts returns the columns that hold the parts of a date, where the column that
// would be taken for the date is only one of them.
func (l *layout) dateParts(at int) []string {
	names := [][]string{words("year jahr année annee año anno ano 年 年份"), words("month monat mois mes mese mês 月 月份"), words("day tag jour día dia giorno 日")}
	var parts []string
	isPart := false
	for _, of := range names {
		for i, h := range l.header {
			if slices.Contains(of, strings.ToLower(strings.TrimSpace(h))) {
				parts = append(parts, h)
				isPart = isPart || i == at
				break
			}
		}
	}
	if !isPart || len(parts) < 2 {
		return nil
	}
	return parts
}
