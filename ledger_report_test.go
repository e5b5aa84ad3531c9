package clientele_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
)

func TestReportString(t *testing.T) {
	assert.Equal(t, "0 rows of 0 customers: 0 purchases\n", new(clientele.Ledger[int]).Report().String())
	full := clientele.LedgerReport{
		Rows: 60, Merged: 1, Zeros: 2, Refunds: 3, NettedAway: 4, Unmatched: 5, ZerosDropped: 6, RefundsDropped: 7,
		DuplicatesDropped: 8, Customers: 9, Purchases: 10, First: date("2024-01-01"), Last: date("2024-02-05"), Settled: date("2024-01-20"),
	}
	assert.Equal(t, `60 rows of 9 customers, 2024-01-01 to 2024-02-05: 10 purchases
       1 joined another purchase of the same customer and period
       2 have amount 0 and count as purchases
       3 are refunds, netted
       4 purchases disappeared because refunds left nothing of them
       5 periods have refunds beyond the purchases they could be netted against
       6 dropped: amount 0
       7 dropped: refund
       8 dropped: duplicate transaction id
settled before 2024-01-20
`, full.String())
}

func TestReportJSON(t *testing.T) {
	data, err := json.Marshal(few(t).Report())
	require.NoError(t, err)
	assert.JSONEq(t, `{"rows":8,"merged":0,"zeros":1,"refunds":1,"netted_away":1,"unmatched":0,"zeros_dropped":0,"refunds_dropped":0,
		"duplicates_dropped":0,"empty_keys":0,"empty_keys_dropped":0,"customers":4,"purchases":6,"first":"2024-01-01T00:00:00Z","last":"2024-02-05T00:00:00Z"}`, string(data))
	var back clientele.LedgerReport
	require.NoError(t, json.Unmarshal(data, &back))
	assert.Equal(t, few(t).Report(), back)
}

func TestReportOfCDNOW(t *testing.T) {
	assert.Equal(t, clientele.LedgerReport{
		Rows: 6919, Merged: 223, Zeros: 8, Customers: 2357, Purchases: 6696, First: date("1997-01-01"), Last: date("1998-06-30"),
	}, cdnow(t).Report())
}
