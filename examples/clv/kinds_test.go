package main

import (
	"math"
	"testing"

	"github.com/clientele-go/clientele/examples/internal/cases"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// One base of purchases and one of histories, as users' exports write them: each
// file gives the plain file's equity, or says why not. The kinds are those of the
// list that readers of such files are asked for.
func TestKinds(t *testing.T) {
	all := append(cases.Logs(), cases.Histories()...)
	type plain struct {
		equity float64
		notes  map[string]bool
	}
	of := func(kind, text string) plain {
		v := judge(t, kind, write(t, text), "-model", "bgnbd")
		require.Empty(t, v.Error)
		p := plain{*v.Equity.Value, map[string]bool{}}
		for _, n := range v.Report.Notes {
			p.notes[n] = true
		}
		return p
	}
	log, histories := of("-transactions", cases.Plain()), of("-histories", cases.PlainHistories())
	require.Empty(t, log.notes, "nothing is said of the plain file")
	kinds := map[string]int{}
	right := 0
	for _, c := range all {
		t.Run(c.Kind+"/"+c.Name, func(t *testing.T) {
			kind, want := "-transactions", log
			if c.History {
				kind, want = "-histories", histories
			}
			v := judge(t, append([]string{kind, write(t, c.Text), "-model", "bgnbd"}, c.Args...)...)
			said := v.Error != "" && v.status != 0
			for _, n := range v.Report.Notes {
				said = said || !want.notes[n]
			}
			ok := v.Equity.Value != nil && math.Abs(*v.Equity.Value/want.equity-1) < 1e-6
			if ok {
				right++
			}
			t.Logf("right %v, said %v: %s %q", ok, said, v.Error, v.Report.Notes)
			if !ok && !(c.Said && said) {
				t.Errorf("%s %q: equity is not %v", v.Error, v.Report.Notes, want.equity)
				if v.Equity.Value != nil {
					t.Error(*v.Equity.Value)
				}
			}
		})
		kinds[c.Kind]++
	}
	assert.GreaterOrEqual(t, len(all), 33)
	t.Logf("%d files of %d kinds, %d give the plain file's equity", len(all), len(kinds), right)
}
