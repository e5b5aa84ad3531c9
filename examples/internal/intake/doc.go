// Package intake is how the example programs take in a log of transactions: the
// flags that say what a file does not tell, and the way from the file into a
// ledger, with a report of what was read and what became of it.
package intake
