package main

import (
	"testing"

	"github.com/clientele-go/clientele/examples/internal/reading"
)

func TestStory(t *testing.T) { reading.Story(t, segments, reading.Solved(t, segments)) }

func TestRealSets(t *testing.T) { reading.RealSets(t, segments) }
