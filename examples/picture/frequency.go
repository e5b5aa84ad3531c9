package picture

import (
	"math"
	"strconv"

	"gonum.org/v1/plot"

	"github.com/clientele-go/clientele/value/btyd/checking"
)

// Frequency draws how many customers made 0, 1, 2, … repeat purchases, beside the
// numbers that the model expects.
func Frequency(t *checking.FrequencyTable, options *Options) (*plot.Plot, error) {
	if t == nil || len(t.Cells) == 0 {
		return nil, noData("Frequency")
	}
	o := options.filled()
	f := o.newFrame(o.say(phrase{"How often customers bought again", "客户复购次数分布"}),
		o.say(phrase{"repeat purchases", "复购次数"}), o.say(phrase{"customers", "客户数"}))
	f.grid()
	var bars rects
	var marks []plot.Tick
	every := (len(t.Cells) + 12) / 13
	for i, c := range t.Cells {
		if !(c.Observed >= 0) || !(c.Expected >= 0) || math.IsInf(c.Observed+c.Expected, 0) {
			return nil, badInput("Frequency", "cell", c, "numbers of customers")
		}
		x := float64(i)
		bars = append(bars, rect{x0: x - 0.38, x1: x, y1: c.Observed, fill: sky}, rect{x0: x, x1: x + 0.38, y1: c.Expected, fill: orange})
		label := strconv.Itoa(c.Repeats)
		if c.OrMore {
			label += "+"
		}
		if i%every == 0 || c.OrMore {
			marks = append(marks, plot.Tick{Value: x, Label: label})
		}
	}
	f.header.key(markBox, sky, o.say(phrase{"actual", "实际"}))
	f.header.key(markBox, orange, o.say(phrase{"model", "模型"}))
	if finite(t.P) {
		f.header.key(markNone, nil, o.say(phrase{"χ² test: p = %s", "χ² 检验：p = %s"}, pValue(t.P)))
	}
	f.Add(byColour(bars))
	f.X.Min, f.X.Max = -0.6, float64(len(t.Cells))-0.4
	f.X.Tick.Marker = plot.ConstantTicks(marks)
	return f.done(), nil
}

// pValue writes a probability with the decimals that matter.
func pValue(p float64) string {
	switch {
	case p < 0.001:
		return "< 0.001"
	case p < 0.1:
		return strconv.FormatFloat(p, 'f', 3, 64)
	}
	return strconv.FormatFloat(p, 'f', 2, 64)
}
