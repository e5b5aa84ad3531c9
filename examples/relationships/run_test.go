package main

import (
	"testing"

	"github.com/clientele-go/clientele/examples/internal/reading"
	"github.com/clientele-go/clientele/internal/check"
)

func TestStory(t *testing.T) { reading.Story(t, relationships, reading.Solved(t, relationships)) }

// The third log takes seconds for its hidden states.
func TestRealSets(t *testing.T) {
	logs := reading.RealLogs[:2]
	if check.All() {
		logs = reading.RealLogs
	}
	reading.Logs(t, logs, relationships)
}
