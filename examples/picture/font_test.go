package picture

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/plot/font"
)

// Every Chinese character of the library's own words, and of this package, is in
// the font: a character that is not would be missing in an image.
func TestFontHasEveryWord(t *testing.T) {
	face := fonts().Lookup(chinese, font.Length(10))
	lost := map[rune]string{}
	read := 0
	require.NoError(t, filepath.WalkDir("../..", func(path string, e os.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case e.IsDir() && (e.Name() == "examples" || e.Name() == "testdata" || strings.HasPrefix(e.Name(), ".") && len(e.Name()) > 2):
			return filepath.SkipDir
		case !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go"):
			return nil
		}
		return check(path, face, lost, &read)
	}))
	own, err := filepath.Glob("*.go")
	require.NoError(t, err)
	more, err := filepath.Glob("internal/sample/*.go")
	require.NoError(t, err)
	for _, path := range append(own, more...) {
		if !strings.HasSuffix(path, "_test.go") {
			require.NoError(t, check(path, face, lost, &read))
		}
	}
	assert.Greater(t, read, 2000, "characters read")
	for r, path := range lost {
		assert.Fail(t, "a character is not in the font: run font/subset.sh", "%c of %s", r, path)
	}
	assert.Less(t, len(noto), 200_000, "bytes of the font")
}

// check looks for the Chinese characters of a file.
func check(path string, face font.Face, lost map[rune]string, read *int) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	for _, r := range string(text) {
		if !wide(r) {
			continue
		}
		*read++
		if len(missing(face, string(r))) > 0 {
			lost[r] = path
		}
	}
	return nil
}
