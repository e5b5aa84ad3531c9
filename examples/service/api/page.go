package api

import (
	"bytes"
	_ "embed"
	"html/template"
	"net/http"
	"strings"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/examples/service/scoring"
)

//go:embed base.html
var basePage string

var baseTemplate = template.Must(template.New("base").Parse(basePage))

// words are the headings of the page.
type words struct{ Title, Customers, Lost, Worth, Stages, Segments, Bands, Advice, Why string }

var headings = map[clientele.Lang]words{
	clientele.LangEnglish: {"Customers", "customers", "lost", "worth", "Stage", "RFM segment", "Pyramid", "To do", "Why this model"},
	clientele.LangChinese: {"客户", "客户数", "流失", "价值", "阶段", "RFM 细分", "金字塔", "建议", "模型的选择"},
}

type table struct {
	Title  string
	Groups []scoring.Group
}

// wantsPage reports whether a client is a browser.
func wantsPage(r *http.Request) bool { return strings.Contains(r.Header.Get("Accept"), "text/html") }

// answerPage writes the report as a page that needs nothing else.
func answerPage(w http.ResponseWriter, r report, lang clientele.Lang) error {
	h := headings[lang]
	var page bytes.Buffer
	err := baseTemplate.Execute(&page, struct {
		report
		Tag    string
		Words  words
		Tables []table
	}{r, w.Header().Get("Content-Language"), h, []table{{h.Stages, r.Stages}, {h.Segments, r.Segments}, {h.Bands, r.Bands}, {h.Advice, r.Advice}}})
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
	w.WriteHeader(http.StatusOK)
	_, _ = w.Write(page.Bytes())
	return nil
}
