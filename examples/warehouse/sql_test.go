package main

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
)

// A name is a name, whatever it holds.
func TestHostileNames(t *testing.T) {
	const (
		table    = `or.ders"; DROP TABLE kept; --`
		customer = `who, "what"=x`
		date     = `日期'`
		amount   = `a--b/*`
	)
	quoted := func(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }
	for _, d := range databases {
		t.Run(d.name, func(t *testing.T) {
			dsn := d.make(t)
			w := opened(t, dsn)
			run1(t, w, "CREATE TABLE kept (a integer)")
			run1(t, w, "CREATE TABLE "+quoted(table)+" ("+quoted(customer)+" text, "+quoted(date)+" "+map[bool]string{true: "date", false: "text"}[w.postgres]+", "+quoted(amount)+" integer)")
			run1(t, w, "INSERT INTO "+quoted(table)+" VALUES ('a', '2024-01-01', 5), ('a', '2024-01-03', 7), ('b', '2024-01-02', 1)")
			o, err := parseOptions([]string{"-dsn", dsn, "-table", quoted(table), "-minor", "0",
				"-columns", "customer=" + quoted(customer) + ",date=" + quoted(date) + ",amount=" + quoted(amount)}, nil)
			require.NoError(t, err)
			got, _, err := read(t.Context(), w, o.source, &o.policy, o.bounds)
			require.NoError(t, err)
			require.Len(t, got, 2)
			assert.Equal(t, clientele.History{Repeats: 1, Last: 2, Age: 2}, got[0].History)
			assert.Equal(t, clientele.Spend{Count: 2, Mean: 6}, got[0].SpendAll)
			run1(t, w, "INSERT INTO kept VALUES (1)")

			// What is not there is an error, not a text of that name.
			o.source.columns.amount = name{"absent"}
			_, _, err = read(t.Context(), w, o.source, &o.policy, o.bounds)
			assert.ErrorContains(t, err, "absent")
			o.source.table = name{"absent"}
			_, _, err = read(t.Context(), w, o.source, &o.policy, o.bounds)
			assert.ErrorContains(t, err, "absent")
		})
	}
	for _, bad := range []string{"", ".", "a.", ".a", "a.b.c", `"a`, `"a"b`, "a\x00", "\xff", strings.Repeat("x", 64), `""`} {
		_, err := parseName(bad)
		assert.Error(t, err, "%q", bad)
	}
	for _, bad := range []string{"", "customer=a", "customer=a,date=b,amount=c,amount=d", "customer=a,date=b,amount=", "who=a", `customer="a`, `customer="a"x,date=b,amount=c`, "customer"} {
		_, err := parseColumns(bad)
		assert.Error(t, err, "%q", bad)
	}
	r := rand.New(rand.NewPCG(7, 8))
	for range 1000 {
		var n name
		for range 1 + r.IntN(2) {
			part := make([]rune, 1+r.IntN(10))
			for i := range part {
				part[i] = []rune("\"'.,=;-/*\\ aAé表\n\t$%")[r.IntN(19)]
			}
			n = append(n, string(part))
		}
		again, err := parseName(n.String())
		require.NoError(t, err)
		require.Equal(t, n, again)
	}
	n, err := parseName(`shop."a""b.c"`)
	require.NoError(t, err)
	assert.Equal(t, name{"shop", `a"b.c`}, n)
	assert.Equal(t, `"shop"."a""b.c"`, n.String())
}

// A table may have the name of a part of the query.
func TestNamesOfTheQuery(t *testing.T) {
	for _, d := range databases {
		w := opened(t, d.make(t))
		for _, table := range []string{"raw", "log", "kept", "days", "running", "cut", "purchases", "counted"} {
			write(t, w, table, []row{{"a", nil, time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC), 100}})
			got, _, err := read(t.Context(), w, logOf(table), &clientele.LedgerPolicy{Refunds: clientele.RefundNetEarlier}, bounds{})
			require.NoError(t, err, "%s %s", d.name, table)
			assert.Len(t, got, 1)
		}
	}
}

// typeOfColumn is a log in columns of other types, and what is read of its customer.
type typeOfColumn struct {
	postgres    bool
	types, rows string
	minor       int
	zone        string
	first, last string
	total       float64
	refused     string
}

