package reading

import (
	"context"
	"flag"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/examples/internal/note"
	"github.com/clientele-go/clientele/examples/internal/program"
)

var update = flag.Bool("update", false, "rewrite the stories of a program: README.md, README.zh.md and its notebook")

// Solved returns the answer of a program to its arguments.
func Solved[O program.Options](t *testing.T, p program.Program[O], args ...string) program.Answer {
	t.Helper()
	o, err := p.Parse(args, os.Stderr)
	require.NoError(t, err)
	a, err := p.Solve(context.Background(), o, new(program.Progress))
	require.NoError(t, err)
	return a
}

// Story holds what a program answers without flags against what lies in its folder: in
// English README.md and the notebook, in Chinese README.zh.md.
func Story[O program.Options](t *testing.T, p program.Program[O], a Writer) {
	t.Helper()
	for lang, file := range map[clientele.Lang]string{clientele.LangEnglish: "README.md", clientele.LangChinese: "README.zh.md"} {
		page := note.New(p.Title, lang)
		page.Pictures = true
		a.Write(page)
		Check(t, page.Markdown(), lang)
		same(t, file, page.Markdown())
		text, err := page.Jupyter(p.Name, p.Source)
		require.NoError(t, err)
		assert.NoError(t, CheckJupyter(text))
		if lang == clientele.LangEnglish {
			same(t, p.Name+".ipynb", string(text))
		}
	}
}

// same holds a text against a file, or writes it.
func same(t *testing.T, file, text string) {
	t.Helper()
	if *update {
		require.NoError(t, os.WriteFile(file, []byte(text), 0o644))
	}
	want, err := os.ReadFile(file)
	require.NoError(t, err)
	assert.Equal(t, string(want), text, "%s: go test -run Story -update rewrites it", file)
}
