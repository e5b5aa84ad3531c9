package table

import (
	"fmt"

	"github.com/clientele-go/clientele"
)

// few is the number of repeat purchases below which a fit says that there are few.
const few = 30

// ForFit compiles a panel for a fit, or says why it cannot identify a model.
func ForFit(p *clientele.Panel, name string) (*Table, error) {
	if p == nil || p.Len() == 0 {
		return nil, fmt.Errorf("%s: %w: the panel is empty", name, clientele.ErrNoData)
	}
	t := New(p)
	t.TimeUnit, t.AsOf = p.Unit, p.AsOf
	switch {
	case t.Customers == 0:
		return nil, fmt.Errorf("%s: %w: every customer has Age 0; observe them for longer", name, clientele.ErrNotIdentified)
	case t.Customers == 1:
		return nil, fmt.Errorf("%s: %w: one customer says nothing about how customers differ; use parameters of a similar base", name, clientele.ErrNotIdentified)
	case t.Repeats == 0:
		return nil, fmt.Errorf("%s: %w: none of the %d customers bought again; observe them for longer, or use parameters of a similar base", name, clientele.ErrNotIdentified, t.Customers)
	}
	return t, nil
}

// Conclude adds to the fit what the data say: the unit of the times, the end of
// observation, and whether there is little to learn from.
func Conclude[M clientele.Model[M]](fit *clientele.Fit[M], t *Table) *clientele.Fit[M] {
	if fit == nil {
		return nil
	}
	if timed, ok := any(fit.Model).(clientele.Timed[M]); ok {
		fit.Model = timed.WithUnit(t.TimeUnit)
	}
	fit.AsOf = t.AsOf
	if t.Repeats < few {
		fit.Warnings = append(fit.Warnings, clientele.Warning{Code: clientele.WarnFewRepeats, Value: t.Repeats})
	}
	return fit
}
