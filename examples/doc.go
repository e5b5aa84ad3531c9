// Package examples holds notebook-style programs, one folder a question. Each
// prints Markdown, and the README.md of its folder is that output, so reading
// it on the web is reading the notebook and `go run` is running it again:
//
//	go run ./examples/clv
//	go run ./examples/verdicts
//
// clv, verdicts and portrait also run on your own files. Two are not notebooks:
// package picture draws what the library computes, and report writes a page that
// can be forwarded. Three are modules of their own, to copy from: service, over
// HTTP; warehouse, over SQL and Parquet; mcp, for assistants.
//
// The programs read files and may have dependencies of their own; the library
// does neither.
package examples
