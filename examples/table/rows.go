package table

import (
	"bytes"
	"fmt"
	"io"
)

// rowsOf opens the file at its first row.
func (s *source) rowsOf(c coding, l *layout, sheets []string) (rowReader, error) {
	if s.sheets != nil {
		r, err := s.sheets()
		if book, ok := r.(*sheetReader); ok && err == nil {
			book.names = sheets
		}
		return r, err
	}
	r, err := c.decoded(s.open)
	if err != nil {
		return nil, err
	}
	return newLineReader(r, l.sep, l.end, 64<<10), nil
}

// body gives every row below the header that is a row of the table; what is
// not goes to the tally.
func (s *source) body(c coding, l *layout, sheets []string, t *tally, each func(row) error) (zeros int, err error) {
	return s.batches(c, l, sheets, t, nil, func(r *row) error { return each(*r) })
}

// batchRows is how many rows are held before they are given.
const batchRows = 64

// batches is body with a look ahead at each row: a batch of rows is looked at
// before the first of them is given, so that the processor waits for the memory of
// many at once.
func (s *source) batches(c coding, l *layout, sheets []string, t *tally, ahead func([]row), each func(*row) error) (zeros int, err error) {
	reader, err := s.rowsOf(c, l, sheets)
	if err != nil {
		return 0, err
	}
	defer func() {
		if cerr := reader.close(); err == nil {
			err = cerr
		}
	}()
	lines, _ := reader.(*lineReader)
	var held []row
	var fields [][]byte
	if lines != nil && ahead != nil {
		lines.held = true
		held, fields = make([]row, 0, batchRows), make([][]byte, 0, batchRows*(len(l.header)+4))
	}
	var one [1]row
	give := func() error {
		ahead(held)
		for i := range held {
			if err := each(&held[i]); err != nil {
				return err
			}
		}
		held, fields = held[:0], fields[:0]
		lines.release()
		return nil
	}
	width := len(l.header)
	started := l.line == 0 && l.above == 0
	skip := l.above
	for {
		r, err := reader.next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return 0, err
		}
		if !started {
			if l.names {
				if r.line < l.line {
					continue
				}
				started = true
				continue
			}
			if skip > 0 {
				skip--
				continue
			}
			started = true
		}
		if s.sheets != nil {
			for len(r.fields) < width {
				r.fields = append(r.fields, nil)
			}
		}
		why, value, benign, counts := "", r.raw, true, false
		switch {
		case l.names && repeatsHeader(r.fields, l.header):
			why, value = "the header again", first(&r)
		case r.raw != nil && comment(r.raw) && len(r.fields) != width:
			why = "comments"
		case s.sheets == nil && len(r.fields) < width && totalRow(r.fields):
			why = "totals, which add up other rows"
		case r.fault != "":
			why, benign, counts = r.fault+"; close it or remove it", false, true
		case len(r.fields) < width:
			why, benign, counts = fmt.Sprintf("fewer fields than the %d of the header; lines may be cut off", width), false, true
		case len(r.fields) > width && !blankTail(r.fields[width:]):
			why, benign, counts = fmt.Sprintf("more fields than the %d of the header; put quotes around values that hold %q", width, separatorName(l.sep)), false, true
		}
		if why != "" {
			if held != nil { // in the order of the file
				if err := give(); err != nil {
					return 0, err
				}
			}
			if counts {
				t.rows++
			}
			t.aside(r.line, value, why, 0, benign)
			continue
		}
		t.rows++
		switch {
		case held == nil:
			if one[0] = r; ahead != nil {
				ahead(one[:])
			}
			if err := each(&one[0]); err != nil {
				return 0, err
			}
		default:
			if len(fields)+len(r.fields) > cap(fields) {
				if err := give(); err != nil {
					return 0, err
				}
			}
			from := len(fields)
			fields = append(fields, r.fields...)
			r.fields = fields[from:]
			if held = append(held, r); len(held) == batchRows {
				if err := give(); err != nil {
					return 0, err
				}
			}
		}
	}
	if held != nil {
		if err := give(); err != nil {
			return 0, err
		}
	}
	if lines != nil {
		zeros = lines.zeros
	}
	return zeros, nil
}

func first(r *row) []byte {
	if r.raw != nil {
		return r.raw
	}
	for _, f := range r.fields {
		if len(f) > 0 {
			return f
		}
	}
	return nil
}

func comment(raw []byte) bool {
	if len(raw) > 0 && (raw[0] >= '0' || raw[0] == ' ' && len(raw) > 1 && raw[1] >= '0') {
		return false
	}
	raw = bytes.TrimLeft(raw, " \"")
	return bytes.HasPrefix(raw, []byte("#")) || bytes.HasPrefix(raw, []byte("//")) || bytes.HasPrefix(raw, []byte("--"))
}

func blankTail(fields [][]byte) bool {
	for _, f := range fields {
		if len(f) > 0 {
			return false
		}
	}
	return true
}

func repeatsHeader(fields [][]byte, header []string) bool {
	if len(fields) < len(header) || len(fields[0]) != len(header[0]) || string(fields[0]) != header[0] {
		return false
	}
	for i, h := range header {
		if string(fields[i]) != h {
			return false
		}
	}
	return true
}

func totalRow(fields [][]byte) bool {
	for _, f := range fields {
		if isTotal(f) {
			return true
		}
	}
	return false
}
