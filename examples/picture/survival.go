package picture

import (
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"

	"github.com/clientele-go/clientele/loyalty/retention"
)

// curveSteps is at how many times a curve with many points is drawn.
const curveSteps = 120

// Survival draws the Kaplan–Meier curve: the share of the customers who are still
// there after each time, with its 95 % interval. Times are in Options.Unit.
func Survival(c *retention.SurvivalCurve, options *Options) (*plot.Plot, error) {
	if c == nil || len(c.Points) == 0 {
		return nil, noData("Survival")
	}
	o := options.filled()
	f := o.newFrame(o.say(phrase{"How long customers stay", "客户留存时间"}),
		o.within(o.say(phrase{"time as a customer", "成为客户的时间"}), o.unit(0)), o.say(phrase{"share still there", "仍在的客户占比"}))
	f.grid()
	times := []float64{0}
	for _, p := range c.Points {
		times = append(times, p.Time)
	}
	const level = 0.95
	var at, low, high plotter.XYs
	for _, t := range thinnedTimes(times) {
		s := c.At(t)
		if !finite(s) {
			continue
		}
		between := c.Interval(t, 0, level)
		at = append(at, plotter.XY{X: t, Y: s})
		low, high = append(low, plotter.XY{X: t, Y: between.Lo}), append(high, plotter.XY{X: t, Y: between.Hi})
	}
	f.band(stairs(low), stairs(high), mixed(white, sky, 0.45))
	f.steps(at, blue, 1.5)
	f.header.key(markLine, blue, o.say(phrase{"%s customers, %s lost", "%s 位客户，流失 %s"}, o.short(float64(c.N)), o.short(float64(c.Lost))))
	f.header.key(markBox, mixed(white, sky, 0.45), o.say(phrase{"95% interval", "95% 区间"}))
	if median := c.Median(); finite(median) {
		f.Add(upright{at: median, text: o.say(phrase{"half are lost: %s", "半数流失：%s"}, o.short(median))})
	}
	f.X.Min, f.Y.Min, f.Y.Max = 0, 0, 1
	f.Y.Tick.Marker = ticker{o: &o, percent: true}
	return f.done(), nil
}

// Incidence draws the share of the customers lost by each cause up to each time,
// while the other causes compete. Times are in Options.Unit.
func Incidence(inc *retention.Incidence, options *Options) (*plot.Plot, error) {
	if inc == nil || len(inc.Points) == 0 {
		return nil, noData("Incidence")
	}
	o := options.filled()
	f := o.newFrame(o.say(phrase{"Why customers leave, and when", "客户流失的原因与时间"}),
		o.within(o.say(phrase{"time as a customer", "成为客户的时间"}), o.unit(0)), o.say(phrase{"share lost by the cause", "因该原因流失的占比"}))
	f.grid()
	times := []float64{0}
	for _, p := range inc.Points {
		times = append(times, p.Time)
	}
	times = thinnedTimes(times)
	causes := []struct {
		cause retention.Cause
		key   key
	}{
		{retention.CauseActive, key{mark: markLine, colour: vermilion}},
		{retention.CausePassive, key{mark: markLine, colour: blue}},
		{retention.CauseOther, key{mark: markLine, colour: green}},
	}
	for _, c := range causes {
		var at plotter.XYs
		for _, t := range times {
			if v := inc.At(t, c.cause); finite(v) {
				at = append(at, plotter.XY{X: t, Y: v})
			}
		}
		if len(at) == 0 || at[len(at)-1].Y == 0 {
			continue // nobody left by it
		}
		f.steps(at, c.key.colour, 1.5)
		f.header.key(c.key.mark, c.key.colour, c.cause.Label(o.Lang)+" "+percent(at[len(at)-1].Y, 0))
	}
	f.X.Min, f.Y.Min = 0, 0
	f.Y.Max = max(f.Y.Max, 0.01)
	f.Y.Tick.Marker = ticker{o: &o, percent: true}
	return f.done(), nil
}

// thinnedTimes keeps times that are told apart on the picture, the last among them.
func thinnedTimes(times []float64) []float64 {
	out := times[:0]
	end := times[len(times)-1]
	for i, t := range times {
		if n := len(out); n == 0 || i == len(times)-1 || t-out[n-1] >= end/curveSteps {
			out = append(out, t)
		}
	}
	return out
}
