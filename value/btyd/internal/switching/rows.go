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
	last, end int // places of Last and Age among those that the class shares, -1 if not shared
	gaps      []int32
}

// Table is a base compiled for a likelihood. Customers of like numbers of purchases
// share nodes of λ: many purchases need them dense.
type Table struct {
	Rows    []Row
	classes []class
	age     float64 // the longest
}

type class struct {
	count             float64   // most purchases
	lasts, ages, gaps []float64 // what several rows share: last purchases, ages, gaps
}

// NewTable compiles rows, which it keeps.
func NewTable(rows []Row) *Table {
	t := &Table{Rows: rows}
	type key struct {
		class int
		time  float64
	}
	var lasts, ages, gaps = map[key]int{}, map[key]int{}, map[key]int{}
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
		lasts[key{r.class, r.Last}]++
		ages[key{r.class, r.Age}]++
		for _, g := range r.Gaps {
			gaps[key{r.class, g}]++
		}
		t.age = math.Max(t.age, r.Age)
		for len(t.classes) <= r.class {
			t.classes = append(t.classes, class{})
		}
		c := &t.classes[r.class]
		c.count = math.Max(c.count, float64(len(r.Gaps)))
	}
	shared := func(seen map[key]int, times func(c *class) *[]float64) {
		for k, n := range seen {
			if list := times(&t.classes[k.class]); n > 1 {
				*list = append(*list, k.time)
			}
		}
		for i := range t.classes {
			slices.Sort(*times(&t.classes[i]))
		}
	}
	shared(lasts, func(c *class) *[]float64 { return &c.lasts })
	shared(ages, func(c *class) *[]float64 { return &c.ages })
	shared(gaps, func(c *class) *[]float64 { return &c.gaps })
	find := func(times []float64, v float64) int {
		if at, ok := slices.BinarySearchFunc(times, v, cmp.Compare[float64]); ok {
			return at
		}
		return -1
	}
	for i := range rows {
		r := &rows[i]
		c := &t.classes[r.class]
		r.last, r.end, r.gaps = find(c.lasts, r.Last), find(c.ages, r.Age), make([]int32, len(r.Gaps))
		for j, g := range r.Gaps {
			r.gaps[j] = int32(find(c.gaps, g))
		}
	}
	return t
}

// surface is what the rows of a class share at given parameters.
type surface struct {
	rates    nodes
	leaving  *leaving
	states   []state
	bends    []bend
	left     [][2][2][]float64 // for a node and a decay: δ/(a+δ) and 1/(a+δ)
	decays   [][][2]float64    // of a node, of a shared gap
	phi, psi [][][2]fate       // Φ and Ψ: of a shared time, of a node, of a decay
}

func (m Model) surface(c *class, age float64, derivs bool) *surface {
	s := &surface{rates: gammaNodes(m.R, m.Alpha, c.count, age, 0, forFit), leaving: m.leaving(age, forFit, derivs)}
	n := len(s.rates.x)
	s.left = make([][2][2][]float64, n)
	s.states = make([]state, n)
	s.decays = make([][][2]float64, n)
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
		s.decays[k] = make([][2]float64, len(c.gaps))
		for i, g := range c.gaps {
			s.decays[k][i] = s.states[k].decay(g)
		}
	}
	for _, t := range c.lasts {
		s.phi = append(s.phi, s.fatesAt(t, false, derivs))
	}
	for _, t := range c.ages {
		s.psi = append(s.psi, s.fatesAt(t, true, derivs))
	}
	return s
}

func (s *surface) fatesAt(t float64, stays, derivs bool) [][2]fate {
	q := s.leaving.at(t, derivs)
	out := make([][2]fate, len(s.states))
	for k := range out {
		out[k] = s.fateAt(&q, k, stays, derivs)
	}
	return out
}

func (s *surface) fateAt(q *atTime, k int, stays, derivs bool) (f [2]fate) {
	for i := range f {
		a, part, inv := s.states[k].a[i], s.left[k][i][0], s.left[k][i][1]
		if derivs {
			f[i] = q.fate(a, part, inv, stays)
		} else {
			f[i].f = q.value(a, part, inv, stays)
		}
	}
	return f
}

// fates returns Φ and Ψ of a row, of every node: without derivatives if the time is
// not shared, since most nodes have no part in those of a row.
func (s *surface) fates(r *Row) (phi, psi [][2]fate) {
	if r.last >= 0 {
		phi = s.phi[r.last]
	} else {
		phi = s.fatesAt(r.Last, false, false)
	}
	if r.end >= 0 {
		return phi, s.psi[r.end]
	}
	return phi, s.fatesAt(r.Age, true, false)
}

