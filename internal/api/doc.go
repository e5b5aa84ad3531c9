// Package api holds the tests of the grammar that the whole library keeps: over
// every exported type, function, constant and policy of every package. It has no
// code of its own. A new exported type or policy makes a test fail until it is
// listed; go test ./internal/api -update lists types.
package api
