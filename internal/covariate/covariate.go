// Package covariate checks and stores what panels of customers with covariates
// have in common: the names of the columns, and rows of one number a name.
package covariate

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/clientele-go/clientele/internal/codec"
	"github.com/clientele-go/clientele/internal/refuse"
)

// CheckNames returns an error unless there are names, none empty or repeated.
func CheckNames(where string, names []string) error {
	if len(names) == 0 {
		return refuse.Input(where, "covariates", "none", "at least one name; without covariates there is a fit without them")
	}
	for i, name := range names {
		if name == "" || slices.Contains(names[:i], name) {
			return refuse.Input(where, "covariates", fmt.Sprintf("%q", name), "names that are not empty and differ")
		}
	}
	return nil
}

// CheckRow returns an error unless z has one number a name, none beyond most in size.
func CheckRow(where string, names []string, z []float64, most float64) error {
	if len(z) != len(names) {
		return refuse.Input(where, "covariates", z, "one number for each of "+strings.Join(names, ", "))
	}
	for j, v := range z {
		if !(math.Abs(v) <= most) {
			return refuse.Input(where, names[j], v, fmt.Sprintf("a number of at most %g in size; count in another unit", most))
		}
	}
	return nil
}

// CheckSame returns an error unless two panels have the same names.
func CheckSame(where string, mine, theirs []string) error {
	if slices.Equal(mine, theirs) {
		return nil
	}
	return refuse.Input(where, "covariates of the other", strings.Join(theirs, ", "), "the same in the same order: "+strings.Join(mine, ", "))
}

// AppendNames appends an encoding of the names; ReadNames reads it and checks
// them. No names at all is what an empty panel has.
func AppendNames(dst []byte, names []string) []byte {
	dst = codec.Uint(dst, uint64(len(names)))
	for _, name := range names {
		dst = codec.String(dst, name)
	}
	return dst
}

// ReadNames reads what AppendNames appended.
func ReadNames(r *codec.Reader) []string {
	var names []string
	for range r.Count(2) {
		names = append(names, r.String())
		if r.Err() != nil {
			return nil
		}
	}
	if len(names) > 0 && CheckNames("", names) != nil {
		r.Fail("has covariates %q, which are empty or repeated", names)
	}
	return names
}

// ReadRow reads a row of one number a name.
func ReadRow(r *codec.Reader, names []string) []float64 {
	z := make([]float64, len(names))
	for j := range z {
		z[j] = r.Float()
	}
	return z
}

// Row returns a copy of z in which −0 is 0.
func Row(z []float64) []float64 {
	out := slices.Clone(z)
	for j := range out {
		out[j] += 0
	}
	return out
}
