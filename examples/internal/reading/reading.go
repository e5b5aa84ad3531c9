// Package reading tests that what a program says can be read by whom it is for: in one
// language, with numbers that are numbers.
package reading

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/examples/internal/note"
)

var (
	fences  = regexp.MustCompile("(?s)```.*?```|`[^`\n]*`|\"[^\"\n]*\"")
	han     = regexp.MustCompile(`\p{Han}[^\n|]*`)
	english = regexp.MustCompile(`[A-Za-z]?[a-z']+ [a-z']+ [a-z']+[^\n|]*`)
	long    = regexp.MustCompile(`(?:^|[ (（：，。；/|])-?\d{5,}(?:[^\d-]|$)[^\n|]*`)
	first   = regexp.MustCompile(`(?m)^\| [^|]* \|`) // cells have names and ids
	science = regexp.MustCompile(`\d[eE][+-]?\d[^\n|]*`)
)

// Check tests a text in a language. Customers' ids may be of any.
func Check(t *testing.T, text string, lang clientele.Lang, ids ...string) {
	t.Helper()
	for _, bad := range []string{"NaN", "+Inf", "-Inf", " Inf ", "%!", "(EXTRA", "MISSING", "0001-01-01", "unassigned", "<nil>", "-0 ", "-0.00 "} {
		assert.NotContains(t, text, bad)
	}
	for _, id := range ids {
		text = strings.ReplaceAll(text, id, "id")
	}
	text = fences.ReplaceAllString(text, " ")
	found := func(what string, re *regexp.Regexp) {
		for k, m := range re.FindAllString(text, -1) {
			if k == 8 {
				break
			}
			assert.Fail(t, what, "%v: %.200s", lang, m)
		}
	}
	if lang == clientele.LangChinese {
		found("English in Chinese", english)
	} else {
		found("Chinese in English", han)
	}
	text = first.ReplaceAllString(text, "|")
	found("a number without groups", long)
	found("a number for machines", science)
}

// Writer is the answer of a program.
type Writer interface{ Write(p *note.Page) }

// Both tests an answer in both languages, and returns its texts.
func Both(t *testing.T, title note.Words, a Writer, ids ...string) (texts [2]string) {
	t.Helper()
	for k, lang := range []clientele.Lang{clientele.LangEnglish, clientele.LangChinese} {
		p := note.New(title, lang)
		var err error
		func() {
			defer note.Catch(&err)
			a.Write(p)
		}()
		assert.NoError(t, err, fmt.Sprint(lang))
		texts[k] = p.Markdown()
		Check(t, texts[k], lang, ids...)
	}
	return texts
}
