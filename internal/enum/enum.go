// Package enum gives every enumeration of the library the same manners: a
// permanent ASCII name that is stored and compared, strict text decoding, and
// a label per language. Each enumeration keeps one Table.
package enum

import "fmt"

// Row is one value of an enumeration: its permanent name and its labels.
type Row struct{ Name, English, Chinese string }

// Table holds the rows of enumeration E. Row i belongs to the value i+1; the
// zero value is "unassigned" and has no row.
type Table[E ~uint8] struct {
	kind string
	rows []Row
}

// New returns the table of the enumeration called kind ("segment.Cell"). It
// panics on an empty or repeated name, or an empty label, so that an
// incomplete table cannot be built.
func New[E ~uint8](kind string, rows ...Row) *Table[E] {
	seen := map[string]bool{"": true, Unassigned: true}
	for _, r := range rows {
		if seen[r.Name] || r.English == "" || r.Chinese == "" {
			panic("enum: incomplete or repeated row " + r.Name + " of " + kind)
		}
		seen[r.Name] = true
	}
	return &Table[E]{kind: kind, rows: rows}
}

// Unassigned is the name of every enumeration's zero value.
const Unassigned = "unassigned"

// Len returns the number of values, the unassigned one not counted; the valid
// values are 1 … Len.
func (t *Table[E]) Len() int { return len(t.rows) }

// Valid reports whether e is one of the assigned values.
func (t *Table[E]) Valid(e E) bool { return e >= 1 && int(e) <= len(t.rows) }

// String returns the permanent name of e; it is total.
func (t *Table[E]) String(e E) string {
	switch {
	case e == 0:
		return Unassigned
	case t.Valid(e):
		return t.rows[e-1].Name
	}
	return fmt.Sprintf("%s(%d)", t.kind, uint8(e))
}

// Label returns the label of e: English for language 1, Chinese for language 2
// (the values of clientele.Lang), the permanent name otherwise.
func (t *Table[E]) Label(e E, lang uint8) string {
	if t.Valid(e) {
		switch lang {
		case 1:
			return t.rows[e-1].English
		case 2:
			return t.rows[e-1].Chinese
		}
	}
	return t.String(e)
}

// MarshalText returns the name of e, or an error if e is out of range.
func (t *Table[E]) MarshalText(e E) ([]byte, error) {
	if e != 0 && !t.Valid(e) {
		return nil, fmt.Errorf("clientele: %s is not a value of its enumeration: use the declared constants", t.String(e))
	}
	return []byte(t.String(e)), nil
}

// UnmarshalText sets *e to the value named by text; *e is unchanged on error.
func (t *Table[E]) UnmarshalText(e *E, text []byte) error {
	if string(text) == Unassigned {
		*e = 0
		return nil
	}
	for i, r := range t.rows {
		if r.Name == string(text) {
			*e = E(i + 1)
			return nil
		}
	}
	return fmt.Errorf("clientele: unknown %s %q: want one of %s", t.kind, text, t.names())
}

func (t *Table[E]) names() string {
	s := ""
	for i, r := range t.rows {
		if i > 0 {
			s += ", "
		}
		s += r.Name
	}
	return s
}
