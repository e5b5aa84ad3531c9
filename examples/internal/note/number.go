package note

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/clientele-go/clientele"
)

// Count prints a whole number, with commas between groups of three.
func Count(n int) string { return group(strconv.Itoa(n)) }

// Fixed prints v with so many decimals, grouped as Count does, and a dash if there
// is no finite number.
func Fixed(v float64, decimals int) string {
	switch {
	case math.IsNaN(v):
		return "–"
	case math.IsInf(v, 0):
		return "∞"
	case math.Abs(v) >= 1e15:
		return fmt.Sprintf("%.4g", v)
	}
	text := strconv.FormatFloat(v, 'f', decimals, 64)
	if strings.Trim(text, "-0.") == "" { // not minus nothing
		text = strings.TrimPrefix(text, "-")
	}
	whole, rest, _ := strings.Cut(text, ".")
	if rest != "" {
		rest = "." + rest
	}
	return group(whole) + rest
}

func group(s string) string {
	sign := ""
	if strings.HasPrefix(s, "-") {
		sign, s = "-", s[1:]
	}
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return sign + s
}

// Money prints an amount: whole where that is enough, cents below a hundred.
func Money(v float64) string {
	if math.Abs(v) < 100 && v != math.Trunc(v) {
		return Fixed(v, 2)
	}
	return Fixed(v, 0)
}

// Percent prints a share with so many decimals.
func Percent(v float64, decimals int) string {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return "–"
	}
	return Fixed(100*v, decimals) + " %"
}

// Range prints an interval with so many decimals.
func Range(i clientele.Interval, decimals int) string {
	return Fixed(i.Lo, decimals) + " … " + Fixed(i.Hi, decimals)
}

// MoneyRange prints an interval of amounts.
func MoneyRange(i clientele.Interval) string { return Money(i.Lo) + " … " + Money(i.Hi) }

// Short prints up to four significant digits.
func Short(v float64) string {
	switch a := math.Abs(v); {
	case math.IsNaN(v) || math.IsInf(v, 0), a >= 1000 && a < 1e15:
		return Fixed(v, 0)
	}
	return strconv.FormatFloat(v, 'g', 4, 64)
}

// P prints the p-value of a test, with the sign before it.
func P(v float64) string {
	if v < 0.0001 {
		return "< 0.0001"
	}
	return "= " + strconv.FormatFloat(v, 'g', 2, 64)
}
