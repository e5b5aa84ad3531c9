package clientele_test

import (
	"testing"
	"time"

	"github.com/clientele-go/clientele"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A batch is taken whole or not at all, whatever is wrong with a row of it.
func TestAddBatch(t *testing.T) {
	day := date("2024-03-01")
	good := func(id string) clientele.Transaction[string] {
		return clientele.Transaction[string]{Customer: "ann", Time: day, Amount: 5, ID: id}
	}
	other := good("1")
	other.Amount = 6
	for name, test := range map[string]struct {
		policy clientele.LedgerPolicy
		rows   []clientele.Transaction[string]
		row    string
	}{
		"a time":             {clientele.LedgerPolicy{}, []clientele.Transaction[string]{good("1"), {Customer: "bob", Amount: 1}}, "row 1 "},
		"an amount":          {clientele.LedgerPolicy{Refunds: clientele.RefundRefuse}, []clientele.Transaction[string]{good("1"), good("2"), {Customer: "bob", Time: day, Amount: -1}}, "row 2 "},
		"a key":              {clientele.LedgerPolicy{EmptyKeys: clientele.EmptyKeyRefuse}, []clientele.Transaction[string]{{Time: day, Amount: 1}}, "row 0 "},
		"an id in the batch": {clientele.LedgerPolicy{Duplicates: clientele.DuplicateRefuse}, []clientele.Transaction[string]{good("1"), good("1")}, "row 1 "},
		"an id in the books": {clientele.LedgerPolicy{Duplicates: clientele.DuplicateRefuse}, []clientele.Transaction[string]{good("2"), good("0")}, "row 1 "},
		"an id of another":   {clientele.LedgerPolicy{Duplicates: clientele.DuplicateDrop}, []clientele.Transaction[string]{good("1"), other}, "row 1 "},
		"no id":              {clientele.LedgerPolicy{Duplicates: clientele.DuplicateDrop}, []clientele.Transaction[string]{good("1"), good("")}, "row 1 "},
	} {
		l, err := clientele.NewLedger[string](&test.policy)
		require.NoError(t, err)
		require.NoError(t, l.Add(good("0")))
		before := encoded(t, l)
		var bad *clientele.InputError
		err = l.AddBatch(test.rows)
		require.ErrorAs(t, err, &bad, name)
		assert.ErrorContains(t, err, test.row)
		assert.Equal(t, before, encoded(t, l), name)
	}
	l, err := clientele.NewLedger[string](&clientele.LedgerPolicy{Duplicates: clientele.DuplicateDrop})
	require.NoError(t, err)
	require.NoError(t, l.AddBatch([]clientele.Transaction[string]{good("1"), good("2"), good("1")}))
	assert.Equal(t, 1, l.Report().DuplicatesDropped)
	assert.Equal(t, 2, l.Report().Merged+1)
	require.NoError(t, l.Settle(day.AddDate(0, 0, 1)))
	assert.ErrorIs(t, l.AddBatch([]clientele.Transaction[string]{good("3")}), clientele.ErrSettled)
}

// Rows of nobody are counted, left out or refused, as the policy says; zero is
// a customer's number like any other.
func TestEmptyKeys(t *testing.T) {
	add := func(rule clientele.EmptyKeyRule) (clientele.LedgerReport, error) {
		l, err := clientele.NewLedger[string](&clientele.LedgerPolicy{EmptyKeys: rule})
		require.NoError(t, err)
		for _, name := range []string{"", "ann", ""} {
			if err = l.Add(clientele.Transaction[string]{Customer: name, Time: date("2024-01-01"), Amount: 1}); err != nil {
				break
			}
		}
		return l.Report(), err
	}
	kept, err := add(0)
	require.NoError(t, err)
	assert.Equal(t, []int{3, 2, 2, 0}, []int{kept.Rows, kept.Customers, kept.EmptyKeys, kept.EmptyKeysDropped})
	assert.Contains(t, kept.String(), "2 have no customer key and count as one customer")
	dropped, err := add(clientele.EmptyKeyDrop)
	require.NoError(t, err)
	assert.Equal(t, []int{3, 1, 0, 2}, []int{dropped.Rows, dropped.Customers, dropped.EmptyKeys, dropped.EmptyKeysDropped})
	_, err = add(clientele.EmptyKeyRefuse)
	assert.ErrorContains(t, err, "Customer is empty")

	numbers, err := clientele.NewLedger[int](&clientele.LedgerPolicy{EmptyKeys: clientele.EmptyKeyRefuse})
	require.NoError(t, err)
	require.NoError(t, numbers.Add(clientele.Transaction[int]{Time: date("2024-01-01"), Amount: 1}))
	ids, err := clientele.NewLedger[uuid](&clientele.LedgerPolicy{EmptyKeys: clientele.EmptyKeyRefuse})
	require.NoError(t, err)
	assert.Error(t, ids.Add(clientele.Transaction[uuid]{Time: date("2024-01-01"), Amount: 1}))
}

type uuid [16]byte

// UUIDs name customers as well as numbers do: in order of their bytes, stored
// and restored.
func TestUUIDKeys(t *testing.T) {
	keysRoundTrip(t, uuid{1}, uuid{1, 2}, uuid{2}, uuid{15: 1}, uuid{0: 255})
	var l clientele.Ledger[uuid]
	for _, key := range []uuid{{2}, {15: 1}, {0: 200}, {1, 2}} {
		require.NoError(t, l.Add(clientele.Transaction[uuid]{Customer: key, Time: date("2024-01-01"), Amount: 1}))
	}
	records, err := l.Records(date("2024-02-01"), clientele.Week)
	require.NoError(t, err)
	var order []uuid
	for r := range records.All() {
		order = append(order, r.Customer)
	}
	assert.Equal(t, []uuid{{15: 1}, {1, 2}, {2}, {0: 200}}, order)
	assert.Equal(t, clientele.Week, mustPanel(t, records).Unit)
	assert.Equal(t, date("2024-02-01"), mustPanel(t, records).AsOf)
}

func mustPanel[K clientele.Key](t *testing.T, r *clientele.Records[K]) *clientele.Panel {
	t.Helper()
	p, err := r.Panel()
	require.NoError(t, err)
	return p
}

// Panels in two units do not merge; those of one keep it, and the later end.
func TestPanelUnits(t *testing.T) {
	early, late := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2024, 6, 1, 0, 0, 0, 0, time.UTC)
	weeks := clientele.Panel{Unit: clientele.Week, AsOf: late}
	require.NoError(t, weeks.Add(clientele.History{Age: 3}))
	var p clientele.Panel
	require.NoError(t, p.Merge(&clientele.Panel{AsOf: early}))
	require.NoError(t, p.Merge(&weeks))
	assert.Equal(t, clientele.Week, p.Unit)
	assert.Equal(t, late, p.AsOf)
	var bad *clientele.InputError
	require.ErrorAs(t, p.Merge(&clientele.Panel{Unit: clientele.Day}), &bad)
	assert.Equal(t, 1, p.Len())
}
