package table

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What the reader says has Chinese words: the texts are found in its own source.
func TestEveryTextHasChinese(t *testing.T) {
	known := map[string]bool{"%s": true, "%s%d rows are equal to an earlier one in every column and were kept: -duplicates drop leaves them out": true} // both are said below
	for _, english := range chinese.English {
		known[english] = true
	}
	files, err := os.ReadDir(".")
	require.NoError(t, err)
	n := 0
	for _, file := range files {
		if !strings.HasSuffix(file.Name(), ".go") || strings.HasSuffix(file.Name(), "_test.go") {
			continue
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file.Name(), nil, 0)
		require.NoError(t, err)
		ast.Inspect(parsed, func(node ast.Node) bool {
			call, ok := node.(*ast.CallExpr)
			if !ok {
				return true
			}
			name := ""
			switch f := call.Fun.(type) {
			case *ast.Ident:
				name = f.Name
			case *ast.SelectorExpr:
				name = f.Sel.Name
			}
			args := call.Args
			switch {
			case name == "aside" && len(args) == 5:
				args = args[2:3]
			case name == "append" && len(args) == 2: // x.notes = append(x.notes, fmt.Sprintf(…))
				if to, ok := args[0].(*ast.SelectorExpr); !ok || to.Sel.Name != "notes" {
					return true
				}
				if inner, ok := args[1].(*ast.CallExpr); ok {
					args = inner.Args[:1]
				}
			case name != "note":
				return true
			}
			if len(args) == 0 {
				return true
			}
			if text, ok := args[0].(*ast.BasicLit); ok {
				n++
				format, err := strconv.Unquote(text.Value)
				require.NoError(t, err)
				assert.True(t, known[format], "%s: %q has no Chinese", file.Name(), format)
			}
			return true
		})
	}
	assert.Greater(t, n, 50)
	for kind, text := range stampTexts {
		assert.NotEqual(t, text, In(clientele.LangChinese, text), kind)
	}
	for _, text := range orderNames {
		assert.NotEqual(t, text, In(clientele.LangChinese, text))
	}
}

func TestIn(t *testing.T) {
	zh := clientele.LangChinese
	for english, want := range map[string]string{
		`column "order_date": 1 of 4906 rows are of 2001-10-29 and earlier, 795 days before all others: -from 2004-01-02 leaves them out`: `列 "order_date"：共 4906 行，其中 1 行的日期在 2001-10-29 或更早，比其余各行早 795 天：可用 -from 2004-01-02 排除`,
		"year-month-day: the year stands first":                                                                    "年-月-日：年份在前",
		"31 of 101 rows set aside: no customer (the first: line 7, \"a: b\")":                                      "共 101 行，其中 31 行未采用：没有客户（首例：第 7 行，\"a: b\"）",
		"day-month-year (3), year-month-day (4): as said; days as written, in UTC":                                 "日-月-年（3），年-月-日（4）：按指定；按所写日期（UTC）",
		"about 5 rows are equal to an earlier one in every column and were kept: -duplicates drop leaves them out": "约 5 行与先前某行各列全同，已保留：可用 -duplicates drop 排除",
		"what nobody says": "what nobody says",
	} {
		assert.Equal(t, want, In(zh, english))
		assert.Equal(t, english, In(clientele.LangEnglish, english))
	}
}
