package picture

import (
	"fmt"
	"math"
	"strconv"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg/draw"

	"github.com/clientele-go/clientele/loyalty/retention"
)

// mostCohorts is how many cohorts, and ages, have a place where numbers can be read.
const mostCohorts = 13

// Cohorts draws the triangle of retention: a row for each cohort, the share of it
// that was active at each age in periods, the darker the more. Name says what a
// cohort is called, such as clientele.CalendarPeriodMonth.Name. Of more than 13
// cohorts the last 13 are drawn.
func Cohorts(t retention.CohortTable, name func(cohort int) string, options *Options) (*plot.Plot, error) {
	if len(t) == 0 {
		return nil, noData("Cohorts")
	}
	if name == nil {
		name = strconv.Itoa
	}
	rows := t[max(0, len(t)-mostCohorts):]
	o := options.filled()
	f := o.newFrame(o.say(phrase{"How many of each cohort come back", "各批客户留存率"}),
		o.say(phrase{"periods since the first purchase", "距首次购买的期数"}), o.say(phrase{"cohort (customers), share active", "批次（客户数），活跃占比"}))
	const few = 10 // customers: a cohort of fewer does not set the scale of the shades
	most := 0.0
	for _, r := range rows {
		if len(r.Customers) == 0 || r.Customers[0] < few {
			continue
		}
		for age := 1; age < len(r.Customers); age++ {
			if v := r.Retention(age); v > most {
				most = v
			}
		}
	}
	if most == 0 {
		most = 1
	}
	ages := 1
	var cells rects
	var texts notes
	var names, periods []plot.Tick
	for i, r := range rows {
		if len(r.Customers) == 0 {
			return nil, badInput("Cohorts", "row", r, "the size of the cohort at age 0")
		}
		y := float64(len(rows) - 1 - i)
		names = append(names, plot.Tick{Value: y, Label: fmt.Sprintf("%s (%s)", name(r.Cohort), o.short(float64(r.Customers[0])))})
		for age := 1; age < min(len(r.Customers), mostCohorts); age++ {
			v := r.Retention(age)
			if !(v >= 0 && v <= 1) {
				continue
			}
			ages = max(ages, age)
			x := float64(age)
			fill := shade(math.Min(1, math.Ceil(v/most*12)/12.5))
			cells = append(cells, rect{x0: x - 0.5, x1: x + 0.5, y0: y - 0.5, y1: y + 0.5, fill: fill, gap: 0.4})
			texts = append(texts, note{x: x, y: y, text: strconv.Itoa(int(100*v + 0.5)), style: aligned(tinySize, on(fill), draw.XCenter, draw.YCenter)})
		}
	}
	for age := 1; age <= ages; age++ {
		periods = append(periods, plot.Tick{Value: float64(age), Label: strconv.Itoa(age)})
	}
	f.header.key(markNone, nil, o.say(phrase{"in % of the cohort", "占该批客户的百分比（%）"}))
	f.Add(byColour(cells), texts)
	f.X.Min, f.X.Max, f.Y.Min, f.Y.Max = 0.5, float64(ages)+0.5, -0.5, float64(len(rows))-0.5
	f.X.Tick.Marker, f.Y.Tick.Marker = plot.ConstantTicks(periods), plot.ConstantTicks(names)
	f.X.Width, f.X.Tick.Length = 0, 0
	return f.done(), nil
}
