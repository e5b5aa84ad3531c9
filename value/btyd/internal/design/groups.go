package design

import (
	"slices"
	"sync"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/mle"
	"github.com/clientele-go/clientele/value/btyd/internal/table"
)

// groups are customers by their covariates: in each all parameters are the
// same, so that it is a table like that of a plain model. With covariates of a few
// levels the tables stay large and the cost that of the plain model; where all
// customers differ, each is a table of one row.
type groups struct {
	design *design
	list   []group
	rows   []int32 // the group of every row
}

type group struct {
	table *table.Table
	jac   []float64
	first int // its first row
}

// newGroups compiles a panel for a regression.
func newGroups(c Customers, d *design, unit float64) *groups {
	g := &groups{design: d}
	used := make([]float64, 0, len(d.effects))
	var last, hs = []float64(nil), []clientele.History(nil)
	var weights, z []float64
	flush := func() {
		if len(hs) == 0 {
			return
		}
		t := table.Of(hs, weights, unit)
		g.list = append(g.list, group{t, d.jacobian(z), len(g.rows)})
		for range hs {
			g.rows = append(g.rows, int32(len(g.list)-1))
		}
		hs, weights = hs[:0], weights[:0]
	}
	for _, i := range c.SortedBy(d.columns()) {
		h := c.Histories[i]
		if h.Age == 0 {
			continue
		}
		used = used[:0]
		for k := range d.effects {
			used = append(used, c.Row(i)[d.effects[k].Column])
		}
		if !slices.Equal(used, last) {
			flush()
			last, z = append(last[:0], used...), c.Row(i)
		}
		if n := len(hs); n > 0 && hs[n-1] == h {
			weights[n-1]++
			continue
		}
		hs, weights = append(hs, h), append(weights, 1)
	}
	flush()
	return g
}

// weight returns the customers of row i.
func (g *groups) weight(i int) float64 {
	in := &g.list[g.rows[i]]
	return in.table.Weight(i - in.first)
}

// at returns the likelihood of all rows at a point on the scale of the
// design. What depends on the parameters of a group is prepared when its first
// row is asked for: a search that begins on a few rows touches few groups.
func (g *groups) at(theta []float64, of func(*table.Table, []float64) mle.Rows) mle.Rows {
	type prepared struct {
		once sync.Once
		rows mle.Rows
		v    [MaxParams]float64
	}
	n, k := len(theta), g.design.params
	all := make([]prepared, len(g.list))
	return func(s *mle.Sums, lo, hi int) {
		for lo < hi {
			at := g.rows[lo]
			in, p := &g.list[at], &all[at]
			v := p.v[:k]
			p.once.Do(func() {
				for i := range v {
					log := 0.0
					for j, x := range in.jac[i*n : (i+1)*n] {
						log += x * theta[j]
					}
					v[i] = g.design.bind(i, log)
				}
				p.rows = of(in.table, v)
			})
			end := min(hi, in.first+len(in.table.Rows))
			s.AddLogLinear(p.rows, lo-in.first, end-in.first, v, in.jac)
			lo = end
		}
	}
}
