package intake

import (
	"fmt"
	"strings"

	"github.com/clientele-go/clientele"
)

// ParseLang reads the language of a flag.
func ParseLang(s string) (clientele.Lang, error) {
	switch strings.ToLower(strings.TrimSpace(s)) {
	case "en":
		return clientele.LangEnglish, nil
	case "zh", "zh-cn":
		return clientele.LangChinese, nil
	}
	return 0, fmt.Errorf("%q is not known: give en or zh", s)
}
