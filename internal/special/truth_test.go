package special_test

import (
	"math"
	"path/filepath"
	"testing"

	"github.com/clientele-go/clientele/internal/check"
	"github.com/clientele-go/clientele/internal/special"
)

// The tables of testdata: special_*.csv were computed for this project with
// mpmath at 32 digits or more (special_hyp2f1.csv is trimmed to the rows with
// c ≥ b and a = 1 or c = a+1), and verify.py beside them computes them again; the
// others come from generate.py.

// worst returns the largest error of got(row) against the column want of a
// table, relative to max(|want|, size(row)).
func worst(t *testing.T, table string, cols []string, want string, size func(v []float64) float64, got func(v []float64) float64) float64 {
	t.Helper()
	most := 0.0
	for _, row := range check.CSV(t, filepath.Join("testdata", table)) {
		v := make([]float64, len(cols))
		for i, c := range cols {
			v[i] = check.Number(t, row[c])
		}
		w, g := check.Number(t, row[want]), got(v)
		e := math.Abs(g-w) / math.Max(math.Abs(w), size(v))
		if math.IsNaN(e) {
			e = math.Inf(1)
		}
		if e > most {
			most = e
			t.Logf("%s %s %v: want %.17g, got %.17g: %.3g", table, want, v, w, g, e)
		}
	}
	return most
}

func relative([]float64) float64 { return 0 }
func unit([]float64) float64     { return 1 }

func TestTruth(t *testing.T) {
	an, x, ab := []string{"a", "n"}, []string{"x"}, []string{"a", "b"}
	of2 := func(f func(a, b float64) float64) func(v []float64) float64 {
		return func(v []float64) float64 { return f(v[0], v[1]) }
	}
	of1 := func(f func(a float64) float64) func(v []float64) float64 {
		return func(v []float64) float64 { return f(v[0]) }
	}
	for _, c := range []struct {
		table string
		cols  []string
		want  string
		size  func(v []float64) float64
		got   func(v []float64) float64
		most  float64
	}{
		{"log_rise.csv", an, "log_rise", func(v []float64) float64 { return 1e-2 * v[1] }, of2(special.LogRise), 2e-15},
		{"log_rise.csv", an, "digamma_rise", relative, of2(special.DigammaRise), 1e-15},
		{"log_rise.csv", an, "trigamma_rise", relative, of2(special.TrigammaRise), 1e-15},
		{"special_digamma.csv", x, "digamma", relative, of1(special.Digamma), 2e-15},
		{"special_trigamma.csv", x, "trigamma", relative, of1(special.Trigamma), 1e-15},
		{"special_lbeta.csv", ab, "lbeta", unit, of2(special.LogBeta), 1e-14},
		{"scaled_expint.csv", []string{"s", "z"}, "value", relative, of2(special.ScaledExpInt), 1e-13},
		{"hyp2f1_one.csv", []string{"b", "c", "z"}, "log_value", unit, func(v []float64) float64 {
			return math.Log(special.Hyp2F1One(v[0], v[1], v[2]))
		}, 2e-14},
	} {
		if e := worst(t, c.table, c.cols, c.want, c.size, c.got); !(e <= c.most) {
			t.Errorf("%s, %s: error %.3g > %.3g", c.table, c.want, e, c.most)
		}
	}
}

// The hypergeometric functions of the Pareto/NBD likelihood have c = a+1 and
// are brought to Hyp2F1One by Euler's transformation; those of GGompertz/NBD
// and BG/BB have a = 1.
func TestHyp2F1OfModels(t *testing.T) {
	rows := 0
	e := worst(t, "special_hyp2f1.csv", []string{"a", "b", "c", "z"}, "log_abs_2F1", unit, func(v []float64) float64 {
		a, b, c, z := v[0], v[1], v[2], v[3]
		rows++
		if a == 1 {
			return math.Log(special.Hyp2F1One(b, c, z))
		}
		return (c-a-b)*math.Log1p(-z) + math.Log(special.Hyp2F1One(c-b, c, z))
	})
	if !(e <= 1e-13) || rows < 400 {
		t.Errorf("error %.3g in %d rows", e, rows)
	}
}

// testdata/checks.json holds values computed for this project with mpmath at 40 digits.
func TestChecks(t *testing.T) {
	file := check.JSON[struct {
		Checks []struct {
			Quantity string
			Inputs   map[string]float64
			Value    float64
		}
	}](t, filepath.Join("testdata", "checks.json"))
	if len(file.Checks) == 0 {
		t.Fatal("no checks")
	}
	for _, c := range file.Checks {
		in := c.Inputs
		switch c.Quantity {
		case "exp(z)*E_s(z)":
			check.Close(t, c.Value, special.ScaledExpInt(in["s"], in["z"]), 1e-14, in)
		case "2F1(1,b;c;z)":
			check.Close(t, c.Value, special.Hyp2F1One(in["b"], in["c"], in["z"]), 1e-11, in) // 1 − z of the decimal z has 11 digits in binary
		default:
			t.Error(c.Quantity)
		}
	}
}
