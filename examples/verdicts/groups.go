package main

import (
	"math"
	"slices"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/examples/internal/note"
	"github.com/clientele-go/clientele/lifecycle"
	"github.com/clientele-go/clientele/loyalty"
	"github.com/clientele-go/clientele/segment"
	"github.com/clientele-go/clientele/segment/rfm"
)

// named is a verdict as an enumeration says it.
type named interface {
	String() string
	Label(lang clientele.Lang) string
}

// group is the customers with one verdict of a kind.
type group struct {
	name   named // nil if nothing was decided
	share  share
	bought int     // purchases in the horizon
	usual  float64 // purchases that the usual rates would have made
}

// kind is a kind of verdict with its groups, in the order of the enumeration.
type kind struct {
	title  note.Words
	groups []group
	why    func(*said) []clientele.Reason // why nothing was decided, if that can be
}

// groupBy counts the customers by a verdict.
func groupBy[E interface {
	~uint8
	named
}](title note.Words, all []said, verdict func(*said) E) kind {
	by := map[E]*group{}
	var order []E
	for i := range all {
		v := verdict(&all[i])
		g := by[v]
		if g == nil {
			g = &group{}
			if v != 0 {
				g.name = v
			}
			by[v], order = g, append(order, v)
		}
		g.share.add(&all[i])
		g.bought += all[i].bought
		g.usual += all[i].usual
	}
	slices.Sort(order)
	if len(order) > 0 && order[0] == 0 { // what was not decided comes last
		order = append(order[1:], 0)
	}
	k := kind{title: title}
	for _, v := range order {
		k.groups = append(k.groups, *by[v])
	}
	return k
}

// groupsOf counts the customers by every kind of verdict.
func groupsOf(all []said) []kind {
	orientation := groupBy(note.Words{"Orientation", "客户类型"}, all, func(s *said) loyalty.Orientation { return s.leaning.Orientation })
	orientation.why = func(s *said) []clientele.Reason { return s.leaning.AppendReasons(nil) }
	return []kind{
		groupBy(note.Words{"Stage", "生命周期阶段"}, all, func(s *said) lifecycle.Stage { return s.stage.Stage() }),
		groupBy(note.Words{"Lost?", "是否流失"}, all, func(s *said) clientele.LossState { return s.loss.State }),
		groupBy(note.Words{"RFM segment", "RFM 细分"}, all, func(s *said) rfm.Segment { return s.segment.Segment }),
		groupBy(note.Words{"RFM cell", "RFM 八类"}, all, func(s *said) rfm.Cell { return s.cell.Cell }),
		groupBy(note.Words{"After the sale", "售后分类"}, all, func(s *said) loyalty.AfterSales { return s.after.Class }),
		groupBy(note.Words{"Risk of silence", "流失风险"}, all, func(s *said) clientele.Level { return s.risk.Level }),
		orientation,
		groupBy(note.Words{"Worth to come", "未来价值"}, all, func(s *said) segment.Class { return s.class.Class }),
	}
}

// ratio is what was bought over what the usual rates would have made.
func (g *group) ratio() float64 {
	if !(g.usual > 0) {
		return math.NaN()
	}
	return float64(g.bought) / g.usual
}
