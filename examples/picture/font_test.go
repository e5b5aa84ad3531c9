package picture

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/plot/font"
)

// Every Chinese character of the labels of the library, and of this package, is in
// the font: a character that is not would be missing in an image. Reasons, which no
// picture shows, are in it as far as they were written when it was made.
func TestFontHasEveryWord(t *testing.T) {
	face := fonts().Lookup(chinese, font.Length(10))
	read := 0
	check := func(path, text string) {
		for _, r := range text {
			if wide(r) {
				read++
				assert.Empty(t, missing(face, string(r)), "%c of %s is not in the font: run font/subset.sh", r, path)
			}
		}
	}
	require.NoError(t, filepath.WalkDir("../..", func(path string, e os.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case e.IsDir() && (e.Name() == "examples" || e.Name() == "testdata" || strings.HasPrefix(e.Name(), ".") && len(e.Name()) > 2):
			return filepath.SkipDir
		case !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go"):
			return nil
		}
		text, err := os.ReadFile(path)
		if strings.Contains(string(text), "enum.New[") {
			for _, label := range quoted.FindAllString(string(text), -1) {
				check(path, label)
			}
		}
		return err
	}))
	assert.Greater(t, read, 1000, "characters of labels")
	own, err := filepath.Glob("*.go")
	require.NoError(t, err)
	more, err := filepath.Glob("internal/sample/*.go")
	require.NoError(t, err)
	for _, path := range append(own, more...) {
		text, err := os.ReadFile(path)
		require.NoError(t, err)
		check(path, string(text))
	}
	assert.Less(t, len(noto), 200_000, "bytes of the font")
}

var quoted = regexp.MustCompile(`"[^"\n]*"`)
