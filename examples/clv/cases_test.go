package main

import (
	"bytes"
	"context"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// sharedCase is a row of cases/files.json of the shared reference material.
type sharedCase struct {
	File      string   `json:"file"`
	Kind      string   `json:"kind"`
	Equity    *float64 `json:"equity"`
	OrSaid    bool     `json:"or_said"`
	LogLik    float64  `json:"log_lik"`
	Customers int      `json:"customers"`
	Map       string   `json:"map"`
	Note      string   `json:"note"`
}

// shared returns the folder of the shared reference material; the test is
// skipped where it is absent.
func shared(t *testing.T, parts ...string) string {
	t.Helper()
	root := os.Getenv("CLIENTELE_SHARED")
	if root == "" {
		root = "../../../shared"
	}
	path := filepath.Join(append([]string{root}, parts...)...)
	if _, err := os.Stat(path); err != nil {
		t.Skip("no shared reference material")
	}
	return path
}

// verdict is what the program says of a file.
type verdict struct {
	Error  string `json:"error"`
	Equity struct {
		Value *float64 `json:"value"`
	} `json:"equity"`
	Model struct {
		LogLik    float64 `json:"log_lik"`
		Customers int     `json:"customers"`
	} `json:"model"`
	Report struct {
		Notes []string `json:"notes"`
	} `json:"report"`
	stderr string
	status int
}

func judge(t *testing.T, args ...string) verdict {
	t.Helper()
	var stdout, stderr bytes.Buffer
	var v verdict
	v.status = clv.Run(context.Background(), append(args, "-json"), &stdout, &stderr)
	require.NoError(t, json.Unmarshal(stdout.Bytes(), &v), stdout.String())
	v.stderr = stderr.String()
	return v
}

// Every file that users' exports are like is read rightly, or the reason why
// not is said.
func TestSharedCases(t *testing.T) {
	text, err := os.ReadFile(shared(t, "cases", "files.json"))
	require.NoError(t, err)
	var cases []sharedCase
	require.NoError(t, json.Unmarshal(text, &cases))
	plain := map[string]bool{}
	for _, clean := range []string{"clean.csv", "clean_histories.csv"} {
		kind := "-transactions"
		if clean != "clean.csv" {
			kind = "-histories"
		}
		for _, n := range judge(t, kind, shared(t, "cases", "files", clean)).Report.Notes {
			plain[n] = true
		}
	}
	for _, c := range cases {
		t.Run(c.File, func(t *testing.T) {
			args := []string{"-" + c.Kind, shared(t, "cases", "files", c.File)}
			if c.Map != "" {
				args = append(args, "-columns", c.Map)
			}
			v := judge(t, args...)
			said := v.Error != "" && v.status != 0 && v.stderr != ""
			for _, n := range v.Report.Notes {
				said = said || !plain[n]
			}
			right := c.Equity != nil && v.Equity.Value != nil && math.Abs(*v.Equity.Value / *c.Equity - 1) < 0.005
			if c.LogLik != 0 && v.Error == "" {
				right = math.Abs(v.Model.LogLik-c.LogLik) < 0.001 && v.Model.Customers == c.Customers
			}
			value := math.NaN()
			if v.Equity.Value != nil {
				value = *v.Equity.Value
			}
			t.Logf("right %v, said %v: equity %.2f, %s %q", right, said, value, v.Error, v.Report.Notes)
			if !right && !(c.OrSaid && said) {
				t.Errorf("equity %v, %s: %s", value, v.Error, c.Note)
			}
		})
	}
}
