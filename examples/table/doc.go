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
// All of a column's dates and numbers decide how it is read, because one alone does
// not tell: 03/04/2024, 1,234. So Each goes through a file twice, with the memory
// of a few rows and of the customers' ids; Read goes through it once, and begins
// again where later rows contradict the first. What cannot be decided by the whole
// column is an error that says which option decides it, never a guess.
//
// Orders that did not stand are known by a status, by a column of yes and no or of
// dates (is_cancelled, 是否退款, voided_at), by a letter of the order's number or by
// the sign; an order's total that each of its lines repeats counts once. What is set
// aside is counted, with its money, and every choice has a word in ReadAs.
package table
