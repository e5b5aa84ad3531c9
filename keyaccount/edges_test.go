package keyaccount

import (
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/stretchr/testify/assert"
)

// Cuts beyond the scale and shares beyond the whole are refused; those at the end are taken.
func TestEdgesOfPolicies(t *testing.T) {
	for _, p := range []FioccaPolicy{{Key: clientele.Known(5.5)}, {Difficult: clientele.Known(-.1)}, {High: clientele.Known(5.01)}} {
		assert.Error(t, p.Check(), "%+v", p)
	}
	assert.NoError(t, (&FioccaPolicy{Key: clientele.Known(5), Difficult: clientele.Known(0)}).Check())
	for _, p := range []DependencePolicy{{Ours: 1.5}, {Theirs: 1.5}, {Ours: -.1}, {Theirs: -.1}} {
		assert.Error(t, p.Check(), "%+v", p)
	}
	assert.NoError(t, (&DependencePolicy{Ours: 1, Theirs: 1}).Check())
}
