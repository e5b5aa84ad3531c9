//go:build !js

package table

import (
	"fmt"
	"io"

	"github.com/xuri/excelize/v2"
)

// inWorkbook reads the sheet of an Excel workbook that is the table, and the
// other sheets that have the same header.
func (s *source) inWorkbook(file opener) error {
	s.sheets = func() (rowReader, error) {
		r, err := file()
		if err != nil {
			return nil, err
		}
		defer r.Close()
		f, err := excelize.OpenReader(r, excelize.Options{RawCellValue: true, UnzipSizeLimit: largestUnpacked, UnzipXMLSizeLimit: 16 << 20})
		if err != nil {
			return nil, fmt.Errorf("the workbook cannot be read: %w", err)
		}
		return &sheetReader{file: f, names: f.GetSheetList()}, nil
	}
	return nil
}

// sheetReader goes through the rows of sheets. Cells come as they are stored: a
// date is a serial number, a number has a point.
type sheetReader struct {
	file  *excelize.File
	names []string // of the sheets still to come
	sheet string
	rows  *excelize.Rows
	line  int
}

func (r *sheetReader) close() error {
	if r.rows != nil {
		_ = r.rows.Close()
	}
	return r.file.Close()
}

// from1904 reports whether the workbook counts days from 1904.
func (r *sheetReader) from1904() bool {
	p, err := r.file.GetWorkbookProps()
	return err == nil && p.Date1904 != nil && *p.Date1904
}

func (r *sheetReader) next() (row, error) {
	for {
		if r.rows == nil {
			if len(r.names) == 0 {
				return row{}, io.EOF
			}
			var err error
			r.sheet, r.names, r.line = r.names[0], r.names[1:], 0
			if r.rows, err = r.file.Rows(r.sheet); err != nil {
				return row{}, fmt.Errorf("sheet %q cannot be read: %w", r.sheet, err)
			}
		}
		if !r.rows.Next() {
			if err := r.rows.Error(); err != nil {
				return row{}, fmt.Errorf("sheet %q: %w", r.sheet, err)
			}
			_ = r.rows.Close()
			r.rows = nil
			continue
		}
		r.line++
		cells, err := r.rows.Columns(excelize.Options{RawCellValue: true})
		if err != nil {
			return row{}, fmt.Errorf("sheet %q, row %d: %w", r.sheet, r.line, err)
		}
		if len(cells) > mostFields {
			return row{}, fmt.Errorf("sheet %q, row %d has more than %d cells", r.sheet, r.line, mostFields)
		}
		out := row{line: r.line, fields: make([][]byte, len(cells))}
		blank := true
		for i, c := range cells {
			out.fields[i] = trim([]byte(c))
			blank = blank && len(out.fields[i]) == 0
		}
		if !blank {
			return out, nil
		}
	}
}

// sheetLayout finds the sheet that is the table: the one where most names are known.
func (s *source) sheetLayout(roles []Role, told map[Role]string) (l *layout, names []string, err error) {
	r, err := s.sheets()
	if err != nil {
		return nil, nil, err
	}
	defer r.close()
	book, ok := r.(*sheetReader)
	if !ok {
		l, err = readerLayout(r, roles, told)
		return l, nil, err
	}
	all := book.names
	best := -2000.
	layouts := map[string]*layout{}
	for _, name := range all {
		book.names, book.rows = []string{name}, nil
		var rows [][]string
		var lines []int
		for len(rows) < sampleRows {
			next, err := book.next()
			if err == io.EOF {
				break
			}
			if err != nil {
				return nil, nil, err
			}
			rows = append(rows, texts(next.fields))
			lines = append(lines, next.line)
		}
		one := &layout{}
		score := one.find(padded(rows), lines, roles, told)
		layouts[name] = one
		if score > best {
			best, l = score, one
		}
	}
	if l == nil || len(l.header) < 2 {
		return nil, nil, fmt.Errorf("no sheet of the workbook is a table")
	}
	for _, name := range all {
		if equal(layouts[name].header, l.header) {
			names = append(names, name)
		}
	}
	if len(all) > 1 {
		s.notes = append(s.notes, fmt.Sprintf("of %d sheets, %s were read: those with the same header", len(all), list(names, 6)))
	}
	return l, names, nil
}

// padded gives rows the same width: a workbook does not store empty cells at
// the end.
func padded(rows [][]string) [][]string {
	width := 0
	for _, r := range rows {
		width = max(width, len(r))
	}
	for i, r := range rows {
		if len(r) < width && len(r) > 1 {
			rows[i] = append(r, make([]string, width-len(r))...)
		}
	}
	return rows
}

func equal(a, b []string) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// readerLayout is the layout of rows that have their header first.
func readerLayout(r rowReader, roles []Role, told map[Role]string) (*layout, error) {
	var rows [][]string
	var lines []int
	for len(rows) < sampleRows {
		next, err := r.next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, err
		}
		rows = append(rows, texts(next.fields))
		lines = append(lines, next.line)
	}
	l := &layout{}
	if len(rows) == 0 || len(rows[0]) < 2 {
		return nil, fmt.Errorf("there are no two columns")
	}
	l.header, l.names, l.line, l.sample = rows[0], true, lines[0], rows[1:]
	return l, nil
}
