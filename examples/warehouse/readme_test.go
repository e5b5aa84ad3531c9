package main

import (
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "rewrite the SQL in the README")

const (
	begins = "<!-- The SQL begins: go test -run README -update writes it. -->\n"
	ends   = "<!-- The SQL ends. -->\n"
)

// The SQL in the README is what the program prints.
func TestREADME(t *testing.T) {
	dsn := databases[0].make(t)
	w := opened(t, dsn)
	run1(t, w, "CREATE TABLE orders (customer text, date timestamptz, amount numeric, id text)")
	run1(t, w, "INSERT INTO orders VALUES ('a', '2024-03-01 12:00Z', 5, '1')")
	var sql strings.Builder
	require.NoError(t, run(t.Context(), []string{"-dsn", dsn, "-table", "orders", "-columns", "customer=customer,date=date,amount=amount,id=id",
		"-zone", "Europe/Berlin", "-refunds", "net-earlier", "-duplicates", "drop", "-as-of", "2024-12-31", "-sql"}, &sql, &sql))
	now := "\n```sql\n" + sql.String() + "```\n\n"

	readme, err := os.ReadFile("README.md")
	require.NoError(t, err)
	head, rest, ok := strings.Cut(string(readme), begins)
	require.True(t, ok)
	was, tail, ok := strings.Cut(rest, ends)
	require.True(t, ok)
	if *update {
		require.NoError(t, os.WriteFile("README.md", []byte(head+begins+now+ends+tail), 0o644))
		return
	}
	assert.Equal(t, was, now)
}
