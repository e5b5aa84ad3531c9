// Package aligned checks that two lists are about the same customers.
package aligned

import (
	"fmt"

	"github.com/clientele-go/clientele"
)

// Check returns nil if both lengths are the same and not 0. Otherwise the error
// matches clientele.ErrNoData or is an *clientele.InputError, and begins with
// where, the function the user called.
func Check(where string, a, b int) error {
	if a != b {
		return &clientele.InputError{Where: where, Field: "numbers of customers", Value: [2]int{a, b}, Want: "the same customers in the same order"}
	}
	if a == 0 {
		return fmt.Errorf("%s: %w: give at least one customer", where, clientele.ErrNoData)
	}
	return nil
}
