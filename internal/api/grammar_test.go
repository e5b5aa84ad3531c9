package api

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/clientele-go/clientele/internal/check"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// parameter is one parameter of a function.
type parameter struct{ name, kind string }

func parameters(f *ast.FuncDecl) []parameter {
	var out []parameter
	for _, field := range f.Type.Params.List {
		kind := types.ExprString(field.Type)
		if len(field.Names) == 0 {
			out = append(out, parameter{"", kind})
		}
		for _, n := range field.Names {
			out = append(out, parameter{n.Name, kind})
		}
	}
	return out
}

// Functions keep one order of arguments, and methods of one name one shape.
func TestSignatures(t *testing.T) {
	for _, s := range sources(t) {
		s.functions(func(f *ast.FuncDecl, receiver string) {
			at := fmt.Sprintf("%s: %s.%s", s.path, receiver, f.Name.Name)
			p := parameters(f)
			for i, x := range p {
				if x.kind == "context.Context" {
					assert.Zero(t, i, "%s: the context comes first", at)
				}
				if (x.name == "level" || x.name == "confidence") && strings.Contains(x.kind, "float64") {
					last := len(p) - 1
					for last > 0 && (strings.HasPrefix(p[last].kind, "...")) {
						last--
					}
					assert.Equal(t, last, i, "%s: the confidence level comes last", at)
					assert.Equal(t, "level", x.name, "%s: a confidence level is called level", at)
				}
				if strings.HasSuffix(x.kind, "Policy") || strings.HasSuffix(x.kind, "Options") {
					assert.True(t, strings.HasPrefix(x.kind, "*"), "%s: %s is passed as a pointer, nil for the default", at, x.kind)
				}
			}
			result := ""
			if f.Type.Results != nil {
				for _, r := range f.Type.Results.List {
					result += types.ExprString(r.Type) + " "
				}
			}
			switch {
			case receiver != "" && f.Name.Name == "Merge":
				assert.Len(t, p, 1, "%s takes one partner", at)
				assert.Equal(t, "error ", result, "%s returns an error", at)
			case receiver != "" && f.Name.Name == "AppendReasons":
				kind := "[]clientele.Reason"
				if s.path == "." {
					kind = "[]Reason"
				}
				if assert.Len(t, p, 1, "%s takes dst alone: the decision keeps what it needs", at) {
					assert.Equal(t, kind, p[0].kind, at)
				}
				assert.Equal(t, kind+" ", result, at)
			case receiver == "":
				assert.False(t, strings.HasPrefix(f.Name.Name, "Default") && strings.HasSuffix(f.Name.Name, "Policy"), "%s: the made thing returns its policy; nil is the default", at)
			}
		})
	}
}

// Constants of an enumeration begin with its name; a trailing "Rule" may be left out.
func TestEnumerationConstants(t *testing.T) {
	for _, s := range sources(t) {
		for _, file := range s.files {
			for _, d := range file.Decls {
				g, ok := d.(*ast.GenDecl)
				if !ok || g.Tok != token.CONST {
					continue
				}
				kind := ""
				for _, spec := range g.Specs {
					v := spec.(*ast.ValueSpec)
					if v.Type != nil {
						kind = ""
						if len(v.Values) == 1 && strings.HasPrefix(types.ExprString(v.Values[0]), "iota") {
							kind = types.ExprString(v.Type)
						}
					} else if len(v.Values) > 0 {
						kind = ""
					}
					for _, n := range v.Names {
						if kind != "" && ast.IsExported(kind) && n.IsExported() {
							assert.True(t, strings.HasPrefix(n.Name, strings.TrimSuffix(kind, "Rule")), "%s: %s is a constant of %s and begins with its name", s.path, n.Name, kind)
						}
					}
				}
			}
		}
	}
}

// shared lists the type names that several packages may have, each because it
// plays the same part in all of them.
var shared = map[string]string{
	"Regression": "a model with covariates, of purchases, contracts or amounts: At(z) is the plain model",
}

// A type's name says what it is: no two packages have one of the same name.
func TestTypeNames(t *testing.T) {
	seen := map[string]string{}
	for _, s := range sources(t) {
		for _, d := range s.types() {
			name := d.Name.Name
			assert.NotEqual(t, "Policy", name, "%s: a policy says of what", s.path)
			assert.NotEqual(t, "Options", name, "%s: options say of what", s.path)
			if before, ok := seen[name]; ok && shared[name] == "" {
				t.Errorf("%s and %s both have a type %s", before, s.path, name)
			}
			seen[name] = s.path
		}
	}
}

// Every interface that a model answers with one method stands in the root alone.
func TestOneMethodInterfaces(t *testing.T) {
	seen := map[string]string{}
	for _, s := range sources(t) {
		for _, file := range s.files {
			ast.Inspect(file, func(n ast.Node) bool {
				ts, ok := n.(*ast.TypeSpec)
				if !ok || !ts.Name.IsExported() {
					return true
				}
				i, ok := ts.Type.(*ast.InterfaceType)
				if !ok || len(i.Methods.List) != 1 || len(i.Methods.List[0].Names) != 1 {
					return true
				}
				method := i.Methods.List[0].Names[0].Name + types.ExprString(i.Methods.List[0].Type)
				method = strings.ReplaceAll(method, "clientele.", "")
				if before, ok := seen[method]; ok {
					t.Errorf("%s and %s.%s are the same interface", before, s.path, ts.Name.Name)
				}
				seen[method] = s.path + "." + ts.Name.Name
				return true
			})
		}
	}
}

// Every package says in its doc what it is, and has an example.
func TestPackagesExplainThemselves(t *testing.T) {
	for _, s := range sources(t) {
		documented := false
		for _, file := range s.files {
			documented = documented || file.Doc != nil
		}
		assert.True(t, documented, "%s has no package comment", s.path)
		examples, err := filepath.Glob(filepath.Join(check.Root(), s.path, "*_test.go"))
		require.NoError(t, err)
		has := slices.ContainsFunc(examples, func(name string) bool {
			text, err := os.ReadFile(name)
			return err == nil && bytes.Contains(text, []byte("\nfunc Example() {"))
		})
		assert.True(t, has, "%s has no Example() from what goes in to what comes out", s.path)
	}
}
