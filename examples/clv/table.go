package main

import (
	"bytes"
	"fmt"
	"strings"
)

// table reads delimited text row by row. One bad line costs one row: a quote
// that is not closed does not swallow the lines after it.
type table struct {
	text    []byte
	at      int
	line    int // number of the last line read, from 1
	sep     byte
	header  []string
	fields  []string // of the last row; reused
	blank   int      // empty lines skipped
	skipped []problem
}

// problem is one row that could not be used: where, what and what to do.
type problem struct {
	Line  int    `json:"line"`
	Value string `json:"value"`
	Want  string `json:"problem"`
}

func (p problem) String() string {
	return fmt.Sprintf("line %d: %q: %s", p.Line, p.Value, p.Want)
}

// separators are the ones a file may use, in the order they are preferred.
const separators = ",;\t|"

// openTable finds the header, the first line that is not empty, and the
// separator under which most of its names are known.
func openTable(text []byte, known func(name string) bool) (*table, error) {
	t := &table{text: text}
	declared := byte(0)
	for {
		line, _, ok := t.nextLine()
		if !ok {
			return nil, fmt.Errorf("the file is empty: it needs a header line with the names of the columns")
		}
		trimmed := strings.TrimSpace(string(line))
		if trimmed == "" {
			continue
		}
		if len(trimmed) == 5 && strings.EqualFold(trimmed[:4], "sep=") { // what spreadsheets write
			declared = trimmed[4]
			continue
		}
		best := -1
		for i := range len(separators) {
			sep := separators[i]
			if declared != 0 && sep != declared {
				continue
			}
			fields, ok := split(nil, line, sep)
			if !ok {
				continue
			}
			score := len(fields)
			for _, f := range fields {
				if known(f) {
					score += 1000
				}
			}
			if score > best {
				best, t.sep, t.header = score, sep, fields
			}
		}
		if best < 0 {
			return nil, fmt.Errorf("line %d: the header cannot be read: a quote is opened and not closed", t.line)
		}
		return t, nil
	}
}

// nextLine returns the next line without its end, which may be \n, \r\n or \r.
func (t *table) nextLine() (line []byte, start int, ok bool) {
	if t.at >= len(t.text) {
		return nil, t.at, false
	}
	t.line++
	start = t.at
	rest := t.text[start:]
	end := bytes.IndexAny(rest[:min(len(rest), 4096)], "\r\n")
	if end < 0 {
		end = bytes.IndexAny(rest, "\r\n")
	}
	if end < 0 {
		t.at = len(t.text)
		return rest, start, true
	}
	t.at = start + end + 1
	if rest[end] == '\r' && end+1 < len(rest) && rest[end+1] == '\n' {
		t.at++
	}
	return rest[:end], start, true
}

// longQuote is the number of lines that a quoted field may span.
const longQuote = 20

// next reads the next row into t.fields and returns the number of its first
// line. Rows that cannot be read are added to t.skipped.
func (t *table) next() (line int, ok bool) {
	for {
		row, start, ok := t.nextLine()
		if !ok {
			return 0, false
		}
		line = t.line
		if len(bytes.TrimSpace(row)) == 0 {
			t.blank++
			continue
		}
		after := t.at
		fields, closed := split(t.fields[:0], row, t.sep)
		for i := 0; !closed && i < longQuote; i++ { // the field may go on in the next line
			more, at, ok := t.nextLine()
			if !ok {
				break
			}
			fields, closed = split(t.fields[:0], t.text[start:at+len(more)], t.sep)
		}
		t.fields = fields
		switch {
		case !closed:
			t.at, t.line = after, line // the following lines are rows of their own
			t.skip(line, string(row), "a quote is opened and not closed; close it or remove it")
		case len(fields) < len(t.header):
			t.skip(line, string(row), fmt.Sprintf("%d fields where the header has %d; a line may be cut off", len(fields), len(t.header)))
		case len(fields) > len(t.header) && !emptyTail(fields[len(t.header):]):
			t.skip(line, string(row), fmt.Sprintf("%d fields where the header has %d; put quotes around values that contain %q", len(fields), len(t.header), t.sep))
		default:
			return line, true
		}
	}
}

// skip notes a row that cannot be used.
func (t *table) skip(line int, value, want string) {
	const longest = 60
	if r := []rune(value); len(r) > longest {
		value = string(r[:longest]) + "…"
	}
	t.skipped = append(t.skipped, problem{line, value, want})
}

func emptyTail(fields []string) bool {
	for _, f := range fields {
		if f != "" {
			return false
		}
	}
	return true
}

// split cuts a row into fields and appends them, trimmed and without their
// quotes; closed is false if a quote is opened and not closed. A quote inside a
// field that does not begin with one is an ordinary character.
func split(dst []string, row []byte, sep byte) (fields []string, closed bool) {
	for {
		row = trimLeft(row, sep)
		if len(row) > 0 && row[0] == '"' {
			value, rest, ok := quoted(row[1:])
			if !ok {
				return dst, false
			}
			end := bytes.IndexByte(rest, sep)
			if end < 0 {
				return append(dst, value+strings.TrimSpace(string(rest))), true
			}
			dst, row = append(dst, value+strings.TrimSpace(string(rest[:end]))), rest[end+1:]
			continue
		}
		end := bytes.IndexByte(row, sep)
		if end < 0 {
			return append(dst, string(bytes.TrimSpace(row))), true
		}
		dst, row = append(dst, string(bytes.TrimSpace(row[:end]))), row[end+1:]
	}
}

// trimLeft removes spaces before a field, but no separator.
func trimLeft(row []byte, sep byte) []byte {
	for len(row) > 0 && (row[0] == ' ' || row[0] == '\t') && row[0] != sep {
		row = row[1:]
	}
	return row
}

// quoted reads up to the closing quote; two quotes stand for one.
func quoted(row []byte) (value string, rest []byte, ok bool) {
	var b []byte
	for {
		end := bytes.IndexByte(row, '"')
		if end < 0 {
			return "", nil, false
		}
		b = append(b, row[:end]...)
		row = row[end+1:]
		if len(row) == 0 || row[0] != '"' {
			return string(bytes.TrimSpace(b)), row, true
		}
		b, row = append(b, '"'), row[1:]
	}
}
