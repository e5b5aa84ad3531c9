package intake

import (
	"fmt"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/examples/internal/note"
	"github.com/clientele-go/clientele/examples/table"
)

// Report says what was read and what became of it.
type Report struct {
	Source    string                  `json:"source"`
	ReadAs    *table.ReadAs           `json:"read_as,omitempty"` // of a file
	Encoding  string                  `json:"encoding,omitempty"`
	Separator string                  `json:"separator,omitempty"`
	Rows      int                     `json:"rows"` // below the header
	Kept      int                     `json:"kept"`
	Bad       int                     `json:"bad"`
	Problems  []table.Problem         `json:"problems"` // the first of them
	Notes     []string                `json:"notes"`
	Ledger    *clientele.LedgerReport `json:"ledger,omitempty"`
}

// NewReport begins the report of a file with what the reader says.
func NewReport(path string, read table.ReadAs, problems []table.Problem, bad int) Report {
	r := Report{Source: path, ReadAs: &read, Encoding: read.Encoding, Separator: read.Separator,
		Rows: read.Rows, Kept: read.Kept, Bad: bad, Problems: append([]table.Problem{}, problems...), Notes: []string{}}
	r.Notes = append(append(r.Notes, read.Notes...), read.Texts()...)
	return r
}

// Simulated is the report of a simulated base in a ledger.
func Simulated(source string, book *clientele.Ledger[string]) Report {
	all := book.Report()
	return Report{Source: source, Rows: all.Rows, Kept: all.Rows, Problems: []table.Problem{}, Notes: []string{}, Ledger: &all}
}

// Note adds a note, whose Chinese is in the catalogue.
func (r *Report) Note(format string, args ...any) {
	r.Notes = append(r.Notes, fmt.Sprintf(format, args...))
}

// In says a note in a language.
func In(lang clientele.Lang, text string) string {
	if lang == clientele.LangChinese {
		if said := chinese.Say(text); said != text {
			return said
		}
	}
	return table.In(lang, text)
}

// Write says what was read, from what, and what to know of it.
func (r *Report) Write(p *note.Page) {
	source := note.Plain(r.Source)
	if r.ReadAs == nil {
		source = In(p.Lang, r.Source)
	}
	p.Say(note.Words{"Source: %s; %s of %s rows were kept, %s could not be used.", "数据来源：%[1]s；共 %[3]s 行，采用 %[2]s 行，%[4]s 行无法使用。"},
		source, note.Count(r.Kept), note.Count(r.Rows), note.Count(r.Bad))
	if r.ReadAs != nil {
		p.Say(note.Words{"Read as:", "读取方式："})
		p.Block(r.ReadAs.Text(p.Lang))
	}
	r.writeLedger(p)
	var lines []string
	for _, problem := range r.Problems {
		lines = append(lines, note.Plain(problem.Text(p.Lang)))
	}
	if more := r.Bad - len(r.Problems); more > 0 {
		lines = append(lines, fmt.Sprintf(note.Words{"… and %s more", "…… 另有 %s 行"}.In(p.Lang), note.Count(more)))
	}
	for _, n := range r.Notes {
		lines = append(lines, fmt.Sprintf(note.Words{"Note: %s.", "说明：%s。"}.In(p.Lang), note.Plain(In(p.Lang, n))))
	}
	p.List(lines...)
}

// writeLedger says what became of the rows.
func (r *Report) writeLedger(p *note.Page) {
	l := r.Ledger
	if l == nil || l.Rows == 0 {
		return
	}
	p.Say(note.Words{"They are of %s customers, from %s to %s: %s purchases.", "涉及 %s 位客户，自 %s 至 %s，共 %s 次购买。"},
		note.Count(l.Customers), Day(l.First), Day(l.Last), note.Count(l.Purchases))
	var lines []string
	for _, x := range []struct {
		n    int
		said note.Words
	}{
		{l.Merged, note.Words{"%s joined another purchase of the same customer and day", "%s 次与同一客户同一天的购买合并"}},
		{l.Zeros, note.Words{"%s have the amount 0 and count as purchases", "%s 次金额为 0，计为购买"}},
		{l.Refunds, note.Words{"%s negative amounts were taken off earlier purchases", "%s 笔负数金额已从先前购买中扣除"}},
		{l.NettedAway, note.Words{"%s purchases were given back whole", "%s 次购买被全部退回"}},
		{l.ZerosDropped + l.RefundsDropped + l.DuplicatesDropped + l.EmptyKeysDropped, note.Words{"%s rows were left out by the rules chosen", "按所选规则剔除 %s 行"}},
	} {
		if x.n > 0 {
			lines = append(lines, fmt.Sprintf(x.said.In(p.Lang), note.Count(x.n)))
		}
	}
	p.List(lines...)
}
