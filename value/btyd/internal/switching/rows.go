package switching

import (
	"cmp"
	"math"
	"slices"
	"sync"

	"github.com/clientele-go/clientele/internal/mle"
	"github.com/clientele-go/clientele/internal/special"
)

// Row is customers with the same purchases.
type Row struct {
	Gaps   []float64 // times from each purchase to the next
	Last   float64   // age at the last purchase
	Age    float64
	Weight float64 // customers

	class     int // of its nodes
	last, end int // places of Last and Age among the class's times, -1 if not shared
}

// Table is a base compiled for a likelihood. Customers of like numbers of purchases
// share nodes of λ: many purchases need them dense.
type Table struct {
	Rows    []Row
	classes []class
	age     float64 // the longest
}

type class struct {
	count float64   // most purchases
	times []float64 // last purchases and ages that several rows share
}

// NewTable compiles rows, which it keeps.
func NewTable(rows []Row) *Table {
	t := &Table{Rows: rows}
	seen := map[[2]float64]int{}
	of := func(x int) int {
		c := 0
		for most := 15; x > most; most *= 4 {
			c++
		}
		return c
	}
	for i := range rows {
		r := &rows[i]
		r.class = of(len(r.Gaps))
		seen[[2]float64{float64(r.class), r.Last}]++
		seen[[2]float64{float64(r.class), r.Age}]++
		t.age = math.Max(t.age, r.Age)
		for len(t.classes) <= r.class {
			t.classes = append(t.classes, class{})
		}
		c := &t.classes[r.class]
		c.count = math.Max(c.count, float64(len(r.Gaps)))
	}
	for key, n := range seen {
		if c := &t.classes[int(key[0])]; n > 1 {
			c.times = append(c.times, key[1])
		}
	}
	for i := range t.classes {
		slices.Sort(t.classes[i].times)
	}
	for i := range rows {
		r := &rows[i]
		find := func(v float64) int {
			if at, ok := slices.BinarySearchFunc(t.classes[r.class].times, v, cmp.Compare[float64]); ok {
				return at
			}
			return -1
		}
		r.last, r.end = find(r.Last), find(r.Age)
	}
	return t
}

// surface is what the rows of a class share at given parameters.
type surface struct {
	rates   nodes
	leaving *leaving
	states  []state
	bends   []bend
	left    [][2][2][]float64 // for a node and a decay: δ/(a+δ) and 1/(a+δ)
	values  [2][][][2]float64 // Φ and Ψ: of a shared time, of a node, of a decay
	fates   [2][][][2]fate    // the same with derivatives
}

func (m Model) surface(c *class, age float64, derivs bool) *surface {
	s := &surface{rates: gammaNodes(m.R, m.Alpha, c.count, age, 0, forFit), leaving: m.leaving(age, forFit, derivs)}
	n := len(s.rates.x)
	s.left = make([][2][2][]float64, n)
	s.states = make([]state, n)
	if derivs {
		s.bends = make([]bend, n)
	}
	for k, x := range s.rates.x {
		s.states[k] = m.at(x)
		if derivs {
			s.bends[k] = m.bendAt(x)
		}
		for i, a := range s.states[k].a {
			part, inv := s.leaving.decaying(a)
			s.left[k][i] = [2][]float64{part, inv}
		}
	}
	for kind := range 2 {
		for _, t := range c.times {
			if q := s.leaving.at(t, derivs); derivs {
				s.fates[kind] = append(s.fates[kind], s.fatesAt(q, kind == 1))
			} else {
				s.values[kind] = append(s.values[kind], s.valuesAt(q, kind == 1))
			}
		}
	}
	return s
}

func (s *surface) valuesAt(q atTime, stays bool) [][2]float64 {
	out := make([][2]float64, len(s.states))
	for k := range out {
		for i := range 2 {
			out[k][i] = q.value(s.states[k].a[i], s.left[k][i][0], s.left[k][i][1], stays)
		}
	}
	return out
}

func (s *surface) fatesAt(q atTime, stays bool) [][2]fate {
	out := make([][2]fate, len(s.states))
	for k := range out {
		for i := range 2 {
			out[k][i] = q.fate(s.states[k].a[i], s.left[k][i][0], s.left[k][i][1], stays)
		}
	}
	return out
}

// Likelihood returns the likelihood of the rows of t, with the gradient and Hessian
// in (r, α, s, β, slow, return, ρ): those of the complete data, given λ, averaged
// over λ, of which r and α are the gamma density's scores.
func (m Model) Likelihood(t *Table) mle.Rows {
	type shared struct {
		once [2]sync.Once
		s    [2]*surface
	}
	all := make([]shared, len(t.classes))
	return func(s *mle.Sums, lo, hi int) {
		if !m.valid() {
			s.AddLogLik(math.NaN())
			return
		}
		for i := lo; i < hi; i++ {
			r := &t.Rows[i]
			at := 0
			if s.Derivs {
				at = 1
			}
			c := &all[r.class]
			c.once[at].Do(func() { c.s[at] = m.surface(&t.classes[r.class], t.age, s.Derivs) })
			if !s.Derivs {
				s.AddLogLik(r.Weight * c.s[at].logLik(r))
				continue
			}
			ll, d, dd := m.derivatives(c.s[at], r)
			s.Add(r.Weight, ll, d[:], dd[:])
		}
	}
}

