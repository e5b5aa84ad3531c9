package picture

import (
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg/draw"

	"github.com/clientele-go/clientele/segment"
)

// Moves draws how customers, or accounts, moved between the values of an
// enumeration (tiers, segments, stages) from one review to the next: rows are where
// they were, columns where they are, the diagonal those who stayed. Shades are
// shares of the row.
func Moves[S Labelled](m *segment.Migration[S], options *Options) (*plot.Plot, error) {
	if m == nil || len(m.Segments) == 0 {
		return nil, noData("Moves")
	}
	n := len(m.Segments)
	o := options.filled()
	f := o.newFrame(o.say(phrase{"Who moved where", "前后两期的变动"}), o.say(phrase{"now", "本期"}), o.say(phrase{"before (rows), share of the row and count", "上期（行）：占该行的比例与数量"}))
	width := 225 / float64(n)
	var cells rects
	var texts notes
	var before, now []plot.Tick
	probs := m.Probs()
	for i, s := range m.Segments {
		if len(m.Counts) != n || len(m.Counts[i]) != n {
			return nil, badInput("Moves", "counts", m.Counts, "a row and a column for each segment")
		}
		y := float64(n - 1 - i)
		before = append(before, plot.Tick{Value: y, Label: wrapped(s.Label(o.Lang), smallSize, 62)})
		now = append(now, plot.Tick{Value: float64(i), Label: wrapped(s.Label(o.Lang), smallSize, width-2)})
		for j, count := range m.Counts[i] {
			fill := shade(math.Ceil(probs[i][j]*12) / 13)
			x := float64(j)
			cells = append(cells, rect{x0: x - 0.5, x1: x + 0.5, y0: y - 0.5, y1: y + 0.5, fill: fill, gap: 0.6})
			if count > 0 {
				texts = append(texts, note{x: x, y: y, text: percent(probs[i][j], 0) + "\n" + o.short(float64(count)), style: aligned(smallSize, on(fill), draw.XCenter, draw.YCenter)})
			}
		}
	}
	f.Add(byColour(cells), texts)
	f.header.key(markNone, nil, o.say(phrase{"%s stayed where they were", "%s 保持不变"}, percent(m.Stayed(), 0)))
	f.X.Min, f.X.Max, f.Y.Min, f.Y.Max = -0.5, float64(n)-0.5, -0.5, float64(n)-0.5
	f.X.Tick.Marker, f.Y.Tick.Marker = plot.ConstantTicks(now), plot.ConstantTicks(before)
	f.X.Width, f.X.Tick.Length = 0, 0
	return f.done(), nil
}
