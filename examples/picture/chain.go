package picture

import (
	"image/color"
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/clientele-go/clientele/keyaccount/relationship"
)

// The colours of the stances; the zero stance is unknown.
var stanceColours = map[relationship.Stance]color.NRGBA{
	0:                            white,
	relationship.StanceOpponent:  vermilion,
	relationship.StanceSceptic:   orange,
	relationship.StanceNeutral:   mixed(white, grey, 0.6),
	relationship.StanceSupporter: sky,
	relationship.StanceAdvocate:  blue,
}

// DecisionChain draws the people who decide in an account: who reports to whom
// (lines), who listens to whom beside that (arrows), how much of the decision is
// theirs (area) and how they stand towards us (colour). Those with a thick ring
// have a sponsor on our side.
func DecisionChain(c *relationship.Chain, options *Options) (*plot.Plot, error) {
	if c == nil || c.Len() == 0 {
		return nil, noData("DecisionChain")
	}
	o := options.filled()
	f := o.newFrame(o.say(phrase{"Who decides, and how they stand towards us", "决策链：谁决策，对我方态度如何"}), "", o.say(phrase{"area: share of the influence", "圆面积：影响力占比"}))
	f.bare()
	for _, s := range []relationship.Stance{relationship.StanceOpponent, relationship.StanceSceptic, relationship.StanceNeutral, relationship.StanceSupporter, relationship.StanceAdvocate} {
		f.header.key(markDot, stanceColours[s], s.Label(o.Lang))
	}
	for i := range c.Len() {
		if c.Person(i).Stance == 0 {
			f.header.key(markRing, white, o.say(phrase{"unknown", "未知"}))
			break
		}
	}
	f.Add(&chart{chain: c, places: placed(c), o: o})
	return f.done(), nil
}

// placed gives everybody a place on the sheet: the superior above, in the middle of
// those who report to them.
func placed(c *relationship.Chain) []struct{ x, y float64 } {
	n := c.Len()
	under := make([][]int, n)
	var top []int
	for i := range n {
		if boss := c.Index(c.Person(i).ReportsTo); boss >= 0 {
			under[boss] = append(under[boss], i)
		} else {
			top = append(top, i)
		}
	}
	at := make([]struct{ x, y float64 }, n)
	next, deepest := 0.0, 0.0
	var lay func(i int, depth float64)
	lay = func(i int, depth float64) {
		deepest = math.Max(deepest, depth)
		at[i].y = depth
		if len(under[i]) == 0 {
			at[i].x = next
			next++
			return
		}
		for _, j := range under[i] {
			lay(j, depth+1)
		}
		at[i].x = (at[under[i][0]].x + at[under[i][len(under[i])-1]].x) / 2
	}
	for _, i := range top {
		lay(i, 0)
	}
	for i := range at {
		at[i].x = (at[i].x + 0.5) / next
		at[i].y = 1 - (at[i].y+0.42)/(deepest+1)
	}
	return at
}

// chart draws a chain on its places.
type chart struct {
	chain  *relationship.Chain
	places []struct{ x, y float64 }
	o      Options
}

// Plot implements plot.Plotter.
func (q *chart) Plot(c draw.Canvas, p *plot.Plot) {
	x, y := p.Transforms(&c)
	at := func(i int) vg.Point { return vg.Point{X: x(q.places[i].x), Y: y(q.places[i].y)} }
	influence := q.chain.Influence()
	radius := func(i int) vg.Length { return vg.Length(3 + 24*math.Sqrt(influence[i]/2)) }
	for i := range q.chain.Len() {
		if boss := q.chain.Index(q.chain.Person(i).ReportsTo); boss >= 0 {
			from, to := at(boss), at(i)
			mid := (from.Y + to.Y) / 2
			c.StrokeLines(draw.LineStyle{Color: grey, Width: 1}, []vg.Point{from, {X: from.X, Y: mid}, {X: to.X, Y: mid}, to})
		}
	}
	for _, l := range q.chain.Links() {
		from, to := q.chain.Index(l.From), q.chain.Index(l.To)
		arrow(c, at(from), at(to), radius(from), radius(to), vg.Length(0.5+1.25*l.Strength))
	}
	for i := range q.chain.Len() {
		who := q.chain.Person(i)
		centre := at(i)
		if who.Sponsor != "" {
			disc(c, stanceColours[who.Stance], ink, 2, centre, radius(i))
		} else {
			disc(c, stanceColours[who.Stance], muted, 0.5, centre, radius(i))
		}
		label := who.ID
		if len(who.Roles) > 0 {
			label += "\n" + who.Roles[0].Label(q.o.Lang)
		}
		below := aligned(smallSize, ink, draw.XCenter, draw.YTop)
		top := vg.Point{X: centre.X, Y: centre.Y - radius(i) - 1}
		r := below.Rectangle(label).Add(top) // no line runs through a name
		c.FillPolygon(white, []vg.Point{{X: r.Min.X - 1, Y: r.Min.Y + 1.5}, {X: r.Max.X + 1, Y: r.Min.Y + 1.5}, {X: r.Max.X + 1, Y: top.Y}, {X: r.Min.X - 1, Y: top.Y}})
		c.FillText(below, top, label)
	}
}

// arrow draws a line from one disc to another, with a head.
func arrow(c draw.Canvas, from, to vg.Point, leave, reach, width vg.Length) {
	dx, dy := float64(to.X-from.X), float64(to.Y-from.Y)
	d := math.Hypot(dx, dy)
	if d == 0 {
		return
	}
	ux, uy := vg.Length(dx/d), vg.Length(dy/d)
	a := vg.Point{X: from.X + leave*ux, Y: from.Y + leave*uy}
	b := vg.Point{X: to.X - (reach+1)*ux, Y: to.Y - (reach+1)*uy}
	neck := vg.Point{X: b.X - 4*ux, Y: b.Y - 4*uy}
	c.StrokeLine2(draw.LineStyle{Color: purple, Width: width}, a.X, a.Y, neck.X, neck.Y)
	c.FillPolygon(purple, []vg.Point{b, {X: neck.X - 2.5*uy, Y: neck.Y + 2.5*ux}, {X: neck.X + 2.5*uy, Y: neck.Y - 2.5*ux}})
}
