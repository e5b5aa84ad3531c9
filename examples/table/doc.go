// Package table reads logs of purchases and histories of customers from the
// files that people have: delimited text in any usual encoding, Excel and
// Parquet, also within gzip or zip. It keeps nothing: rows go to the caller one
// by one, and it says what it read and why.
//
// In goes a path and what the caller knows better; out come sales:
//
//	log, err := table.OpenLog("orders.csv", table.Options{})
//	if err != nil { … } // what is in doubt, once, with what to do
//	defer log.Close()
//	err = log.Each(func(s table.Sale) error { return book.Add(…) })
//	fmt.Println(log.ReadAs())
//
// A file is gone through two or three times with the memory of a few rows: all
// of a column's dates and numbers are looked at before the first is read, because
// one alone does not tell: 03/04/2024, 1,234. What cannot be decided by the whole
// column is an error that says which option decides it, never a guess.
package table
