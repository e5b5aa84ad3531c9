package dynamic

import (
	"math"

	"github.com/clientele-go/clientele/value/btyd/internal/rise"
)

// derive fills grad and hess from what weigh left, by D2 and D15, all scores
// relative to that of being alive. It first treats an effect on the purchases and
// one on dropout as two parameters, slots, and folds them into one coefficient in the
// end: a slot belongs to one clock, and its formulas are those of α or of β.
func (w *work) derive(c *observed, x float64, rise *rise.Rise) {
	k := len(w.slots)
	clear(w.raw)
	clear(w.score)
	end := &w.state[len(c.after)]
	dead := 0.0
	for i, sp := range c.after {
		p := &w.pieces[i]
		if p.sums.Sum == 0 {
			continue
		}
		share := math.Exp(w.logs[i] - w.total)
		dead += share
		w.addPiece(&w.state[i], end, p, w.rates[sp.row], w.t.Rows[sp.row], share)
	}
	// Being alive: its score is 0, relative to itself.
	alive := math.Exp(-w.total)
	w.addCurvature(end, w.R+x, w.S, alive, alive/end.purchase, alive/(end.purchase*end.purchase), alive/end.death, alive/(end.death*end.death), nil)
	w.raw[2*k+2] -= dead / (w.S * w.S)
	for a := range k {
		for b := a; b < k; b++ {
			w.raw[a*k+b] -= w.score[a] * w.score[b]
		}
	}
	w.addConstants(c, x, rise, end)
	w.fold()
}

// addPiece adds the dead of a piece: their score and its square, and the
// derivative of the score. With B′ = ∂B/∂g for an effect with covariate z, and
// B′ = z·(α+B) + c in the piece, the score of a death is (D15)
//
//	(r+x)/(α+B_T) · (B′_T − z·(α+B_T) − c) + c·(score in α)
//
// and for dropout the same with s, β and D, where the z of the density of a death
// cancels against that of (s+1)·z.
func (w *work) addPiece(at, end *clockState, p *pieceSums, r rate, z []float64, share float64) {
	k := len(w.slots)
	per := share / p.sums.Sum
	unit := [4]float64{1, 1 / r.purchase, 1, 1 / r.death} // the piece counts α and β in its own time
	var mean [4]float64
	var square [4][4]float64
	n := 0
	for a := range 4 {
		mean[a] = per * unit[a] * p.sums.Score[a]
		for b := a; b < 4; b++ {
			square[a][b] = per * unit[a] * unit[b] * p.sums.Outer[n]
			square[b][a] = square[a][b]
			n++
		}
	}
	for a, s := range w.slots {
		switch {
		case s.effect < 0:
			w.constant[a], w.factor[a] = 0, 1
		case s.base == 1:
			v := z[s.effect]
			w.constant[a] = p.e.Rx / end.purchase * (end.first[a] - at.first[a] - v*(end.purchase-at.purchase))
			w.factor[a] = at.first[a] - v*at.purchase
		default:
			v := z[s.effect]
			w.constant[a] = w.S / end.death * (end.first[a] - at.first[a] - v*(end.death-at.death))
			w.factor[a] = at.first[a] - v*at.death
		}
		w.score[a] += share*w.constant[a] + w.factor[a]*mean[s.base]
	}
	for a, s := range w.slots {
		for b := a; b < k; b++ {
			o := w.slots[b].base
			w.raw[a*k+b] += share*w.constant[a]*w.constant[b] + w.constant[a]*w.factor[b]*mean[o] + w.constant[b]*w.factor[a]*mean[s.base] + w.factor[a]*w.factor[b]*square[s.base][o]
		}
	}
	// The moments of 1/(α+B) and 1/(β+D) are in those of the scores, as in package endtimes.
	i, j := 1/end.purchase, w.S/end.death
	i1 := share*i - mean[1]/p.e.Rx
	i2 := share*i*i - 2*i*mean[1]/p.e.Rx + square[1][1]/(p.e.Rx*p.e.Rx)
	s1 := w.S + 1
	j1 := (share*j - mean[3]) / s1
	j2 := (share*j*j - 2*j*mean[3] + square[3][3]) / (s1 * s1)
	w.addCurvature(at, p.e.Rx, s1, share, i1, i2, j1, j2, z)
}

