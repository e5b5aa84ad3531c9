package page

import (
	_ "embed" // of the style
	"html"
	"io"
	"strings"
)

//go:embed page.css
var css string

// policy of the page: it runs nothing and loads nothing.
const contentPolicy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"

// markup is HTML in the making. It is written without html/template, which keeps
// every method of every type in the program: in a browser that is 9 MB of 13.
type markup struct{ strings.Builder }

// raw writes markup; its parts are constants, and what package picture has escaped.
func (m *markup) raw(parts ...string) {
	for _, p := range parts {
		m.WriteString(p)
	}
}

// tag writes an element with a text, which is escaped; opening may hold attributes.
func (m *markup) tag(opening, text string) {
	name, _, _ := strings.Cut(opening, " ")
	m.raw("<", opening, ">")
	m.text(text)
	m.raw("</", name, ">")
}

func (m *markup) text(s string) { m.WriteString(html.EscapeString(s)) }

func (v *view) render(w io.Writer) error {
	var m markup
	m.raw("<!doctype html>\n<html lang=\"", v.Lang, "\">\n<head>\n<meta charset=\"utf-8\">\n",
		"<meta http-equiv=\"Content-Security-Policy\" content=\"", contentPolicy, "\">\n",
		"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
	m.tag("title", v.Title)
	m.raw("\n<style>\n", css, "</style>\n</head>\n<body>\n<header>\n")
	m.tag("h1", v.Title)
	m.raw("\n")
	m.tag(`p class="soft"`, v.Subtitle)
	m.raw("\n<nav aria-label=\"")
	m.text(v.Contents)
	m.raw("\">")
	for _, s := range v.Sections {
		m.tag(`a href="#`+s.ID+`"`, s.Heading)
		m.raw(" ")
	}
	m.raw("</nav>\n</header>\n<main>\n<div class=\"tiles\">")
	for _, t := range v.Tiles {
		m.raw(`<div class="tile">`)
		m.tag("span", t.Label)
		m.tag("b", t.Value)
		m.tag("span", t.Note)
		m.raw("</div>")
	}
	m.raw("</div>\n")
	for _, s := range v.Sections {
		s.render(&m)
	}
	m.raw("</main>\n")
	m.tag("footer", v.Foot)
	m.raw("\n</body>\n</html>\n")
	_, err := io.WriteString(w, m.String())
	return err
}

func (s *section) render(m *markup) {
	m.raw(`<section id="`, s.ID, "\">\n")
	m.tag("h2", s.Heading)
	m.raw("\n")
	for _, p := range s.Said {
		m.tag("p", p)
		m.raw("\n")
	}
	if len(s.Figures) > 0 {
		m.raw("<div class=\"figures\">\n")
		for _, f := range s.Figures {
			m.raw("<figure>", f.SVG)
			m.tag("figcaption", f.Caption)
			m.raw("</figure>\n")
		}
		m.raw("</div>\n")
	}
	for _, t := range s.Tables {
		t.render(m)
	}
	if s.Listed != "" {
		m.tag("p", s.Listed)
	}
	if len(s.Points) > 0 {
		m.raw("<ul>")
		for _, p := range s.Points {
			m.tag("li", p)
			m.raw("\n")
		}
		m.raw("</ul>")
	}
	m.raw("\n</section>\n")
}

func (t *grid) render(m *markup) {
	const contacts = 6 // columns of a list of customers with the reasons behind, which phones put below
	last := len(t.Head) - 1
	sentences := last > 0 && !t.Numeric[last] && longest(t.Rows, last) > 20
	cells := func(name string, row []string) {
		m.raw("<tr>")
		for i, c := range row {
			switch {
			case t.Numeric[i]:
				m.tag(name+` class="n"`, c)
			case sentences && i == last:
				m.tag(name+` class="w"`, c)
			default:
				m.tag(name, c)
			}
		}
		m.raw("</tr>")
	}
	m.raw(`<div class="scroll"><table`)
	if sentences && len(t.Head) == contacts {
		m.raw(` class="list"`)
	}
	m.raw(">")
	m.tag("caption", t.Title)
	m.raw("\n<thead>")
	cells("th", t.Head)
	m.raw("</thead>\n<tbody>")
	for _, row := range t.Rows {
		cells("td", row)
		m.raw("\n")
	}
	m.raw("</tbody></table></div>")
	if t.More != "" {
		m.tag(`p class="more"`, t.More)
	}
	m.raw("\n")
}

// longest is the length of the longest text of a column.
func longest(rows [][]string, column int) (n int) {
	for _, r := range rows {
		n = max(n, len(r[column]))
	}
	return n
}
