package api

import (
	"fmt"
	"go/ast"
	"go/doc"
	"go/token"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/check"
)

// GLOSSARY.md is what the enumerations say in both languages: -update writes it anew.
func TestGlossary(t *testing.T) {
	file := filepath.Join(check.Root(), "GLOSSARY.md")
	want := glossary(t)
	if *update {
		require.NoError(t, os.WriteFile(file, []byte(want), 0o644))
	}
	got, err := os.ReadFile(file)
	require.NoError(t, err)
	assert.Equal(t, want, string(got), "go test ./internal/api -run Glossary -update")
}

func glossary(t *testing.T) string {
	var b strings.Builder
	b.WriteString(`# Glossary

What the library answers in, English and Chinese: every enumeration, as its values are labelled. The name is what is
stored and compared; it never changes. Written by ` + "`go test ./internal/api -run Glossary -update`" + `, from the code's own tables.

词汇表：程序库作答所用的全部枚举及其中英文标签。“名称”用于存储与比较，永不改变。
`)
	section, first := "", synopses(t)
	for _, l := range listed {
		rows := labels(l.kind)
		if len(rows) == 0 {
			continue
		}
		if pkg := l.kind.PkgPath(); pkg != section {
			section = pkg
			fmt.Fprintf(&b, "\n## %s\n", strings.TrimPrefix(pkg, "github.com/clientele-go/"))
		}
		fmt.Fprintf(&b, "\n### %s\n\n%s\n\n| name | English | 中文 |\n|---|---|---|\n", l.kind.Name(), first[l.kind.PkgPath()+"."+l.kind.Name()])
		for _, r := range rows {
			fmt.Fprintf(&b, "| `%s` | %s | %s |\n", r[0], r[1], r[2])
		}
	}
	return b.String()
}

// labels are the names and labels of an enumeration's values; none of another type.
func labels(kind reflect.Type) (rows [][3]string) {
	if kind.Kind() != reflect.Uint8 {
		return nil
	}
	for i := uint64(1); i < 256; i++ {
		v := reflect.New(kind).Elem()
		v.SetUint(i)
		label, is := v.Interface().(interface {
			fmt.Stringer
			Label(lang clientele.Lang) string
		})
		if !is || strings.HasSuffix(label.String(), fmt.Sprintf("(%d)", i)) { // past the last
			return rows
		}
		rows = append(rows, [3]string{label.String(), label.Label(clientele.LangEnglish), label.Label(clientele.LangChinese)})
	}
	return rows
}

// synopses are the first sentences of the types' comments.
func synopses(t *testing.T) map[string]string {
	first := map[string]string{}
	for _, s := range sources(t) {
		for _, file := range s.files {
			for _, d := range file.Decls {
				if g, is := d.(*ast.GenDecl); is && g.Tok == token.TYPE {
					for _, of := range g.Specs {
						of := of.(*ast.TypeSpec)
						first[s.importPath()+"."+of.Name.Name] = new(doc.Package).Synopsis(g.Doc.Text() + of.Doc.Text())
					}
				}
			}
		}
	}
	return first
}
