package picture

import (
	"math"
	"strconv"
	"strings"

	"github.com/clientele-go/clientele"
	"gonum.org/v1/plot"
)

// ticker sets about six ticks at round numbers.
type ticker struct {
	o       *Options
	percent bool // the axis runs in shares
	whole   bool // no ticks between whole numbers
	log     bool // ticks at powers of ten
	most    int  // ticks; 0 is six
}

// Ticks implements plot.Ticker.
func (t ticker) Ticks(lo, hi float64) []plot.Tick {
	var out []plot.Tick
	if t.log {
		for e := math.Ceil(math.Log10(lo) - 1e-9); e <= math.Log10(hi)+1e-9; e++ {
			v := math.Pow(10, e)
			out = append(out, plot.Tick{Value: v, Label: t.o.number(v, v)})
		}
		return out
	}
	n := t.most
	if n == 0 {
		n = 6
	}
	step := roundStep((hi - lo) / float64(n))
	if t.whole {
		step = math.Max(1, step)
	}
	if !(step > 0) || math.IsInf(step, 0) {
		return nil
	}
	for i := math.Ceil(lo/step - 1e-9); i <= hi/step+1e-9; i++ {
		v := i*step + 0 // no −0
		label := t.o.number(v, step)
		if t.percent {
			label = strconv.FormatFloat(100*v, 'f', decimals(100*step), 64) + "%"
		}
		out = append(out, plot.Tick{Value: v, Label: label})
	}
	return out
}

// roundStep returns the least of 1, 2 and 5 times a power of ten that is not below v.
func roundStep(v float64) float64 {
	power := math.Pow(10, math.Floor(math.Log10(v)))
	for _, m := range []float64{1, 2, 5} {
		if m*power >= v*(1-1e-9) {
			return m * power
		}
	}
	return 10 * power
}

// decimals returns how many decimals tell multiples of a step apart.
func decimals(step float64) int {
	return int(math.Min(6, math.Max(0, math.Ceil(-math.Log10(step)-1e-9))))
}

type magnitude struct {
	of   float64
	name phrase
}

var (
	thousands = []magnitude{{1e9, phrase{English: "bn"}}, {1e6, phrase{English: "M"}}, {1e3, phrase{English: "k"}}}
	myriads   = []magnitude{{1e8, phrase{Chinese: "亿"}}, {1e4, phrase{Chinese: "万"}}}
)

// number writes a number so that multiples of step are told apart: 1,500 and 20k,
// in Chinese 1500 and 2万.
func (o *Options) number(v, step float64) string {
	scale := thousands
	if o.Lang == clientele.LangChinese {
		scale = myriads
	}
	if math.Abs(v) >= 1e4 {
		for _, m := range scale {
			if math.Abs(v) >= m.of {
				return strconv.FormatFloat(v/m.of, 'f', decimals(step/m.of), 64) + o.say(m.name)
			}
		}
	}
	s := strconv.FormatFloat(v, 'f', decimals(step), 64)
	if v == 0 {
		s = "0"
	}
	if digits := strings.TrimPrefix(s, "-"); o.Lang != clientele.LangChinese && len(digits) == 4 && !strings.Contains(s, ".") {
		s = strings.TrimSuffix(s, digits) + digits[:1] + "," + digits[1:]
	}
	return s
}

// short writes a number with about two significant digits more than its magnitude needs.
func (o *Options) short(v float64) string {
	if v == 0 || math.IsNaN(v) || math.IsInf(v, 0) {
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	if v == math.Trunc(v) && math.Abs(v) < 1e4 {
		return o.number(v, 1)
	}
	return o.number(v, math.Min(math.Pow(10, math.Floor(math.Log10(math.Abs(v)))-1), math.Max(1, math.Abs(v)/100)))
}

// percent writes a share.
func percent(share float64, decimals int) string {
	return strconv.FormatFloat(100*share, 'f', decimals, 64) + "%"
}
