package picture

import (
	"fmt"
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/value/btyd/mcmc"
)

// Posterior draws what the draws say about a quantity of the model, such as the
// mean purchase rate R/Alpha: how they are spread, with the mean and the interval
// between equal tails that holds 95 %. What names the quantity, with its unit. Each
// chain has a line of its own; where the lines differ, the chains have not met.
func Posterior[M clientele.Model[M]](p *mcmc.Posterior[M], what string, g func(M) float64, options *Options) (*plot.Plot, error) {
	if p == nil || p.Len() == 0 {
		return nil, noData("Posterior")
	}
	if g == nil {
		return nil, badInput("Posterior", "quantity", nil, "a function of the model")
	}
	o := options.filled()
	lo, hi := math.Inf(1), math.Inf(-1)
	for m := range p.All() {
		v := g(m)
		if !finite(v) {
			return nil, badInput("Posterior", "quantity", v, fmt.Sprintf("a finite number for each draw, such as %v", m))
		}
		lo, hi = math.Min(lo, v), math.Max(hi, v)
	}
	if hi == lo {
		hi = lo + math.Max(math.Abs(lo), 1)*1e-3
	}
	const level, bins = 0.95, 30
	e := p.Estimate(g, level)
	width := (hi - lo) / bins
	f := o.newFrame(o.say(phrase{"What the data leave open", "后验分布"}), what, o.say(phrase{"share of the draws", "抽样占比"}))
	f.grid()
	share := func(draws []M) plotter.XYs {
		counts := make([]float64, bins)
		for _, m := range draws {
			counts[min(bins-1, int((g(m)-lo)/width))]++
		}
		out := plotter.XYs{{X: lo, Y: 0}}
		for i, n := range counts {
			out = append(out, plotter.XY{X: lo + float64(i)*width, Y: n / float64(len(draws))})
		}
		return append(out, plotter.XY{X: hi, Y: 0})
	}
	var all []M
	for m := range p.All() {
		all = append(all, m)
	}
	var bars rects
	pooled := share(all)
	for i, q := range pooled[1 : len(pooled)-1] {
		fill := mixed(white, sky, 0.35)
		if mid := lo + (float64(i)+0.5)*width; e.Interval.Contains(mid) {
			fill = sky
		}
		bars = append(bars, rect{x0: q.X, x1: q.X + width, y1: q.Y, fill: fill, gap: -0.05})
	}
	f.Add(byColour(bars))
	if len(p.Chains) > 1 {
		for _, chain := range p.Chains {
			if len(chain) > 0 {
				f.steps(share(chain), muted, 0.6)
			}
		}
		f.header.key(markLine, muted, o.say(phrase{"each chain (R-hat %.3f)", "各链（R-hat %.3f）"}, e.RHat))
	}
	f.header.key(markBox, sky, o.say(phrase{"95%%: %s – %s", "95%%：%s – %s"}, o.short(e.Interval.Lo), o.short(e.Interval.Hi)))
	f.Y.Max *= 1.12
	f.Add(upright{at: e.Mean, text: o.say(phrase{"mean %s", "均值 %s"}, o.short(e.Mean))})
	f.Y.Min = 0
	f.Y.Tick.Marker = ticker{o: &o, percent: true}
	return f.done(), nil
}
