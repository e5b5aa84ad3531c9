package table

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"golang.org/x/text/currency"
)

func TestISOCodes(t *testing.T) {
	n := 0
	for a := 'A'; a <= 'Z'; a++ {
		for b := 'A'; b <= 'Z'; b++ {
			for c := 'A'; c <= 'Z'; c++ {
				code := string([]rune{a, b, c})
				if _, err := currency.ParseISO(code); err == nil {
					n++
					assert.True(t, isoCodes()[code], code)
				}
			}
		}
	}
	assert.Len(t, isoCodes(), n)
}
