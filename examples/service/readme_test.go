package main

import (
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele/examples/service/internal/shop"
)

// The client in the README does what it says.
func TestReadme(t *testing.T) {
	text, err := os.ReadFile("README.md")
	require.NoError(t, err)
	_, after, ok := strings.Cut(string(text), "## A client in ten lines\n")
	require.True(t, ok)
	block, _, ok := strings.Cut(after, "\n`GET /openapi.json`")
	require.True(t, ok)
	lines := strings.Split(strings.TrimSpace(block), "\n")
	require.Len(t, lines, 11)

	dir := t.TempDir()
	orders, err := json.Marshal(shop.Rows(80, 1))
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "orders.json"), orders, 0o600))
	self, err := os.Executable()
	require.NoError(t, err)
	require.NoError(t, os.Symlink(self, filepath.Join(dir, "service")))
	s, err := database{file: filepath.Join(dir, "clientele.db")}.open(context.Background())
	require.NoError(t, err)
	s.Close()
	p := start(t, "-db", filepath.Join(dir, "clientele.db"))

	script := strings.ReplaceAll(strings.Join(lines[1:], "\n"), "http://localhost:8080", p.url) // but for the first line, which builds and starts it
	cmd := exec.Command("bash", "-euo", "pipefail", "-c", script)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, string(out))
	assert.NotContains(t, string(out), `"error"`)
	for _, want := range []string{`"added":1`, `"version":1`, `"summary":"`, `"portrait":{`, `"call":[`, `"stages":[`, "客户"} {
		assert.Contains(t, string(out), want)
	}
	p.kill()
}