var typesOfColumns = []typeOfColumn{
	{true, "who bigint, at date, paid integer", "(7, '2024-03-30', 1999), (7, '2024-04-02', 1)", 0, "UTC", "2024-03-30", "2024-04-02", 2000, ""},
	{true, "who uuid, at timestamp, paid double precision", "('00000000-0000-0000-0000-000000000007', '2024-03-30 23:59:59', 19.99), ('00000000-0000-0000-0000-000000000007', '2024-04-02', 0.01)", 2, "UTC", "2024-03-30", "2024-04-02", 2000, ""},
	{true, "who text, at timestamptz, paid numeric", "('a', '2024-03-30 23:30:00Z', 19.99), ('a', '2024-04-02', 0.01)", 2, "Europe/Berlin", "2024-03-31", "2024-04-02", 2000, ""},
	{true, "who text, at timestamptz, paid money", "('a', '2024-03-30 23:30:00Z', 19.99), ('a', '2024-04-02', 0.01)", 2, "UTC", "2024-03-30", "2024-04-02", 2000, ""},
	{true, "who text, at date, paid integer", "('a', '2024-03-30', 1)", 0, "Europe/Berlin", "", "", 0, "timestamp with time zone"},
	{true, "who text, at text, paid integer", "('a', '2024-03-30', 1)", 0, "UTC", "", "", 0, "type of date"},
	{true, "who text, at timestamp, paid integer", "('a', 'infinity', 1)", 0, "UTC", "", "", 0, "1 of 1 rows"},
	{true, "who text, at date, paid integer", "('a', NULL, 1)", 0, "UTC", "", "", 0, "1 of 1 rows"},
	{true, "who text, at date, paid integer", "('a', '1799-12-31', 1)", 0, "UTC", "", "", 0, "1 of 1 rows"},
	{true, "who text, at date, paid double precision", "('a', '2024-03-30', 'NaN'), ('a', '2024-03-30', 'Infinity'), ('a', '2024-03-30', NULL)", 2, "UTC", "", "", 0, "3 of 3 rows"},
	{true, "who text, at date, paid numeric", "('a', '2024-03-30', 19.995)", 2, "UTC", "", "", 0, "at most 2 decimals"},
	{true, "who text, at date, paid numeric", "('a', '2024-03-30', 1e10)", 2, "UTC", "", "", 0, "below 1000000000000"},
	{false, "who, at, paid", "(7, '2024-03-30', 1999), ('7', '2024-04-02', 1)", 0, "UTC", "2024-03-30", "2024-04-02", 2000, ""},
	{false, "who, at, paid", "(x'41', '2024-03-30T23:59:59.999Z', 19.99), ('A', 1712016000, 0.01)", 2, "UTC", "2024-03-30", "2024-04-02", 2000, ""},
	{false, "who text, at text, paid real", "('a', '2024-03-31 00:30:00+01:00', 19.99), ('a', '2024-04-02 12:00:00', 0.01)", 2, "UTC", "2024-03-30", "2024-04-02", 2000, ""},
	{false, "who text, at text, paid real", "('a', '2024-03-30 23:30:00', 19.99), ('a', '2024-04-02 12:00:00', 0.01)", 2, "Europe/Berlin", "2024-03-31", "2024-04-02", 2000, ""},
	{false, "who, at, paid", "('a', '2024-03-30', 1)", 0, "Europe/Berlin", "", "", 0, "time of day"},
	{false, "who, at, paid", "('a', 'now', 1), ('a', '2460000.5', 1), ('a', 2460000.5, 1), ('a', NULL, 1), ('a', 1711756800000, 1), ('a', '2024-13-30', 1), ('a', x'00', 1)", 0, "UTC", "", "", 0, "7 of 7 rows"},
	{false, "who, at, paid", "('a', '2024-03-30', '5'), ('a', '2024-03-30', NULL), ('a', '2024-03-30', 9e999), ('a', '2024-03-30', x'05'), ('a', '2024-03-30', 19.995)", 2, "UTC", "", "", 0, "5 of 5 rows"},
	{false, "who, at, paid", "('a', '2024-03-30', 9223372036854775807)", 2, "UTC", "", "", 0, "1 of 1 rows"},
}

// The same purchases in columns of other types.
func TestTypesOfColumns(t *testing.T) {
	for _, d := range databases {
		t.Run(d.name, func(t *testing.T) {
			w := opened(t, d.make(t))
			for i, test := range typesOfColumns {
				if test.postgres == w.postgres {
					t.Run(test.types, func(t *testing.T) { test.hold(t, w, fmt.Sprint("log", i)) })
				}
			}
		})
	}
}

