package picture

import (
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/value/btyd/checking"
)

// Tracking draws the repeat purchases of all customers, period by period, as they
// were and as the model expects them. A line stands at end, the time at which the
// data ended that the model was fitted to; what is right of it is the proof. Band
// holds an interval of each period's purchases, in their order, or is nil. Times
// are in Options.Unit.
func Tracking(track []checking.TrackedPeriod, end float64, band []clientele.Interval, options *Options) (*plot.Plot, error) {
	return tracking("Tracking", phrase{"Repeat purchases, period by period", "逐期复购次数"}, track, end, band, options,
		func(p checking.TrackedPeriod) (expected, actual float64) { return p.Expected, p.Actual })
}

// CumulativeTracking draws the same since the beginning; band holds intervals of
// the cumulative purchases.
func CumulativeTracking(track []checking.TrackedPeriod, end float64, band []clientele.Interval, options *Options) (*plot.Plot, error) {
	return tracking("CumulativeTracking", phrase{"Repeat purchases since the beginning", "累计复购次数"}, track, end, band, options,
		func(p checking.TrackedPeriod) (expected, actual float64) {
			return p.CumulativeExpected, p.CumulativeActual
		})
}

func tracking(where string, title phrase, track []checking.TrackedPeriod, end float64, band []clientele.Interval, options *Options, of func(checking.TrackedPeriod) (expected, actual float64)) (*plot.Plot, error) {
	if len(track) == 0 {
		return nil, noData(where)
	}
	if len(band) > 0 && len(band) != len(track) {
		return nil, badInput(where, "band", len(band), "an interval for each period, or none")
	}
	o := options.filled()
	var expected, actual, low, high plotter.XYs
	for i, p := range track {
		e, a := of(p)
		if !finite(p.End) || !finite(e) || !finite(a) {
			return nil, badInput(where, "period", p, "finite numbers")
		}
		expected = append(expected, plotter.XY{X: p.End, Y: e})
		actual = append(actual, plotter.XY{X: p.End, Y: a})
		if len(band) > 0 && finite(band[i].Lo) && finite(band[i].Hi) {
			low = append(low, plotter.XY{X: p.End, Y: band[i].Lo})
			high = append(high, plotter.XY{X: p.End, Y: band[i].Hi})
		}
	}
	f := o.newFrame(o.say(title), o.within(o.say(phrase{"time", "时间"}), o.unit(0)), o.say(phrase{"repeat purchases of all customers", "全体客户的复购次数"}))
	f.grid()
	f.header.key(markLine, ink, o.say(phrase{"actual", "实际"}))
	f.header.key(markDash, blue, o.say(phrase{"model", "模型"}))
	if len(low) > 0 {
		f.band(low, high, mixed(white, sky, 0.45))
		f.header.key(markBox, mixed(white, sky, 0.45), o.say(phrase{"%s of outcomes", "%s 区间"}, percent(band[0].Level, 0)))
	}
	f.line(actual, ink, 1.25)
	f.line(expected, blue, 1.5, 4, 2)
	f.X.Min, f.Y.Min, f.Y.Max = min(f.X.Min, 0), 0, 1.12*f.Y.Max
	if first, last := track[0].End, track[len(track)-1].End; end > first && end < last {
		f.Add(upright{at: end, text: o.say(phrase{"holdout →", "检验期 →"})})
	}
	return f.done(), nil
}
