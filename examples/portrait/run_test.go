package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/clientele-go/clientele/examples/internal/reading"
	"github.com/clientele-go/clientele/internal/check"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func run(args ...string) (status int, stdout, stderr string) {
	var out, errs bytes.Buffer
	status = portraits.Run(context.Background(), args, &out, &errs)
	return status, out.String(), errs.String()
}

func TestStory(t *testing.T) { reading.Story(t, portraits, reading.Solved(t, portraits)) }

// The real sets go through unedited, in both languages and as JSON.
func TestRealSets(t *testing.T) {
	for _, file := range []string{"cdnow_sample_transactions.csv", "apparel_transactions.csv", "rfm_orders.csv"} {
		t.Run(file, func(t *testing.T) {
			path := check.Shared(t, "data", file)
			texts := reading.Both(t, portraits.Title, reading.Solved(t, portraits, "-transactions", path, "-budget", "50"), reading.Names(t, path)...)
			assert.Contains(t, texts[0], "## Whom to contact")
			assert.Contains(t, texts[1], "## 联系名单")
			status, out, errs := run("-transactions", path, "-json")
			require.Zero(t, status, errs)
			var doc struct {
				Stages    []group `json:"stages"`
				Conflicts int     `json:"conflicts"`
				Portraits []struct{ Customer, Summary string }
				Plan      struct{ Call, WinBack, Thank, Alone []any }
			}
			require.NoError(t, json.Unmarshal([]byte(out), &doc))
			n := 0
			for _, g := range doc.Stages {
				n += g.Customers
			}
			assert.Less(t, float64(doc.Conflicts), .02*float64(n))
			assert.NotEmpty(t, doc.Portraits)
		})
	}
}

// One customer, an earlier date and a contract.
func TestFlags(t *testing.T) {
	status, out, errs := run("-customer", "C0003", "-since", "2025-06-30", "-lang", "zh")
	require.Zero(t, status, errs)
	assert.Contains(t, out, "**C0003**")
	assert.Contains(t, out, "## 客户变动")
	assert.NotContains(t, out, "%!")

	var b strings.Builder
	b.WriteString("member,date,amount\n")
	months := []string{"2024-01-05", "2024-02-05", "2024-03-05", "2024-04-05", "2024-05-05", "2024-06-05"}
	for member := range 60 {
		for k, m := range months {
			if k > 0 && (member+k)%(4+member%5) == 0 {
				break
			}
			b.WriteString("M" + string(rune('A'+member/26)) + string(rune('A'+member%26)) + "," + m + ",20\n")
		}
	}
	file := filepath.Join(t.TempDir(), "club.csv")
	require.NoError(t, os.WriteFile(file, []byte(b.String()), 0o600))
	status, out, errs = run("-transactions", file, "-columns", "customer=member,date=date,amount=amount", "-term", "1 month", "-as-of", "2024-06-10")
	require.Zero(t, status, errs)
	assert.Contains(t, out, "sBG")
}

// What cannot be is refused with the way out.
func TestRefusals(t *testing.T) {
	for _, args := range [][]string{
		{"extra"}, {"-since", "soon"}, {"-as-of", "2024-01-01", "-since", "2024-02-01"}, {"-horizon", "long"}, {"-term", "x"},
		{"-rate", "5"}, {"-margin", "2"}, {"-top", "0"}, {"-lang", "fr"}, {"-customer", "nobody"}, {"-budget", "-5"}, {"-transactions", "missing.csv"},
	} {
		status, out, errs := run(args...)
		assert.Equal(t, 1, status, args)
		assert.Empty(t, out, args)
		assert.True(t, strings.HasPrefix(errs, "portrait: "), errs)
	}
}
