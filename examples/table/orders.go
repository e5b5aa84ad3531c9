package table

// orderTotals says how the amounts of a log with several lines an order are those
// of the orders.
type orderTotals struct {
	each  bool // each line repeats the order's total
	first bool // one line has it, and the others have none
	apart bool // the lines of an order do not follow each other
}

// orderSeen is what a survey sees of one order.
type orderSeen struct {
	amount        uint64 // hash of what the first line with an amount says
	lines, blanks int
	differ        bool
	products      int // lines whose amount is quantity × price
}

// orderLook is a survey's look at the first orders.
type orderLook struct {
	seen  map[uint64]*orderSeen
	rows  int
	last  uint64
	apart bool
}

// mostOrders and mostOrderRows bound the look: orders are written alike everywhere.
const (
	mostOrders    = 20_000
	mostOrderRows = 100_000
)

// orderKey is the hash of an order of a customer.
func (p places) orderKey(r *row) uint64 {
	return hashOf(hashOf(2, r.fields[p.order]), r.fields[p.customer])
}

// lines takes note of a line of an order.
func (s *survey) lines(r *row) {
	o, at := &s.orders, s.places
	if at.amount < 0 || o.rows >= mostOrderRows || missing(r.fields[at.order]) {
		return
	}
	o.rows++
	key := at.orderKey(r)
	seen := o.seen[key]
	if seen == nil {
		if len(o.seen) >= mostOrders {
			return
		}
		seen = &orderSeen{}
		o.seen[key] = seen
	} else if o.last != key {
		o.apart = true
	}
	o.last = key
	f := r.fields[at.amount]
	if missing(f) {
		seen.blanks++
		return
	}
	h := hashOf(4, f)
	seen.differ = seen.differ || seen.lines > 0 && seen.amount != h
	seen.amount = h
	seen.lines++
	if at.quantity >= 0 && at.price >= 0 {
		a, ok := roughly(f)
		q, ok2 := roughly(r.fields[at.quantity])
		p, ok3 := roughly(r.fields[at.price])
		if d := a - q*p; ok && ok2 && ok3 && d < 0.011 && d > -0.011 {
			seen.products++
		}
	}
}

// decideOrders tells whether the amounts are totals of orders. Lines of an order
// that say the same amount, order after order, do: prices of its goods would differ.
func (s *survey) decideOrders() {
	l := s.log
	l.totals = orderTotals{}
	if l.product || l.cols.at(RoleAmount) < 0 {
		return
	}
	several, alike, products, blank, stray := 0, 0, 0, 0, 0
	amounts := map[uint64]bool{}
	for _, o := range s.orders.seen {
		if o.blanks > 0 {
			if o.lines > 0 {
				blank += o.blanks
			} else {
				stray += o.blanks
			}
		}
		if o.lines < 2 {
			continue
		}
		several++
		if o.products == o.lines {
			products++
		}
		if !o.differ {
			alike++
			amounts[o.amount] = true
		}
	}
	l.totals.apart = s.orders.apart
	if several >= 5 && alike*10 >= several*9 && products*2 < several && len(amounts) >= max(3, alike/10) {
		l.totals.each = true
		l.note("column %q says the same on every line of an order (%q): it was taken for the order's total and counted once an order", l.name(RoleAmount), l.name(RoleOrder))
	}
	if blank > 9 && stray*20 <= blank {
		l.totals.first = true
		l.note("column %q is filled on one line of an order (%q) and empty on the others: it was taken for the order's total", l.name(RoleAmount), l.name(RoleOrder))
	}
}

// counted reports whether the total of a row's order was counted before.
func (l *Log) counted(r *row) bool {
	if !l.totals.each || missing(r.fields[l.places.order]) {
		return false
	}
	key := l.places.orderKey(r)
	again := l.lastOrder == key
	l.lastOrder = key
	if l.totals.apart && !again {
		_, again = l.orders[key]
		l.orders[key] = struct{}{}
	}
	return again
}
