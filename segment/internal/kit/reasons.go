package kit

import (
	"slices"
	"strings"
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/reason"
)

// CheckReasons checks that each code with the prefix has a text in both
// languages, and that the reasons given are among them and not empty.
func CheckReasons(t *testing.T, prefix string, given ...[]clientele.Reason) {
	t.Helper()
	codes := reason.Codes(prefix)
	if len(codes) == 0 {
		t.Fatalf("no code begins with %q", prefix)
	}
	for _, code := range codes {
		r := clientele.Reason{Code: code, Value: 12.5, Limit: 99}
		english, chinese := r.Text(clientele.LangEnglish), r.Text(clientele.LangChinese)
		if english == chinese || strings.Contains(english+chinese, "{") {
			t.Errorf("%s reads %q and %q", code, english, chinese)
		}
	}
	for i, reasons := range given {
		if len(reasons) == 0 {
			t.Fatalf("verdict %d has no reason", i)
		}
		for _, r := range reasons {
			if !slices.Contains(codes, r.Code) {
				t.Fatalf("verdict %d has the reason %s, which is none of %s…", i, r.Code, prefix)
			}
		}
	}
}
