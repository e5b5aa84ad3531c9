package table

import (
	"fmt"
	"maps"
	"math"
	"slices"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/keyaccount"
)

// AccountRow is a row of a file of key accounts: what is known of one, by role.
type AccountRow struct {
	ID     string
	Values map[Role]float64 // what is told
	Line   int
}

// Value returns what is told of an account; where nothing is, what is known of it
// otherwise, such as by a log of transactions; and unknown where neither is.
func (a *AccountRow) Value(r Role, otherwise map[Role]float64) clientele.Measure {
	for _, values := range []map[Role]float64{a.Values, otherwise} {
		if v, known := values[r]; known {
			return clientele.Known(v)
		}
	}
	return clientele.Measure{}
}

// Account returns the account with all its values.
func (a *AccountRow) Account(otherwise map[Role]float64) keyaccount.Account {
	value := func(r Role) clientele.Measure { return a.Value(r, otherwise) }
	return keyaccount.Account{ID: a.ID, Revenue: value(RoleRevenue), Profit: value(RoleProfit), Years: value(RoleYears),
		Alignment: value(RoleAlignment), Sharing: value(RoleSharing), Loyalty: value(RoleLoyalty),
		Dependence: value(RoleDependence), Potential: value(RolePotential), ServiceCost: value(RoleService)}
}

// Accounts is a file of key accounts that was read. Its columns are account (a name
// or a number, in every row), revenue and before (money of this year and of the one
// before), profit and service (money a year), years (of the relationship), alignment,
// sharing and potential (marks from 0 to 5), loyalty and dependence (shares from 0 to 1,
// or percentages with their sign). Only account and revenue must be there.
type Accounts struct {
	Rows []AccountRow
	Bad  int // rows that could not be used

	read     ReadAs
	problems []Problem
}

// ReadAs says what was read.
func (a *Accounts) ReadAs() ReadAs { return a.read }

// Problems are the first rows that could not be used, one by one.
func (a *Accounts) Problems() []Problem { return a.problems }

// AccountRoles are the roles of the columns of a file of key accounts.
func AccountRoles() []Role { return slices.Clone(accountRoles) }

// ReadAccounts reads a file of key accounts; they fit into memory. Names of columns for
// other files are passed over.
func ReadAccounts(path string, o Options) (*Accounts, error) {
	src, err := openSource(path)
	if err != nil {
		return nil, err
	}
	defer src.close()
	o.Columns = maps.Clone(o.Columns)
	maps.DeleteFunc(o.Columns, func(r Role, _ string) bool { return !has(accountRoles, r) })
	a, err := readAccounts(src, o)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return a, nil
}

func readAccounts(src *source, o Options) (*Accounts, error) {
	coding, layout, sheets, err := src.understand(accountRoles, o)
	if err != nil {
		return nil, err
	}
	cols, err := o.named(accountRoles, layout.header)
	if err != nil {
		return nil, err
	}
	for _, role := range accountRoles {
		if _, told := cols[role]; told {
			continue
		}
		if k := cols.byName(role, layout.header); len(k) > 0 {
			cols[role] = k[0].at
		}
	}
	for _, role := range []Role{RoleAccount, RoleRevenue} {
		if cols.at(role) < 0 {
			return nil, fmt.Errorf("there is no column %q among %s: say -columns %s=NAME", role, list(layout.header, 16), role)
		}
	}
	style, err := accountNumbers(src, coding, layout, sheets, cols, o)
	if err != nil {
		return nil, err
	}
	a, t, seen := new(Accounts), newTally(), map[string]bool{}
	if _, err := src.body(coding, layout, sheets, t, func(r row) error {
		x, why := readAccount(r, cols, style)
		if totalRow(r.fields) {
			t.rows--
			t.aside(r.line, first(&r), "totals, which add up other rows", 0, true)
			return nil
		}
		if why == "" && seen[x.ID] {
			why = "accounts that came before"
		}
		if why != "" {
			t.aside(r.line, r.fields[cols.at(RoleAccount)], why, 0, false)
			return nil
		}
		seen[x.ID] = true
		t.kept++
		a.Rows = append(a.Rows, x)
		return nil
	}); err != nil {
		return nil, err
	}
	if err := t.check(); err != nil {
		return nil, err
	}
	a.read = src.readAs(coding, layout, cols, accountRoles)
	a.read.Rows, a.read.Kept, a.read.SetAside, a.read.Decimal = t.rows, t.kept, t.list(), style[RoleRevenue].how
	a.read.Notes = append(a.read.Notes, src.notes...)
	a.Bad, a.problems = t.bad, t.problems
	return a, nil
}

// accountNumbers tells how the numbers of each column are written.
func accountNumbers(src *source, c coding, l *layout, sheets []string, cols columns, o Options) (map[Role]numbers, error) {
	seen := map[Role]*decimals{}
	for _, role := range accountRoles[1:] {
		seen[role] = new(decimals)
	}
	if _, err := src.body(c, l, sheets, newTally(), func(r row) error {
		for role, d := range seen {
			if at := cols.at(role); at >= 0 && !missing(r.fields[at]) {
				if n, ok := dissect(r.fields[at], nil); ok {
					d.look(n)
				}
			}
		}
		return nil
	}); err != nil {
		return nil, err
	}
	out := map[Role]numbers{}
	for _, role := range accountRoles[1:] {
		at := cols.at(role)
		if at < 0 {
			continue
		}
		n, err := seen[role].decide(l.header[at], o.Decimal)
		if err != nil {
			return nil, err
		}
		out[role] = n
	}
	return out, nil
}

// readAccount reads a row; why says what is wrong with it.
func readAccount(r row, cols columns, style map[Role]numbers) (a AccountRow, why string) {
	a = AccountRow{ID: string(cleanID(r.fields[cols.at(RoleAccount)])), Values: map[Role]float64{}, Line: r.line}
	if a.ID == "" {
		return a, "no account"
	}
	for _, role := range accountRoles[1:] {
		at := cols.at(role)
		if at < 0 || missing(r.fields[at]) {
			continue
		}
		field := trim(r.fields[at])
		scale := 1.0
		if n := len(field); n > 0 && field[n-1] == '%' {
			field, scale = trim(field[:n-1]), 0.01
		}
		v, ok := style[role].parse(field)
		if !ok {
			return a, string(role) + " is no number"
		}
		v *= scale
		switch most, bounded := mostOf[role]; {
		case role != RoleProfit && v < 0:
			return a, string(role) + " is negative"
		case bounded && v > most:
			return a, fmt.Sprintf("%s is above %g", role, most)
		case math.Abs(v) > 1e15:
			return a, string(role) + " is no number"
		}
		a.Values[role] = v
	}
	return a, ""
}

// mostOf are the ends of the scales.
var mostOf = map[Role]float64{RoleYears: 500, RoleAlignment: 5, RoleSharing: 5, RoleLoyalty: 1, RoleDependence: 1, RolePotential: 5}
