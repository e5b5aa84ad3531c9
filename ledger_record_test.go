package clientele_test

import (
	"encoding/json"
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
)

// few is a ledger of three customers.
func few(t testing.TB) *clientele.Ledger[string] {
	l := new(clientele.Ledger[string])
	for customer, rows := range map[string][]string{
		"ann":  {"2024-01-01 10", "2024-01-15 20", "2024-02-05 30"},
		"bert": {"2024-01-10 5"},
		"cleo": {"2024-02-01 0", "2024-02-02 1"},
		"dirk": {"2024-01-01 5", "2024-01-01 -5"},
	} {
		for _, text := range rows {
			require.NoError(t, l.Add(row(t, customer, text)))
		}
	}
	return l
}

func TestRecords(t *testing.T) {
	l := few(t)
	records, err := l.Records(date("2024-01-29"), clientele.Week)
	require.NoError(t, err)
	assert.Equal(t, 2, records.Len())
	assert.Equal(t, 2, records.Waiting)
	assert.Equal(t, 3, records.Later)
	assert.Equal(t, 0.0, records.Holdout)
	assert.Equal(t, clientele.Week, records.Unit)
	assert.Equal(t, date("2024-01-29"), records.AsOf)
	assert.Equal(t, []clientele.Record[string]{
		{Customer: "ann", First: date("2024-01-01"),
			History: clientele.History{Repeats: 1, Last: 2, Age: 4},
			Spend:   clientele.Spend{Count: 1, Mean: 20}, SpendAll: clientele.Spend{Count: 2, Mean: 15},
			LogGaps: math.Log(14) + math.Log(1.0/7), Holdout: clientele.Spend{Count: 1, Mean: 30}},
		{Customer: "bert", First: date("2024-01-10"),
			History: clientele.History{Age: 19.0 / 7}, SpendAll: clientele.Spend{Count: 1, Mean: 5}},
	}, readings(t, l, date("2024-01-29")))

	// The whole day of asOf is inside, and nobody has bought before the first one.
	assert.Equal(t, readings(t, l, date("2024-01-29")), readings(t, l, date("2024-01-29").Add(24*time.Hour-1)))
	records, err = l.Records(date("2023-12-31"), clientele.Week)
	require.NoError(t, err)
	assert.Zero(t, records.Len())
	assert.Equal(t, 4, records.Waiting)
	_, err = l.Record("ann", date("2023-12-31"), clientele.Week)
	assert.ErrorIs(t, err, clientele.ErrNoData)
	for _, name := range []string{"nobody", "dirk"} {
		_, err = l.Record(name, date("2024-03-01"), clientele.Week)
		assert.ErrorIs(t, err, clientele.ErrNoData, name)
	}

	// Long after the last transaction, and in other units.
	rec, err := l.Record("ann", date("2025-01-01"), clientele.Day)
	require.NoError(t, err)
	assert.Equal(t, clientele.History{Repeats: 2, Last: 35, Age: 366}, rec.History)
	rec, err = l.Record("ann", date("2025-01-01"), clientele.Year)
	require.NoError(t, err)
	assert.Equal(t, clientele.History{Repeats: 2, Last: 35 / 365.25, Age: 366 / 365.25}, rec.History)
	rec, err = l.Record("ann", date("2025-01-01"), clientele.Hour)
	require.NoError(t, err)
	assert.Equal(t, clientele.History{Repeats: 2, Last: 840, Age: 24 * 366}, rec.History)
}

func TestRecordsRefuse(t *testing.T) {
	l := few(t)
	day := date("2024-02-01")
	for _, read := range []func() error{
		func() error { _, err := l.Records(time.Time{}, clientele.Week); return err },
		func() error { _, err := l.Records(day, 0); return err },
		func() error { _, err := l.Records(day, -clientele.Day); return err },
		func() error { _, err := l.Record("ann", day, clientele.Unit(time.Millisecond)); return err },
		func() error { _, err := l.Record("ann", date("2300-01-01"), clientele.Week); return err },
		func() error { _, err := l.Split(time.Time{}, day, clientele.Week); return err },
		func() error { _, err := l.Split(day, time.Time{}, clientele.Week); return err },
		func() error { _, err := l.Split(day, day.Add(time.Hour), clientele.Week); return err },
		func() error { _, err := l.Split(day, day.AddDate(0, 0, -1), clientele.Week); return err },
	} {
		var bad *clientele.InputError
		require.ErrorAs(t, read(), &bad)
	}
}

func TestRecordsPanicWhenTheLedgerMoved(t *testing.T) {
	for name, change := range map[string]func(*clientele.Ledger[string]){
		"add":    func(l *clientele.Ledger[string]) { require.NoError(t, l.Add(row(t, "ann", "2024-01-02 1"))) },
		"merge":  func(l *clientele.Ledger[string]) { require.NoError(t, l.Merge(few(t))) },
		"settle": func(l *clientele.Ledger[string]) { require.NoError(t, l.Settle(date("2024-01-10"))) },
		"reset":  func(l *clientele.Ledger[string]) { l.Reset() },
		"decode": func(l *clientele.Ledger[string]) { require.NoError(t, l.UnmarshalBinary(encoded(t, l))) },
	} {
		l := few(t)
		records, err := l.Records(date("2024-01-29"), clientele.Week)
		require.NoError(t, err)
		change(l)
		assert.PanicsWithValue(t, "clientele: the ledger changed after it was read; read it again", func() {
			for range records.All() {
			}
		}, name)
	}
	// A refused row changes nothing.
	l := few(t)
	records, err := l.Records(date("2024-01-29"), clientele.Week)
	require.NoError(t, err)
	require.Error(t, l.Add(tx{Customer: "ann", Amount: 1}))
	for range records.All() {
	}
}

