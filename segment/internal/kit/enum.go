package kit

import (
	"encoding"
	"fmt"
	"strings"
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/enum"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// enumeration is what every enumeration can do.
type enumeration interface {
	~uint8
	fmt.Stringer
	encoding.TextMarshaler
	Label(clientele.Lang) string
}

// CheckEnum walks all values: names and labels differ, and text comes back.
func CheckEnum[E enumeration, P interface {
	*E
	encoding.TextUnmarshaler
}](t *testing.T, n int) {
	t.Helper()
	seen := map[string]bool{}
	for e := E(1); int(e) <= n; e++ {
		text, err := e.MarshalText()
		require.NoError(t, err)
		assert.Equal(t, e.String(), string(text))
		assert.Equal(t, strings.ToLower(e.String()), e.String())
		for _, label := range []string{e.String(), "en " + e.Label(clientele.LangEnglish), "zh " + e.Label(clientele.LangChinese)} {
			assert.False(t, seen[label], label)
			seen[label] = true
		}
		var back E
		require.NoError(t, P(&back).UnmarshalText(text))
		assert.Equal(t, e, back)
	}
	_, err := E(n + 1).MarshalText()
	assert.Error(t, err, "one value too many")
	var back E = 1
	assert.Error(t, P(&back).UnmarshalText([]byte("no such name")))
	assert.Equal(t, E(1), back)
	assert.Equal(t, enum.Unassigned, E(0).String())
}
