package reading

import (
	"bufio"
	"encoding/csv"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/examples/internal/note"
	"github.com/clientele-go/clientele/examples/internal/program"
	"github.com/clientele-go/clientele/internal/check"
)

// RealLogs are the logs of the reference material.
var RealLogs = []string{"cdnow_sample_transactions.csv", "apparel_transactions.csv", "rfm_orders.csv"}

// RealSets has a program go through the real logs as they are, in both languages.
func RealSets[O program.Options](t *testing.T, p program.Program[O], args ...string) {
	t.Helper()
	Logs(t, RealLogs, p, args...)
}

// Logs is RealSets of some of the logs.
func Logs[O program.Options](t *testing.T, files []string, p program.Program[O], args ...string) {
	t.Helper()
	for _, file := range files {
		t.Run(file, func(t *testing.T) {
			path := check.Shared(t, "data", file)
			Both(t, p.Title, Solved(t, p, append([]string{"-transactions", path}, args...)...), Names(t, path)...)
		})
	}
}

// Names are the customers of a log whose ids are words.
func Names(t *testing.T, path string) (out []string) {
	t.Helper()
	file, err := os.Open(path)
	require.NoError(t, err)
	defer file.Close()
	rows, err := csv.NewReader(bufio.NewReader(file)).ReadAll()
	require.NoError(t, err)
	seen := map[string]bool{}
	for _, r := range rows[1:] {
		if id := r[0]; id != "" && id[0] > '9' && !seen[id] {
			seen[id] = true
			out = append(out, id)
		}
	}
	return out
}

// Notebooks has a program write its notebook in both languages, and holds it against
// the format.
func Notebooks[O program.Options](t *testing.T, p program.Program[O], a Writer) {
	t.Helper()
	for _, lang := range []clientele.Lang{clientele.LangEnglish, clientele.LangChinese} {
		page := note.New(p.Title, lang)
		page.Pictures = true
		a.Write(page)
		text, err := page.Jupyter(p.Name, p.Source)
		require.NoError(t, err)
		assert.NoError(t, CheckJupyter(text))
		assert.Less(t, len(text), 500_000, "bytes")
	}
}
