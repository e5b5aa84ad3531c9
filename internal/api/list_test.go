package api

import (
	"bytes"
	"flag"
	"fmt"
	"go/ast"
	"go/format"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/clientele-go/clientele/internal/check"
	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "write the list of exported types anew")

// arguments are the type arguments with which a generic type is tested, by the
// constraint of its first parameter; instances are those of single types.
var (
	arguments = map[string]string{
		"Key": "[string]", "clientele.Key": "[string]", "cmp.Ordered": "[string]",
		"Model[M]": "[btyd.BGNBD]", "clientele.Model[M]": "[btyd.BGNBD]", "Regressable[M]": "[btyd.BGNBD]", "family[M]": "[contractual.SBG]",
		"any": "[int]", "FittedPurchases[P]": "[btyd.BGNBD, spend.GammaGamma]",
	}
	instances = map[string]string{}
)

// Every exported type is listed, so that the tests over the list are over all of them.
func TestEveryTypeIsListed(t *testing.T) {
	var b bytes.Buffer
	all := sources(t)
	paths := map[string]bool{"github.com/clientele-go/clientele/value/btyd": true, "github.com/clientele-go/clientele/value/contractual": true, "github.com/clientele-go/clientele/value/spend": true}
	var lines []string
	for _, s := range all {
		for _, d := range s.types() {
			paths[s.importPath()] = true
			lines = append(lines, fmt.Sprintf("\t{%q, reflect.TypeFor[%s.%s%s]()},\n", s.path+"."+d.Name.Name, s.name, d.Name.Name, instance(t, d)))
		}
	}
	b.WriteString("// Code written by go test ./internal/api -update; DO NOT EDIT.\n\npackage api\n\nimport (\n\t\"reflect\"\n\n")
	sorted := []string{}
	for p := range paths {
		sorted = append(sorted, p)
	}
	slices.Sort(sorted)
	for _, p := range sorted {
		fmt.Fprintf(&b, "\t%q\n", p)
	}
	b.WriteString(")\n\n// listed are the exported types of the library, interfaces apart.\nvar listed = []struct {\n\tname string\n\tkind reflect.Type\n}{\n")
	b.WriteString(strings.Join(lines, ""))
	b.WriteString("}\n")
	want, err := format.Source(b.Bytes())
	require.NoError(t, err)
	file := filepath.Join(check.Root(), "internal", "api", "types_test.go")
	if *update {
		require.NoError(t, os.WriteFile(file, want, 0o644))
		return
	}
	got, err := os.ReadFile(file)
	require.NoError(t, err)
	require.Equal(t, string(want), string(got), "the list of exported types is not that of the code: go test ./internal/api -update")
}

// instance returns the type arguments that a declared type is tested with.
func instance(t *testing.T, d declared) string {
	t.Helper()
	if d.TypeParams == nil {
		return ""
	}
	if given := instances[d.path+"."+d.Name.Name]; given != "" {
		return given
	}
	var first ast.Expr = d.TypeParams.List[0].Type
	constraint := expression(first)
	args, ok := arguments[constraint]
	require.True(t, ok, "%s.%s has a type parameter with constraint %s: say in arguments or instances what to test it with", d.path, d.Name.Name, constraint)
	return args
}

func expression(e ast.Expr) string {
	var b bytes.Buffer
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return expression(e.X) + "." + e.Sel.Name
	case *ast.IndexExpr:
		return expression(e.X) + "[" + expression(e.Index) + "]"
	}
	return b.String()
}
