// Package page writes the report of a base: one HTML page that needs nothing else,
// no script and no network. It reads and writes no file.
package page
