package api

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/clientele-go/clientele/internal/check"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Every derivation is cited by an engine, and every citation is there.
func TestDerivationsAreCited(t *testing.T) {
	home := filepath.Join(check.Root(), "value", "btyd")
	text, err := os.ReadFile(filepath.Join(home, "DERIVATIONS.md"))
	require.NoError(t, err)
	written := map[string]bool{}
	for _, m := range regexp.MustCompile(`(?m)^## (D\d+) `).FindAllStringSubmatch(string(text), -1) {
		written[m[1]] = true
	}
	require.NotEmpty(t, written)
	cited := map[string]bool{}
	number := regexp.MustCompile(`\bD\d+\b`)
	require.NoError(t, filepath.WalkDir(filepath.Join(home, "internal"), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || filepath.Base(path) == "doc.go" {
			return err
		}
		code, err := os.ReadFile(path)
		for _, line := range strings.Split(string(code), "\n") {
			_, comment, _ := strings.Cut(line, "//")
			for _, n := range number.FindAllString(comment, -1) {
				cited[n] = true
				assert.True(t, written[n], "%s cites %s, which DERIVATIONS.md does not have", path, n)
			}
		}
		return err
	}))
	for n := range written {
		assert.True(t, cited[n], "%s of DERIVATIONS.md is cited by no engine", n)
	}
}
