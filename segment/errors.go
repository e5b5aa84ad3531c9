package segment

import "fmt"

// atCustomer says which customer an error is about.
func atCustomer(where string, i int, err error) error {
	return fmt.Errorf("%s: customer %d: %w", where, i, err)
}
