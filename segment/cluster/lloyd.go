package cluster

import (
	"context"
	"fmt"
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/segment/feature"
)

// lloyd is one run of Lloyd's iteration over a table. For each row it keeps an
// upper bound on the distance to its own centre and a lower bound on that to
// any other; while the bounds prove that the row stays, nothing is computed
// (Hamerly 2010). The labels are those of the plain iteration.
type lloyd struct {
	t       *feature.Table
	data    []float64 // its rows
	k, d    int
	centres []float64 // k rows
	labels  []int32
	upper   []float64
	lower   []float64
	sizes   []int
	sums    []float64
	moved   []float64 // how far each centre went in the last step
	half    []float64 // half the distance to the nearest other centre
	iters   int
	fresh   bool // sums were added up anew, not carried on
	done    bool
	inertia float64
}

// safety keeps rounding from letting a bound prove what is not so: rows nearer
// to equality than this are compared in full.
const safety = 1 + 1e-9

func newLloyd(t *feature.Table, centres []float64) *lloyd {
	n, d := t.Len(), t.Width()
	k := len(centres) / d
	return &lloyd{
		t: t, data: t.Data(), k: k, d: d, centres: centres,
		labels: make([]int32, n), upper: make([]float64, n), lower: make([]float64, n),
		sizes: make([]int, k), sums: make([]float64, k*d),
		moved: make([]float64, k), half: make([]float64, k),
	}
}

// iterate runs to the fixed point, or for at most limit iterations.
func (l *lloyd) iterate(ctx context.Context, limit int) error {
	for i := range l.upper {
		l.upper[i], l.lower[i] = math.Inf(1), 0 // bounds that prove nothing
	}
	for l.iters < limit && !l.done {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		l.iters++
		changed := l.assign()
		l.done = changed == 0 && l.fresh
		if l.fresh = changed == 0 || l.iters == 1; l.fresh {
			l.add()
		}
		if !l.done {
			l.move()
		}
	}
	l.measure()
	return nil
}

// assign finds the nearest centre of every row, carries the sums on, and
// returns how many rows changed.
func (l *lloyd) assign() int {
	l.separate()
	far, second, who := l.longestMoves()
	changed := 0
	upper, lower := l.upper[:len(l.labels)], l.lower[:len(l.labels)]
	for i, own := range l.labels {
		drift := far
		if int(own) == who {
			drift = second
		}
		u, low := upper[i]+l.moved[own], lower[i]-drift
		if u*safety >= max(low, l.half[own]) {
			row := l.data[i*l.d : i*l.d+l.d : i*l.d+l.d]
			u = math.Sqrt(squared(row, l.centre(int(own))))
			if u*safety >= max(low, l.half[own]) {
				var label int32
				label, u, low = l.nearest(row)
				if label != own {
					l.transfer(row, own, label)
					l.labels[i] = label
					changed++
				}
			}
		}
		upper[i], lower[i] = u, low
	}
	return changed
}

// transfer moves a row from one cluster's sum to another's.
func (l *lloyd) transfer(row []float64, from, to int32) {
	l.sizes[from]--
	l.sizes[to]++
	a, b := l.sums[int(from)*l.d:], l.sums[int(to)*l.d:]
	for j, v := range row {
		a[j] -= v
		b[j] += v
	}
}

// add adds the rows up by cluster. Carried on, sums gather rounding; the last
// step before the end must be made with these.
func (l *lloyd) add() {
	clear(l.sizes)
	clear(l.sums)
	for i, own := range l.labels {
		l.sizes[own]++
		sum := l.sums[int(own)*l.d:]
		for j, v := range l.data[i*l.d : i*l.d+l.d] {
			sum[j] += v
		}
	}
}

// nearest compares a row with every centre.
func (l *lloyd) nearest(row []float64) (label int32, near, next float64) {
	near, next = math.Inf(1), math.Inf(1)
	for k := range l.k {
		switch s := squared(row, l.centre(k)); {
		case s < near:
			label, near, next = int32(k), s, near
		case s < next:
			next = s
		}
	}
	return label, math.Sqrt(near), math.Sqrt(next)
}

func (l *lloyd) centre(k int) []float64 { return l.centres[k*l.d : k*l.d+l.d : k*l.d+l.d] }

// separate finds half the distance from each centre to the next.
func (l *lloyd) separate() {
	for a := range l.k {
		near := math.Inf(1)
		for b := range l.k {
			if a != b {
				near = min(near, squared(l.centre(a), l.centre(b)))
			}
		}
		l.half[a] = math.Sqrt(near) / 2
	}
}

// longestMoves returns the longest and second longest way of a centre in the
// last step, and whose the longest was.
func (l *lloyd) longestMoves() (far, second float64, who int) {
	for k, m := range l.moved {
		if m > far {
			far, second, who = m, far, k
		} else {
			second = max(second, m)
		}
	}
	return far, second, who
}

// move puts every centre at the mean of its rows.
func (l *lloyd) move() {
	empty := false
	for k := range l.k {
		if l.sizes[k] == 0 {
			empty = true
			continue
		}
		c, way := l.centre(k), 0.0
		for j := range c {
			v := l.sums[k*l.d+j] / float64(l.sizes[k])
			way += (v - c[j]) * (v - c[j])
			c[j] = v
		}
		l.moved[k] = math.Sqrt(way)
	}
	if empty {
		l.refill()
	}
}

// refill starts every empty cluster again at the row farthest from its own
// centre, among those that share a cluster, and forgets the bounds.
func (l *lloyd) refill() {
	for k := range l.k {
		if l.sizes[k] > 0 {
			continue
		}
		at, far := 0, -1.0
		for i, own := range l.labels {
			if s := squared(l.t.Row(i), l.centre(int(own))); s > far && l.sizes[own] > 1 {
				at, far = i, s
			}
		}
		copy(l.centre(k), l.t.Row(at))
		l.sizes[l.labels[at]]--
		l.sizes[k] = 1
		l.labels[at] = int32(k)
	}
	l.add()
	l.fresh = false // the centres are not yet the means
	clear(l.moved)
	for i := range l.upper {
		l.upper[i], l.lower[i] = math.Inf(1), 0
	}
}

// measure adds up the squared distances.
func (l *lloyd) measure() {
	l.inertia = 0
	for i, k := range l.labels {
		l.inertia += squared(l.t.Row(i), l.centre(int(k)))
	}
}

// better prefers the run that ended, then the smaller inertia.
func (l *lloyd) better(o *lloyd) bool {
	if l.done != o.done {
		return l.done
	}
	return l.inertia < o.inertia
}

func (l *lloyd) err(where string) error {
	if l.done {
		return nil
	}
	return fmt.Errorf("%s: %w after %d iterations: raise MaxIter", where, clientele.ErrNotConverged, l.iters)
}

// clustering reports the run in the order that the rows came in.
func (l *lloyd) clustering(rows []int, p KMeansPolicy) *Clustering {
	c := &Clustering{make([][]float64, l.k), make([]int, l.k), make([]int, len(rows)), l.inertia, l.iters, p}
	for k := range l.k {
		c.Centres[k] = l.centre(k)
	}
	for i, k := range l.labels {
		c.Labels[rows[i]] = int(k)
		c.Sizes[k]++
	}
	return c
}
