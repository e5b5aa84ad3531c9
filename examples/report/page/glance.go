package page

import (
	"fmt"
	"strings"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/examples/picture"
	"github.com/clientele-go/clientele/lifecycle"
	"github.com/clientele-go/clientele/loyalty/retention"
	"github.com/clientele-go/clientele/segment"
)

func (b *base) subtitle() string {
	source := b.Report.Source
	if b.Report.ReadAs == nil {
		source = b.in(words{"a simulated shop", "模拟商店"})
	} else if i := strings.LastIndexAny(source, `/\`); i >= 0 {
		source = source[i+1:]
	}
	return fmt.Sprintf(b.in(words{"%s · %s to %s · %s customers, %s purchases", "%s · %s 至 %s · %s 位客户，%s 次购买"}),
		source, day(b.all.First), day(b.asOf), count(len(b.customers)), count(b.all.Purchases))
}

// concentrated is how the money is spread; false where nobody spent any.
func (b *base) concentrated() (segment.Concentration, bool) {
	spent := make([]float64, len(b.customers))
	for i, c := range b.customers {
		spent[i] = c.money
	}
	c, err := segment.Concentrate(spent)
	return c, err == nil && c.Total() > 0
}

func (b *base) tiles() []tile {
	lost, recent := 0, 0.0
	for _, c := range b.customers {
		if c.lost {
			lost++
		}
		recent += b.recent[c.id]
	}
	n := len(b.customers)
	days := b.portrayer.Policy().Horizon.In(clientele.Day)
	out := []tile{
		{b.in(words{"customers", "客户"}), count(n), b.in(words{"who bought at least once", "至少购买过一次"})},
		{b.in(words{"still customers", "仍是客户"}), percent(1 - float64(lost)/float64(max(n, 1))),
			fmt.Sprintf(b.in(words{"%s are lost", "%s 位已流失"}), count(lost))},
		{b.in(words{"expected to come", "预计带来"}), b.paid(b.portrayer.Worth),
			fmt.Sprintf(b.in(words{"in the next %.0f days, discounted", "未来 %.0f 天，已折现"}), days)},
	}
	if b.Amounts && recent > 0 {
		out = append(out, tile{b.in(words{"sales", "销售额"}), b.paid(recent), b.in(words{"in the last 12 months", "最近 12 个月"})})
	}
	if c, known := b.concentrated(); known {
		out = append(out, tile{b.in(words{"the best 20%", "前 20% 客户"}), percent(c.TopShare(0.2)), b.in(words{"of all sales so far", "占全部销售额"})})
	}
	return out
}

// growth is how the base came to be what it is.
func (b *base) growth() (*section, error) {
	s := &section{ID: "base", Heading: b.in(words{"How the base grows, and who comes back", "客户群的增长与留存"})}
	if g, err := lifecycle.CollectGrowth(b.Ledger, b.asOf, b.calendar.Of); err == nil {
		first, last := b.calendar.Of(b.all.First), b.calendar.Of(b.asOf)
		if end := b.calendar.Begin(last+1, nil); end.After(b.asOf.AddDate(0, 0, 1)) && last-1 > first {
			last-- // the period is not over
		}
		p, err := picture.Growth(g.Rows(max(first, last-23), last), b.calendar.Name, b.pictures)
		s.draw(p, err, b.in(words{
			"Bars above the line bought in the period, bars below it bought in the one before and not in this one. A base grows while the green outweighs the orange.",
			"线上为当期购买的客户，线下为上期购买而本期未购买的客户。绿色多于橙色时，客户群在增长。"}))
	}
	if c, err := retention.CollectCohorts(b.Ledger, b.asOf, b.calendar.Of); err == nil {
		if t, err := c.Table(b.calendar.Of(b.asOf)); err == nil {
			p, err := picture.Cohorts(t, b.calendar.Name, b.pictures)
			s.draw(p, err, b.in(words{
				"Each row is the customers who first bought in one period; a cell says how many percent of them bought again so many periods later. Compare down a column: younger rows that are darker come back more.",
				"每行为同一期首次购买的客户，格中为若干期后再次购买者的百分比。竖着看同一列：越新的行颜色越深，说明回购越好。"}))
		}
	}
	if c, known := b.concentrated(); known && b.Amounts {
		p, err := picture.Lorenz(c, b.pictures)
		s.draw(p, err, b.in(words{
			"The further the curve hangs below the diagonal, the fewer customers bring the most of the sales: they are the ones to keep first.",
			"曲线离对角线越远，销售额越集中在少数客户身上：他们最应优先维护。"}))
	}
	if len(s.Figures) == 0 {
		return nil, nil
	}
	return s, nil
}
