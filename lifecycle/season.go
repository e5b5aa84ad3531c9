package lifecycle

import (
	"cmp"
	"math"
	"slices"
	"time"

	"gonum.org/v1/gonum/stat/distuv"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/codec"
	"github.com/clientele-go/clientele/internal/exact"
	"github.com/clientele-go/clientele/internal/reason"
)

// WarnSeason is the code of the warning that a base buys by season: the stages
// of its customers need a Calendar. Value: how often the busiest month of the
// year is bought in for the quietest.
const WarnSeason = "lifecycle.season"

var _ = reason.Register(map[string]reason.Text{
	WarnSeason: {
		English: "customers buy by season, {value} times as often in the busiest month as in the quietest: give NewRules a calendar, or a quiet season is taken for decline and loss",
		Chinese: "客户购买有明显季节性，最旺月份的购买频率是最淡月份的 {value} 倍：请为 NewRules 提供日历，否则淡季会被误判为退化或流失"},
})

// Season counts in which months of the year the customers of a base buy. A
// customer's purchases between the first and the last are held against the days
// of the months between these two: without a season they are spread evenly over
// them, whenever the customer came and left. The zero value is empty; merging is
// exact, in any order.
type Season struct{ years []seasonYear }

// seasonYear are the months of one calendar year.
type seasonYear struct {
	year     int
	seen     [12]int
	expected [12]exact.Sum
}

// of returns the months of a year, which is new if it was not seen before.
func (s *Season) of(year int) *seasonYear {
	at, known := slices.BinarySearchFunc(s.years, year, func(y seasonYear, year int) int { return cmp.Compare(y.year, year) })
	if !known {
		s.years = slices.Insert(s.years, at, seasonYear{year: year})
	}
	return &s.years[at]
}

// months returns the purchases by month, and those that an even spread expects, of all
// years but one, of none left out if it is below 0.
func (s *Season) months(but int) (seen, expected [12]float64) {
	for i := range s.years {
		if i == but {
			continue
		}
		for m := range seen {
			seen[m] += float64(s.years[i].seen[m])
			expected[m] += s.years[i].expected[m].Value()
		}
	}
	return seen, expected
}

// Add counts a customer's purchases, in the order of their days. Fewer than
// three say nothing. Events that fail their Check, or out of order, are an
// *clientele.InputError, and nothing changes.
func (s *Season) Add(events []Event) error {
	var days []Day
	for _, e := range events {
		if err := e.Check(); err != nil {
			return err
		}
		if n := len(days); n > 0 && e.Day < days[n-1] {
			return &clientele.InputError{Where: "lifecycle.Season", Field: "Day", Value: e.Day.String(), Want: "events in the order of their days"}
		}
		if n := len(days); e.purchase() && (n == 0 || e.Day > days[n-1]) {
			days = append(days, e.Day)
		}
	}
	if len(days) < 3 {
		return nil
	}
	first, last := days[0], days[len(days)-1]
	inner := days[1 : len(days)-1]
	for _, day := range inner {
		date := day.Date()
		s.of(date.Year()).seen[date.Month()-1]++
	}
	each := float64(len(inner)) / float64(last-first-1)
	for from := first + 1; from < last; {
		date := from.Date()
		next := min(DayOf(time.Date(date.Year(), date.Month()+1, 1, 0, 0, 0, 0, time.UTC)), last)
		s.of(date.Year()).expected[date.Month()-1].Add(each * float64(next-from))
		from = next
	}
	return nil
}

// Merge adds the customers of other, which is unchanged; nil counts as empty.
// The error is always nil.
func (s *Season) Merge(other *Season) error {
	if other == nil {
		return nil
	}
	for i := range other.years {
		from := &other.years[i]
		to := s.of(from.year)
		for m := range to.seen {
			to.seen[m] += from.seen[m]
			to.expected[m].Merge(from.expected[m])
		}
	}
	return nil
}

