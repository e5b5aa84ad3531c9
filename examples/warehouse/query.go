package main

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"
	"text/template"

	"github.com/clientele-go/clientele"
)

//go:embed queries.sql
var queries string

var templates = template.Must(template.New("queries.sql").Parse(queries))

// query is what the templates are filled with.
type query struct {
	dialect
	source
	policy clientele.LedgerPolicy // with the defaults written out
	span   [2]int64               // of the times in seconds, where the dialect asks for it
	asOf   int64                  // the last day that counts, since 1970-01-01
	since  int64                  // the first day that counts as recent
}

// source is a log of purchases in a database.
type source struct {
	table   name
	columns columns
	minor   int // decimals of the money
}

// text fills a template.
func (q *query) text(part string) (string, error) {
	var b strings.Builder
	err := templates.ExecuteTemplate(&b, part, q)
	return b.String(), err
}

// Table is the table's name.
func (q *query) Table() string { return q.in(q.table).String() }

// column is a column of the table. It says which table's, because SQLite takes a
// quoted name that no column has for a text.
func column(n name) string { return "t." + n.String() }

// Customer is the key of a row, compared byte by byte.
func (q *query) Customer() string {
	return fmt.Sprintf("coalesce(CAST(%s AS text), '') COLLATE %s", column(q.columns.customer), q.collation())
}

// ID is the id of a row; "" if the policy does not look at it.
func (q *query) ID() string {
	if q.policy.Duplicates == clientele.DuplicateIgnore {
		return ""
	}
	return fmt.Sprintf("CAST(%s AS text) COLLATE %s", column(q.columns.id), q.collation())
}

// Time is the time of a row as the dialect counts it.
func (q *query) Time() string { return q.time(column(q.columns.date)) }

// Day is the calendar day of a row.
func (q *query) Day() string { return q.day(q.policy.Zone, q.span) }

// Exact is the amount in minor units, whether or not it is a whole number of them.
func (q *query) Exact() string {
	one := "1" + strings.Repeat("0", q.minor)
	return q.exact(column(q.columns.amount), one)
}

// maxMoney bounds amounts in minor units, and what one customer pays: below it whole
// numbers are exact as floats, and a single unit is more than what the ledger takes
// for rounding when it nets refunds.
const maxMoney = "1000000000000"

// AmountFits tells amounts that are whole numbers of minor units.
func (q *query) AmountFits() string { return "abs(exact) < " + maxMoney + " AND " + q.whole() }

// Minor is the amount in whole minor units.
func (q *query) Minor() string { return "CAST(round(exact) AS bigint)" }

// Keep tells rows that the policy does not leave out; "" if it leaves none out.
func (q *query) Keep(amount string) string {
	var keep []string
	if q.policy.Refunds == clientele.RefundDrop {
		keep = append(keep, amount+" >= 0")
	}
	if q.policy.Zeros == clientele.ZeroDrop {
		keep = append(keep, amount+" <> 0")
	}
	if q.policy.EmptyKeys == clientele.EmptyKeyDrop {
		keep = append(keep, "customer <> ''")
	}
	return strings.Join(keep, " AND ")
}

// Duplicates is the rule's name.
func (q *query) Duplicates() string { return q.policy.Duplicates.String() }

// Refunds is the rule's name.
func (q *query) Refunds() string { return q.policy.Refunds.String() }

// AsOf is the last day that counts.
func (q *query) AsOf() string { return strconv.FormatInt(q.asOf, 10) }

// Since is the first day that counts as recent.
func (q *query) Since() string { return strconv.FormatInt(q.since, 10) }

// Log is the logarithm of a whole number.
func (q *query) Log(days string) string { return "ln(CAST(" + days + " AS double precision))" }
