package portrait_test

import (
	"context"
	"maps"
	"math"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mathext"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/loyalty"
	"github.com/clientele-go/clientele/portrait"
	"github.com/clientele-go/clientele/value"
)

// numbers are what a caller can read, by where: exported fields, and exported
// methods without arguments, of verdicts, of what they were made from and of policies.
type numbers map[string][]float64

var tiers = regexp.MustCompile(`\.(General|Important|Strategic)\.`)

func (n numbers) put(path string, x float64) {
	if !math.IsNaN(x) {
		path = tiers.ReplaceAllString(path, ".(tier).")
		n[path] = append(n[path], x)
	}
}

func (n numbers) collect(path string, v reflect.Value, depth int) {
	if depth == 0 || !v.IsValid() || v.Type() == reflect.TypeFor[clientele.Reason]() {
		return
	}
	switch v.Kind() {
	case reflect.Float64:
		n.put(path, v.Float())
	case reflect.Int, reflect.Int32, reflect.Int64:
		if _, enum := v.Interface().(interface{ Label(clientele.Lang) string }); !enum {
			n.put(path, float64(v.Int()))
		}
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			n.collect(path, v.Elem(), depth)
		}
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			n.collect(path+"[]", v.Index(i), depth-1)
		}
	case reflect.Struct:
		n.collectStruct(path, v, depth)
	}
}

func (n numbers) collectStruct(path string, v reflect.Value, depth int) {
	for i := range v.NumField() {
		switch f := v.Type().Field(i); {
		case f.Anonymous:
			n.collect(path, v.Field(i), depth)
		case f.IsExported():
			n.collect(path+"."+f.Name, v.Field(i), depth-1)
		}
	}
	if !v.CanInterface() || !strings.HasPrefix(v.Type().PkgPath(), "github.com/clientele-go/") {
		return
	}
	switch x := v.Interface().(type) {
	case clientele.Measure:
		n.put(path, x.Or(math.NaN()))
		return
	case clientele.Ratio:
		n.put(path+": share", x.Hits/x.Trials)
		return
	}
	p := reflect.New(v.Type())
	p.Elem().Set(v)
	for i := range p.NumMethod() {
		m := p.Type().Method(i)
		out := m.Type.NumOut()
		known := out == 2 && m.Type.Out(1).Kind() == reflect.Bool // a number, and whether it is one
		if m.Type.NumIn() != 1 || out != 1 && !known || m.Name == "Check" || m.Type.Out(0) == v.Type() {
			continue
		}
		if results := p.Method(i).Call(nil); !known || results[1].Bool() {
			n.collect(path+"."+m.Name+"()", results[0], depth-1)
		}
	}
}

// source is a number of a reason about an aspect.
type source struct{ aspect, code, slot string }

// sources are the places at which a number was found of every customer so far.
type sources map[source]map[string]bool

func (s sources) find(at source, x float64, places ...numbers) {
	if math.IsNaN(x) {
		return
	}
	here := map[string]bool{}
	for _, n := range places {
		for path, values := range n {
			for _, v := range values {
				switch x {
				case v:
					here[path] = true
				case 1 - v:
					here["1 − "+path] = true
				case math.Round(v):
					here[path+", rounded"] = true
				}
			}
		}
	}
	if s[at] == nil {
		s[at] = here
	}
	for path := range s[at] {
		if !here[path] {
			delete(s[at], path)
		}
	}
}

// computed are the numbers that stand nowhere: each from what is documented.
func computed(p *portrait.Portrayer, w *portrait.Portrait) numbers {
	n := numbers{}
	n.put("0.35, documented at the code", 0.35)
	n.put("none", 0)
	n.put("days from AsOf to Next.Until", math.Round(w.Next.Until.Sub(w.AsOf).Hours()/24))
	after, record := p.Policy().AfterSales, w.AfterSales.Record
	made, _ := loyalty.NewAfterSalesClassifier(&after)
	after = made.Policy()
	weighed := record.Complaints.Hits - (1-after.Settled.Or(0))*record.Settled
	few := loyalty.BetaBinomial{Alpha: .15, Beta: 4.85} // that of a loyalty score of an unknown base
	n.put("complaints, settled ones weighed, shrunk to 3 %", few.Shrunk(clientele.Ratio{Hits: weighed, Trials: record.Complaints.Trials}))
	a, b := record.Satisfaction.Hits+.5, record.Satisfaction.Trials-record.Satisfaction.Hits+.5
	n.put("P(satisfaction >= Satisfied) of Beta(½, ½) and the answers", 1-mathext.RegIncBeta(a, b, after.Satisfied))
	n.collect("AfterSales", reflect.ValueOf(after), 2)
	return n
}

