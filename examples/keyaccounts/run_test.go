package main

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele/examples/internal/program"
	"github.com/clientele-go/clientele/examples/internal/reading"
)

func TestStory(t *testing.T) { reading.Story(t, keyaccounts, reading.Solved(t, keyaccounts)) }

func TestRealSets(t *testing.T) { reading.RealSets(t, keyaccounts) }

// written writes a file of accounts as a firm would.
func written(t *testing.T) string {
	t.Helper()
	r := rand.New(rand.NewPCG(5, 5))
	var b strings.Builder
	b.WriteString("客户名称,年销售额,上年销售额,年利润,合作年限,战略协同,资源共享,忠诚度,依存度,潜力\n")
	for i := range 30 {
		size := 1000 * (1 + r.ExpFloat64())
		fmt.Fprintf(&b, "公司%02d,%.1f,%.1f,%.1f,%d,%d,%d,%d%%,%d%%,%d\n", i, size, size*(0.8+0.4*r.Float64()), size/5, r.IntN(12), r.IntN(6), r.IntN(6), 30+r.IntN(70), r.IntN(60), r.IntN(6))
	}
	path := filepath.Join(t.TempDir(), "accounts.csv")
	require.NoError(t, os.WriteFile(path, []byte(b.String()), 0o600))
	return path
}

// A file of accounts is read, alone and beside a log that tells what it does not.
func TestAccounts(t *testing.T) {
	path := written(t)
	o, err := parseOptions([]string{"-accounts", path, "-as-of", "2026-03-01"}, nil)
	require.NoError(t, err)
	a, err := solve(context.Background(), o, new(program.Progress))
	require.NoError(t, err)
	b := a.(*portfolio)
	require.Len(t, b.accounts, 30)
	assert.Len(t, b.before, 30)
	var ids []string
	for _, x := range b.accounts {
		ids = append(ids, x.ID)
	}
	texts := reading.Both(t, keyaccounts.Title, a, ids...)
	assert.Contains(t, texts[0], "revenue    \"年销售额\"", "what was read as what")
	assert.Contains(t, texts[0], "swings by")
	reading.Notebooks(t, keyaccounts, a)

	log := filepath.Join(t.TempDir(), "log.csv")
	var rows strings.Builder
	rows.WriteString("customer,date,amount\n")
	for i := range 40 {
		for k := range 3 + i%5 {
			fmt.Fprintf(&rows, "A%02d,2024-%02d-%02d,%d\n", i, 1+(k*2+i)%12, 1+(i*7+k)%28, 100+i)
		}
	}
	require.NoError(t, os.WriteFile(log, []byte(rows.String()), 0o600))
	few := filepath.Join(t.TempDir(), "few.csv")
	require.NoError(t, os.WriteFile(few, []byte("account,revenue,loyalty\nA01,,0.9\nA02,5000,\nA03,,\nA04,,\nA05,100,\nA06,200,0.1\n"), 0o600))
	o, err = parseOptions([]string{"-accounts", few, "-transactions", log, "-model", "mbgnbd"}, nil)
	require.NoError(t, err)
	a, err = solve(context.Background(), o, new(program.Progress))
	require.NoError(t, err)
	b = a.(*portfolio)
	assert.Equal(t, 0.9, b.accounts[0].Loyalty.Or(0), "the file comes first")
	assert.Positive(t, b.accounts[0].Revenue.Or(0), "and the log tells the rest")
	assert.Equal(t, 5000., b.accounts[1].Revenue.Or(0))
	_, told := b.accounts[1].Loyalty.Value()
	assert.True(t, told)
	reading.Both(t, keyaccounts.Title, a)
}

// What cannot be is refused with the way out.
func TestRefusals(t *testing.T) {
	for _, args := range [][]string{{"-accounts", "missing.csv"}, {"-largest", "2"}, {"-model", "x"}, {"accounts.csv"}, {"-lang", "fr"}} {
		var out, errs bytes.Buffer
		assert.Equal(t, 1, keyaccounts.Run(context.Background(), args, &out, &errs), args)
		assert.Empty(t, out.String())
		assert.True(t, strings.HasPrefix(errs.String(), "keyaccounts: "), errs.String())
	}
}