// addCurvature adds the second derivatives of −n·ln(α+B) − k·ln(β+D), for
// 1/(α+B) and 1/(β+D) with the moments i1, i2, j1 and j2 and the total weight
// share. In a piece, ∂B/∂g = z·(α+B) + c with c constant, and ∂²B/∂g∂h the same with
// z_g·z_h; without z, c is ∂B/∂g. The z_g·z_h of the square of ∂B/∂g and of the second
// derivative, each over (α+B), cancel by hand.
func (w *work) addCurvature(at *clockState, n, d, share, i1, i2, j1, j2 float64, z []float64) {
	k := len(w.slots)
	w.raw[0*k+1] -= i1
	w.raw[1*k+1] += n * i2
	w.raw[2*k+3] -= j1
	w.raw[3*k+3] += d * j2
	for a := 4; a < k; a++ {
		times, m1, m2, here, shape, own := n, i1, i2, at.purchase, 0, 1
		if w.slots[a].base == 3 {
			times, m1, m2, here, shape, own = d, j1, j2, at.death, 2, 3
		}
		za := 0.0
		if z != nil {
			za = z[w.slots[a].effect]
		}
		ca := at.first[a] - za*here
		w.raw[shape*k+a] -= share*za + ca*m1
		w.raw[own*k+a] += times * (za*m1 + ca*m2)
		for b := a; b < k; b++ {
			if w.slots[b].base != w.slots[a].base {
				continue
			}
			zb := 0.0
			if z != nil {
				zb = z[w.slots[b].effect]
			}
			cb := at.first[b] - zb*here
			second := at.second[a*k+b] - za*zb*here
			w.raw[a*k+b] += times * ((za*cb+zb*ca-second)*m1 + ca*cb*m2)
		}
	}
}

// addConstants adds the parts that do not depend on the end of activity, and
// the score of being alive.
func (w *work) addConstants(c *observed, x float64, rise *rise.Rise, end *clockState) {
	k := len(w.slots)
	w.score[0] += rise.D - math.Log(end.purchase/w.Alpha)
	w.score[1] += w.R/w.Alpha - (w.R+x)/end.purchase
	w.score[2] -= math.Log(end.death / w.Beta)
	w.score[3] += w.S/w.Beta - w.S/end.death
	for a := 4; a < k; a++ {
		if w.slots[a].base == 1 {
			w.score[a] += c.bought[w.slots[a].effect] - (w.R+x)*end.first[a]/end.purchase
		} else {
			w.score[a] -= w.S * end.first[a] / end.death
		}
	}
	w.raw[0] += rise.Dd
	w.raw[1] += 1 / w.Alpha
	w.raw[k+1] -= w.R / (w.Alpha * w.Alpha)
	w.raw[2*k+3] += 1 / w.Beta
	w.raw[3*k+3] -= w.S / (w.Beta * w.Beta)
}

// fold adds the slots of one coefficient up. Raw is an upper triangle: two slots
// of one coefficient stand in it once, off its diagonal, and count twice.
func (w *work) fold() {
	n, k := len(w.grad), len(w.slots)
	clear(w.grad)
	clear(w.hess)
	for a, s := range w.slots {
		w.grad[s.to] += w.score[a]
		for b := a; b < k; b++ {
			p, q := s.to, w.slots[b].to
			v := w.raw[a*k+b]
			if p == q && a != b {
				v *= 2
			}
			if p > q {
				p, q = q, p
			}
			w.hess[p*n-p*(p-1)/2+q-p] += v
		}
	}
}
