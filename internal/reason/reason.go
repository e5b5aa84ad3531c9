// Package reason holds the texts of all reason and warning codes of the
// library. Packages register their codes once, while they are initialised;
// nothing outside this module can reach the register, so it never changes
// afterwards and is safe for concurrent reading.
package reason

import (
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
)

// Text is what a code says in each language; "{value}" and "{limit}" stand for
// the numbers of the reason.
type Text struct{ English, Chinese string }

var texts = map[string]Text{}

// Register adds codes. It is called from package-level variable
// initialisation only, and panics on a code that is empty or known already.
func Register(codes map[string]Text) bool {
	for code, t := range codes {
		if _, known := texts[code]; known || code == "" || t.English == "" || t.Chinese == "" {
			panic("reason: incomplete or repeated code " + code)
		}
		texts[code] = t
	}
	return true
}

// Codes returns the registered codes that begin with prefix, sorted.
func Codes(prefix string) []string {
	var out []string
	for _, c := range slices.Sorted(maps.Keys(texts)) {
		if strings.HasPrefix(c, prefix) {
			out = append(out, c)
		}
	}
	return out
}

// Render returns the text of a code, with the numbers filled in; language 2 is
// Chinese, any other English. An unknown code is returned as it is.
func Render(code string, lang uint8, value, limit float64) string {
	t, known := texts[code]
	if !known {
		return code
	}
	s := t.English
	if lang == 2 {
		s = t.Chinese
	}
	return strings.NewReplacer("{value}", number(value), "{limit}", number(limit)).Replace(s)
}

// number prints four significant digits, integers and large numbers in full.
func number(v float64) string {
	if math.Abs(v) >= 1e4 {
		v = math.Round(v)
	}
	if v == math.Trunc(v) && math.Abs(v) < 1e15 {
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return strconv.FormatFloat(v, 'g', 4, 64)
}
