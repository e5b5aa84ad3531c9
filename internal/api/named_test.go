package api

import (
	"go/ast"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele/internal/check"
)

// What the questions and the README name in the library is there: `pkg.Name`,
// `pkg.Type.Method` or `pkg.Type.Field`.
func TestNamesOfDocuments(t *testing.T) {
	names, packages := map[string]bool{}, map[string]bool{}
	for _, s := range sources(t) {
		packages[s.name] = true
		for _, file := range s.files {
			for _, d := range file.Decls {
				for _, name := range declaredNames(d) {
					names[s.name+"."+name] = true
				}
			}
		}
	}
	span := regexp.MustCompile("`(([a-z]+)\\.[A-Z]\\w*(?:\\.[A-Z]\\w*)?)`")
	for _, document := range []string{"FAQ.md", "README.md"} {
		text, err := os.ReadFile(filepath.Join(check.Root(), document))
		require.NoError(t, err)
		n := 0
		for _, m := range span.FindAllStringSubmatch(string(text), -1) {
			if packages[m[2]] {
				n++
				assert.True(t, names[m[1]], "%s: there is no %s", document, m[1])
			}
		}
		assert.Greater(t, n, 10, document)
	}
}

// declaredNames are the exported names of a declaration, those of methods and fields
// behind their type's.
func declaredNames(d ast.Decl) (names []string) {
	switch d := d.(type) {
	case *ast.FuncDecl:
		if d.Recv == nil {
			return []string{d.Name.Name}
		}
		of := d.Recv.List[0].Type
		for {
			switch x := of.(type) {
			case *ast.StarExpr:
				of = x.X
				continue
			case *ast.IndexExpr:
				of = x.X
				continue
			case *ast.IndexListExpr:
				of = x.X
				continue
			case *ast.Ident:
				return []string{x.Name + "." + d.Name.Name}
			}
			return nil
		}
	case *ast.GenDecl:
		for _, s := range d.Specs {
			switch s := s.(type) {
			case *ast.ValueSpec:
				for _, n := range s.Names {
					names = append(names, n.Name)
				}
			case *ast.TypeSpec:
				names = append(names, s.Name.Name)
				if fields, is := s.Type.(*ast.StructType); is {
					for _, f := range fields.Fields.List {
						for _, n := range f.Names {
							names = append(names, s.Name.Name+"."+n.Name)
						}
					}
				}
			}
		}
	}
	return names
}
