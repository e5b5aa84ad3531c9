package page

import (
	"context"
	"io"

	"gonum.org/v1/plot"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/examples/internal/intake"
	"github.com/clientele-go/clientele/examples/picture"
)

// view is what the page shows.
type view struct {
	Lang, Title, Subtitle string
	Contents              string // heading of the list of sections
	Tiles                 []tile
	Sections              []*section
	Foot                  string
}

// tile is a number at a glance.
type tile struct{ Label, Value, Note string }

type section struct {
	ID, Heading string
	Said        []string // paragraphs
	Figures     []figure
	Tables      []grid
	Listed      string   // what the list says
	Points      []string // a list
}

// figure is a picture with a sentence on how to read it.
type figure struct {
	SVG     string
	Caption string
}

type grid struct {
	Title   string
	Head    []string
	Numeric []bool // columns that are aligned right
	Rows    [][]string
	More    string // what was left out
}

// Write studies the base and writes its report. Errors are those of
// portrait.Fit: a base of which nothing can be told.
func Write(ctx context.Context, w io.Writer, book *intake.Book, o Options) error {
	if o.Lang != clientele.LangChinese {
		o.Lang = clientele.LangEnglish
	}
	b, err := study(ctx, book, o)
	if err != nil {
		return err
	}
	v := view{Lang: o.in(words{"en", "zh-CN"}), Contents: o.in(words{"Contents", "目录"})}
	v.Title = o.in(words{"Customers: the report", "客户报告"})
	v.Subtitle = b.subtitle()
	v.Tiles = b.tiles()
	for _, of := range []func() (*section, error){b.growth, b.segments, b.stages, b.worth, b.calls, b.accounts, b.truth, b.data} {
		s, err := of()
		if err != nil {
			return err
		}
		if s != nil {
			v.Sections = append(v.Sections, s)
		}
	}
	v.Foot = o.in(words{
		"Made with clientele. Every figure is an estimate from the log alone; this page loads nothing and sends nothing.",
		"由 clientele 生成。所有数字均由交易记录估计得出；本页不加载也不发送任何数据。"})
	return v.render(w)
}

// draw adds a picture to a section. A base that leaves nothing to draw leaves the
// picture out.
func (s *section) draw(p *plot.Plot, err error, caption string) {
	if err != nil {
		return
	}
	s.Figures = append(s.Figures, figure{string(picture.SVG(p, nil)), caption})
}
