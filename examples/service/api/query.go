package api

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"golang.org/x/text/language"

	"github.com/clientele-go/clientele"
)

// query reads the parameters of a request; the first one that is wrong is its error.
type query struct {
	values url.Values
	err    error
}

// parameters returns the query of a request, which has no parameters but those named.
func parameters(r *http.Request, names ...string) *query {
	values, err := url.ParseQuery(r.URL.RawQuery)
	q := &query{values: values}
	if err != nil {
		q.err = badRequest("the query cannot be read")
	}
	for name, v := range values {
		if !slices.Contains(names, name) || len(v) > 1 {
			q.err = badRequest("the parameters are %q, each once", names)
		}
	}
	return q
}

// number returns a parameter in [lowest, highest], or what stands for a missing one.
func (q *query) number(name string, missing, lowest, highest float64) float64 {
	s := q.values.Get(name)
	if s == "" {
		return missing
	}
	v, err := strconv.ParseFloat(s, 64)
	if err != nil || !(v >= lowest && v <= highest) {
		q.err = badRequest("%s: a number from %v to %v", name, lowest, highest)
	}
	return v
}

// day returns as_of, zero if it is missing.
func (q *query) day() (t time.Time) {
	s := q.values.Get("as_of")
	if s == "" {
		return t
	}
	t, ok := parseTime(s)
	if !ok {
		q.err = badRequest("as_of: %s", wantTime)
	}
	return t
}

func (q *query) flag(name string) bool {
	v, err := strconv.ParseBool(q.values.Get(name))
	if err != nil && q.values.Has(name) {
		q.err = badRequest("%s: true or false", name)
	}
	return v
}

var (
	tags     = []language.Tag{language.English, language.SimplifiedChinese}
	langs    = []clientele.Lang{clientele.LangEnglish, clientele.LangChinese}
	matching = language.NewMatcher(tags)
)

// languageOf returns the language of the answer, English if the client likes none
// that there is, and says so.
func languageOf(w http.ResponseWriter, r *http.Request) clientele.Lang {
	_, i := language.MatchStrings(matching, r.Header.Get("Accept-Language"))
	w.Header().Set("Vary", "Accept-Language, Accept")
	w.Header().Set("Content-Language", []string{"en", "zh-CN"}[i])
	return langs[i]
}

func texts(reasons []clientele.Reason, lang clientele.Lang) []string {
	out := make([]string, len(reasons))
	for i, r := range reasons {
		out[i] = r.Text(lang)
	}
	return out
}
