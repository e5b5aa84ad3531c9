package page

import (
	"fmt"

	"github.com/clientele-go/clientele/examples/internal/intake"
)

// data says what was read and what became of it.
func (b *base) data() (*section, error) {
	s := &section{ID: "data", Heading: b.in(words{"The data", "数据说明"})}
	r := b.Report
	s.Said = append(s.Said, fmt.Sprintf(b.in(words{"%s rows were read, %s kept and %s could not be used.", "读入 %s 行，采用 %s 行，%s 行无法使用。"}), count(r.Rows), count(r.Kept), count(r.Bad)))
	for _, n := range r.Notes {
		s.Points = append(s.Points, intake.In(b.Lang, n))
	}
	for _, n := range []struct {
		n    int
		said words
	}{
		{b.all.Merged, words{"%s purchases joined another one of the same customer and day.", "%s 次购买与同一客户同一天的购买合并。"}},
		{b.all.Zeros, words{"%s purchases have the amount 0.", "%s 次购买金额为 0。"}},
		{b.all.Refunds, words{"%s negative amounts were taken off earlier purchases.", "%s 笔负数金额已从先前购买中扣除。"}},
		{b.all.NettedAway, words{"%s purchases were given back whole.", "%s 次购买被全部退回。"}},
		{b.all.ZerosDropped + b.all.RefundsDropped + b.all.DuplicatesDropped + b.all.EmptyKeysDropped, words{"%s rows were left out by the rules chosen.", "按所选规则剔除 %s 行。"}},
	} {
		if n.n > 0 {
			s.Points = append(s.Points, fmt.Sprintf(b.in(n.said), count(n.n)))
		}
	}
	for _, w := range b.portrayer.Warnings {
		s.Points = append(s.Points, b.in(words{"Warning: ", "警告："})+w.Text(b.Lang))
	}
	var rows [][]string
	for _, p := range r.Problems[:min(10, len(r.Problems))] {
		rows = append(rows, []string{count(p.Line), p.Value, intake.In(b.Lang, p.Want)})
	}
	s.list(b.Options, b.in(words{"Rows that could not be used", "无法使用的行"}), words{"#line | value | problem", "#行 | 值 | 问题"}, rows, r.Bad)
	return s, nil
}
