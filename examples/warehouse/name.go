package main

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// name is an identifier of a database in its parts: schema and table, or a column.
type name []string

// parseName reads shop.orders; a part with a dot, a comma or a quote in it stands in
// quotes as in SQL, "or.ders". Case counts: nothing is folded.
func parseName(s string) (name, error) {
	var n name
	for rest := s; ; rest = rest[1:] {
		part, after, err := cutName(rest, ".")
		if err != nil {
			return nil, err
		}
		n = append(n, part)
		if after == "" {
			return n, n.check()
		}
		if rest = after; rest[0] != '.' {
			return nil, fmt.Errorf("%q: after a quoted name comes a dot or the end", s)
		}
	}
}

// cutName cuts one part, up to one of the bytes that end it, off the front of a text.
func cutName(s, ends string) (part, rest string, err error) {
	if !strings.HasPrefix(s, `"`) {
		i := strings.IndexAny(s, ends)
		if i < 0 {
			i = len(s)
		}
		return strings.TrimSpace(s[:i]), s[i:], nil
	}
	var b strings.Builder
	for i := 1; i < len(s); i++ {
		switch {
		case s[i] != '"':
			b.WriteByte(s[i])
		case i+1 < len(s) && s[i+1] == '"':
			b.WriteByte('"')
			i++
		default:
			return b.String(), s[i+1:], nil
		}
	}
	return "", "", fmt.Errorf("%q: a quote is not closed", s)
}

// maxName is the longest name that PostgreSQL keeps, in bytes: it would cut a longer
// one and take another table.
const maxName = 63

func (n name) check() error {
	for _, part := range n {
		if part == "" || len(part) > maxName || !utf8.ValidString(part) || strings.ContainsRune(part, 0) {
			return fmt.Errorf("%q is not a name: give 1 to %d bytes of UTF-8", part, maxName)
		}
	}
	if len(n) > 2 {
		return fmt.Errorf("%q has %d parts: give schema.table or table", strings.Join(n, "."), len(n))
	}
	return nil
}

// String returns the name as SQL takes it: whatever it holds, it is a name.
func (n name) String() string {
	parts := make([]string, len(n))
	for i, part := range n {
		parts[i] = `"` + strings.ReplaceAll(part, `"`, `""`) + `"`
	}
	return strings.Join(parts, ".")
}

// with returns the name with something added to its last part.
func (n name) with(suffix string) name {
	out := append(name{}, n...)
	out[len(out)-1] += suffix
	return out
}

// columns are the columns of a log of purchases.
type columns struct {
	customer, date, amount name
	id                     name // of the row; nil if none is named
}

// parseColumns reads customer=…,date=…,amount=…,id=….
func parseColumns(s string) (columns, error) {
	var c columns
	to := map[string]*name{"customer": &c.customer, "date": &c.date, "amount": &c.amount, "id": &c.id}
	for rest := s; rest != ""; rest = strings.TrimPrefix(rest, ",") {
		role, after, found := strings.Cut(rest, "=")
		slot := to[strings.TrimSpace(role)]
		switch {
		case !found || slot == nil:
			return c, fmt.Errorf("%q: give customer=…,date=…,amount=… and, where rows have one, id=…", rest)
		case *slot != nil:
			return c, fmt.Errorf("%s is given twice", role)
		}
		part, after, err := cutName(after, ",")
		if err != nil {
			return c, err
		}
		if after != "" && after[0] != ',' {
			return c, fmt.Errorf("%q: after a quoted name comes a comma or the end", s)
		}
		*slot, rest = name{part}, after
		if err := slot.check(); err != nil {
			return c, err
		}
	}
	for _, role := range []string{"customer", "date", "amount"} {
		if *to[role] == nil {
			return c, fmt.Errorf("the column of %s is not named", role)
		}
	}
	return c, nil
}

// literal is a text as SQL takes it.
func literal(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }
