package main

import (
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
)

// interrupt asks a process to stop, as systemd and docker do.
func interrupt(t *testing.T, p *process) {
	t.Helper()
	require.NoError(t, p.Process.Signal(syscall.SIGTERM))
}