// appendDecays appends those of a row's gaps at node k.
func (s *surface) appendDecays(dst [][2]float64, r *Row, k int) [][2]float64 {
	for i, at := range r.gaps {
		if at >= 0 {
			dst = append(dst, s.decays[k][at])
		} else {
			dst = append(dst, s.states[k].decay(r.Gaps[i]))
		}
	}
	return dst
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
	phi, psi := s.fates(r)
	logs := make([]float64, len(s.states))
	return s.logLiks(logs, r, phi, psi)
}

// logLiks fills dst with the logarithms of the likelihood at each node, weighted, and
// returns that of their sum.
func (s *surface) logLiks(dst []float64, r *Row, phi, psi [][2]fate) float64 {
	var short [32][2]float64
	x, w := float64(len(r.Gaps)), r.Age-r.Last
	top := math.Inf(-1)
	for k := range s.states {
		g := &s.states[k]
		c, scale := g.follow(s.appendDecays(short[:0], r, k))
		v := 0.0
		for i, a := range g.a {
			v += c[i] * g.l[i] * (phi[k][i].f + math.Exp(-a*w)*psi[k][i].f)
		}
		dst[k] = math.Log(v) + scale + s.rates.logWeight[k] + x*s.rates.log[k]
		top = math.Max(top, dst[k])
	}
	sum := 0.0
	for _, l := range dst {
		sum += math.Exp(l - top)
	}
	return top + math.Log(sum)
}

// Places in the sums: 1, r, α, s, β, slow, return, ρ. packed is the place of a pair.
const params = 7

// nothing is the share, as a logarithm, below which a node has no part in the
// derivatives of a row: they are at most some powers of λt larger than it.
const nothing = -45

func (m Model) derivatives(s *surface, r *Row) (ll float64, d [params]float64, dd [params * (params + 1) / 2]float64) {
	var short [32][2]float64
	var room [64]float64
	phi, psi := s.fates(r)
	var last, end atTime
	if r.last < 0 {
		last = s.leaving.at(r.Last, true)
	}
	if r.end < 0 {
		end = s.leaving.at(r.Age, true)
	}
	digamma, trigamma := special.Digamma(m.R), special.Trigamma(m.R)
	logAlpha := math.Log(m.Alpha)
	x, w := float64(len(r.Gaps)), r.Age-r.Last
	shares := room[:0]
	if shares = append(shares, s.rates.x...); len(shares) == 0 { // a place for each node
		return math.NaN(), d, dd
	}
	ll = s.logLiks(shares, r, phi, psi)
	for k := range s.bends {
		if !(shares[k]-ll > nothing) {
			continue
		}
		if r.last < 0 {
			phi[k] = s.fateAt(&last, k, false, true)
		}
		if r.end < 0 {
			psi[k] = s.fateAt(&end, k, true, true)
		}
		g := &s.bends[k]
		c, scale := g.follow(r.Gaps, s.appendDecays(short[:0], r, k))
		var l jet            // the likelihood given λ, in slow, return, ρ
		var of [2]jet        // its derivatives in s and β, themselves with first ones
		var twice [3]float64 // ss, sβ, ββ
		for i := range 2 {
			f := phi[k][i].then(&psi[k][i], g.a[i].v, w)
			// What came before the silence depends on slow, return and ρ alone, the silence on s
			// and β besides: the product rule by hand saves jets in five variables.
			silence := c[i].times(&g.l[i])
			part := g.a[i].apply(f.f, f.a, f.aa)
			l = l.plus(1, silence.times(&part))
			of[0].addSlopes(&silence, &g.a[i], f.s, f.sa)
			of[1].addSlopes(&silence, &g.a[i], f.b, f.ba)
			twice[0] += silence.v * f.ss
			twice[1] += silence.v * f.sb
			twice[2] += silence.v * f.bb
		}
		e := math.Exp(scale + s.rates.logWeight[k] + x*s.rates.log[k] - ll)
		lambda := s.rates.x[k]
		// The gamma density's scores, under the integral (D2): that the grid moves with r and
		// α changes nothing, since every grid gives the integral.
		sr, sa := logAlpha+s.rates.log[k]-digamma, m.R/m.Alpha-lambda
		first := [params - 2]float64{of[0].v, of[1].v, l.d[0], l.d[1], l.d[2]}
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
	at := 0
	for i := range d {
		for j := i; j < params; j++ {
			// Second derivatives of the logarithm: the mean less the product of the means.
			dd[at] -= d[i] * d[j]
			at++
		}
	}
	return ll, d, dd
}
