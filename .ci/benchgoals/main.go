// Command benchgoals fails if a benchmark does not say what it must reach.
//
//	benchgoals DIR
//
// The comment of every benchmark under DIR states its goal: a sentence with
// "goal", "target", "at most", "at least", "below", "must" or "compared with"
// in it. A comment counts for all benchmarks that follow it line by line.
package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

var goal = regexp.MustCompile(`(?i)\b(goals?|target|at most|at least|below|must|compared with)\b`)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: benchgoals DIR")
		os.Exit(2)
	}
	all, without := 0, 0
	err := filepath.WalkDir(os.Args[1], func(path string, d fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		files := token.NewFileSet()
		f, err := parser.ParseFile(files, path, nil, parser.ParseComments)
		if err != nil {
			return err
		}
		last, stated := -1, false // the line on which the last benchmark ended, and whether its goal is known
		for _, decl := range f.Decls {
			fn, ok := decl.(*ast.FuncDecl)
			if !ok || fn.Recv != nil || !strings.HasPrefix(fn.Name.Name, "Benchmark") {
				continue
			}
			all++
			first, end := files.Position(fn.Pos()).Line, files.Position(fn.End()).Line
			if fn.Doc != nil || first != last+1 {
				stated = fn.Doc != nil && goal.MatchString(fn.Doc.Text())
			}
			here := stated
			for _, c := range f.Comments { // at the end of the line on which it begins
				here = here || files.Position(c.Pos()).Line == first && goal.MatchString(c.Text())
			}
			if !here {
				without++
				fmt.Printf("%s: %s does not state its goal\n", files.Position(fn.Pos()), fn.Name.Name)
			}
			last = end
		}
		return nil
	})
	if err != nil {
		fmt.Fprintln(os.Stderr, "benchgoals:", err)
		os.Exit(1)
	}
	fmt.Printf("%d benchmarks, %d without a goal\n", all, without)
	if without > 0 || all == 0 {
		os.Exit(1)
	}
}
