package table

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/go-playground/locales"
	"github.com/go-playground/locales/af"
	"github.com/go-playground/locales/ar"
	"github.com/go-playground/locales/az"
	"github.com/go-playground/locales/be"
	"github.com/go-playground/locales/bg"
	"github.com/go-playground/locales/bn"
	"github.com/go-playground/locales/bs"
	"github.com/go-playground/locales/ca"
	"github.com/go-playground/locales/cs"
	"github.com/go-playground/locales/cy"
	"github.com/go-playground/locales/da"
	"github.com/go-playground/locales/de"
	"github.com/go-playground/locales/de_AT"
	"github.com/go-playground/locales/el"
	"github.com/go-playground/locales/en"
	"github.com/go-playground/locales/es"
	"github.com/go-playground/locales/et"
	"github.com/go-playground/locales/eu"
	"github.com/go-playground/locales/fa"
	"github.com/go-playground/locales/fi"
	"github.com/go-playground/locales/fil"
	"github.com/go-playground/locales/fr"
	"github.com/go-playground/locales/fr_CA"
	"github.com/go-playground/locales/ga"
	"github.com/go-playground/locales/gl"
	"github.com/go-playground/locales/he"
	"github.com/go-playground/locales/hi"
	"github.com/go-playground/locales/hr"
	"github.com/go-playground/locales/hu"
	"github.com/go-playground/locales/hy"
	"github.com/go-playground/locales/id"
	"github.com/go-playground/locales/is"
	"github.com/go-playground/locales/it"
	"github.com/go-playground/locales/ka"
	"github.com/go-playground/locales/kk"
	"github.com/go-playground/locales/lt"
	"github.com/go-playground/locales/lv"
	"github.com/go-playground/locales/mk"
	"github.com/go-playground/locales/ms"
	"github.com/go-playground/locales/mt"
	"github.com/go-playground/locales/nb"
	"github.com/go-playground/locales/nl"
	"github.com/go-playground/locales/nn"
	"github.com/go-playground/locales/pl"
	"github.com/go-playground/locales/pt"
	"github.com/go-playground/locales/pt_PT"
	"github.com/go-playground/locales/ro"
	"github.com/go-playground/locales/ru"
	"github.com/go-playground/locales/sk"
	"github.com/go-playground/locales/sl"
	"github.com/go-playground/locales/sq"
	"github.com/go-playground/locales/sr"
	"github.com/go-playground/locales/sr_Latn"
	"github.com/go-playground/locales/sv"
	"github.com/go-playground/locales/sw"
	"github.com/go-playground/locales/ta"
	"github.com/go-playground/locales/te"
	"github.com/go-playground/locales/th"
	"github.com/go-playground/locales/tr"
	"github.com/go-playground/locales/uk"
	"github.com/go-playground/locales/ur"
	"github.com/go-playground/locales/uz"
	"github.com/go-playground/locales/vi"
	"github.com/go-playground/locales/zh"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// months.txt is what CLDR says; TABLE_UPDATE=1 writes it anew.
func TestMonthNames(t *testing.T) {
	var want strings.Builder
	for _, l := range []locales.Translator{
		en.New(), de.New(), de_AT.New(), fr.New(), fr_CA.New(), es.New(), pt.New(), pt_PT.New(), it.New(), nl.New(), zh.New(), ru.New(), pl.New(), sv.New(), da.New(), nb.New(), nn.New(), fi.New(), is.New(), cs.New(), sk.New(), hu.New(), ro.New(), bg.New(), hr.New(), sr.New(), sr_Latn.New(), bs.New(), sl.New(), mk.New(), uk.New(), be.New(), lt.New(), lv.New(), et.New(), el.New(), tr.New(), az.New(), ca.New(), gl.New(), eu.New(), ga.New(), cy.New(), sq.New(), mt.New(), af.New(), sw.New(), id.New(), ms.New(), fil.New(), vi.New(), th.New(), hi.New(), bn.New(), ta.New(), te.New(), ur.New(), ar.New(), fa.New(), he.New(), hy.New(), ka.New(), kk.New(), uz.New(),
	} {
		days := slices.Concat(l.WeekdaysWide(), l.WeekdaysAbbreviated(), l.WeekdaysShort())
		fields := []string{l.Locale()}
		for _, names := range [][]string{l.MonthsWide(), l.MonthsAbbreviated(), days} {
			fields = append(fields, strings.Join(names, "|"))
		}
		want.WriteString(strings.Join(fields, "\t") + "\n")
		assert.LessOrEqual(t, len(l.MonthsWide()), 12, l.Locale())
	}
	if os.Getenv("TABLE_UPDATE") != "" {
		require.NoError(t, os.WriteFile("months.txt", []byte(want.String()), 0o644))
		return
	}
	assert.Equal(t, want.String(), monthLines)
}
