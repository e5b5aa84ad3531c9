package scoring

import (
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/examples/service/store"
)

// RowError is why one row cannot be taken.
type RowError struct {
	Row   int    `json:"row"` // index in the batch
	ID    string `json:"id"`
	Field string `json:"field"`
	Want  string `json:"want"` // what would be taken
}

// RowsError lists the rows for which a batch was refused; nothing of it was taken.
type RowsError struct {
	Rows     []RowError
	Conflict bool // the rows are good, but their ids are taken
}

func (e *RowsError) Error() string {
	return fmt.Sprintf("%d rows cannot be taken; nothing of the batch was", len(e.Rows))
}

const (
	// longest is the length of an id, in bytes.
	longest = 200
	// ahead is how far a row may lie ahead of the clock: the time zones of the world.
	ahead = 24 * time.Hour
)

// check returns the rows with one of each id, times cut to microseconds, or what is
// wrong with each bad one.
func (b *Base) check(rows []store.Row) ([]store.Row, error) {
	scratch, err := clientele.NewLedger[string](&Policy)
	if err != nil {
		return nil, err
	}
	latest := b.now().Add(ahead)
	seen := make(map[string]store.Row, len(rows))
	unique := make([]store.Row, 0, len(rows))
	var bad RowsError
	for i, r := range rows {
		refuse := func(field, want string) { bad.Rows = append(bad.Rows, RowError{i, r.ID, field, want}) }
		r.Time = r.Time.UTC().Truncate(time.Microsecond)
		before, again := seen[r.ID]
		switch {
		case !named(r.ID):
			refuse("id", wantName)
		case !named(r.Customer):
			refuse("customer", wantName)
		case r.Time.After(latest):
			refuse("time", "a time that is not ahead of the server's clock, "+b.now().UTC().Format(time.RFC3339))
		case again && before != r:
			refuse("id", "an id that no other row of the batch has with other content")
		case again:
		default:
			var input *clientele.InputError
			if err := scratch.Add(r); errors.As(err, &input) {
				refuse(strings.ToLower(input.Field), input.Want)
				continue
			} else if err != nil {
				return nil, err
			}
			seen[r.ID] = r
			unique = append(unique, r)
		}
	}
	if bad.Rows != nil {
		return nil, &bad
	}
	return unique, nil
}

var wantName = fmt.Sprintf("1 to %d bytes of UTF-8 without a zero byte", longest)

func named(s string) bool {
	return s != "" && len(s) <= longest && utf8.ValidString(s) && !strings.ContainsRune(s, 0)
}

// conflicts says which rows of the batch have ids that are stored with other content.
func conflicts(unique, rows []store.Row, e *store.ConflictError) error {
	taken := map[string]bool{}
	for _, i := range e.Rows {
		taken[unique[i].ID] = true
	}
	bad := RowsError{Conflict: true}
	for i, r := range rows {
		if taken[r.ID] {
			bad.Rows = append(bad.Rows, RowError{i, r.ID, "id", "an id that is not stored already with another customer, time or amount"})
		}
	}
	return &bad
}
