package scoring

import (
	"context"
	"errors"

	"github.com/clientele-go/clientele/examples/service/store"
)

// Receipt acknowledges rows: they are on the disk, and in the scores.
type Receipt struct {
	Rows    int      `json:"rows"`    // taken
	Added   int      `json:"added"`   // of them, new; the others were there already
	Changes []Change `json:"changes"` // whose stage changed with them
}

// Ingest takes all rows or none. The error is a *RowsError for rows that cannot be
// taken, or the store's.
func (b *Base) Ingest(ctx context.Context, rows []store.Row) (Receipt, error) {
	unique, err := b.check(rows)
	if err != nil {
		return Receipt{}, err
	}
	if err := b.take(ctx); err != nil {
		return Receipt{}, err
	}
	defer b.pass()
	added, seq, err := b.store.Append(ctx, b.Tenant.ID, unique)
	var conflict *store.ConflictError
	if errors.As(err, &conflict) {
		return Receipt{}, conflicts(unique, rows, conflict)
	}
	if err != nil { // a commit that was not answered may have been done: the next seq tells
		return Receipt{}, err
	}
	receipt := Receipt{Rows: len(rows), Added: len(added)}
	if seq != b.seq+int64(len(added)) { // rows came before whose answer was lost, or of another process
		return receipt, b.catchUp(ctx)
	}
	receipt.Changes, err = b.apply(added)
	return receipt, err
}
