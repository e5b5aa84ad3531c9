package table

import (
	"bytes"
	"fmt"
	"io"
)

// layout is how the rows of a file lie: what separates fields, where the names
// of the columns stand, and what its first rows look like.
type layout struct {
	sep      byte
	end      byte // of a line of text
	header   []string
	names    bool // the header is in the file
	line     int  // of the header; 0 if there is none
	above    int  // rows above it
	sample   [][]string
	declared bool
}

// sampleRows is how many rows are looked at to find the layout.
const sampleRows = 1000

var separators = []byte{',', ';', '\t', '|', 0x01, '~', '^', blanks, wideBlanks}

func separatorName(sep byte) string {
	switch sep {
	case '\t':
		return "tab"
	case blanks, wideBlanks:
		return "blanks"
	case 0x01:
		return "control-A"
	case 0:
		return ""
	}
	return string(sep)
}

// textLayout finds the layout of delimited text.
func textLayout(open func() (io.ReadCloser, error), roles []Role, told map[Role]string) (*layout, error) {
	r, err := open()
	if err != nil {
		return nil, err
	}
	head := make([]byte, 4*headLength)
	n, err := io.ReadFull(r, head)
	r.Close()
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return nil, err
	}
	head = head[:n]
	whole := err != nil
	end := byte('\n')
	if bytes.IndexByte(head, '\n') < 0 && bytes.IndexByte(head, '\r') >= 0 {
		end = '\r'
	}
	if !whole {
		if i := bytes.LastIndexByte(head, end); i > 0 {
			head = head[:i]
		}
	}
	if len(bytes.TrimSpace(head)) == 0 {
		return nil, fmt.Errorf("the file is empty: it needs a header line with the names of the columns")
	}
	var best *layout
	bestScore := -999.
	declared := byte(0)
	first := bytes.TrimSpace(head)
	if len(first) > 5 && bytes.EqualFold(first[:4], []byte("sep=")) && (first[5] == '\r' || first[5] == '\n') { // what spreadsheets write
		declared = first[4]
	}
	for _, sep := range separators {
		if declared != 0 && sep != declared {
			continue
		}
		l := &layout{sep: sep, end: end, declared: declared != 0}
		score := l.try(head, roles, told)
		if score > bestScore {
			best, bestScore = l, score
		}
	}
	if best == nil || len(best.header) < 2 {
		return nil, fmt.Errorf("no separator (comma, semicolon, tab, bar, blanks) parts the lines into columns: is this a table?")
	}
	return best, nil
}

// try cuts the head by the separator and scores how much of a table it makes.
func (l *layout) try(head []byte, roles []Role, told map[Role]string) float64 {
	reader := newLineReader(io.NopCloser(bytes.NewReader(head)), l.sep, l.end, 16<<10)
	var rows [][]string
	var lines []int
	for len(rows) < sampleRows {
		r, err := reader.next()
		if err != nil {
			break
		}
		rows = append(rows, texts(r.fields))
		lines = append(lines, r.line)
	}
	return l.find(rows, lines, roles, told)
}

func texts(fields [][]byte) []string {
	out := make([]string, len(fields))
	for i, f := range fields {
		out[i] = string(f)
	}
	return out
}

// find looks for the header among the rows: the first in which names are known,
// with as many fields as most rows have.
func (l *layout) find(rows [][]string, lines []int, roles []Role, told map[Role]string) float64 {
	widths := map[int]int{}
	for _, r := range rows {
		widths[len(r)]++
	}
	width, most := 0, 0
	for w, n := range widths {
		if n > most || n == most && w > width {
			width, most = w, n
		}
	}
	if width < 2 {
		return -1000
	}
	best, known := -1, 0
	for i, r := range rows[:min(len(rows), 40)] {
		if len(r) < 2 || len(r) != width && !emptyTail(r, width) && len(rows) > 3 && !(len(r) == width-1 || len(r) == width+1) {
			continue
		}
		if n := knownNames(r, roles, told); n > known {
			best, known = i, n
		}
		if known > 0 && i > best+5 {
			break
		}
	}
	switch {
	case best >= 0:
		l.header, l.names, l.line, l.above = rows[best], true, lines[best], best
	default: // no name is known: the first row of that width, unless it is data
		for i, r := range rows {
			if len(r) == width {
				l.header, l.names, l.line, l.above = r, !data(r), lines[i], i
				break
			}
		}
		if !l.names {
			l.header, l.line = nil, 0
			for i := range width {
				l.header = append(l.header, fmt.Sprintf("column %d", i+1))
			}
		}
	}
	if l.declared && l.above > 0 {
		l.above--
	}
	from := 0
	for from < len(lines) && lines[from] <= l.line {
		from++
	}
	for _, r := range rows[from:] {
		if len(r) >= len(l.header) {
			l.sample = append(l.sample, r)
		}
	}
	score := float64(known)*10 + 5*float64(most)/float64(len(rows))
	if len(l.header) != width {
		score -= 4
	}
	if l.sep == blanks || l.sep == wideBlanks {
		score -= 100 // only where no other sign parts the lines
		if l.sep == wideBlanks {
			score -= 0.2
		}
	}
	return score + min(float64(width), 10)/100
}

func emptyTail(r []string, width int) bool {
	if len(r) <= width {
		return false
	}
	for _, f := range r[width:] {
		if f != "" {
			return false
		}
	}
	return true
}

// knownNames counts the roles that some field names.
func knownNames(r []string, roles []Role, told map[Role]string) int {
	n := 0
	for _, role := range roles {
		for _, f := range r {
			if len(f) < 60 && (role.rank(f) > 0 || told[role] != "" && plain(told[role]) == plain(f) && plain(f) != "") {
				n++
				break
			}
		}
	}
	if n > 0 && data(r) { // "Total" beside a number is no name
		return 0
	}
	return n
}

// data reports whether a row has values, not names: any number or date.
func data(r []string) bool {
	for _, f := range r {
		if f == "" {
			continue
		}
		if n, ok := dissect([]byte(f), nil); ok && len(n.body) > 0 {
			if _, isName := ranks[RoleRepeats][plain(f)]; !isName {
				return true
			}
		}
		if dismantle([]byte(f)).kind.isDate() {
			return true
		}
	}
	return false
}