var written = regexp.MustCompile(`\d[\d,]*(?:\.\d+)?(?:e[+-]\d+)?`)

// shown asserts that the numbers in the text of a reason are its own two, and those
// that the text has whatever they are.
func shown(t *testing.T, r clientele.Reason) {
	t.Helper()
	for _, lang := range []clientele.Lang{clientele.LangEnglish, clientele.LangChinese} {
		always := written.FindAllString(clientele.Reason{Code: r.Code, Value: math.NaN(), Limit: math.NaN()}.Text(lang), -1)
		text := r.Text(lang)
		for _, token := range written.FindAllString(text, -1) {
			if slices.Contains(always, token) {
				continue
			}
			x, err := strconv.ParseFloat(strings.ReplaceAll(token, ",", ""), 64)
			require.NoError(t, err)
			_, decimals, _ := strings.Cut(token, ".")
			digit := math.Pow10(-len(decimals))
			if strings.Contains(token, "e") {
				digit = 1e-3 * x
			}
			found := false
			for _, own := range []float64{r.Value, r.Limit} {
				for _, unit := range []float64{1, 100, 1e-4, 1e-8} { // as it is, per cent, 万, 亿
					found = found || math.Abs(math.Abs(own)*unit-x) <= .5001*digit
				}
			}
			assert.True(t, found, "%s in %q is neither %v nor %v", token, text, r.Value, r.Limit)
		}
	}
}

// Every number that a portrait quotes in a reason, in either language, is one that the
// caller can read at one and the same place for every customer of whom it is said: in
// the portrait, in the dossier, in the portrayer and its policy, or that follows from
// them as documented. Bases with and without contracts, facts and accounts.
func TestEveryQuotedNumberIsTheCallers(t *testing.T) {
	l, asOf := shop(400)
	members, later, _ := club(200)
	found := sources{}
	for _, b := range []struct {
		l      *clientele.Ledger[int]
		asOf   time.Time
		policy *portrait.PortraitPolicy
	}{{l, asOf, nil}, {members, later, &portrait.PortraitPolicy{Term: value.Month}}} {
		p, err := portrait.Fit(context.Background(), b.l, b.asOf, factsOf, b.policy)
		require.NoError(t, err)
		base := numbers{}
		base.collect("Portrayer", reflect.ValueOf(p), 7)
		dossiers, err := portrait.Dossiers(p, b.l, b.asOf, factsOf)
		require.NoError(t, err)
		for customer, reading := range dossiers {
			require.NoError(t, reading.Err)
			w, err := p.ClassifyWithin(&reading.Dossier, .9)
			require.NoError(t, err)
			own, rules := numbers{}, computed(p, &w)
			own.collect("Portrait", reflect.ValueOf(&w), 5)
			own.collect("Dossier", reflect.ValueOf(&reading.Dossier), 5)
			look := func(aspect string, reasons []clientele.Reason, places ...numbers) {
				for _, r := range reasons {
					shown(t, r)
					found.find(source{aspect, r.Code, "value"}, r.Value, places...)
					found.find(source{aspect, r.Code, "limit"}, r.Limit, places...)
				}
			}
			for _, s := range w.Statements(clientele.LangEnglish) {
				look(s.Aspect.String(), s.Reasons, own, base, rules)
			}
			for _, u := range w.Unknown {
				look("unknown", u.AppendReasons(nil), own, base, rules)
			}
			plan, err := portrait.Plan(slices.Values([]portrait.Drawing[int]{{Customer: customer, Portrait: w}}), nil)
			require.NoError(t, err)
			for _, c := range slices.Concat(plan.Call, plan.WinBack, plan.Thank, plan.Alone) {
				contact := numbers{}
				contact.collect("Contact", reflect.ValueOf(c), 2)
				look("contact", c.AppendReasons(nil), contact)
			}
		}
		if p.Loss != nil {
			evidence := numbers{}
			evidence.collect("LossRule", reflect.ValueOf(p.Loss), 6)
			for _, r := range p.Loss.AppendReasons(nil) {
				shown(t, r)
				found.find(source{"rule of loss", r.Code, "value"}, r.Value, evidence)
				found.find(source{"rule of loss", r.Code, "limit"}, r.Limit, evidence)
			}
		}
	}
	for at, places := range found {
		t.Log(at, slices.MinFunc(append(slices.Collect(maps.Keys(places)), strings.Repeat("?", 99)), func(a, b string) int { return len(a) - len(b) }))
		assert.NotEmpty(t, places, "%v: the caller cannot tell where this number comes from", at)
	}
	t.Logf("%d numbers of reasons", len(found))
	assert.Greater(t, len(found), 150)
}
