package switching

import (
	"math"
	"math/cmplx"
)

// counted is follow where only the number x ≥ 2 of gaps and their sum t are known:
// the mean over all places of the purchases between, each as likely as another,
//
//	(x−1)!/t^(x−1) · [y^(x−1)] v·exp((K + yΛ)t)·Λ, Λ = diag(1, ρ)
//
// The coefficient is the mean of v·exp((K+yΛ)t)·y^−(x−1) over a circle through the
// saddle point, where its terms are a narrow peak of positive ones (Good 1957).
func (s *state) counted(m *Model, x int, t float64) ([2]float64, float64) {
	n := float64(x - 1)
	lambda := s.lambda
	lo, hi := math.Log(n/t), math.Log(n/t)
	mean := func(logY float64) float64 { // of the purchases, tilted to y
		const eps = 1e-4
		up, down := m.spread(lambda, complex(math.Exp(logY+eps), 0), t), m.spread(lambda, complex(math.Exp(logY-eps), 0), t)
		return (up.log() - down.log()) / (2 * eps)
	}
	// The tilted mean rises in y: a bracket in whole factors of e, then bisection. The
	// saddle need not be exact, only near enough for the terms to be a narrow peak.
	for range 60 {
		if mean(hi) >= n {
			break
		}
		hi += 1
	}
	for range 30 {
		if mid := (lo + hi) / 2; mean(mid) < n {
			lo = mid
		} else {
			hi = mid
		}
	}
	y := math.Exp(hi)
	top := m.spread(lambda, complex(y, 0), t).log()
	// The peak is about 1/√n wide in the angle: steps of .63 of that make the trapezoid of
	// a periodic function exact to rounding.
	half := 8 + int(5*math.Sqrt(n))
	var v [2]float64
	for j := 0; j <= half; j++ {
		angle := math.Pi * float64(j) / float64(half)
		sin, cos := math.Sincos(angle)
		e := m.spread(lambda, complex(y*cos, y*sin), t)
		turn := complex(math.Cos(n*angle), -math.Sin(n*angle)) * complex(math.Exp(e.scale-top), 0)
		w := 1 / float64(half)
		// The half circle stands for the whole: the other half is its mirror.
		if j == 0 || j == half {
			w /= 2
		}
		v[0] += w * real(e.v[0]*turn)
		v[1] += w * real(e.v[1]*turn)
	}
	// Λ of the last purchase; what rounding makes negative is nothing.
	v[0], v[1] = math.Max(v[0], 0), math.Max(v[1], 0)*m.Rho
	lg, _ := math.Lgamma(n + 1)
	return [2]float64{v[0]*s.r[0][0] + v[1]*s.r[0][1], v[0]*s.r[1][0] + v[1]*s.r[1][1]},
		top - n*hi + lg - n*math.Log(t)
}

// row is a row vector times e^scale.
type row struct {
	v     [2]complex128
	scale float64
}

func (r row) log() float64 { return r.scale + math.Log(real(r.v[0]+r.v[1])) }

// spread returns v·exp((K + yΛ)t) of v on, for a complex y.
func (m *Model) spread(lambda float64, y complex128, t float64) row {
	a, b := complex(-lambda-m.Slow, 0)+y, complex(-m.Rho*lambda-m.Return, 0)+complex(m.Rho, 0)*y
	h := (a - b) / 2
	d := cmplx.Sqrt(h*h + complex(m.Slow*m.Return, 0))
	mid := (a + b) / 2
	// The larger growth is taken out, so that neither exponential overflows.
	scale := real(mid) + math.Abs(real(d))
	up, down := cmplx.Exp((mid+d-complex(scale, 0))*complex(t, 0)), cmplx.Exp((mid-d-complex(scale, 0))*complex(t, 0))
	// sinh(dt)/d, by its limit where the two eigenvalues meet and the quotient cancels.
	sinh := complex(t, 0) * (up + down) / 2 // its limit, by d
	if cmplx.Abs(d)*t > 1e-5 {
		sinh = (up - down) / (2 * d)
	}
	return row{[2]complex128{(up+down)/2 + h*sinh, complex(m.Slow, 0) * sinh}, scale * t}
}
