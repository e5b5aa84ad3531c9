package clientele_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/clientele-go/clientele/internal/check"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The program in the README compiles, runs, and prints what the README says.
func TestReadmeProgram(t *testing.T) {
	readme, err := os.ReadFile(filepath.Join(check.Root(), "README.md"))
	require.NoError(t, err)
	_, rest, found := strings.Cut(string(readme), "```go\n")
	require.True(t, found, "the README has a Go program")
	program, rest, _ := strings.Cut(rest, "```\n")
	_, rest, _ = strings.Cut(rest, "```\n")
	want, _, found := strings.Cut(rest, "```\n")
	require.True(t, found, "its output follows")

	file := filepath.Join(t.TempDir(), "main.go")
	require.NoError(t, os.WriteFile(file, []byte(program), 0o644))
	run := exec.Command("go", "run", file)
	run.Dir = check.Root() // the program is of this module, whatever its folder
	got, err := run.CombinedOutput()
	require.NoError(t, err, string(got))
	assert.Equal(t, want, string(got))
}
