package kit

import (
	"encoding"
	"fmt"
	"strings"
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/enum"
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
		if err != nil || e.String() != string(text) || strings.ToLower(e.String()) != e.String() {
			t.Errorf("%v: the text is %q, %v: want the name, in lower case", e, text, err)
		}
		for _, label := range []string{e.String(), "en " + e.Label(clientele.LangEnglish), "zh " + e.Label(clientele.LangChinese)} {
			if seen[label] {
				t.Errorf("%q names two values", label)
			}
			seen[label] = true
		}
		var back E
		if err := P(&back).UnmarshalText(text); err != nil || back != e {
			t.Errorf("%q came back as %v, %v", text, back, err)
		}
	}
	if _, err := E(n + 1).MarshalText(); err == nil {
		t.Errorf("value %d is one too many and has a text", n+1)
	}
	var back E = 1
	if err := P(&back).UnmarshalText([]byte("no such name")); err == nil || back != 1 {
		t.Errorf("a name that is none was read as %v", back)
	}
	if E(0).String() != enum.Unassigned {
		t.Errorf("the zero value is %v", E(0))
	}
}
