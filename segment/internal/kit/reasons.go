package kit

import (
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/reason"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// CheckReasons checks that each code with the prefix has a text in both
// languages, and that the reasons given are among them and not empty.
func CheckReasons(t *testing.T, prefix string, given ...[]clientele.Reason) {
	t.Helper()
	codes := reason.Codes(prefix)
	require.NotEmpty(t, codes)
	for _, code := range codes {
		r := clientele.Reason{Code: code, Value: 12.5, Limit: 99}
		english, chinese := r.Text(clientele.LangEnglish), r.Text(clientele.LangChinese)
		assert.NotEqual(t, english, chinese)
		assert.NotContains(t, english+chinese, "{")
	}
	for i, reasons := range given {
		require.NotEmpty(t, reasons, i)
		for _, r := range reasons {
			require.Contains(t, codes, r.Code)
		}
	}
}
