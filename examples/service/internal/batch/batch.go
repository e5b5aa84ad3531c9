// Package batch is what the library says of rows without a service: what the tests hold
// the service against.
package batch

import (
	"encoding/json"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/examples/service/scoring"
	"github.com/clientele-go/clientele/examples/service/store"
	"github.com/clientele-go/clientele/portrait"
)

// Portraits returns the JSON of each customer's portrait, by the model of a document, at
// the end of the rows.
func Portraits(document []byte, rows []store.Row) (map[string]string, error) {
	l, err := clientele.NewLedger[string](&scoring.Policy)
	if err != nil {
		return nil, err
	}
	if err := l.AddBatch(rows); err != nil {
		return nil, err
	}
	p := new(portrait.Portrayer)
	if err := json.Unmarshal(document, p); err != nil {
		return nil, err
	}
	all, err := portrait.Portraits(p, l, l.Report().Last, nil, 1)
	if err != nil {
		return nil, err
	}
	out := map[string]string{}
	for d := range all {
		if d.Err != nil {
			return nil, d.Err
		}
		text, err := json.Marshal(d.Portrait)
		if err != nil {
			return nil, err
		}
		out[d.Customer] = string(text)
	}
	return out, nil
}
