package mle

// AddLogLinear adds rows of a likelihood in other parameters: k positive ones, v,
// whose logarithms are linear in the parameters θ of s,
//
//	ln v = constant + J·θ
//
// with J a k × len(θ) matrix, row by row. The rows know v only; their
// derivatives are summed as they are and taken through J once:
//
//	∂ℓ/∂θ = Jᵀ·(∂ℓ/∂ln v),  ∂²ℓ/∂θ² = Jᵀ·(∂²ℓ/∂(ln v)²)·J
//
// The scores' outer products go the same way. J is the same for the rows of a group,
// so that coefficients cost nothing a row, however many they are.
func (s *Sums) AddLogLinear(rows Rows, lo, hi int, v, j []float64) {
	k := len(v)
	in := s.innerSums(k)
	in.factor = s.factor
	rows(in, lo, hi)
	s.compensate(in.logLik)
	s.compensate(in.carry)
	if !s.Derivs {
		return
	}
	// To derivatives by ln v: ∂²ℓ/∂ln v_a∂ln v_b = v_a·v_b·H_ab + [a=b]·v_a·g_a. The
	// outer products have the factors alone.
	for a := range k {
		for b := a; b < k; b++ {
			at := packed(a, b, k)
			in.hess[at] *= v[a] * v[b]
			in.outer[at] *= v[a] * v[b]
		}
		in.grad[a] *= v[a]
		in.hess[packed(a, a, k)] += in.grad[a]
	}
	n := len(s.grad)
	for a := range k {
		for i, x := range j[a*n : (a+1)*n] {
			s.grad[i] += x * in.grad[a]
		}
	}
	addSandwich(s.hess, in.hess, j, k, n)
	if s.Scores {
		addSandwich(s.outer, in.outer, j, k, n)
	}
}

// addSandwich adds Jᵀ·m·J to dst; dst and m are packed upper triangles.
func addSandwich(dst, m, j []float64, k, n int) {
	for a := range k {
		for b := range k {
			x := m[packed(min(a, b), max(a, b), k)]
			if x == 0 { // models keep blocks of parameters apart
				continue
			}
			at := 0
			right := j[b*n : (b+1)*n]
			for i, left := range j[a*n : (a+1)*n] {
				if left != 0 {
					for c := i; c < n; c++ {
						dst[at+c-i] += left * x * right[c]
					}
				}
				at += n - i
			}
		}
	}
}

// Row puts the derivatives of a row of a likelihood in k other parameters into
// g and h (packed), as far as s wants any, and returns its log-likelihood; all
// for one customer if the row stands for w.
func (s *Sums) Row(rows Rows, i, k int, w float64, g, h []float64) (logLik float64) {
	in := s.innerSums(k)
	in.Scores, in.factor = false, 1/w // the caller takes the outer product, in its own parameters
	rows(in, i, i+1)
	if s.Derivs {
		copy(g, in.grad)
		copy(h, in.hess)
	}
	return in.LogLik()
}

// innerSums returns empty sums for a likelihood in k other parameters.
func (s *Sums) innerSums(k int) *Sums {
	if s.inner == nil || len(s.inner.grad) != k {
		s.inner = newSums(k)
	}
	s.inner.reset(s.Derivs, s.Scores)
	return s.inner
}
