package table

import (
	_ "embed" // of the names
	"sort"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// language is the names of months and days of one language, from Unicode CLDR.
type language struct {
	name   string
	months map[string]int // folded name, wide or abbreviated, to 1 … 12
	days   map[string]bool
}

// A line a language, in the order in which equals are preferred, English first: its
// name; months in full; months cut short; days of the week. From Unicode CLDR by way of
// github.com/go-playground/locales, with whose 65 packages a test compares it.
//
//go:embed months.txt
var monthLines string

var languages = sync.OnceValue(func() (out []language) {
	for line := range strings.Lines(monthLines) {
		fields := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		lang := language{name: fields[0], months: map[string]int{}, days: map[string]bool{}}
		for _, names := range fields[1:3] {
			for i, n := range strings.Split(names, "|") {
				if f := fold(n); f != "" && !strings.ContainsAny(f, "0123456789") {
					lang.months[f] = i + 1
				}
			}
		}
		for _, n := range strings.Split(fields[3], "|") {
			lang.days[fold(n)] = true
		}
		for word, month := range moreMonths[lang.name] {
			lang.months[word] = month
		}
		out = append(out, lang)
	}
	return out
})

// moreMonths are in use and not in CLDR's tables of names within dates.
var moreMonths = map[string]map[string]int{
	"en": {"sept": 9, "june": 6, "july": 7},
	"de": {"jan": 1, "feb": 2, "mrz": 3, "mar": 3, "maerz": 3, "apr": 4, "mai": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "sept": 9, "okt": 10, "nov": 11, "dez": 12},
	"es": {"sep": 9, "set": 9, "setiembre": 9}, "fr": {"fev": 2, "dec": 12, "sep": 9, "jan": 1, "avr": 4, "mar": 3, "jui": 6, "jul": 7, "aou": 8, "oct": 10, "nov": 11},
	"nl": {"mar": 3}, "sv": {"sep": 9, "mar": 3, "jun": 6, "jul": 7}, "nb": {"mar": 3, "jun": 6, "jul": 7}, "da": {"mar": 3, "maj": 5, "jun": 6, "jul": 7},
	"ru": {"январь": 1, "февраль": 2, "март": 3, "апрель": 4, "май": 5, "июнь": 6, "июль": 7, "август": 8, "сентябрь": 9, "октябрь": 10, "ноябрь": 11, "декабрь": 12, "янв": 1, "фев": 2, "мар": 3, "апр": 4, "мая": 5, "июн": 6, "июл": 7, "авг": 8, "сен": 9, "окт": 10, "ноя": 11, "дек": 12},
	"pl": {"styczen": 1, "luty": 2, "marzec": 3, "kwiecien": 4, "maj": 5, "czerwiec": 6, "lipiec": 7, "sierpien": 8, "wrzesien": 9, "pazdziernik": 10, "listopad": 11, "grudzien": 12},
	"cs": {"leden": 1, "unor": 2, "brezen": 3, "duben": 4, "kveten": 5, "cerven": 6, "cervenec": 7, "srpen": 8, "zari": 9, "rijen": 10, "listopad": 11, "prosinec": 12},
	"uk": {"січень": 1, "лютий": 2, "березень": 3, "квітень": 4, "травень": 5, "червень": 6, "липень": 7, "серпень": 8, "вересень": 9, "жовтень": 10, "листопад": 11, "грудень": 12},
	"fi": {"tammi": 1, "helmi": 2, "maalis": 3, "huhti": 4, "touko": 5, "kesa": 6, "heina": 7, "elo": 8, "syys": 9, "loka": 10, "marras": 11, "joulu": 12, "tammikuu": 1, "helmikuu": 2, "maaliskuu": 3, "huhtikuu": 4, "toukokuu": 5, "kesakuu": 6, "heinakuu": 7, "elokuu": 8, "syyskuu": 9, "lokakuu": 10, "marraskuu": 11, "joulukuu": 12},
	"hr": {"sijecanj": 1, "veljaca": 2, "ozujak": 3, "travanj": 4, "svibanj": 5, "lipanj": 6, "srpanj": 7, "kolovoz": 8, "rujan": 9, "listopad": 10, "studeni": 11, "prosinac": 12},
	"el": {"ιανουαριος": 1, "φεβρουαριος": 2, "μαρτιος": 3, "απριλιος": 4, "μαιος": 5, "ιουνιος": 6, "ιουλιος": 7, "αυγουστος": 8, "σεπτεμβριος": 9, "οκτωβριος": 10, "νοεμβριος": 11, "δεκεμβριος": 12},
	"it": {"sett": 9}, "id": {"agu": 8, "agt": 8, "ags": 8},
}

// fold writes a word as it is compared: lower case, without accents and full stops.
func fold(word string) string {
	plain := true
	for i := range len(word) {
		if word[i] >= 0x80 {
			plain = false
		}
	}
	word = strings.ToLower(word)
	if !plain {
		word = norm.NFKD.String(word)
	}
	return strings.Map(func(r rune) rune {
		switch {
		case r == 'ı':
			return 'i'
		case r == 'ł':
			return 'l'
		case unicode.IsLetter(r) || r == ' ' || unicode.Is(unicode.Mc, r):
			return r
		case unicode.IsDigit(r):
			return r
		}
		return -1
	}, word)
}

// monthIn returns the month that a folded word names in a language, 0 if none:
// the whole name, or a beginning that only one month has (the grammatical case
// may be another).
func (l *language) monthIn(word string) int {
	if m := l.months[word]; m > 0 {
		return m
	}
	best, month, twice := 0, 0, false
	for name, m := range l.months {
		n := shared(name, word)
		if n < 3 || n < len([]rune(word))-3 {
			continue
		}
		switch {
		case n > best:
			best, month, twice = n, m, false
		case n == best && m != month:
			twice = true
		}
	}
	if twice {
		return 0
	}
	return month
}

// shared returns how many characters two words begin with alike.
func shared(a, b string) int {
	x, y := []rune(a), []rune(b)
	n := 0
	for n < len(x) && n < len(y) && x[n] == y[n] {
		n++
	}
	return n
}

// weekday reports whether a folded word is a day of the week in any language.
func weekday(word string) bool {
	for _, l := range languages() {
		if l.days[word] {
			return true
		}
	}
	return false
}

// monthName reports whether a folded word is a month in some language.
func monthName(word string) bool {
	for _, l := range languages() {
		if l.months[word] > 0 {
			return true
		}
	}
	return false
}

// monthNames decides the language of a column by all of its words: the months
// of the languages that know the most rows must agree.
func monthNames(words map[string]int) (names map[string]int, lang string, clash string) {
	type choice struct {
		at, rows, exact int
	}
	var all []choice
	languages := languages()
	for i := range languages {
		c := choice{at: i}
		for w, rows := range words {
			if languages[i].monthIn(w) > 0 {
				c.rows += rows
			}
			if languages[i].months[w] > 0 {
				c.exact += rows
			}
		}
		all = append(all, c)
	}
	sort.SliceStable(all, func(a, b int) bool {
		if all[a].rows != all[b].rows {
			return all[a].rows > all[b].rows
		}
		return all[a].exact > all[b].exact
	})
	best := all[0]
	names = map[string]int{}
	for w := range words {
		names[w] = languages[best.at].monthIn(w)
	}
	for _, c := range all[1:] {
		if c.rows < best.rows || c.exact < best.exact {
			break
		}
		for w := range words {
			if m := languages[c.at].monthIn(w); m != names[w] && languages[best.at].name != "en" {
				clash = w
			}
		}
	}
	return names, languages[best.at].name, clash
}
