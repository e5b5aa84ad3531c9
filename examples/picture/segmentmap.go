package picture

import (
	"cmp"
	"image/color"
	"slices"
	"strconv"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg/draw"

	"github.com/clientele-go/clientele/segment"
	"github.com/clientele-go/clientele/segment/rfm"
)

// The colours of the segments: green and blue for those who are ours, yellow to
// red for those who are about to go, grey for those who are gone.
var segmentColours = map[rfm.Segment]color.NRGBA{
	rfm.SegmentChampions:          green,
	rfm.SegmentLoyal:              mixed(white, green, 0.55),
	rfm.SegmentPotentialLoyalists: sky,
	rfm.SegmentRecent:             mixed(white, sky, 0.6),
	rfm.SegmentPromising:          mixed(white, sky, 0.35),
	rfm.SegmentNeedAttention:      yellow,
	rfm.SegmentAboutToSleep:       mixed(white, orange, 0.5),
	rfm.SegmentAtRisk:             orange,
	rfm.SegmentCantLose:           vermilion,
	rfm.SegmentHibernating:        mixed(white, grey, 0.5),
	rfm.SegmentLost:               grey,
}

// SegmentMap draws the map of RFM segments, Segmentation.Policy().Grid: recency upwards, frequency and money to
// the right, best customers in the upper right. On each segment stands its share of
// the customers and of the sales, from the profiles, whose value is the sales.
func SegmentMap(grid rfm.Grid, profiles []segment.SegmentProfile[rfm.Segment], options *Options) (*plot.Plot, error) {
	if err := grid.Check(); err != nil {
		return nil, err
	}
	if len(profiles) == 0 {
		return nil, noData("SegmentMap")
	}
	o := options.filled()
	bins := grid.Bins()
	f := o.newFrame(o.say(phrase{"Segments: share of customers, share of sales", "客户细分：客户占比与销售额占比"}),
		o.say(phrase{"frequency and money (FM score)", "频率与金额（FM 分）"}), o.say(phrase{"recency (R score)", "最近一次消费（R 分）"}))
	at := func(r, fm int) rfm.Segment {
		return grid.Segment(rfm.Scores{R: uint8(r), F: uint8(fm), M: uint8(fm), Of: uint8(bins)})
	}
	var cells rects
	for r := 1; r <= bins; r++ {
		for fm := 1; fm <= bins; fm++ {
			cells = append(cells, rect{x0: float64(fm) - 0.5, x1: float64(fm) + 0.5, y0: float64(r) - 0.5, y1: float64(r) + 0.5, fill: segmentColours[at(r, fm)]})
		}
	}
	f.Add(byColour(cells))
	borders := stretches{LineStyle: draw.LineStyle{Color: white, Width: 1.5}}
	for r := 1; r <= bins; r++ {
		for fm := 1; fm <= bins; fm++ {
			x, y := float64(fm), float64(r)
			if fm < bins && at(r, fm) != at(r, fm+1) {
				borders.lines = append(borders.lines, stretch{x + 0.5, y - 0.5, x + 0.5, y + 0.5})
			}
			if r < bins && at(r, fm) != at(r+1, fm) {
				borders.lines = append(borders.lines, stretch{x - 0.5, y + 0.5, x + 0.5, y + 0.5})
			}
		}
	}
	f.Add(borders)
	var texts notes
	width := 255 / float64(bins)
	for s := rfm.SegmentChampions; s <= rfm.SegmentLost; s++ {
		home, found := largestBlock(bins, func(r, fm int) bool { return at(r, fm) == s })
		if !found {
			continue
		}
		text := wrapped(s.Label(o.Lang), tinySize, width*float64(home.columns)-3) + "\n"
		if i := slices.IndexFunc(profiles, func(p segment.SegmentProfile[rfm.Segment]) bool { return p.Segment == s }); i >= 0 {
			text += percent(profiles[i].HeadShare, 0)
			if share, known := profiles[i].ValueShare.Value(); known {
				text += " · " + percent(share, 0)
			}
		} else {
			text += "0%"
		}
		texts = append(texts, note{x: home.x, y: home.y, text: text, style: aligned(tinySize, on(segmentColours[s]), draw.XCenter, draw.YCenter)})
	}
	f.Add(texts)
	f.X.Min, f.X.Max, f.Y.Min, f.Y.Max = 0.5, float64(bins)+0.5, 0.5, float64(bins)+0.5
	var scores []plot.Tick
	for i := 1; i <= bins; i++ {
		scores = append(scores, plot.Tick{Value: float64(i), Label: strconv.Itoa(i)})
	}
	f.X.Tick.Marker, f.Y.Tick.Marker = plot.ConstantTicks(scores), plot.ConstantTicks(scores)
	f.X.Width, f.X.Tick.Length = 0, 0
	return f.done(), nil
}

// block is a rectangle of cells with its centre.
type block struct {
	rows, columns int
	x, y          float64
}

// largestBlock returns the rectangle of cells of a segment that holds a text best:
// wide before high.
func largestBlock(bins int, in func(r, fm int) bool) (best block, found bool) {
	var all []block
	for r0 := 1; r0 <= bins; r0++ {
		for c0 := 1; c0 <= bins; c0++ {
			for r1 := r0; r1 <= bins; r1++ {
				for c1 := c0; c1 <= bins && full(r0, r1, c0, c1, in); c1++ {
					all = append(all, block{r1 - r0 + 1, c1 - c0 + 1, float64(c0+c1) / 2, float64(r0+r1) / 2})
				}
			}
		}
	}
	if len(all) == 0 {
		return block{}, false
	}
	return slices.MaxFunc(all, func(a, b block) int {
		return cmp.Or(a.rows*a.columns-b.rows*b.columns, a.columns-b.columns)
	}), true
}

func full(r0, r1, c0, c1 int, in func(r, fm int) bool) bool {
	for r := r0; r <= r1; r++ {
		for c := c0; c <= c1; c++ {
			if !in(r, c) {
				return false
			}
		}
	}
	return true
}
