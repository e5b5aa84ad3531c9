// Package bisect finds where something stops to hold.
package bisect

// Between halves the interval from in, where holds is taken to be true, to out,
// where it is taken to be false, and returns the last place seen to hold and
// the first seen not to: within |out−in|/2ⁿ of each other. Out may lie below in. The
// number of halvings is fixed, so that it ends whatever holds says.
func Between(in, out float64, halvings int, holds func(x float64) bool) (last, first float64) {
	for range halvings {
		if mid := in + (out-in)/2; holds(mid) {
			in = mid
		} else {
			out = mid
		}
	}
	return in, out
}
