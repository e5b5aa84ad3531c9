package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"time"

	"github.com/clientele-go/clientele/examples/service/scoring"
	"github.com/clientele-go/clientele/examples/service/store"
)

// addTransactions takes one transaction or an array of them, all or none.
func (a *API) addTransactions(w http.ResponseWriter, r *http.Request, b *scoring.Base) error {
	body, err := a.read(w, r)
	if err != nil {
		return err
	}
	rows, err := parseRows(body, a.limits.Rows)
	if err != nil {
		a.refused(err)
		return err
	}
	receipt, err := b.Ingest(r.Context(), rows)
	if err != nil {
		a.refused(err)
		return err
	}
	a.metrics.receipt(receipt)
	if receipt.Changes == nil {
		receipt.Changes = []scoring.Change{}
	}
	return answer(w, http.StatusOK, receipt)
}

func (a *API) refused(err error) {
	var rows *scoring.RowsError
	if errors.As(err, &rows) {
		a.metrics.rows.WithLabelValues("refused").Add(float64(len(rows.Rows)))
	}
}

// read reads a body of JSON. One that says it is too large is not read at all.
func (a *API) read(w http.ResponseWriter, r *http.Request) ([]byte, error) {
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || kind != "application/json" {
		return nil, errNotJSON
	}
	if r.ContentLength > a.limits.Body {
		return nil, errTooLarge
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, a.limits.Body))
	var large *http.MaxBytesError
	if err != nil && !errors.As(err, &large) {
		return nil, badRequest("the body did not come whole, or not in time")
	}
	return body, err
}

// transaction is a row as it is sent.
type transaction struct {
	ID       *string  `json:"id"`
	Customer *string  `json:"customer"`
	Time     *string  `json:"time"`
	Amount   *float64 `json:"amount"`
}

// parseRows reads one transaction or an array. What is no JSON is one error, and what
// is no transaction an error of its row.
func parseRows(body []byte, most int) ([]store.Row, error) {
	body = bytes.TrimSpace(body)
	raw := []json.RawMessage{body}
	if len(body) == 0 || body[0] == '[' {
		if err := json.Unmarshal(body, &raw); err != nil {
			return nil, badRequest("the body is not JSON: %v", err)
		}
	} else if !json.Valid(body) {
		return nil, badRequest("the body is not JSON: one transaction, or an array of them")
	}
	switch {
	case len(raw) == 0:
		return nil, badRequest("there is no transaction in the body")
	case len(raw) > most:
		return nil, &failure{http.StatusRequestEntityTooLarge, "too-large", "too many transactions in one batch; send smaller ones"}
	}
	rows := make([]store.Row, len(raw))
	var bad scoring.RowsError
	for i := range raw {
		var t transaction
		if err := parseRow(raw[i], &t, &rows[i]); err != nil {
			e := *err
			if e.Row = i; t.ID != nil {
				e.ID = *t.ID
			}
			bad.Rows = append(bad.Rows, e)
		}
	}
	if bad.Rows != nil {
		return nil, &bad
	}
	return rows, nil
}

func parseRow(raw []byte, t *transaction, row *store.Row) *scoring.RowError {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	if err := d.Decode(t); err != nil {
		var kind *json.UnmarshalTypeError
		if errors.As(err, &kind) {
			return &scoring.RowError{Field: kind.Field, Want: "a transaction: id, customer and time as strings, amount as a number"}
		}
		return &scoring.RowError{Want: "a transaction with the fields id, customer, time and amount, and no others"}
	}
	switch {
	case t.ID == nil:
		return &scoring.RowError{Field: "id", Want: "an id, by which the same transaction is known if it is sent again"}
	case t.Customer == nil:
		return &scoring.RowError{Field: "customer", Want: "whose transaction it is"}
	case t.Amount == nil:
		return &scoring.RowError{Field: "amount", Want: "a number, negative for a refund"}
	case t.Time == nil:
		return &scoring.RowError{Field: "time", Want: wantTime}
	}
	at, ok := parseTime(*t.Time)
	if !ok {
		return &scoring.RowError{Field: "time", Want: wantTime}
	}
	*row = store.Row{ID: *t.ID, Customer: *t.Customer, Time: at, Amount: *t.Amount}
	return nil
}

const wantTime = "a day such as 2024-05-31, or a time such as 2024-05-31T18:20:00+02:00"

func parseTime(s string) (time.Time, bool) {
	for _, layout := range []string{time.RFC3339Nano, time.DateOnly} {
		if t, err := time.Parse(layout, s); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}
