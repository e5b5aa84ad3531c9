package table

import (
	"fmt"
	"io"
)

// understand finds the encoding and the layout of a file.
func (s *source) understand(roles []Role, o Options) (c coding, l *layout, sheets []string, err error) {
	if s.sheets != nil {
		l, sheets, err = s.sheetLayout(roles, o.Columns)
		if err == nil {
			err = l.fit(roles)
		}
		return c, l, sheets, err
	}
	if o.Encoding != "" {
		if c, err = namedCoding(o.Encoding); err != nil {
			return c, nil, nil, err
		}
	} else {
		seen, err := seeBytes(s.open)
		if err != nil {
			return c, nil, nil, err
		}
		if c, err = seen.decide(); err != nil {
			return c, nil, nil, err
		}
	}
	l, err = textLayout(func() (io.ReadCloser, error) { return c.decoded(s.open) }, roles, o.Columns)
	if err == nil {
		err = l.fit(roles)
	}
	return c, l, nil, err
}

// fit puts names and fields in step where all rows have one field more than the
// header: names of rows in front, as R writes them, or a separator at the end.
func (l *layout) fit(roles []Role) error {
	wider, emptyLast := 0, 0
	n := len(l.header)
	for _, r := range l.sample {
		if len(r) == n+1 {
			wider++
			if r[n] == "" {
				emptyLast++
			}
		}
	}
	switch {
	case len(l.sample) == 0 || wider*10 < len(l.sample)*9 || emptyLast == wider:
		return nil
	}
	moved := &layout{header: append([]string{""}, l.header...), names: l.names, sample: l.sample}
	date := -1
	for i, h := range l.header {
		if RoleDate.rank(h) > 0 {
			date = i
			break
		}
	}
	if date >= 0 {
		if look := moved.lookAt(date + 1); look.most(look.dates) {
			l.header = moved.header
			return nil
		}
	} else if moved.lookAt(0).distinct != nil && len(moved.lookAt(0).distinct) == len(l.sample) {
		l.header = moved.header
		return nil
	}
	return fmt.Errorf("rows have %d fields where the header has %d: put quotes around values that hold %q, such as decimal commas", n+1, n, separatorName(l.sep))
}
