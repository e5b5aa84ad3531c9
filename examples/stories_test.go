package examples_test

import (
	"bytes"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "rewrite the README.md of every example")

// Every program's output is the README of its folder: go test ./examples -update
// rewrites them. Servers are modules of their own, with tests of their own.
func TestStories(t *testing.T) {
	programs, err := filepath.Glob("*/main.go")
	require.NoError(t, err)
	require.NotEmpty(t, programs)
	for _, program := range programs {
		dir := filepath.Dir(program)
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			continue
		}
		t.Run(dir, func(t *testing.T) {
			t.Parallel()
			var stderr bytes.Buffer
			cmd := exec.Command("go", "run", "./"+dir)
			cmd.Stderr = &stderr
			got, err := cmd.Output()
			require.NoError(t, err, stderr.String())
			assert.Empty(t, stderr.String(), "progress is for terminals")
			readme := filepath.Join(dir, "README.md")
			if *update {
				require.NoError(t, os.WriteFile(readme, got, 0o644))
			}
			want, err := os.ReadFile(readme)
			require.NoError(t, err)
			assert.Equal(t, string(want), string(got))
		})
	}
}
