// Package note writes the answer of an example program as a notebook in one
// language: Markdown, or a file of Jupyter with the code of every step.
package note

import (
	"fmt"
	"strings"

	"github.com/clientele-go/clientele"
)

// Words are a text in English and in Chinese.
type Words [2]string

// In returns the text in a language, English unless it is Chinese.
func (w Words) In(lang clientele.Lang) string {
	if lang == clientele.LangChinese {
		return w[1]
	}
	return w[0]
}

// Page is a notebook that is being written.
type Page struct {
	Lang     clientele.Lang
	Pictures bool // are wanted: Markdown has no place for them
	title    string
	parts    []part
}

// New returns a notebook with its title.
func New(title Words, lang clientele.Lang) *Page {
	return &Page{Lang: lang, title: title.In(lang)}
}

// part is a heading with the steps that follow, or what one of them shows.
type part struct {
	heading string
	steps   []string // names of functions
	text    string   // Markdown
	lines   string   // as a program prints them
	svg     []byte
}

func (p *Page) add(text string) {
	if p.Lang == clientele.LangChinese { // which sets no space before the sign
		text = strings.ReplaceAll(text, " %", "%")
	}
	p.parts = append(p.parts, part{text: text})
}

// Section begins a section. The steps are the functions whose code it shows.
func (p *Page) Section(heading Words, steps ...any) {
	p.parts = append(p.parts, part{heading: heading.In(p.Lang), steps: names(steps)})
}

// Say prints a paragraph; both formats take the same arguments.
func (p *Page) Say(w Words, args ...any) { p.add(fmt.Sprintf(w.In(p.Lang), args...) + "\n") }

// Block prints lines as they are.
func (p *Page) Block(text string) {
	if text = strings.TrimSpace(text); text != "" {
		p.parts = append(p.parts, part{lines: text + "\n"})
	}
}

// List prints a line each; nothing without any.
func (p *Page) List(lines ...string) {
	if len(lines) > 0 {
		p.add("- " + strings.Join(lines, "\n- ") + "\n")
	}
}

// Reasons prints why something is so, one reason a line; nothing without reasons.
func (p *Page) Reasons(why []clientele.Reason) {
	var lines []string
	for _, r := range why {
		lines = append(lines, r.Text(p.Lang))
	}
	p.List(lines...)
}

// Table prints a table, nothing without rows. The columns of the head are separated
// by bars, as in "stage | customers"; every row has one cell a column. Columns of
// numbers are aligned right.
func (p *Page) Table(head Words, rows ...[]any) {
	if len(rows) == 0 {
		return
	}
	var b strings.Builder
	fmt.Fprintf(&b, "| %s |\n", head.In(p.Lang))
	for i := range rows[0] {
		if i > 0 && numeric(rows, i) {
			b.WriteString("|---:")
		} else {
			b.WriteString("|---")
		}
	}
	b.WriteString("|\n")
	for _, row := range rows {
		for _, cell := range row {
			fmt.Fprintf(&b, "| %s ", escaped(fmt.Sprint(cell)))
		}
		b.WriteString("|\n")
	}
	p.add(b.String())
}

// escaped keeps bars within a cell, those of Plain once.
func escaped(cell string) string {
	return strings.ReplaceAll(strings.ReplaceAll(cell, `\|`, "|"), "|", `\|`)
}

// numeric reports whether all of a column is numbers, ranges or dates.
func numeric(rows [][]any, column int) bool {
	for _, row := range rows {
		if strings.Trim(fmt.Sprint(row[column]), "+-−–0123456789.,… %±()/×e∞") != "" {
			return false
		}
	}
	return true
}

// Draw adds a picture, as SVG, where pictures are wanted and there is one.
func (p *Page) Draw(draw func(clientele.Lang) []byte) {
	if !p.Pictures {
		return
	}
	if svg := draw(p.Lang); svg != nil {
		p.parts = append(p.parts, part{svg: svg})
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
	return strings.Join(texts, Words{"; ", "；"}.In(lang))
}

// Markdown returns the notebook as Markdown.
func (p *Page) Markdown() string {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n", p.title)
	for _, x := range p.parts {
		switch {
		case x.heading != "":
			fmt.Fprintf(&b, "\n## %s\n", x.heading)
		case x.lines != "":
			fence := "```"
			for strings.Contains(x.lines, fence) {
				fence += "`"
			}
			fmt.Fprintf(&b, "\n%s\n%s%s\n", fence, x.lines, fence)
		case x.text != "":
			fmt.Fprintf(&b, "\n%s", x.text)
		}
	}
	return b.String()
}
