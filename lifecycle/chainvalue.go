package lifecycle

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat/distuv"

	"github.com/clientele-go/clientele"
)

// Value returns the expected present value of a customer by state, over an
// infinite horizon, when being in state i at the start of a period brings
// reward[i] and money loses d a period (Pfeifer & Carraway 2000, eq. 5):
//
//	V = Σ_t≥0 (P/(1+d))ᵗ R = (I − P/(1+d))⁻¹ R
//
// If rewards come at the end of the period, divide by 1+d what this returns
// after multiplying by P. At d = 0 the sum exists if the states that are never
// left for good have reward 0; otherwise the error matches
// clientele.ErrNotIdentified. Bad rewards or rates are *clientele.InputErrors.
func (c *MigrationChain) Value(reward []float64, d float64) ([]float64, error) {
	if err := c.checkMoney(reward, d); err != nil {
		return nil, err
	}
	keep, err := c.valued(reward, d)
	if err != nil {
		return nil, err
	}
	return c.solve(keep, 1/(1+d), reward)
}

// checkMoney refuses what no value can be computed from.
func (c *MigrationChain) checkMoney(reward []float64, d float64) error {
	bad := func(field string, value any, want string) error {
		return &clientele.InputError{Where: "lifecycle.Chain", Field: field, Value: value, Want: want}
	}
	if err := c.Check(); err != nil {
		return err
	}
	if len(reward) != len(c.P) {
		return bad("reward", len(reward), "one number a state")
	}
	for _, v := range reward {
		if !(math.Abs(v) <= MaxAmount) {
			return bad("reward", v, "a finite amount up to 1e15 in size")
		}
	}
	if !(d >= 0 && d <= 1e6) {
		return bad("d", d, "a rate a period from 0 to 1e6, such as 0.02")
	}
	return nil
}

// valued returns the states that the system is solved for: all of them if d > 0,
// and at d = 0 those from which a closed set of worthless states is reached
// sooner or later.
func (c *MigrationChain) valued(reward []float64, d float64) ([]int, error) {
	k := len(c.P)
	keep := make([]int, 0, k)
	reach := c.reach()
	for i := range k {
		closed := true // i leads nowhere from where it is not reached again
		for j := range k {
			if reach[i][j] && !reach[j][i] {
				closed = false
			}
		}
		switch {
		case d > 0 || !closed:
			keep = append(keep, i)
		case reward[i] != 0:
			return nil, fmt.Errorf("lifecycle.Chain: %w: state %d brings %v for ever, which has no finite value at d = 0; discount, or add a lost state with reward 0", clientele.ErrNotIdentified, i, reward[i])
		}
	}
	return keep, nil
}

// reach returns which states can be reached from which, themselves included.
func (c *MigrationChain) reach() [][]bool {
	k := len(c.P)
	out := make([][]bool, k)
	for i := range k {
		out[i] = make([]bool, k)
		stack := []int{i}
		out[i][i] = true
		for len(stack) > 0 {
			at := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			for j, p := range c.P[at] {
				if p > 0 && !out[i][j] {
					out[i][j] = true
					stack = append(stack, j)
				}
			}
		}
	}
	return out
}

// solve returns (I − zP)⁻¹ b over the states in keep; the others are 0.
func (c *MigrationChain) solve(keep []int, z float64, b []float64) ([]float64, error) {
	out := make([]float64, len(c.P))
	n := len(keep)
	if n == 0 {
		return out, nil
	}
	var x mat.VecDense
	rhs := mat.NewVecDense(n, nil)
	for i, s := range keep {
		rhs.SetVec(i, b[s])
	}
	if err := x.SolveVec(c.system(keep, z), rhs); err != nil {
		return nil, fmt.Errorf("lifecycle.Chain: %w: some states are all but never left, and d is 0 or nearly so (condition %v)", clientele.ErrNotIdentified, err)
	}
	for i, s := range keep {
		out[s] = x.AtVec(i)
	}
	return out, nil
}

// system returns I − zP over the states in keep.
func (c *MigrationChain) system(keep []int, z float64) *mat.Dense {
	n := len(keep)
	a := mat.NewDense(n, n, nil)
	for i, s := range keep {
		for j, o := range keep {
			a.Set(i, j, -z*c.P[s][o])
		}
		a.Set(i, i, 1+a.At(i, i))
	}
	return a
}

// ValueWithin returns the expected present value by state over periods 0 …
// horizon: V_H = Σ_t≤H (P/(1+d))ᵗ R (Pfeifer & Carraway 2000, eq. 4). Horizon
// must lie in 0 … 1,000,000; d may be 0.
func (c *MigrationChain) ValueWithin(reward []float64, d float64, horizon int) ([]float64, error) {
	if err := c.checkMoney(reward, d); err != nil {
		return nil, err
	}
	if horizon < 0 || horizon > MaxPeriod {
		return nil, &clientele.InputError{Where: "lifecycle.Chain", Field: "horizon", Value: horizon, Want: "0 to 1,000,000 periods"}
	}
	z := 1 / (1 + d)
	v := append([]float64(nil), reward...)
	for range horizon { // V_h = R + zP·V_h−1
		next := c.expect(v)
		for i := range next {
			next[i] = reward[i] + z*next[i]
		}
		v = next
	}
	return v, nil
}

