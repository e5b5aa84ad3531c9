package api

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/clientele-go/clientele/internal/check"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// tableName is the name of a table, or a pattern of names, as a program writes it.
var tableName = regexp.MustCompile(`[\w*{}-]+\.(json|csv)`)

// Every table of a testdata folder has beside it the program that makes it, which
// names it: a table that nobody can compute again proves nothing.
func TestEveryTableHasItsProgram(t *testing.T) {
	tables := 0
	require.NoError(t, filepath.WalkDir(check.Root(), func(dir string, d fs.DirEntry, err error) error {
		if err != nil || !d.IsDir() {
			return err
		}
		switch {
		case strings.HasPrefix(d.Name(), ".") && dir != check.Root(), d.Name() == "examples":
			return filepath.SkipDir
		case d.Name() != "testdata":
			return nil
		}
		entries, err := os.ReadDir(dir)
		require.NoError(t, err)
		var named []string
		for _, e := range entries {
			if ext := path.Ext(e.Name()); ext == ".py" || ext == ".go" {
				text, err := os.ReadFile(filepath.Join(dir, e.Name()))
				require.NoError(t, err)
				named = append(named, tableName.FindAllString(string(text), -1)...)
			}
		}
		for _, e := range entries {
			if ext := path.Ext(e.Name()); ext != ".json" && ext != ".csv" {
				continue
			}
			tables++
			assert.True(t, covers(named, e.Name()), "%s: no program beside it names it", filepath.Join(dir, e.Name()))
		}
		return filepath.SkipDir
	}))
	assert.GreaterOrEqual(t, tables, 20)
	assert.True(t, covers([]string{"truth_*.json"}, "truth_nbd.json"))
	assert.False(t, covers([]string{"truth_*.json", "*.json"}, "other.json"), "a bare star names nothing")
}

// covers reports whether one of the names, or a pattern that is more than a star, is
// that of the file.
func covers(names []string, file string) bool {
	for _, n := range names {
		if ok, err := path.Match(n, file); err == nil && ok && !strings.HasPrefix(n, "*") {
			return true
		}
	}
	return false
}
