package switching

import "math"

// jet is a quantity with its first and second derivatives in slow, return and ρ;
// dd is the upper triangle, row by row. Package jet's has the five variables that
// others need, at three times the cost, and this is the inner loop.
type jet struct {
	v  float64
	d  [3]float64
	dd [6]float64
}

func variable(i int, v float64) jet {
	x := jet{v: v}
	x.d[i] = 1
	return x
}

// apply is f(x), given f and its first two derivatives there.
func (x *jet) apply(f, f1, f2 float64) jet {
	d := &x.d
	return jet{f, [3]float64{f1 * d[0], f1 * d[1], f1 * d[2]}, [6]float64{
		f1*x.dd[0] + f2*d[0]*d[0], f1*x.dd[1] + f2*d[0]*d[1], f1*x.dd[2] + f2*d[0]*d[2],
		f1*x.dd[3] + f2*d[1]*d[1], f1*x.dd[4] + f2*d[1]*d[2], f1*x.dd[5] + f2*d[2]*d[2]}}
}

func (x *jet) times(y *jet) jet {
	a, b, u, v := x.v, y.v, &x.d, &y.d
	return jet{a * b, [3]float64{u[0]*b + a*v[0], u[1]*b + a*v[1], u[2]*b + a*v[2]}, [6]float64{
		x.dd[0]*b + a*y.dd[0] + 2*u[0]*v[0], x.dd[1]*b + a*y.dd[1] + u[0]*v[1] + u[1]*v[0], x.dd[2]*b + a*y.dd[2] + u[0]*v[2] + u[2]*v[0],
		x.dd[3]*b + a*y.dd[3] + 2*u[1]*v[1], x.dd[4]*b + a*y.dd[4] + u[1]*v[2] + u[2]*v[1], x.dd[5]*b + a*y.dd[5] + 2*u[2]*v[2]}}
}

// plus is x + k·y.
func (x jet) plus(k float64, y jet) jet {
	x.v += k * y.v
	for i := range x.d {
		x.d[i] += k * y.d[i]
	}
	for i := range x.dd {
		x.dd[i] += k * y.dd[i]
	}
	return x
}

func (x jet) scaled(k float64) jet { return jet{}.plus(k, x) }

func (x jet) mul(y jet) jet { return x.times(&y) }

func (x jet) inverse() jet {
	i := 1 / x.v
	return x.apply(i, -i*i, 2*i*i*i)
}

// root is the square root of x, which does not go below least.
func (x jet) root(least float64) jet {
	if !(x.v > least*least) {
		return jet{v: least}
	}
	r := math.Sqrt(x.v)
	return x.apply(r, 0.5/r, -0.25/(r*x.v))
}

// decayed is e^(−a·t)·x, of which e holds the value of the decay.
func (x *jet) decayed(a *jet, e, t float64) jet {
	var out jet
	out.v = e * x.v
	var q [3]float64 // the decay's own derivatives, relative to it
	for i := range q {
		q[i] = -t * a.d[i]
		out.d[i] = e * (x.d[i] + q[i]*x.v)
	}
	at := 0
	for i := range q {
		for j := i; j < 3; j++ {
			out.dd[at] = e * (x.dd[at] + q[i]*x.d[j] + q[j]*x.d[i] + (q[i]*q[j]-t*a.dd[at])*x.v)
			at++
		}
	}
	return out
}

// addSlopes adds the value and the first derivatives of x·(v + …), whose own first
// derivatives are k times those of a.
func (x *jet) addSlopes(y, a *jet, v, k float64) {
	x.v += y.v * v
	for i := range x.d {
		x.d[i] += y.d[i]*v + y.v*k*a.d[i]
	}
}

// bend is a state with its derivatives.
type bend struct {
	a, c, l [2]jet
	p       [2][2]jet
}

// bendAt is at with derivatives; the formulas are the same.
func (m Model) bendAt(lambda float64) bend {
	mu, nu, rho := variable(0, m.Slow), variable(1, m.Return), variable(2, m.Rho)
	one := jet{v: 1}
	less := one.plus(-1, rho)
	gone := less.scaled(lambda)
	h := gone.plus(1, mu).plus(-1, nu).scaled(0.5)
	sum := rho.scaled(lambda).plus(1, mu).plus(1, nu)
	sum.v += lambda
	cross := mu.mul(nu)
	d := h.mul(h).plus(1, cross).root(apart * sum.v)
	a2 := sum.scaled(0.5).plus(1, d)
	a1 := rho.scaled(lambda*lambda).plus(lambda, nu).plus(lambda, mu.mul(rho)).mul(a2.inverse())
	sign := 1.0
	if h.v < 0 {
		sign = -1
	}
	big, i2d := d.plus(sign, h), d.scaled(2).inverse()
	small := cross.mul(big.inverse())
	stay, change := small.plus(1, rho.mul(big)).mul(i2d), big.plus(1, rho.mul(small)).mul(i2d)
	ratio := mu.mul(big.inverse())
	muLess, nuLess := mu.mul(less).mul(i2d), nu.mul(less).mul(i2d)
	b := bend{a: [2]jet{a1, a2}}
	if h.v >= 0 {
		b.c = [2]jet{ratio, one}
		b.p = [2][2]jet{{stay, nuLess}, {muLess, change}}
		rest := big.plus(-1, mu)
		if h.v < mu.v {
			rest = mu.mul(gone).mul(d.plus(1, mu).plus(-1, h).inverse())
		}
		b.l = [2]jet{nu.plus(1, big).mul(i2d), rest.mul(i2d)}
		return b
	}
	b.c = [2]jet{one, ratio}
	b.p = [2][2]jet{{change, muLess}, {nuLess, stay}}
	b.l = [2]jet{big.plus(1, mu).mul(i2d), nu.mul(gone).mul(nu.plus(1, h).plus(1, d).inverse()).mul(i2d)}
	return b
}

// follow is state.follow with derivatives, of the gaps and their decays.
func (b *bend) follow(gaps []float64, decays [][2]float64) (c [2]jet, logScale float64) {
	c = b.c
	for i, g := range gaps {
		x, y := c[0].decayed(&b.a[0], decays[i][0], g), c[1].decayed(&b.a[1], decays[i][1], g)
		c[0] = x.times(&b.p[0][0]).plus(1, y.times(&b.p[1][0]))
		c[1] = x.times(&b.p[0][1]).plus(1, y.times(&b.p[1][1]))
		if c[0].v+c[1].v < tiny {
			c[0], c[1] = c[0].scaled(huge), c[1].scaled(huge)
			logScale -= logHuge
		}
	}
	return c, logScale
}
