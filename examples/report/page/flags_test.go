package page

import (
	"flag"
	"io"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
)

// The flags stand alone, as a page in a browser has them.
func TestFlags(t *testing.T) {
	parsed := func(line string) (*Flags, error) {
		words, err := SplitLine(line)
		require.NoError(t, err)
		set := flag.NewFlagSet("options", flag.ContinueOnError)
		set.SetOutput(io.Discard)
		var f Flags
		f.Define(set)
		require.NoError(t, set.Parse(words))
		return &f, f.Fill()
	}
	f, err := parsed(`-lang zh -currency CNY -margin 0.3 -horizon "26 weeks"`)
	require.NoError(t, err)
	assert.Equal(t, clientele.LangChinese, f.Options.Lang)
	assert.Equal(t, "CNY", f.Options.Currency)
	assert.Equal(t, 15, f.Options.Top)
	assert.Equal(t, 0.3, f.Options.Policy.Margin)
	for _, line := range []string{"-lang fr", "-top 0", "-margin 2", "-horizon soon", "-as-of soon"} {
		_, err := parsed(line)
		assert.Error(t, err, line)
	}
}
