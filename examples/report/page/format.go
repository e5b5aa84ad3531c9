package page

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/examples/internal/note"
)

// count writes a whole number, with commas between groups of three.
func count(n int) string {
	s := strconv.Itoa(n)
	sign := ""
	if n < 0 {
		sign, s = "-", s[1:]
	}
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return sign + s
}

// money writes an amount: whole where that is enough, cents below a hundred.
func money(v float64) string {
	switch {
	case math.IsNaN(v) || math.IsInf(v, 0) || math.Abs(v) > 1e15:
		return "–"
	case math.Abs(v) < 100 && v != math.Trunc(v):
		return strconv.FormatFloat(v, 'f', 2, 64)
	}
	return count(int(math.Round(v)))
}

// paid writes an amount with the currency behind.
func (o Options) paid(v float64) string {
	return strings.TrimSpace(money(v) + " " + o.Currency)
}

func percent(share float64) string {
	switch {
	case math.IsNaN(share):
		return "–"
	case share > 0 && share < 0.01:
		return fmt.Sprintf("%.1f%%", 100*share)
	}
	return fmt.Sprintf("%.0f%%", 100*share)
}

func day(t time.Time) string { return t.Format(time.DateOnly) }

// because joins reasons.
func (o Options) because(reasons []clientele.Reason) string { return note.Text(o.Lang, reasons) }

// columns splits a head such as "stage | #customers": a # marks a column of numbers.
func (o Options) columns(head words) (names []string, numeric []bool) {
	for _, h := range strings.Split(o.in(head), " | ") {
		name, number := strings.CutPrefix(h, "#")
		names, numeric = append(names, name), append(numeric, number)
	}
	return names, numeric
}

// list adds a table to a section; nothing without rows.
func (s *section) list(o Options, title string, head words, rows [][]string, all int) {
	if len(rows) == 0 {
		return
	}
	t := grid{Title: title, Rows: rows}
	t.Head, t.Numeric = o.columns(head)
	if all > len(rows) {
		t.More = fmt.Sprintf(o.in(words{"The first %s of %s.", "仅列前 %s 位，共 %s 位。"}), count(len(rows)), count(all))
	}
	s.Tables = append(s.Tables, t)
}
