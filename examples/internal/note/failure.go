package note

// failure is an error on its way to Catch.
type failure struct{ error }

// Must returns v; an error ends the work up to the next Catch, so that a story has
// no other line for it.
func Must[T any](v T, err error) T {
	Check(err)
	return v
}

// Check ends the work up to the next Catch if there is an error.
func Check(err error) {
	if err != nil {
		panic(failure{err})
	}
}

// Catch, deferred, writes the error that ended the work to err.
func Catch(err *error) {
	switch x := recover().(type) {
	case nil:
	case failure:
		*err = x.error
	default:
		panic(x)
	}
}
