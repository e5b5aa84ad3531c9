package table

import (
	"bytes"
	"fmt"
	"io"
	"unicode/utf8"
)

// The bounds of delimited text: what lies beyond is no table.
const (
	longestRow = 1 << 20 // bytes
	mostFields = 4096
	longQuote  = 20 // lines that a quoted field may span
)

// Separators that are no single character.
const (
	blanks     = ' '  // one or more spaces or tabs
	wideBlanks = 0x1d // two or more
)

// lineReader reads delimited text row by row. One bad line costs one row: a
// quote that is not closed does not swallow the lines after it.
type lineReader struct {
	r          io.ReadCloser
	sep        byte
	end        byte // of a line: '\n', or '\r' in old files
	buf        []byte
	start, lim int // window of what is read and not yet used
	eof        bool
	line       int
	fields     [][]byte
	scratch    []byte
	zeros      int  // NUL bytes taken out
	held       bool // rows that were given stay valid until release
	failed     error
}

func newLineReader(r io.ReadCloser, sep, end byte, size int) *lineReader {
	return &lineReader{r: r, sep: sep, end: end, buf: make([]byte, size)}
}

func (l *lineReader) close() error { return l.r.Close() }

// release ends what is held.
func (l *lineReader) release() { l.scratch = l.scratch[:0] }

// fresh returns memory for the quoted fields of a row.
func (l *lineReader) fresh(size int) []byte {
	if !l.held {
		return l.scratch[:0]
	}
	if cap(l.scratch)-len(l.scratch) < size {
		l.scratch = make([]byte, 0, max(64<<10, size))
	}
	return l.scratch[len(l.scratch):len(l.scratch)]
}

// used takes note of that memory.
func (l *lineReader) used(scratch []byte) {
	if !l.held {
		l.scratch = scratch
	} else if len(l.scratch)+len(scratch) <= cap(l.scratch) {
		l.scratch = l.scratch[:len(l.scratch)+len(scratch)]
	}
}

// fill reads more into the window; false at the end of the file.
func (l *lineReader) fill() bool {
	if l.eof {
		return false
	}
	if l.held && l.start > 0 {
		fresh := make([]byte, len(l.buf))
		copy(fresh, l.buf[l.start:l.lim])
		l.buf = fresh
		l.lim -= l.start
		l.start = 0
	} else if l.start > 0 {
		copy(l.buf, l.buf[l.start:l.lim])
		l.lim -= l.start
		l.start = 0
	}
	if l.lim == len(l.buf) {
		l.buf = append(l.buf, make([]byte, len(l.buf))...)
	}
	for range 100 {
		n, err := l.r.Read(l.buf[l.lim:])
		fresh := l.buf[l.lim : l.lim+n]
		if i := bytes.IndexByte(fresh, 0); i >= 0 {
			kept := i
			for _, c := range fresh[i:] {
				if c != 0 {
					fresh[kept] = c
					kept++
				}
			}
			l.zeros += n - kept
			n = kept
			if l.zeros > 1<<20 && l.zeros > l.lim {
				err = fmt.Errorf("the file is full of zero bytes: it is no text")
			}
		}
		l.lim += n
		if err != nil {
			l.eof = true
			if err != io.EOF {
				l.failed = err
			}
		}
		if n > 0 || err != nil {
			return n > 0
		}
	}
	l.eof, l.failed = true, io.ErrNoProgress
	return false
}

// lineEnd returns where the line ends that goes on at offset from (of the
// window), and where the next begins; ok is false if there is no more text.
func (l *lineReader) lineEnd(from int) (end, next int, ok bool, err error) {
	seen := from
	for {
		if i := bytes.IndexByte(l.buf[l.start+seen:l.lim], l.end); i >= 0 {
			end = seen + i
			next = end + 1
			break
		}
		seen = l.lim - l.start
		if seen > longestRow {
			return 0, 0, false, fmt.Errorf("line %d is longer than %d MiB: this is no delimited text", l.line, longestRow>>20)
		}
		if !l.fill() {
			if l.failed != nil {
				return 0, 0, false, l.failed
			}
			if end = l.lim - l.start; end == from {
				return 0, 0, false, nil
			}
			next = end
			break
		}
	}
	if end > from && l.buf[l.start+end-1] == '\r' {
		end--
	}
	return end, next, true, nil
}

