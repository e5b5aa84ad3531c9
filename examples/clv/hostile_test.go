package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// hostile are ids and texts that want to be more than a text.
var hostile = []string{
	`<script>alert(1)</script>`, `<img src=x onerror=alert(1)>`, `a|b|c`, "x`y`z", `[click](javascript:alert(1))`, `![i](http://example.com)`, `**bold** _it_ ~~no~~`, `=HYPERLINK("http://example.com")`, `+1+1`, `@SUM(A1)`,
	`-2+3`, "]]></x>", `&lt;b&gt;`, `\`, `\|`, "```", "# head", "a\u2028b", "\u202egnp.exe", `{"a":1}`, `'; DROP TABLE x;--`, "%s%n%!d", "null",
}

// Ids, names of columns and values of a file cannot break out of Markdown, HTML
// or JSON.
func TestHostileTexts(t *testing.T) {
	var b strings.Builder
	quote := func(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }
	b.WriteString("customer,date,amount," + quote(hostile[0]) + "," + quote("a|b") + "\n")
	for i, o := range orders() {
		fmt.Fprintf(&b, "%s,%s,%s,%s,x\n", quote(hostile[i%len(hostile)]+fmt.Sprint(i%7)), o[1], o[2], quote(hostile[(i+1)%len(hostile)]))
	}
	for _, h := range hostile { // rows that are shown because they cannot be used
		fmt.Fprintf(&b, "%s,%s,5,a,b\n", quote(h), quote(h))
	}
	path := write(t, b.String())

	var out, errs bytes.Buffer
	require.Zero(t, clv.Run(context.Background(), []string{"-transactions", path}, &out, &errs), errs.String())
	text := out.String()
	blocks := regexp.MustCompile("(?ms)^(`{3,})\n.*?^(`{3,})\n")
	prose := blocks.ReplaceAllString(text, "")
	assert.NotContains(t, prose, "```", "every fence is closed by its own")
	assert.NotRegexp(t, `<[a-zA-Z/!]`, prose, "no tag")
	assert.NotRegexp(t, `(^|[^\\])\]\(`, prose, "no link")
	assert.NotContains(t, prose, "\u2028")
	bar := regexp.MustCompile(`(^|[^\\])\|`)
	columns := 0
	for _, line := range strings.Split(prose, "\n") {
		if !strings.HasPrefix(line, "|") {
			columns = 0
			continue
		}
		n := len(bar.FindAllString(strings.ReplaceAll(line, `\\`, ""), -1))
		if columns > 0 {
			assert.Equal(t, columns, n, line)
		}
		columns = n
	}

	out.Reset()
	require.Zero(t, clv.Run(context.Background(), []string{"-transactions", path, "-json"}, &out, &errs))
	assert.NotContains(t, out.String(), "<script", "JSON in a page cannot end its script")
	var d struct {
		Customers []struct {
			ID string `json:"id"`
		} `json:"customers"`
	}
	require.NoError(t, json.Unmarshal(out.Bytes(), &d))
	ids := map[string]bool{}
	for _, c := range d.Customers {
		ids[c.ID] = true
	}
	for _, h := range []string{`<script>alert(1)</script>3`, `=HYPERLINK("http://example.com")3`, `a|b|c3`, `\3`} {
		assert.True(t, ids[h], "%s is an id like any other", h)
	}
}
