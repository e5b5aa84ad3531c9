package retention

import (
	"math"
	"slices"

	"github.com/clientele-go/clientele"
)

// tied is the difference up to which two times are the same, as R's survival
// takes them (timefix; Therneau): 0.1 + 0.2 is 0.3. It is taken absolutely, and
// relatively to the mean of the distinct times.
const tied = 1.0 / (1 << 26)

// ties are the distinct times of collections that are compared: each stands for
// those that follow it, one within a hair of the other.
type ties []float64

func tiesOf(groups ...*Subjects) ties {
	var all []float64
	for _, s := range groups {
		for c := range s.exits {
			all = append(all, s.exits[c]...)
		}
		all = append(all, s.entries...)
		if s.n > len(s.entries) {
			all = append(all, 0) // the others begin there
		}
	}
	slices.Sort(all)
	all = slices.Compact(all)
	mean := 0.0
	for _, t := range all {
		mean += t / float64(len(all))
	}
	near := tied * max(1, mean)
	k := 0
	for i, t := range all { // what is written lies before what is read
		if i > 0 && t-all[i-1] <= near {
			continue
		}
		all[k] = t
		k++
	}
	return all[:k]
}

// sweep walks the exits of a collection in time order and keeps the risk set.
type sweep struct {
	exits   [numCauses + 1][]float64 // sorted, what is still to come
	entries []float64
	entered int
	risk    int // entered before the present time and not yet left
}

// moment is what happens at one time.
type moment struct {
	risk     int // at risk just before
	events   [numCauses]int
	censored int
}

func (m moment) lost() int { return m.events[0] + m.events[1] + m.events[2] }

// newSweep is at the beginning of a collection's times; nil ties leave them as
// they are.
func newSweep(s *Subjects, on ties) *sweep {
	w := &sweep{entries: on.sorted(s.entries), risk: s.n - len(s.entries)}
	for c := range s.exits {
		w.exits[c] = on.sorted(s.exits[c])
	}
	return w
}

// sorted returns the times in order, each as the one that it is tied to.
func (on ties) sorted(times []float64) []float64 {
	out := sorted(times)
	k := 0
	for i, t := range out {
		for k+1 < len(on) && on[k+1] <= t {
			k++
		}
		if len(on) > 0 {
			out[i] = on[k]
		}
	}
	return out
}

// next returns the time of the next exit.
func (w *sweep) next() (t float64, any bool) {
	t = math.Inf(1)
	for _, times := range w.exits {
		if len(times) > 0 && times[0] < t {
			t, any = times[0], true
		}
	}
	return t, any
}

// take moves to time t, not before the present one, and returns what happens there.
func (w *sweep) take(t float64) moment {
	for w.entered < len(w.entries) && w.entries[w.entered] < t {
		w.entered++
		w.risk++
	}
	m := moment{risk: w.risk}
	for c := range w.exits {
		k := 0
		for k < len(w.exits[c]) && w.exits[c][k] <= t {
			k++
		}
		w.exits[c] = w.exits[c][k:]
		w.risk -= k
		if c == 0 {
			m.censored = k
		} else {
			m.events[c-1] = k
		}
	}
	m.risk = max(m.risk, m.lost()+m.censored) // who entered a hair before leaving was there
	return m
}

// warn appends the warning, once, that survival is 0 at time t while others are
// still to come.
func (w *sweep) warn(dst []clientele.Warning, t, survival float64) []clientele.Warning {
	if survival > 0 || len(dst) > 0 {
		return dst
	}
	if _, any := w.next(); any {
		dst = append(dst, clientele.Warning{Code: WarnRiskSet, Value: t})
	}
	return dst
}

// product is a product of shares in twice the precision of a float, so that
// equal shares lost are ties after any number of times.
type product struct{ hi, lo float64 }

// stay multiplies by the share (n − d)/n who stayed.
func (p *product) stay(n, d float64) {
	r := (n - d) / n
	rest := math.FMA(-r, n, n-d) / n
	hi := float64(p.hi * r) // rounded: a processor that fuses products and sums would lose it below
	lo := math.FMA(p.hi, r, -hi) + p.hi*rest + p.lo*r
	p.hi = hi + lo
	p.lo = lo - (p.hi - hi)
}

// total is a sum in twice the precision of a float.
type total struct{ hi, lo float64 }

// add takes a number of at most the size of the sum and itself.
func (s *total) add(x float64) {
	sum := s.hi + x
	part := sum - s.hi
	s.lo += s.hi - (sum - part) + (x - part)
	s.hi = sum
}

func (s total) value() float64 { return s.hi + s.lo }
