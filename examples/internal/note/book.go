// Package note prints the sections of an example program as Markdown.
package note

import (
	"bufio"
	"fmt"
	"io"
	"math"
	"os"
	"strings"

	"github.com/clientele-go/clientele"
)

// Book is a notebook that is being written.
type Book struct{ w *bufio.Writer }

// New returns a notebook on w with its title.
func New(w io.Writer, title string) *Book {
	b := &Book{bufio.NewWriter(w)}
	fmt.Fprintf(b.w, "# %s\n", title)
	return b
}

// Close writes out what is left, and ends the program if that fails.
func (b *Book) Close() { Check(b.w.Flush()) }

// Block prints lines as they are.
func (b *Book) Block(text fmt.Stringer) {
	fmt.Fprintf(b.w, "\n```\n%s\n```\n", strings.TrimSpace(text.String()))
}

// Section begins a section.
func (b *Book) Section(heading string) { fmt.Fprintf(b.w, "\n## %s\n", heading) }

// Say prints a paragraph.
func (b *Book) Say(format string, args ...any) {
	fmt.Fprintf(b.w, "\n"+format+"\n", args...)
}

// Table prints a table. The columns of the head are separated by bars, as in
// "stage | customers"; every row has one cell a column. Columns that begin with
// a number are aligned right.
func (b *Book) Table(head string, rows ...[]any) {
	fmt.Fprintf(b.w, "\n| %s |\n", head)
	for i := range rows[0] {
		if c := fmt.Sprint(rows[0][i]); i > 0 && c != "" && strings.ContainsRune("+-−0123456789", []rune(c)[0]) {
			b.w.WriteString("|---:")
		} else {
			b.w.WriteString("|---")
		}
	}
	b.w.WriteString("|\n")
	for _, row := range rows {
		for _, cell := range row {
			fmt.Fprintf(b.w, "| %s ", strings.ReplaceAll(fmt.Sprint(cell), "|", "\\|"))
		}
		b.w.WriteString("|\n")
	}
}

// Reasons prints why something is so, one reason a line.
func (b *Book) Reasons(lang clientele.Lang, reasons []clientele.Reason) {
	b.w.WriteByte('\n')
	for _, r := range reasons {
		fmt.Fprintf(b.w, "- %s\n", r.Text(lang))
	}
}

// Row is a row of a table.
func Row(cells ...any) []any { return cells }

// Text joins reasons in a cell.
func Text(lang clientele.Lang, reasons []clientele.Reason) string {
	texts := make([]string, len(reasons))
	for i, r := range reasons {
		texts[i] = r.Text(lang)
	}
	separator := "; "
	if lang == clientele.LangChinese {
		separator = "；"
	}
	return strings.Join(texts, separator)
}

// Fixed prints v with so many decimals.
func Fixed(v float64, decimals int) string { return fmt.Sprintf("%.*f", decimals, v) }

// Number prints v as Fixed does, and a dash if there is no finite number.
func Number(v float64, decimals int) string {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return "–"
	}
	return Fixed(v, decimals)
}

// Percent prints a share with so many decimals.
func Percent(v float64, decimals int) string { return fmt.Sprintf("%.*f %%", decimals, 100*v) }

// Range prints an interval with so many decimals.
func Range(i clientele.Interval, decimals int) string {
	return fmt.Sprintf("%.*f … %.*f", decimals, i.Lo, decimals, i.Hi)
}

// Must returns v; an error ends the program.
func Must[T any](v T, err error) T {
	Check(err)
	return v
}

// Check ends the program if there is an error.
func Check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
