package postgres

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Each database is a new one, and takes what is written to it.
func TestDatabase(t *testing.T) {
	first, second := Database(t), Database(t)
	assert.NotEqual(t, first, second)
	s, err := start()
	require.NoError(t, err)
	create := func(dsn string) error {
		name := dsn[strings.LastIndexByte(dsn, '=')+1:]
		return s.run("psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-h", s.dir, "-U", "postgres", "-c", "CREATE TABLE customers (id text)", name)
	}
	assert.NoError(t, create(first))
	assert.NoError(t, create(second))
	assert.ErrorContains(t, create(first), "already exists")
}