func (test typeOfColumn) hold(t *testing.T, w *warehouse, table string) {
	run1(t, w, "CREATE TABLE "+table+" ("+test.types+")")
	zone, err := time.LoadLocation(test.zone)
	require.NoError(t, err)
	from := source{name{table}, columns{customer: name{"who"}, date: name{"at"}, amount: name{"paid"}}, test.minor}
	policy := &clientele.LedgerPolicy{Zone: zone}
	_, _, err = read(t.Context(), w, from, policy, bounds{})
	require.ErrorIs(t, err, clientele.ErrNoData)
	run1(t, w, "INSERT INTO "+table+" VALUES "+test.rows)
	got, r, err := read(t.Context(), w, from, policy, bounds{})
	if test.refused != "" {
		var bad *clientele.InputError
		require.ErrorAs(t, err, &bad)
		assert.ErrorContains(t, err, test.refused)
		return
	}
	require.NoError(t, err)
	require.Len(t, got, 1)
	assert.Equal(t, test.first, got[0].First.Format(time.DateOnly))
	assert.Equal(t, test.last, r.asOf.Format(time.DateOnly))
	assert.Equal(t, test.total, got[0].SpendAll.Mean*float64(got[0].SpendAll.Count))
	assert.Equal(t, got[0].History.Age, got[0].History.Last)
}

// A total that no float holds exactly is refused, and not rounded.
func TestTotalsAreExact(t *testing.T) {
	w := opened(t, databases[1].make(t))
	run1(t, w, "CREATE TABLE log AS WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 9006) SELECT 'a' AS customer, i * 86400 AS at, 999999999999 AS amount FROM n")
	from := logOf("log")
	from.minor, from.columns.id = 0, nil
	got, _, err := read(t.Context(), w, from, nil, bounds{})
	require.NoError(t, err)
	assert.Equal(t, 999999999999.0, got[0].SpendAll.Mean)
	run1(t, w, "INSERT INTO log SELECT customer, at + 86400 * 10000, amount FROM log")
	_, _, err = read(t.Context(), w, from, nil, bounds{})
	assert.ErrorContains(t, err, "2^53")
}

// A column that takes letters as one does not make one customer of two.
func TestKeysAreBytes(t *testing.T) {
	for _, d := range databases {
		t.Run(d.name, func(t *testing.T) {
			w := opened(t, d.make(t))
			kind := "text COLLATE NOCASE"
			if w.postgres {
				run1(t, w, "CREATE COLLATION folded (provider = icu, locale = 'und-u-ks-level2', deterministic = false)")
				kind = "text COLLATE folded"
			}
			run1(t, w, "CREATE TABLE log (customer "+kind+", id "+kind+", at date, amount integer)")
			run1(t, w, "INSERT INTO log VALUES ('Ann', 'x', '2024-01-01', 5), ('ann', 'X', '2024-01-02', 7), ('Zoe', 'y', '2024-01-02', 7)")
			got, _, err := read(t.Context(), w, logOf("log"), &clientele.LedgerPolicy{Duplicates: clientele.DuplicateRefuse}, bounds{})
			require.NoError(t, err)
			require.Len(t, got, 3)
			assert.Equal(t, []string{"Ann", "Zoe", "ann"}, []string{got[0].Customer, got[1].Customer, got[2].Customer})
		})
	}
}

// A ledger of amounts with decimals adds floats where the SQL adds cents: the records
// are the same but for the means, which differ by the roundings of their sums.
func TestDecimalsDifferByRoundingOnly(t *testing.T) {
	w := opened(t, databases[1].make(t))
	var rows []row
	l, err := clientele.NewLedger[string](nil)
	require.NoError(t, err)
	for i := range 400 {
		at := time.Date(2024, 1, 1+i%90, 12, 0, 0, 0, time.UTC)
		r := row{"c" + string(rune('a'+i%7)), nil, at, int64(1 + i*i*7919%100_003)}
		rows = append(rows, r)
		require.NoError(t, l.Add(clientele.Transaction[string]{Customer: r.customer.(string), Time: at, Amount: float64(r.amount) / 100}))
	}
	write(t, w, "log", rows)
	got, r, err := read(t.Context(), w, logOf("log"), nil, bounds{})
	require.NoError(t, err)
	records, err := l.Records(r.asOf, clientele.Day)
	require.NoError(t, err)
	i := 0
	for want := range records.All() {
		assert.Equal(t, want.History, got[i].History)
		mean := r.money(got[i].Spend.Mean)
		n := float64(want.Spend.Count)
		assert.LessOrEqual(t, math.Abs(mean-want.Spend.Mean), (n+3)*0x1p-53*mean)
		i++
	}
	assert.Len(t, got, i)
}
