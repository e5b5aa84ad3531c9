// Command paths computes paths.json again, at 200 bits, by summing over every path
// of states, and fails where a value (16 digits) is another:
//
//	go run paths.go
//
// A path s has the probability π(s₁)·∏ Q(s_t, s_t+1)·∏ f(y_t | s_t), a count that
// was not seen counting as 1; f is Poisson, negative binomial with shape r and
// mean μ, or Poisson with an excess of zeros w. Predictions go on from the
// distribution of the last state.
package main

import (
	"encoding/json"
	"fmt"
	"math"
	"math/big"
	"os"
	"strings"
)

func num(x float64) *big.Float { return new(big.Float).SetPrec(200).SetFloat64(x) }

// dec is the decimal that x prints as, and not its nearest binary fraction.
func dec(x float64) *big.Float {
	f, _, err := big.ParseFloat(fmt.Sprint(x), 10, 200, big.ToNearestEven)
	if err != nil {
		panic(err)
	}
	return f
}
func mul(a, b *big.Float) *big.Float { return num(0).Mul(a, b) }
func add(a, b *big.Float) *big.Float { return num(0).Add(a, b) }
func sub(a, b *big.Float) *big.Float { return num(0).Sub(a, b) }
func quo(a, b *big.Float) *big.Float { return num(0).Quo(a, b) }

// exp is the series of x/2^40, squared 40 times.
func exp(x *big.Float) *big.Float {
	x = quo(x, num(math.Exp2(40)))
	sum, term := num(1), num(1)
	for k := 1.0; k < 12; k++ {
		term = quo(mul(term, x), num(k))
		sum = add(sum, term)
	}
	for range 40 {
		sum = mul(sum, sum)
	}
	return sum
}

// log is Newton's method on exp.
func log(x *big.Float) *big.Float {
	guess, _ := x.Float64()
	y := num(math.Log(guess))
	for range 4 { // y + 2(x − e^y)/(x + e^y), which triples the digits
		e := exp(y)
		y = add(y, quo(mul(num(2), sub(x, e)), add(x, e)))
	}
	return y
}

type theta struct{ Lam, R, Mu, W []float64 }

// prob is f(y | state s).
func (t theta) prob(family string, y, s int) *big.Float {
	if family == "nb" {
		r, mu := dec(t.R[s]), dec(t.Mu[s])
		p := quo(r, add(r, mu))
		v := exp(mul(r, log(p)))
		for k := range y {
			v = quo(mul(mul(v, add(r, num(float64(k)))), sub(num(1), p)), num(float64(k+1)))
		}
		return v
	}
	l := dec(t.Lam[s])
	v := exp(num(0).Neg(l))
	for k := range y {
		v = quo(mul(v, l), num(float64(k+1)))
	}
	if family == "zip" {
		v = mul(v, sub(num(1), dec(t.W[s])))
		if y == 0 {
			v = add(v, dec(t.W[s]))
		}
	}
	return v
}

func (t theta) mean(family string, s int) *big.Float {
	switch family {
	case "nb":
		return dec(t.Mu[s])
	case "zip":
		return mul(dec(t.Lam[s]), sub(num(1), dec(t.W[s])))
	}
	return dec(t.Lam[s])
}

func main() {
	var table struct {
		Checks []struct {
			Quantity string
			Inputs   struct {
				Pi    []float64
				Q     [][]float64
				Theta theta
				Y     []*int
			}
			Value []float64
		}
	}
	data, err := os.ReadFile("paths.json")
	if err == nil {
		err = json.Unmarshal(data, &table)
	}
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	wrong := false
	for _, c := range table.Checks {
		in := c.Inputs
		family := strings.TrimSuffix(c.Quantity[strings.LastIndex(c.Quantity, "(")+1:], ")")
		n, total, first := len(in.Y), num(0), num(0)
		last := []*big.Float{num(0), num(0)}
		for path := range 1 << n {
			at := func(t int) int { return path >> t & 1 }
			p := dec(in.Pi[at(0)])
			for t, y := range in.Y {
				if t > 0 {
					p = mul(p, dec(in.Q[at(t-1)][at(t)]))
				}
				if y != nil {
					p = mul(p, in.Theta.prob(family, *y, at(t)))
				}
			}
			total = add(total, p)
			last[at(n-1)] = add(last[at(n-1)], p)
			if at(0) == 1 {
				first = add(first, p)
			}
		}
		state := []*big.Float{quo(last[0], total), quo(last[1], total)}
		got := []*big.Float{log(total), state[1], quo(first, total)}
		sum, next := num(0), num(0)
		for h := range 4 {
			moved := []*big.Float{num(0), num(0)}
			for i := range state {
				for j := range moved {
					moved[j] = add(moved[j], mul(state[i], dec(in.Q[i][j])))
				}
			}
			state = moved
			y := add(mul(state[0], in.Theta.mean(family, 0)), mul(state[1], in.Theta.mean(family, 1)))
			sum = add(sum, y)
			if h == 0 {
				next = y
			}
		}
		for i, g := range append(got, next, sum) {
			v, _ := g.Float64()
			if math.Abs(v-c.Value[i]) > 1e-15*math.Abs(v) {
				fmt.Println(c.Quantity, i, c.Value[i], g.Text('g', 20))
				wrong = true
			}
		}
	}
	if wrong {
		os.Exit(1)
	}
	fmt.Println("all values are as computed")
}
