package api

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/clientele-go/clientele/internal/check"
	"github.com/stretchr/testify/require"
)

// source is a public package as it is written.
type source struct {
	path  string // below the module, such as "value/btyd"; "." is the root
	name  string
	files map[string]*ast.File
	fset  *token.FileSet
}

// sources returns the library's public packages, sorted.
func sources(t *testing.T) []source {
	t.Helper()
	var out []source
	root := check.Root()
	require.NoError(t, filepath.WalkDir(root, func(dir string, d fs.DirEntry, err error) error {
		if err != nil || !d.IsDir() {
			return err
		}
		rel, err := filepath.Rel(root, dir)
		switch {
		case err != nil:
			return err
		case rel == "internal" || rel == "examples" || strings.HasPrefix(d.Name(), ".") && rel != "." || strings.HasSuffix(rel, "/internal") || d.Name() == "testdata":
			return filepath.SkipDir
		}
		s := source{path: filepath.ToSlash(rel), files: map[string]*ast.File{}, fset: token.NewFileSet()}
		names, err := filepath.Glob(filepath.Join(dir, "*.go"))
		if err != nil {
			return err
		}
		for _, name := range names {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			file, err := parser.ParseFile(s.fset, name, nil, parser.ParseComments)
			if err != nil {
				return err
			}
			if file.Name.Name == "main" {
				continue
			}
			s.name = file.Name.Name
			s.files[name] = file
		}
		if len(s.files) > 0 {
			out = append(out, s)
		}
		return nil
	}))
	require.NotEmpty(t, out)
	slices.SortFunc(out, func(a, b source) int { return strings.Compare(a.path, b.path) })
	return out
}

// importPath returns the path that other code imports the package by.
func (s source) importPath() string {
	const module = "github.com/clientele-go/clientele"
	if s.path == "." {
		return module
	}
	return module + "/" + s.path
}

// declared is an exported type of a package.
type declared struct {
	source
	*ast.TypeSpec
}

// types returns the exported types that are declared in s, in order of names;
// aliases, interfaces and functions are not among them.
func (s source) types() []declared {
	var out []declared
	for _, file := range s.files {
		for _, d := range file.Decls {
			g, ok := d.(*ast.GenDecl)
			if !ok || g.Tok != token.TYPE {
				continue
			}
			for _, spec := range g.Specs {
				ts := spec.(*ast.TypeSpec)
				_, isInterface := ts.Type.(*ast.InterfaceType)
				_, isFunction := ts.Type.(*ast.FuncType)
				if ts.Name.IsExported() && !ts.Assign.IsValid() && !isInterface && !isFunction {
					out = append(out, declared{s, ts})
				}
			}
		}
	}
	slices.SortFunc(out, func(a, b declared) int { return strings.Compare(a.Name.Name, b.Name.Name) })
	return out
}

// functions calls do with every exported function and method of s.
func (s source) functions(do func(f *ast.FuncDecl, receiver string)) {
	for _, file := range s.files {
		for _, d := range file.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok || !f.Name.IsExported() {
				continue
			}
			receiver := ""
			if f.Recv != nil {
				receiver = typeName(f.Recv.List[0].Type)
				if !ast.IsExported(receiver) {
					continue
				}
			}
			do(f, receiver)
		}
	}
}

// typeName returns the name of the named type at the bottom of e.
func typeName(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.StarExpr:
		return typeName(e.X)
	case *ast.IndexExpr:
		return typeName(e.X)
	case *ast.IndexListExpr:
		return typeName(e.X)
	case *ast.SelectorExpr:
		return e.Sel.Name
	case *ast.Ellipsis:
		return typeName(e.Elt)
	case *ast.ArrayType:
		return typeName(e.Elt)
	}
	return ""
}
