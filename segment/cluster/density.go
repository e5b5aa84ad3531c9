package cluster

import "math"

// prepare computes the constants. It returns the first cluster whose
// covariance is not positive definite, or −1.
func (m *Mixture) prepare() int {
	size := m.d * (m.d + 1) / 2
	for k, cov := range m.covs {
		root := m.roots[k*size : (k+1)*size]
		logDet := choleskyInverse(root, cov)
		if math.IsNaN(logDet) {
			return k
		}
		m.consts[k] = math.Log(m.weights[k]) - 0.5*(logDet+float64(m.d)*math.Log(2*math.Pi))
	}
	return -1
}

// choleskyInverse sets root, packed by rows, to the inverse of the lower
// Cholesky factor of cov, and returns ln det cov, or NaN if cov is not
// positive definite.
func choleskyInverse(root []float64, cov [][]float64) (logDet float64) {
	d := len(cov)
	l := make([]float64, len(root))
	at := func(i, j int) int { return i*(i+1)/2 + j }
	for i := range d {
		for j := 0; j <= i; j++ {
			v := cov[i][j]
			for c := range j {
				v -= l[at(i, c)] * l[at(j, c)]
			}
			if i == j {
				if !(v > 0) || math.IsInf(v, 1) {
					return math.NaN()
				}
				l[at(i, i)] = math.Sqrt(v)
				logDet += math.Log(v)
			} else {
				l[at(i, j)] = v / l[at(j, j)]
			}
		}
	}
	for i := range d {
		root[at(i, i)] = 1 / l[at(i, i)]
		for j := range i {
			v := 0.0
			for c := j; c < i; c++ {
				v -= l[at(i, c)] * root[at(c, j)]
			}
			root[at(i, j)] = v / l[at(i, i)]
		}
	}
	return logDet
}

// logTerms sets out[k] to ln(w_k N(x; μ_k, Σ_k)), and returns the largest.
func (m *Mixture) logTerms(out, x []float64) float64 {
	top, root := math.Inf(-1), m.roots
	for k, mean := range m.means {
		way := 0.0
		if m.d == 3 && len(x) == 3 {
			a, b, c, r := x[0]-mean[0], x[1]-mean[1], x[2]-mean[2], (*[6]float64)(root)
			u, v, w := r[0]*a, r[1]*a+r[2]*b, r[3]*a+r[4]*b+r[5]*c
			way = u*u + v*v + w*w
			root = root[6:]
		} else {
			for i := range x {
				y := 0.0
				for j := 0; j <= i; j++ {
					y += root[j] * (x[j] - mean[j])
				}
				way += y * y
				root = root[i+1:]
			}
		}
		out[k] = m.consts[k] - way/2
		top = max(top, out[k])
	}
	return top
}

// LogDensity returns ln f(x).
//
// Special cases are: NaN if x has another length than the means, or a NaN.
func (m *Mixture) LogDensity(x []float64) float64 {
	p := make([]float64, m.K())
	return m.share(p, x)
}

// AppendProbs appends the probability of each cluster to dst.
//
// Special cases are: NaN each if x has another length than the means, or a NaN.
func (m *Mixture) AppendProbs(dst, x []float64) []float64 {
	start := len(dst)
	for range m.weights {
		dst = append(dst, 0)
	}
	m.share(dst[start:], x)
	return dst
}

// share sets p to the probabilities of the clusters and returns ln f(x).
func (m *Mixture) share(p, x []float64) float64 {
	if len(x) != m.d {
		for k := range p {
			p[k] = math.NaN()
		}
		return math.NaN()
	}
	top := m.logTerms(p, x)
	sum := 0.0
	for k, v := range p {
		p[k] = math.Exp(v - top)
		sum += p[k]
	}
	for k := range p {
		p[k] /= sum
	}
	return top + math.Log(sum)
}

// Cluster returns the most probable cluster, the first of equally probable
// ones. With at most 16 clusters it allocates nothing.
//
// Special cases are: -1 if x has another length than the means, or a NaN.
func (m *Mixture) Cluster(x []float64) int {
	var few [16]float64
	p := few[:]
	if m.K() > len(p) {
		p = make([]float64, m.K())
	}
	if len(x) != m.d {
		return -1
	}
	top := m.logTerms(p, x)
	for k := range m.weights {
		if p[k] == top {
			return k
		}
	}
	return -1
}
