// Package buyer simulates customers whose truth is known, and measures what is
// said of them: for tests of verdicts, and for the program that holds verdicts
// against what came.
package buyer
