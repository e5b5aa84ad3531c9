package note

import "github.com/clientele-go/clientele"

// Words are a text in English and in Chinese.
type Words [2]string

// In returns the text in a language, English unless it is Chinese.
func (w Words) In(lang clientele.Lang) string {
	if lang == clientele.LangChinese {
		return w[1]
	}
	return w[0]
}

// Page is a notebook in one language.
type Page struct {
	*Book
	Lang clientele.Lang
}

// Say prints a paragraph; both formats take the same arguments.
func (p Page) Say(w Words, args ...any) { p.Book.Say(w.In(p.Lang), args...) }

// Section begins a section.
func (p Page) Section(w Words) { p.Book.Section(w.In(p.Lang)) }

// Table prints a table, nothing without rows.
func (p Page) Table(head Words, rows ...[]any) {
	if len(rows) > 0 {
		p.Book.Table(head.In(p.Lang), rows...)
	}
}

// Reasons prints why something is so, nothing without reasons.
func (p Page) Reasons(why []clientele.Reason) {
	if len(why) > 0 {
		p.Book.Reasons(p.Lang, why)
	}
}
