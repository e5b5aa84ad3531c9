package hmm

import (
	"fmt"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/reason"
)

// Codes of warnings of a fit.
const (
	WarnTwins = "hmm.twins" // two states with nearly the same expected count; value: ratio of the counts
	WarnEmpty = "hmm.empty" // hardly anybody is ever in a state; value: expected share of the customers
)

var _ = reason.Register(map[string]reason.Text{
	WarnTwins: {
		English: "{subject} stand for nearly the same expected count (ratio {value}): fewer states may do",
		Chinese: "{subject} 对应的期望次数几乎相同（比值 {value}）：可减少状态数"},
	WarnEmpty: {
		English: "{subject} is nearly empty in the long run (share {value}): fewer states may do",
		Chinese: "{subject} 长期几乎无人（占比 {value}）：可减少状态数"},
})

// twins warns of states that are nearly the same or nearly empty.
func twins(m HiddenMarkov, customers int) []clientele.Warning {
	var out []clientele.Warning
	w, _ := m.widths()
	x := make([]float64, w)
	for k := 1; k < m.States(); k++ {
		if ratio := m.ExpectedCount(k, x) / m.ExpectedCount(k-1, x); ratio < 1.05 {
			out = append(out, clientele.Warning{Code: WarnTwins, Subject: fmt.Sprintf("mean.%d and mean.%d", k, k+1), Value: ratio})
		}
	}
	_, z := m.widths()
	p := append([]float64(nil), m.Initial...)
	total := append([]float64(nil), p...)
	for range 23 { // a share of the first two dozen periods
		p = m.StatesAhead(p, 1, steady(z))
		for k, v := range p {
			total[k] += v
		}
	}
	for k, v := range total {
		if share := v / 24; share*float64(customers) < 5 && share < 0.01 {
			out = append(out, clientele.Warning{Code: WarnEmpty, Subject: fmt.Sprintf("the state of mean.%d", k+1), Value: share})
		}
	}
	return out
}
