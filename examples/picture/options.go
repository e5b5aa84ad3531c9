package picture

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/clientele-go/clientele"
)

// Options are how a picture is labelled; nil and zero fields mean the defaults.
type Options struct {
	Lang     clientele.Lang // of title and labels; default English
	Currency string         // of amounts, such as "EUR"; default none
	Unit     clientele.Unit // of times, where the values do not know it themselves
}

func (o *Options) filled() Options {
	var q Options
	if o != nil {
		q = *o
	}
	if q.Lang != clientele.LangChinese {
		q.Lang = clientele.LangEnglish
	}
	return q
}

// phrase is a text in both languages.
type phrase struct{ English, Chinese string }

// say returns the phrase in the language of the picture, with its verbs filled in.
func (o *Options) say(p phrase, args ...any) string {
	s := p.English
	if o.Lang == clientele.LangChinese {
		s = p.Chinese
	}
	if len(args) == 0 {
		return s
	}
	return fmt.Sprintf(s, args...)
}

// sayMoney is say with the currency in brackets behind.
func (o *Options) sayMoney(p phrase, args ...any) string {
	return o.within(o.say(p, args...), o.Currency)
}

// within adds a unit in brackets, if there is one.
func (o *Options) within(s, unit string) string {
	switch {
	case unit == "":
		return s
	case o.Lang == clientele.LangChinese:
		return s + "（" + unit + "）"
	}
	return s + " (" + unit + ")"
}

var units = map[clientele.Unit]phrase{
	clientele.Hour: {"hours", "小时"},
	clientele.Day:  {"days", "天"},
	clientele.Week: {"weeks", "周"},
	clientele.Year: {"years", "年"},

	clientele.Year / 12: {"months", "月"},
	clientele.Year / 4:  {"quarters", "季度"},
}

// unit names the unit of times in the plural; u overrules that of the options.
func (o *Options) unit(u clientele.Unit) string {
	if u == 0 {
		u = o.Unit
	}
	if p, known := units[u]; known {
		return o.say(p)
	}
	if u == 0 {
		return o.say(phrase{"periods", "期"})
	}
	return o.say(phrase{"times " + u.String(), "× " + u.String()})
}

// unitOf returns the unit of a model that knows it.
func unitOf(model any) clientele.Unit {
	if timed, knows := model.(interface{ TimeUnit() clientele.Unit }); knows {
		return timed.TimeUnit()
	}
	return 0
}

// wrapped breaks a text into lines of at most the given width, at blanks or, where
// there are none, between Chinese characters; a word that is too long stays whole.
func wrapped(s string, size, width float64) string {
	var lines []string
	line := ""
	for _, word := range words(s) {
		if line != "" && textWidth(strings.TrimSpace(line+word), size) > width {
			lines, line = append(lines, strings.TrimSpace(line)), ""
		}
		line += word
	}
	return strings.Join(append(lines, strings.TrimSpace(line)), "\n")
}

// words cuts a text where a line may end.
func words(s string) []string {
	var out []string
	word := ""
	for _, r := range s {
		if wide(r) && !strings.ContainsRune("，。、）", r) {
			out, word = append(out, word), ""
		}
		if word += string(r); r == ' ' {
			out, word = append(out, word), ""
		}
	}
	return append(out, word)
}

func noData(where string) error { return fmt.Errorf("picture.%s: %w", where, clientele.ErrNoData) }

func badInput(where, field string, value any, want string) error {
	return &clientele.InputError{Where: "picture." + where, Field: field, Value: value, Want: want}
}

// Labelled is an enumeration of the library: it names its values in a language.
type Labelled interface {
	cmp.Ordered
	Label(lang clientele.Lang) string
}
