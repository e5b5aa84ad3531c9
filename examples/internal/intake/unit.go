package intake

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/value"
)

// ParseUnit also knows the mean month and the quarter, which are of a year of
// 365.25 days.
func ParseUnit(s string) (clientele.Unit, error) {
	switch s = strings.ToLower(strings.TrimSpace(s)); s {
	case "month", "months":
		return value.Month, nil
	case "quarter", "quarters":
		return 3 * value.Month, nil
	}
	return clientele.ParseUnit(s)
}

// UnitName returns a unit's name, in the plural if n is not 1.
func UnitName(u clientele.Unit, n float64) string {
	name := u.String()
	switch u {
	case value.Month:
		name = "month"
	case 3 * value.Month:
		name = "quarter"
	}
	if n != 1 && !strings.HasSuffix(name, "s") {
		name += "s"
	}
	return name
}

// ParseLength reads a length of time such as "26 weeks", or a number of the
// unit given.
func ParseLength(s string, unit clientele.Unit) (n float64, u clientele.Unit, err error) {
	length, name, _ := strings.Cut(strings.ToLower(strings.TrimSpace(s)), " ")
	n, err = strconv.ParseFloat(length, 64)
	if err == nil && name != "" {
		unit, err = ParseUnit(name)
	}
	if err != nil || !(n > 0) || math.IsInf(n, 0) {
		return 0, 0, fmt.Errorf("%q is not a length of time: give \"12 months\" or a number of units above 0", s)
	}
	return n, unit, nil
}