// expect returns P·v.
func (c *MigrationChain) expect(v []float64) []float64 {
	out := make([]float64, len(v))
	for i, row := range c.P {
		for j, p := range row {
			if p > 0 {
				out[i] += p * v[j]
			}
		}
	}
	return out
}

// ValueVariance returns the variance of the present value of a single customer
// by state, over an infinite horizon: how much luck there is in it. With the
// second moment M₂ = (I − P/(1+d)²)⁻¹ [R∘(2V − R)] it is M₂ − V∘V.
func (c *MigrationChain) ValueVariance(reward []float64, d float64) ([]float64, error) {
	v, err := c.Value(reward, d)
	if err != nil {
		return nil, err
	}
	keep, err := c.valued(reward, d)
	if err != nil {
		return nil, err
	}
	b := make([]float64, len(v))
	for i, r := range reward {
		b[i] = r * (2*v[i] - r)
	}
	z := 1 / (1 + d)
	second, err := c.solve(keep, z*z, b)
	if err != nil {
		return nil, err
	}
	for i := range second {
		second[i] = math.Max(second[i]-v[i]*v[i], 0)
	}
	return second, nil
}

// ValueIntervals returns an interval for the value by state that reflects how
// few moves P was estimated from, by the delta method over the Dirichlet rows:
//
//	Var V_i = Σ_k (z·W_ik)² · V'Σ_kV,  W = (I − zP)⁻¹, Σ_k = (diag p_k − p_k p_kᵀ)/(n_k + 1)
//
// It is not the range of a single customer's value, which ValueVariance gives.
// It panics unless 0 < level < 1.
func (c *MigrationChain) ValueIntervals(reward []float64, d, level float64) ([]clientele.Interval, error) {
	if !(level > 0 && level < 1) {
		panic("lifecycle: level of an interval must lie between 0 and 1")
	}
	v, err := c.Value(reward, d)
	if err != nil {
		return nil, err
	}
	keep, err := c.valued(reward, d)
	if err != nil {
		return nil, err
	}
	k := len(c.P)
	spread := make([]float64, k) // V'Σ_kV
	for i, row := range c.P {
		if c.Weight == nil || c.Weight[i] == 0 {
			continue
		}
		mean, square := 0.0, 0.0
		for j, p := range row {
			mean += p * v[j]
		}
		for j, p := range row {
			square += p * (v[j] - mean) * (v[j] - mean)
		}
		spread[i] = square / (c.Weight[i] + 1)
	}
	z := 1 / (1 + d)
	out := make([]clientele.Interval, k)
	half := distuv.UnitNormal.Quantile((1 + level) / 2)
	var w mat.Dense
	if len(keep) > 0 {
		if err := w.Inverse(c.system(keep, z)); err != nil {
			return nil, fmt.Errorf("lifecycle.Chain: %w: %v", clientele.ErrNotIdentified, err)
		}
	}
	for i := range out {
		out[i] = clientele.Interval{Lo: v[i], Hi: v[i], Level: level}
	}
	for a, i := range keep {
		variance := 0.0
		for b, j := range keep {
			variance += z * z * w.At(a, b) * w.At(a, b) * spread[j]
		}
		out[i].Lo -= half * math.Sqrt(variance)
		out[i].Hi += half * math.Sqrt(variance)
	}
	return out, nil
}

// CutOff returns which states are worth going on with, and the value by state
// when the firm stops spending, for good and for nothing, in the others: the
// optimal stopping V = max(0, R + P·V/(1+d)) (Pfeifer & Carraway 2000 read it off
// the sign of V). States whose value is exactly 0 are not worth it.
func (c *MigrationChain) CutOff(reward []float64, d float64) (worth []bool, value []float64, err error) {
	if err := c.checkMoney(reward, d); err != nil {
		return nil, nil, err
	}
	k := len(c.P)
	worth = make([]bool, k)
	for i := range worth {
		worth[i] = true
	}
	z := 1 / (1 + d)
	value = make([]float64, k)
	for range 2*k + 10 { // policy iteration: the value rises every round, and a few rounds are enough
		keep := make([]int, 0, k)
		valued, err := c.valued(reward, d)
		if err != nil {
			return nil, nil, err
		}
		for _, i := range valued {
			if worth[i] {
				keep = append(keep, i)
			}
		}
		if value, err = c.solve(keep, z, reward); err != nil {
			return nil, nil, err
		}
		changed := false
		next := c.expect(value)
		for i := range worth {
			on := reward[i]+z*next[i] > 0
			if on != worth[i] {
				worth[i], changed = on, true
			}
		}
		if !changed {
			break
		}
	}
	return worth, value, nil
}
