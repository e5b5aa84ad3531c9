package page

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestSplitLine(t *testing.T) {
	for line, want := range map[string][]string{
		"":       nil,
		"  ":     nil,
		"-top 5": {"-top", "5"},
		` -columns "customer=Kunde Nr,date='Tag'" `: {"-columns", "customer=Kunde Nr,date='Tag'"},
		`-horizon '26 weeks' -x=""`:                 {"-horizon", "26 weeks", "-x="},
		`""`:                                        {""},
	} {
		words, err := SplitLine(line)
		assert.NoError(t, err, line)
		assert.Equal(t, want, words, line)
	}
	_, err := SplitLine(`-horizon "26 weeks`)
	assert.ErrorContains(t, err, "not closed")
}
