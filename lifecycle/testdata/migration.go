// Command migration computes migration.json again, in exact fractions, from the
// inputs in it, and fails where a value (16 digits) is another:
//
//	go run migration.go
//
// V = Σ_t (P/(1+d))ᵗ R (Pfeifer & Carraway 2000): over the infinite horizon the
// solution of (I − P/(1+d))·V = R, over 4 periods the sum.
package main

import (
	"encoding/json"
	"fmt"
	"math"
	"math/big"
	"os"
	"strings"
)

type number struct{ *big.Rat }

// UnmarshalJSON reads a decimal as the fraction that it is.
func (n *number) UnmarshalJSON(data []byte) error {
	r, ok := new(big.Rat).SetString(string(data))
	if !ok {
		return fmt.Errorf("%s is no number", data)
	}
	n.Rat = r
	return nil
}

func main() {
	var table struct {
		Checks []struct {
			Quantity string
			Inputs   struct {
				P [][]number
				R []number
				D number
			}
			Value []float64
		}
	}
	data, err := os.ReadFile("migration.json")
	if err == nil {
		err = json.Unmarshal(data, &table)
	}
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	wrong := false
	for _, c := range table.Checks {
		z := new(big.Rat).Inv(new(big.Rat).Add(big.NewRat(1, 1), c.Inputs.D.Rat))
		var v []*big.Rat
		if strings.Contains(c.Quantity, "infinite") {
			v = solve(c.Inputs.P, c.Inputs.R, z)
		} else {
			v = within(c.Inputs.P, c.Inputs.R, z, 4)
		}
		for i := range v {
			got, _ := v[i].Float64()
			if math.Abs(got-c.Value[i]) > 1e-15*math.Abs(got) {
				fmt.Println(c.Quantity, i, c.Value[i], v[i].FloatString(20))
				wrong = true
			}
		}
	}
	if wrong {
		os.Exit(1)
	}
	fmt.Println("all values are as computed")
}

// solve returns V of (I − zP)·V = R by elimination; no pivot is 0, as z < 1.
func solve(p [][]number, r []number, z *big.Rat) []*big.Rat {
	n := len(r)
	a, v := make([][]*big.Rat, n), make([]*big.Rat, n)
	for i := range a {
		v[i] = new(big.Rat).Set(r[i].Rat)
		a[i] = make([]*big.Rat, n)
		for j := range a[i] {
			a[i][j] = new(big.Rat).Neg(new(big.Rat).Mul(z, p[i][j].Rat))
		}
		a[i][i].Add(a[i][i], big.NewRat(1, 1))
	}
	for k := range n {
		for i := range n {
			if i == k {
				continue
			}
			f := new(big.Rat).Quo(a[i][k], a[k][k])
			for j := range n {
				a[i][j].Sub(a[i][j], new(big.Rat).Mul(f, a[k][j]))
			}
			v[i].Sub(v[i], new(big.Rat).Mul(f, v[k]))
		}
	}
	for i := range v {
		v[i].Quo(v[i], a[i][i])
	}
	return v
}

// within returns Σ_{t≤h} (zP)ᵗ R.
func within(p [][]number, r []number, z *big.Rat, h int) []*big.Rat {
	v := make([]*big.Rat, len(r))
	for i := range v {
		v[i] = new(big.Rat).Set(r[i].Rat)
	}
	for range h {
		next := make([]*big.Rat, len(r))
		for i := range next {
			next[i] = new(big.Rat)
			for j := range v {
				next[i].Add(next[i], new(big.Rat).Mul(p[i][j].Rat, v[j]))
			}
			next[i].Add(next[i].Mul(next[i], z), r[i].Rat)
		}
		v = next
	}
	return v
}
