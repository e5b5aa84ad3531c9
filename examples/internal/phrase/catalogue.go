// Package phrase says in Chinese what was said in English. A text that is kept,
// stored and shown as one string is found by the format that it was made with, so
// that what makes it need not know that there is another language.
package phrase

import (
	"regexp"
	"slices"
	"strings"
	"sync"
)

// Catalogue is English formats, of verbs such as %d and %q, with their Chinese ones,
// which have the same verbs, as %[2]d where the order is another.
type Catalogue struct {
	English, Chinese []string // pairs

	once  sync.Once
	exact map[string]string
	forms []form
}

// form is a format with verbs.
type form struct {
	english *regexp.Regexp
	chinese string
	first   string // what the English begins with
}

// New returns a catalogue of pairs.
func New(pairs ...[2]string) *Catalogue {
	c := new(Catalogue)
	for _, p := range pairs {
		c.English, c.Chinese = append(c.English, p[0]), append(c.Chinese, p[1])
	}
	return c
}

var verb = regexp.MustCompile(`%(?:\[(\d+)\])?[-+0-9.]*[a-z]`)

func (c *Catalogue) prepare() {
	c.exact = map[string]string{}
	for i, english := range c.English {
		at := verb.FindAllStringIndex(english, -1)
		if at == nil {
			c.exact[strings.ReplaceAll(english, "%%", "%")] = strings.ReplaceAll(c.Chinese[i], "%%", "%")
			continue
		}
		pattern, from := "(?s)^", 0
		for _, v := range at {
			pattern += regexp.QuoteMeta(strings.ReplaceAll(english[from:v[0]], "%%", "%")) + "(.*?)"
			from = v[1]
		}
		pattern += regexp.QuoteMeta(strings.ReplaceAll(english[from:], "%%", "%")) + "$"
		c.forms = append(c.forms, form{regexp.MustCompile(pattern), c.Chinese[i], english[:at[0][0]]})
	}
	// the longer says more: "%d rows" would take what is another's
	slices.SortStableFunc(c.forms, func(a, b form) int { return len(b.english.String()) - len(a.english.String()) })
}

// Say returns the Chinese of a text, and of the texts within it; one that is not in
// the catalogue is returned as it is.
func (c *Catalogue) Say(text string) string {
	c.once.Do(c.prepare)
	if strings.HasPrefix(text, `"`) { // what stands in the data
		return text
	}
	if said, ok := c.exact[text]; ok {
		return said
	}
	for _, f := range c.forms {
		if !strings.HasPrefix(text, f.first) {
			continue
		}
		parts := f.english.FindStringSubmatch(text)
		if parts == nil {
			continue
		}
		next := 0
		out := verb.ReplaceAllStringFunc(f.chinese, func(v string) string {
			next++
			at := next
			if m := verb.FindStringSubmatch(v); m[1] != "" {
				at = int(m[1][0] - '0')
			}
			return c.Say(parts[at])
		})
		return strings.ReplaceAll(out, "%%", "%")
	}
	return text
}
