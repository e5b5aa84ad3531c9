package postgres

import (
	"errors"
	"fmt"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/stretchr/testify/assert"

	"github.com/clientele-go/clientele/examples/service/store"
)

// The server's word for a full disk is ours.
func TestNamed(t *testing.T) {
	full := fmt.Errorf("copy: %w", &pgconn.PgError{Code: "53100", Message: "could not extend file: No space left on device"})
	assert.ErrorIs(t, named(full), store.ErrFull)
	other := errors.New("connection reset by peer")
	assert.Equal(t, other, named(other))
	assert.NoError(t, named(nil))
}