func TestRecordsPanel(t *testing.T) {
	records, err := cdnow(t).Records(date("1997-09-30"), clientele.Week)
	require.NoError(t, err)
	panel, err := records.Panel()
	require.NoError(t, err)
	assert.Equal(t, 2357, panel.Len())
	assert.Equal(t, 1016, panel.Distinct())
}

func TestRecordJSON(t *testing.T) {
	rec, err := few(t).Record("ann", date("2024-01-29"), clientele.Week)
	require.NoError(t, err)
	data, err := json.Marshal(rec)
	require.NoError(t, err)
	assert.JSONEq(t, `{"customer":"ann","first":"2024-01-01T00:00:00Z","history":{"repeats":1,"last":2,"age":4},
		"spend":{"count":1,"mean":20},"spend_all":{"count":2,"mean":15},"log_gaps":0.6931471805599454,"holdout":{"count":1,"mean":30},"recent":{"count":0,"mean":0}}`, string(data))
	var back clientele.Record[string]
	require.NoError(t, json.Unmarshal(data, &back))
	assert.Equal(t, rec, back)
}

// A customer in another zone buys on another day; days with a change of the
// clock are days all the same.
func TestRecordsInAZone(t *testing.T) {
	zone, err := time.LoadLocation("America/New_York")
	if err != nil {
		t.Skip("no time zones on this machine")
	}
	l, err := clientele.NewLedger[int](&clientele.LedgerPolicy{Zone: zone})
	require.NoError(t, err)
	at := func(s string) time.Time {
		at, err := time.ParseInLocation("2006-01-02 15:04", s, zone)
		require.NoError(t, err)
		return at.UTC()
	}
	for _, s := range []string{"2024-03-09 23:30", "2024-03-10 00:30", "2024-03-10 23:30", "2024-03-11 00:15", "2024-11-03 23:59"} {
		require.NoError(t, l.Add(clientele.Transaction[int]{Customer: 1, Time: at(s), Amount: 1}))
	}
	rec, err := l.Record(1, at("2024-11-04 00:00"), clientele.Day)
	require.NoError(t, err)
	assert.Equal(t, clientele.History{Repeats: 3, Last: 239, Age: 240}, rec.History)
	assert.True(t, at("2024-03-09 00:00").Equal(rec.First))
	assert.Equal(t, "America/New_York", rec.First.Location().String())
}

// Several goroutines may read, the first of them while rows are still pending.
func TestReadersAtTheSameTime(t *testing.T) {
	l := few(t)
	want := readings(t, few(t), date("2024-03-01"))
	done := make(chan []clientele.Record[string])
	for range 4 {
		go func() { done <- readings(t, l, date("2024-03-01")) }()
	}
	for range 4 {
		assert.Equal(t, want, <-done)
	}
}

func TestAddAllocatesNothing(t *testing.T) {
	l := few(t)
	x := row(t, "ann", "2024-02-05 30")
	assert.Zero(t, testing.AllocsPerRun(1000, func() { _ = l.Add(x) }))
}

// What is recent is counted from the beginning of a period, beside the whole
// history, and not beyond what is settled.
func TestRecordsSince(t *testing.T) {
	var l clientele.Ledger[string]
	for _, r := range []string{"2024-01-01 10", "2024-03-01 20", "2024-03-02 30", "2024-05-01 40"} {
		require.NoError(t, l.Add(row(t, "ann", r)))
	}
	require.NoError(t, l.Add(row(t, "bob", "2024-01-05 7")))
	records, err := l.Records(date("2024-04-01"), clientele.Day)
	require.NoError(t, err)
	for r := range records.All() {
		assert.Zero(t, r.Recent)
	}
	since, err := records.Since(date("2024-03-01").Add(5 * time.Hour))
	require.NoError(t, err)
	assert.Equal(t, date("2024-03-01"), since.From)
	recent := map[string]clientele.Spend{}
	for r := range since.All() {
		recent[r.Customer] = r.Recent
	}
	assert.Equal(t, map[string]clientele.Spend{"ann": {Count: 2, Mean: 25}, "bob": {}}, recent)
	_, err = records.Since(date("2024-04-02"))
	assert.ErrorContains(t, err, "want a time up to the end of observation")
	require.NoError(t, l.Settle(date("2024-02-01")))
	records, err = l.Records(date("2024-04-01"), clientele.Day)
	require.NoError(t, err)
	_, err = records.Since(date("2024-01-01"))
	assert.ErrorIs(t, err, clientele.ErrSettled)
	_, err = records.Since(date("2024-02-01"))
	assert.NoError(t, err)
}