// next returns the next row that is not blank.
func (l *lineReader) next() (row, error) {
	for {
		l.line++
		end, next, ok, err := l.lineEnd(0)
		if err != nil {
			return row{}, err
		}
		if !ok {
			return row{}, io.EOF
		}
		text := l.buf[l.start : l.start+end]
		if (len(text) == 0 || text[0] <= ' ' || text[0] >= utf8.RuneSelf) && len(bytes.TrimSpace(text)) == 0 {
			l.start += next
			continue
		}
		r := row{line: l.line, raw: text}
		if bytes.IndexByte(text, '"') < 0 {
			l.fields, ok = split(l.fields[:0], text, l.sep)
			l.start += next
			if !ok {
				return row{}, fmt.Errorf("line %d has more than %d fields: this is no delimited text", l.line, mostFields)
			}
			r.fields = l.fields
			return r, nil
		}
		var closed bool
		var scratch []byte
		l.fields, scratch, closed = splitQuoted(l.fields[:0], l.fresh(len(text)), text, l.sep, false)
		l.used(scratch)
		if closed {
			l.start += next
			r.fields = l.fields
			return r, nil
		}
		longer, lines := end, 0
		after := next
		for !closed && lines < longQuote { // the field may go on in the next line
			var more int
			more, after, ok, err = l.lineEnd(after)
			if err != nil || !ok {
				break
			}
			lines++
			longer = more
			l.fields, scratch, closed = splitQuoted(l.fields[:0], l.fresh(longer), l.buf[l.start:l.start+longer], l.sep, true)
			l.used(scratch)
		}
		if closed {
			r.raw = l.buf[l.start : l.start+longer]
			r.fields = l.fields
			l.start += after
			l.line += lines
			return r, nil
		}
		text = l.buf[l.start : l.start+end]
		l.fields, _ = split(l.fields[:0], text, l.sep)
		r.raw, r.fields, r.fault = text, l.fields, "a quote is opened and not closed"
		l.start += next // the following lines are rows of their own
		return r, nil
	}
}

// split cuts a row without quotes into fields and appends them, trimmed; ok is
// false if there are too many.
func split(dst [][]byte, text []byte, sep byte) (fields [][]byte, ok bool) {
	if sep == blanks || sep == wideBlanks {
		return splitBlanks(dst, text, sep == wideBlanks)
	}
	begin := 0
	for i, c := range text {
		if c == sep {
			dst = append(dst, trim(text[begin:i]))
			begin = i + 1
		}
	}
	dst = append(dst, trim(text[begin:]))
	return dst, len(dst) <= mostFields
}

func splitBlanks(dst [][]byte, text []byte, two bool) (fields [][]byte, ok bool) {
	text = trim(text)
	begin := 0
	for i := 0; i < len(text); {
		j := i
		for j < len(text) && (text[j] == ' ' || text[j] == '\t') {
			j++
		}
		if j-i > 1 || j > i && (!two || text[i] == '\t') {
			dst = append(dst, text[begin:i])
			begin = j
		}
		i = max(j, i+1)
	}
	dst = append(dst, text[begin:])
	return dst, len(dst) <= mostFields
}

// trim removes the blanks around a field.
func trim(b []byte) []byte {
	for len(b) > 0 && (b[0] == ' ' || b[0] == '\t' || b[0] == '\r') {
		b = b[1:]
	}
	for len(b) > 0 && (b[len(b)-1] == ' ' || b[len(b)-1] == '\t' || b[len(b)-1] == '\r') {
		b = b[:len(b)-1]
	}
	return b
}

// splitQuoted is split for a row with quotes: two within quotes stand for one,
// and a quote inside a field that does not begin with one is an ordinary
// character. closed is false if a quote is opened and not closed; of several lines,
// strictly, a field ends with its quote: else one that is opened by mistake ends
// where the next line's begins.
func splitQuoted(dst [][]byte, scratch, text []byte, sep byte, strict bool) (fields [][]byte, used []byte, closed bool) {
	at := sep
	if sep == wideBlanks {
		at = blanks
	}
	for len(dst) <= mostFields {
		for len(text) > 0 && (text[0] == ' ' || text[0] == '\t') && text[0] != sep {
			text = text[1:]
		}
		var value []byte
		if len(text) > 0 && text[0] == '"' {
			from := len(scratch)
			rest := text[1:]
			for {
				i := bytes.IndexByte(rest, '"')
				if i < 0 {
					return dst, scratch, false
				}
				scratch = append(scratch, rest[:i]...)
				if rest = rest[i+1:]; len(rest) == 0 || rest[0] != '"' {
					break
				}
				scratch = append(scratch, '"')
				rest = rest[1:]
			}
			end := bytes.IndexByte(rest, at)
			if strict && len(trim(rest[:max(end, 0)])) > 0 || strict && end < 0 && len(trim(rest)) > 0 {
				return dst, scratch, false
			}
			if end < 0 {
				scratch = append(scratch, trim(rest)...)
				return append(dst, bytes.TrimSpace(scratch[from:])), scratch, true
			}
			scratch = append(scratch, trim(rest[:end])...)
			value, text = bytes.TrimSpace(scratch[from:]), rest[end+1:]
		} else {
			end := bytes.IndexByte(text, at)
			if end < 0 {
				return append(dst, trim(text)), scratch, true
			}
			value, text = trim(text[:end]), text[end+1:]
		}
		if at == blanks {
			text = trim(text)
		}
		dst = append(dst, value)
	}
	return dst, scratch, true
}
