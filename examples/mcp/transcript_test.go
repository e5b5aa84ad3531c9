package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/modelcontextprotocol/go-sdk/mcp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele/examples/internal/intake"
)

var update = flag.Bool("update", false, "rewrite the transcript in the README")

func day(t *testing.T, s string) time.Time {
	d, err := intake.ParseDay(s)
	require.NoError(t, err)
	return d
}

// conversation is what the transcript asks.
var conversation = []struct{ tool, args string }{
	{"describe_base", `{}`},
	{"list_contacts", `{"budget":100,"cost":4,"top":3}`},
	{"score_customer", `{"customer":"C0003"}`},
	{"explain_customer", `{"customer":"C0003","lang":"zh"}`},
	{"compare_dates", `{"before":"2025-06-30","top":3}`},
	{"list_contacts", `{"budget":-100}`},
	{"score_customer", `{"customer":"C9999"}`},
}

const (
	begins = "<!-- The transcript begins: go test -run Transcript -update writes it. -->\n"
	ends   = "<!-- The transcript ends. -->\n"
)

// The conversation in the README is what the program answers over standard input and output.
func TestTranscript(t *testing.T) {
	bin := filepath.Join(t.TempDir(), "mcp")
	out, err := exec.Command("go", "build", "-o", bin, ".").CombinedOutput()
	require.NoError(t, err, string(out))
	cmd := exec.Command(bin)
	var stderr strings.Builder
	cmd.Stderr = &stderr
	c, err := mcp.NewClient(&mcp.Implementation{Name: "test", Version: "1"}, nil).Connect(t.Context(), &mcp.CommandTransport{Command: cmd}, nil)
	require.NoError(t, err)

	var text strings.Builder
	for _, call := range conversation {
		r, err := c.CallTool(t.Context(), &mcp.CallToolParams{Name: call.tool, Arguments: json.RawMessage(call.args)})
		require.NoError(t, err)
		fmt.Fprintf(&text, "\n`%s` `%s`\n\n", call.tool, call.args)
		if r.IsError {
			fmt.Fprintf(&text, "> **Error** %s\n", said(r))
			if r.Meta[errorMeta] != nil {
				data, err := json.Marshal(r.Meta[errorMeta])
				require.NoError(t, err)
				fmt.Fprintf(&text, ">\n> `%s`: `%s`\n", errorMeta, data)
			}
			continue
		}
		for line := range strings.Lines(strings.TrimSpace(said(r))) {
			text.WriteString(strings.TrimRight("> "+line, " \n") + "\n")
		}
	}
	require.NoError(t, c.Close())
	assert.Zero(t, cmd.ProcessState.ExitCode())
	assert.Empty(t, stderr.String())

	readme, err := os.ReadFile("README.md")
	require.NoError(t, err)
	head, rest, ok := strings.Cut(string(readme), begins)
	require.True(t, ok)
	was, tail, ok := strings.Cut(rest, ends)
	require.True(t, ok)
	now := text.String() + "\n"
	if *update {
		require.NoError(t, os.WriteFile("README.md", []byte(head+begins+now+ends+tail), 0o644))
		return
	}
	assert.Equal(t, was, now)

	t.Run("a request without end", func(t *testing.T) {
		ctx, stop := context.WithTimeout(t.Context(), 30*time.Second)
		defer stop()
		cmd := exec.CommandContext(ctx, bin)
		in, err := cmd.StdinPipe()
		require.NoError(t, err)
		require.NoError(t, cmd.Start())
		_, _ = in.Write([]byte(`{"jsonrpc":"2.0","id":1,"method":"` + strings.Repeat("x", 2*maxRequest))) // and the line stays open
		assert.Error(t, cmd.Wait())
		assert.NoError(t, ctx.Err(), "it ended by itself")
	})
	t.Run("flags", func(t *testing.T) {
		for _, args := range [][]string{{"orders.csv"}, {"-as-of", "soon"}, {"-budget", "-1"}, {"-zone", "Local"}, {"-nonsense"}} {
			out, err := exec.Command(bin, args...).CombinedOutput()
			assert.Error(t, err)
			assert.Contains(t, string(out), "mcp: ")
		}
	})
}
