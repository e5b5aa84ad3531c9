package page

import (
	"fmt"
	"slices"

	"github.com/clientele-go/clientele/examples/picture"
	"github.com/clientele-go/clientele/lifecycle"
	"github.com/clientele-go/clientele/segment"
	"github.com/clientele-go/clientele/segment/rfm"
)

func (b *base) segments() (*section, error) {
	var names []rfm.Segment
	var spent []float64
	worth := map[rfm.Segment]float64{}
	for _, c := range b.customers {
		if c.segment != 0 {
			names, spent = append(names, c.segment), append(spent, c.money)
			worth[c.segment] += c.worth
		}
	}
	if len(names) == 0 {
		return nil, nil
	}
	profiles, err := segment.Profiles(names, spent, nil)
	if err != nil {
		return nil, err
	}
	s := &section{ID: "segments", Heading: b.in(words{"Segments", "客户细分"})}
	s.Said = append(s.Said, b.in(words{
		"By how recently, how often and for how much they bought, against the others; a name that says somebody is leaving is only given where their own rhythm says so too.",
		"按最近购买时间、频率与金额相对于其他客户划分；只有客户自身的购买节奏也支持时，才会使用表示流失的名称。"}))
	grid, err := rfm.DefaultGrid(5)
	if chosen := b.portrayer.Policy().Segments.Grid; chosen != nil {
		grid, err = *chosen, nil
	}
	if err == nil {
		p, err := picture.SegmentMap(grid, profiles, b.pictures)
		s.draw(p, err, b.in(words{
			"The best customers stand in the upper right. In each segment: its share of the customers, and of the sales.",
			"右上角为最好的客户。每个细分中：客户占比与销售额占比。"}))
	}
	if b.Amounts {
		p, err := picture.Treemap(profiles, b.pictures)
		s.draw(p, err, b.in(words{
			"The larger a tile, the more of the sales it brought; the darker, the more each of its customers spent.",
			"面积越大，带来的销售额越多；颜色越深，人均消费越高。"}))
	}
	slices.SortStableFunc(profiles, func(x, y segment.SegmentProfile[rfm.Segment]) int {
		return int(worth[y.Segment]) - int(worth[x.Segment])
	})
	var rows [][]string
	for _, p := range profiles {
		rows = append(rows, []string{p.Segment.Label(b.Lang), count(p.Heads), percent(p.HeadShare), money(p.Value), percent(p.ValueShare.Or(0)), money(p.MeanValue), money(worth[p.Segment])})
	}
	s.list(b.Options, b.in(words{"Segments, by what they are expected to bring", "各细分（按预计带来的价值排序）"}),
		words{"segment | #customers | #share | #spent so far | #share | #each | #expected to bring", "细分 | #客户数 | #占比 | #累计消费 | #占比 | #人均 | #预计带来"}, rows, 0)
	return s, nil
}

func (b *base) stages() (*section, error) {
	s := &section{ID: "stages", Heading: b.in(words{"Stages of the relationship", "客户生命周期阶段"})}
	if b.moves != nil {
		p, err := picture.StageFlow(b.moves.Stages, b.pictures)
		s.draw(p, err, fmt.Sprintf(b.in(words{
			"Left: where customers stood on %s; right: on %s. Follow the ribbons into decline and loss: those customers are the ones to reach before it is over.",
			"左：%s 时所处阶段；右：%s 时。流向退化与流失的客户，应在关系结束前尽早联系。"}), day(b.since), day(b.asOf)))
	}
	type group struct {
		n             int
		worth, silent float64
	}
	var groups [lifecycle.NumStages + 1]group
	for _, c := range b.customers {
		g := &groups[c.stage]
		g.n++
		g.worth += c.worth
		g.silent += c.silent
	}
	var rows [][]string
	for stage := lifecycle.StageProspect; stage <= lifecycle.StageLost; stage++ {
		if g := groups[stage]; g.n > 0 {
			rows = append(rows, []string{stage.Label(b.Lang), count(g.n), percent(float64(g.n) / float64(len(b.customers))), money(g.worth), percent(g.silent / float64(g.n))})
		}
	}
	s.list(b.Options, b.in(words{"Where customers stand", "客户所处阶段"}),
		words{"stage | #customers | #share | #expected to bring | #buys no more (mean probability)", "阶段 | #客户数 | #占比 | #预计带来 | #不再购买的平均概率"}, rows, 0)
	return s, nil
}
