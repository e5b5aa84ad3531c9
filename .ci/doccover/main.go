// Command doccover fails if an exported name of the library has no doc comment.
//
//	doccover DIR
//
// It reads the packages under DIR, without tests, examples, internal packages
// and folders that the go command ignores. A name in a group is documented by
// the group's comment, its own, or the one at the end of its line.
package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: doccover DIR")
		os.Exit(2)
	}
	c := counter{files: token.NewFileSet(), packages: map[string]bool{}}
	if err := filepath.WalkDir(os.Args[1], c.visit); err != nil {
		fmt.Fprintln(os.Stderr, "doccover:", err)
		os.Exit(1)
	}
	for dir, documented := range c.packages {
		if !documented {
			c.missing = append(c.missing, dir+": the package")
		}
	}
	for _, m := range c.missing {
		fmt.Println(m, "has no doc comment")
	}
	fmt.Printf("%d exported names in %d packages, %d without a doc comment\n", c.names, len(c.packages), len(c.missing))
	if len(c.missing) > 0 || c.names == 0 {
		os.Exit(1)
	}
}

type counter struct {
	files    *token.FileSet
	packages map[string]bool // folder: has a package comment
	names    int
	missing  []string
}

func (c *counter) visit(path string, d fs.DirEntry, err error) error {
	if err != nil {
		return err
	}
	name := d.Name()
	if d.IsDir() {
		if name == "internal" || name == "examples" || name == "testdata" || (len(name) > 1 && (name[0] == '.' || name[0] == '_')) {
			return fs.SkipDir
		}
		return nil
	}
	if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
		return nil
	}
	f, err := parser.ParseFile(c.files, path, nil, parser.ParseComments)
	if err != nil {
		return err
	}
	if f.Name.Name == "main" {
		return nil
	}
	dir := filepath.Dir(path)
	c.packages[dir] = c.packages[dir] || f.Doc != nil
	for _, decl := range f.Decls {
		switch d := decl.(type) {
		case *ast.FuncDecl:
			if d.Recv == nil || exportedType(d.Recv.List[0].Type) {
				c.name(d.Name, d.Doc)
			}
		case *ast.GenDecl:
			c.group(d)
		}
	}
	return nil
}

// group looks at the names of a declaration of types, constants or variables.
func (c *counter) group(d *ast.GenDecl) {
	for _, spec := range d.Specs {
		switch s := spec.(type) {
		case *ast.TypeSpec:
			c.name(s.Name, d.Doc, s.Doc, s.Comment)
		case *ast.ValueSpec:
			for _, n := range s.Names {
				c.name(n, d.Doc, s.Doc, s.Comment)
			}
		}
	}
}

// name counts one name with the comments that may be its own.
func (c *counter) name(n *ast.Ident, comments ...*ast.CommentGroup) {
	if !n.IsExported() {
		return
	}
	c.names++
	for _, g := range comments {
		if strings.TrimSpace(g.Text()) != "" {
			return
		}
	}
	c.missing = append(c.missing, fmt.Sprintf("%s: %s", c.files.Position(n.Pos()), n.Name))
}

// exportedType reports whether a receiver's type is exported.
func exportedType(e ast.Expr) bool {
	for {
		switch t := e.(type) {
		case *ast.StarExpr:
			e = t.X
		case *ast.IndexExpr:
			e = t.X
		case *ast.IndexListExpr:
			e = t.X
		case *ast.Ident:
			return t.IsExported()
		default:
			return false
		}
	}
}
