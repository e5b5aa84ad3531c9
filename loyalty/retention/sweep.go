package retention

import (
	"math"

	"github.com/clientele-go/clientele"
)

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

func newSweep(s *Subjects) *sweep {
	w := &sweep{entries: sorted(s.entries), risk: s.n - len(s.entries)}
	for c := range s.exits {
		w.exits[c] = sorted(s.exits[c])
	}
	return w
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
