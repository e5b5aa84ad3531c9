package btyd

import (
	"fmt"

	"github.com/clientele-go/clientele"
)

// few is the number of repeat purchases below which a fit says that there are few.
const few = 30

// fitTable compiles a panel for a fit, or says why it cannot identify a model.
func fitTable(p *clientele.Panel, name string) (*table, error) {
	if p == nil || p.Len() == 0 {
		return nil, fmt.Errorf("%s: %w: the panel is empty", name, clientele.ErrNoData)
	}
	t := newTable(p)
	switch {
	case t.customers == 0:
		return nil, fmt.Errorf("%s: %w: every customer has Age 0; observe them for longer", name, clientele.ErrNotIdentified)
	case t.customers == 1:
		return nil, fmt.Errorf("%s: %w: one customer says nothing about how customers differ; use parameters of a similar base", name, clientele.ErrNotIdentified)
	case t.repeats == 0:
		return nil, fmt.Errorf("%s: %w: none of the %d customers bought again; observe them for longer, or use parameters of a similar base", name, clientele.ErrNotIdentified, t.customers)
	}
	return t, nil
}

// warned adds to the fit what the data say about its quality.
func warned[M clientele.Model[M]](fit *clientele.Fit[M], t *table) *clientele.Fit[M] {
	if fit != nil && t.repeats < few {
		fit.Warnings = append(fit.Warnings, clientele.Warning{Code: clientele.WarnFewRepeats, Value: t.repeats})
	}
	return fit
}
