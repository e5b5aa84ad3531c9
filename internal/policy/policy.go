// Package policy is the one way in which policies and options get their
// defaults: nil and each zero field mean the documented default. A policy type
// has a method filled, which copies and fills, and a method Check, which checks
// what filled returns; both take nil. They run once, where a thing is made from
// the policy.
package policy

// Copy returns what p points to, and the zero policy if p is nil.
func Copy[P any](p *P) P {
	if p == nil {
		var zero P
		return zero
	}
	return *p
}

// Default sets *field to value if it is zero.
func Default[T comparable](field *T, value T) {
	var zero T
	if *field == zero {
		*field = value
	}
}
