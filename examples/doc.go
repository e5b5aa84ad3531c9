// Package examples holds notebook-style programs, one folder a question. Each
// prints Markdown in English or, with -lang zh, in Chinese; README.md and README.zh.md
// of its folder are what it prints without other flags, and its notebook holds the same
// with the code of every step, so that reading it on the web is reading the notebook and
// `go run` is running it again:
//
//	go run ./examples/clv
//	go run ./examples/clv -transactions orders.csv -lang zh -notebook clv.ipynb
//
// All take the same flags for one's own data: -transactions and how it is read,
// -as-of, -lang, -model, -top and -seed. Two are not notebooks: package picture draws
// what the library computes, and report writes a page that can be forwarded. Three are
// modules of their own, to copy from: service, over HTTP; warehouse, over SQL and
// Parquet; mcp, for assistants.
//
// The programs read files and may have dependencies of their own; the library
// does neither.
package examples
