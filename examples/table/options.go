package table

import (
	"fmt"
	"strings"
	"time"
)

// Options are what the caller knows better than the file tells. The zero value
// lets the file decide, and asks where it does not.
type Options struct {
	Columns  map[Role]string // column of a role by its name; "none" keeps a role without column
	Dates    string          // day-first, month-first, year-first, months, weeks, serial, seconds, …
	Decimal  string          // point or comma
	Encoding string          // as the web names them: gb18030, windows-1252, …
	Currency string          // code of the only currency whose rows count
	Nobody   []string        // ids that stand for no customer; "none" if every id is one
	From, To time.Time       // days outside are set aside; zero for no bound
	Zone     *time.Location  // whose days count, for dates that are instants; nil keeps the day as written
	Repeated RepeatedRows
	Orders   bool // give the key of the order with every sale
}

// RepeatedRows says what becomes of rows that are equal in every column.
type RepeatedRows string

// What may become of repeated rows.
const (
	RepeatedAsk    RepeatedRows = ""       // keep a few and say so; refuse where they are many
	RepeatedKeep   RepeatedRows = "keep"   // each is a purchase
	RepeatedDrop   RepeatedRows = "drop"   // only the first is; remembers a few bytes of every row
	RepeatedRefuse RepeatedRows = "refuse" // any is an error
)

// ParseColumns reads "customer=Customer ID,date=Order Date,amount=Total".
func ParseColumns(s string) (map[Role]string, error) {
	out := map[Role]string{}
	last := Role("")
	for _, part := range strings.Split(s, ",") {
		if strings.TrimSpace(part) == "" {
			continue
		}
		name, column, ok := strings.Cut(part, "=")
		role := Role(strings.ToLower(strings.TrimSpace(name)))
		switch {
		case !ok && last != "": // a comma within a name
			out[last] += "," + part
			continue
		case !ok || !role.known():
			return nil, fmt.Errorf("%q is not role=column: the roles are %s", strings.TrimSpace(part), strings.Join(roleNames(), ", "))
		case strings.TrimSpace(column) == "":
			return nil, fmt.Errorf("%q names no column", strings.TrimSpace(part))
		}
		out[role] = strings.TrimSpace(column)
		last = role
	}
	return out, nil
}
