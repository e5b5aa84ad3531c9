package picture

import (
	"fmt"
	"iter"
	"math"
	"slices"

	"gonum.org/v1/plot"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/portrait"
	"github.com/clientele-go/clientele/value"
)

// Valuer says what a customer is worth: a *value.CLV or a *value.CLVTable.
type Valuer interface {
	Of(x value.Customer) float64
}

// Values draws how many customers are worth how much. The scale of amounts goes in
// equal factors, so that the few who are worth a hundred times the usual are seen;
// those who are worth less than a thousandth of the largest stand at its left end,
// as do the lowest two of a hundred.
func Values(clv Valuer, customers iter.Seq[value.Customer], options *Options) (*plot.Plot, error) {
	if clv == nil || customers == nil {
		return nil, badInput("Values", "values", clv, "the computation and customers")
	}
	var values []float64
	for x := range customers {
		v := clv.Of(x)
		if !finite(v) || v < 0 {
			return nil, badInput("Values", "customer", fmt.Sprintf("%+v", x), "a value that is finite and not below 0")
		}
		values = append(values, v)
	}
	return distribution("Values", values, options)
}

// Worths draws the same of the values in portraits; a drawing with an error stops
// it with that error.
func Worths[K clientele.Key](drawings iter.Seq[portrait.Drawing[K]], options *Options) (*plot.Plot, error) {
	if drawings == nil {
		return nil, noData("Worths")
	}
	var values []float64
	for d := range drawings {
		if d.Err != nil {
			return nil, d.Err
		}
		if v := d.Portrait.Worth.Value; finite(v) && v >= 0 {
			values = append(values, v)
		}
	}
	return distribution("Worths", values, options)
}

func distribution(where string, values []float64, options *Options) (*plot.Plot, error) {
	sum := 0.0
	for _, v := range values {
		sum += v
	}
	if sum <= 0 {
		return nil, noData(where)
	}
	o := options.filled()
	slices.Sort(values)
	top := values[len(values)-1]
	const bins = 24
	least := math.Log10(top) - 3
	if low := values[len(values)/50]; low > 0 { // nearly everybody is worth more
		least = math.Min(math.Log10(top)-0.5, math.Max(least, math.Log10(low)))
	}
	width := (math.Log10(top) - least) / bins
	counts := make([]float64, bins)
	for _, v := range values {
		counts[min(bins-1, max(0, int((math.Log10(v)-least)/width)))]++
	}
	f := o.newFrame(o.say(phrase{"What customers are worth", "客户价值分布"}),
		o.sayMoney(phrase{"value of a customer", "单个客户价值"}), o.say(phrase{"customers", "客户数"}))
	f.grid()
	var bars rects
	for i, n := range counts {
		bars = append(bars, rect{x0: least + float64(i)*width, x1: least + float64(i+1)*width, y1: n, fill: sky, gap: 0.3})
	}
	f.Add(bars)
	f.Y.Max *= 1.18
	median, mean := values[len(values)/2], sum/float64(len(values))
	place := func(v float64) float64 { return math.Max(least, math.Log10(v)) }
	middle := (least + math.Log10(top)) / 2
	f.Add(upright{at: place(mean), text: o.say(phrase{"mean %s", "均值 %s"}, o.short(mean)), left: place(mean) > middle},
		upright{at: place(median), text: o.say(phrase{"median %s", "中位数 %s"}, o.short(median)), left: place(median) > middle, down: 10})
	f.header.key(markNone, nil, o.say(phrase{"%s customers, worth %s together", "%s 位客户，合计 %s"}, o.short(float64(len(values))), o.short(sum)))
	if small, _ := slices.BinarySearch(values, math.Pow(10, least)); small > 0 {
		f.header.key(markNone, nil, o.say(phrase{"%s below %s", "%s 低于 %s"}, percent(float64(small)/float64(len(values)), 0), o.short(math.Pow(10, least))))
	}
	f.X.Min, f.X.Max, f.Y.Min = least, math.Log10(top), 0
	f.X.Tick.Marker = powers(least, math.Log10(top), &o)
	return f.done(), nil
}

// powers are ticks at 1, 2 and 5 times the powers of ten, on an axis of logarithms.
func powers(lo, hi float64, o *Options) plot.ConstantTicks {
	factors := []float64{1, 2, 5}
	if hi-lo > 2 {
		factors = []float64{1, 3}
	}
	if hi-lo > 3.5 {
		factors = []float64{1}
	}
	var out plot.ConstantTicks
	for e := math.Floor(lo); e <= hi; e++ {
		for _, m := range factors {
			v := m * math.Pow(10, e)
			if at := math.Log10(v); at >= lo && at <= hi {
				out = append(out, plot.Tick{Value: at, Label: o.short(v)})
			}
		}
	}
	return out
}