// Len returns the number of purchases that say something of the season.
func (s *Season) Len() int {
	n := 0
	for i := range s.years {
		for _, k := range s.years[i].seen {
			n += k
		}
	}
	return n
}

// Weights returns how often customers buy in each month of the year, January
// first, against what an even spread would be; 1 for a month nobody could have
// bought in.
func (s *Season) Weights() (w [12]float64) {
	seen, expected := s.months(-1)
	for i := range w {
		w[i] = 1
		if e := expected[i]; e > 0 {
			w[i] = seen[i] / e
		}
	}
	return w
}

// Prob returns the probability of months as unlike as these without a season,
// by Pearson's χ²; 1 if there is nothing to compare.
func (s *Season) Prob() float64 {
	chi2, months := 0.0, 0
	seen, expected := s.months(-1)
	for i, k := range seen {
		if e := expected[i]; e > 0 {
			chi2 += (k - e) * (k - e) / e
			months++
		}
	}
	if months < 2 {
		return 1
	}
	return distuv.ChiSquared{K: float64(months - 1)}.Survival(chi2)
}

// Warnings returns the warning that the base buys by season, if it is sure (a
// probability below 0.001) and matters: one month twice as busy as another.
func (s *Season) Warnings() []clientele.Warning {
	low, high := math.Inf(1), 0.0
	_, expected := s.months(-1)
	for i, w := range s.Weights() {
		if expected[i] >= 5 { // fewer say nothing of a month
			low, high = min(low, w), max(high, w)
		}
	}
	if s.Prob() >= 0.001 || !(high >= 2*low) {
		return nil
	}
	return []clientele.Warning{{Code: WarnSeason, Value: high / max(low, 0.01)}}
}

const (
	seasonTag     = "CLSE"
	seasonVersion = 2
	maxYear       = 1e7 // years that days can lie in
)

// AppendBinary appends the encoding of s.
func (s *Season) AppendBinary(dst []byte) ([]byte, error) {
	if s == nil {
		s = new(Season)
	}
	start := len(dst)
	dst = codec.Header(dst, seasonTag, seasonVersion)
	dst = codec.Uint(dst, uint64(len(s.years)))
	for i := range s.years {
		y := &s.years[i]
		dst = codec.Int(dst, int64(y.year))
		for m := range y.seen {
			dst = y.expected[m].Append(appendCount(dst, y.seen[m]))
		}
	}
	return codec.Seal(dst, start), nil
}

// MarshalBinary implements encoding.BinaryMarshaler.
func (s *Season) MarshalBinary() ([]byte, error) { return s.AppendBinary(nil) }

// MarshalText writes the binary form in base64, so that JSON holds it as text.
func (s *Season) MarshalText() ([]byte, error) { return codec.MarshalText(s) }

// UnmarshalText reads what MarshalText wrote; s is unchanged on error.
func (s *Season) UnmarshalText(text []byte) error {
	return codec.UnmarshalText(text, "lifecycle.Season", s)
}

// UnmarshalBinary reads what AppendBinary wrote; s is unchanged on error.
func (s *Season) UnmarshalBinary(data []byte) error {
	in := codec.NewReader(data, "lifecycle.Season", seasonTag, seasonVersion)
	var n Season
	for range in.Count(25) {
		y := seasonYear{year: int(in.Between(-maxYear, maxYear))}
		if k := len(n.years); k > 0 && y.year <= n.years[k-1].year {
			in.Fail("has years out of order")
		}
		for m := range y.seen {
			y.seen[m] = readCount(in)
			y.expected[m].Read(in, maxSum)
			if y.expected[m].Value() < 0 {
				in.Fail("expects fewer purchases than none")
			}
		}
		if in.Err() != nil {
			return in.Err()
		}
		n.years = append(n.years, y)
	}
	if err := in.Close(); err != nil {
		return err
	}
	*s = n
	return nil
}
