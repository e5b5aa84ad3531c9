// Package refuse makes the error of a value that the library cannot take, in
// the packages below the root. The root's InputError is that error; the root
// says so here when it is initialised, because it imports these packages and
// cannot be imported by them.
package refuse

import "fmt"

// Input returns the error: where is the type or function, field the value's
// name, want what would be taken. The root replaces it by its *InputError.
var Input = func(where, field string, value any, want string) error {
	return fmt.Errorf("%s: %s is %v: want %s", where, field, value, want)
}