func (s *surface) logLik(r *Row) float64 {
	phi, psi := shareds(s.values[0], r.last), shareds(s.values[1], r.end)
	if phi == nil {
		phi = s.valuesAt(s.leaving.at(r.Last, false), false)
	}
	if psi == nil {
		psi = s.valuesAt(s.leaving.at(r.Age, false), true)
	}
	x, w := float64(len(r.Gaps)), r.Age-r.Last
	top, sum := math.Inf(-1), 0.0
	for k := range s.states {
		g := &s.states[k]
		c, scale := g.follow(r.Gaps)
		v := 0.0
		for i, a := range g.a {
			v += c[i] * g.l[i] * (phi[k][i] + math.Exp(-a*w)*psi[k][i])
		}
		scale += s.rates.logWeight[k] + x*s.rates.log[k]
		// Nodes come in order of λ, and the likelihood rises and falls over them: the scale
		// follows it, in one pass.
		if scale > top {
			sum *= math.Exp(top - scale)
			top = scale
		}
		sum += v * math.Exp(scale-top)
	}
	return top + math.Log(sum)
}

// shareds returns the row of a shared time, nil if it is not shared.
func shareds[T any](rows [][]T, at int) []T {
	if at < 0 {
		return nil
	}
	return rows[at]
}

// Places in the sums: 1, r, α, s, β, slow, return, ρ. packed is the place of a pair.
const params = 7

func (m Model) derivatives(s *surface, r *Row) (ll float64, d [params]float64, dd [params * (params + 1) / 2]float64) {
	phi, psi := shareds(s.fates[0], r.last), shareds(s.fates[1], r.end)
	if phi == nil {
		phi = s.fatesAt(s.leaving.at(r.Last, true), false)
	}
	if psi == nil {
		psi = s.fatesAt(s.leaving.at(r.Age, true), true)
	}
	digamma, trigamma := special.Digamma(m.R), special.Trigamma(m.R)
	logAlpha := math.Log(m.Alpha)
	x, w := float64(len(r.Gaps)), r.Age-r.Last
	top, sum := math.Inf(-1), 0.0
	for k := range s.bends {
		g := &s.bends[k]
		c, scale := g.follow(r.Gaps)
		var l jet            // the likelihood given λ, in slow, return, ρ
		var of [2]jet        // its derivatives in s and β
		var twice [3]float64 // ss, sβ, ββ
		for i := range 2 {
			f := phi[k][i].then(&psi[k][i], g.a[i].v, w)
			// What came before the silence depends on slow, return and ρ alone, the silence on s
			// and β besides: the product rule by hand saves jets in five variables.
			silence := c[i].times(&g.l[i])
			part := g.a[i].apply(f.f, f.a, f.aa)
			l = l.plus(1, silence.times(&part))
			for j, v := range [2][2]float64{{f.s, f.sa}, {f.b, f.ba}} {
				first := jet{v: v[0]}
				for q := range 3 {
					first.d[q] = v[1] * g.a[i].d[q]
				}
				of[j] = of[j].plus(1, silence.times(&first))
			}
			twice[0] += silence.v * f.ss
			twice[1] += silence.v * f.sb
			twice[2] += silence.v * f.bb
		}
		scale += s.rates.logWeight[k] + x*s.rates.log[k]
		if scale > top {
			e := math.Exp(top - scale)
			sum *= e
			for i := range d {
				d[i] *= e
			}
			for i := range dd {
				dd[i] *= e
			}
			top = scale
		}
		e := math.Exp(scale - top)
		lambda := s.rates.x[k]
		// The gamma density's scores, under the integral (D2): that the grid moves with r and
		// α changes nothing, since every grid gives the integral.
		sr, sa := logAlpha+s.rates.log[k]-digamma, m.R/m.Alpha-lambda
		first := [params - 2]float64{of[0].v, of[1].v, l.d[0], l.d[1], l.d[2]}
		sum += e * l.v
		d[0] += e * sr * l.v
		d[1] += e * sa * l.v
		dd[0] += e * l.v * (sr*sr - trigamma)
		dd[1] += e * l.v * (sr*sa + 1/m.Alpha)
		dd[params] += e * l.v * (sa*sa - m.R/(m.Alpha*m.Alpha))
		for i, v := range first {
			v *= e
			d[2+i] += v
			dd[2+i] += sr * v
			dd[params+1+i] += sa * v
		}
		second := [15]float64{
			twice[0], twice[1], of[0].d[0], of[0].d[1], of[0].d[2],
			twice[2], of[1].d[0], of[1].d[1], of[1].d[2],
			l.dd[0], l.dd[1], l.dd[2], l.dd[3], l.dd[4], l.dd[5]}
		for i, v := range second {
			dd[2*params-1+i] += e * v
		}
	}
	for i := range d {
		d[i] /= sum
	}
	at := 0
	for i := range d {
		for j := i; j < params; j++ {
			// Second derivatives of the logarithm: the mean less the product of the means.
			dd[at] = dd[at]/sum - d[i]*d[j]
			at++
		}
	}
	return top + math.Log(sum), d, dd
}
