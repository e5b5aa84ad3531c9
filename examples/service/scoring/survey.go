package scoring

import (
	"context"
	"iter"
	"time"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/examples/service/store"
	"github.com/clientele-go/clientele/lifecycle"
	"github.com/clientele-go/clientele/portrait"
	"github.com/clientele-go/clientele/segment"
	"github.com/clientele-go/clientele/segment/rfm"
	"github.com/clientele-go/clientele/value/btyd"
)

// Plan is whom to call, as of a day.
type Plan struct {
	*portrait.ContactPlan[string]
	AsOf  time.Time
	Model store.Model
}

// Group is the customers with one verdict.
type Group struct {
	Name      string  `json:"name"`
	Label     string  `json:"label"`
	Customers int     `json:"customers"`
	Worth     float64 `json:"worth"`
}

// Report is what there is to say of a whole base.
type Report struct {
	AsOf      time.Time
	Model     store.Model
	Choice    []clientele.Reason // why the model was chosen
	Log       clientele.LedgerReport
	Drift     *btyd.FitDrift // of the latest check; nil if there was none
	Customers int
	Lost      int
	Conflicts int
	Worth     float64
	Stages    Groups[lifecycle.Stage]
	Segments  Groups[rfm.Segment]
	Bands     Groups[segment.Band]
	Advice    Groups[portrait.Advice]
}

// Groups counts customers by a verdict.
type Groups[V verdict] map[V]Group

// verdict is an enumeration with names and labels.
type verdict interface {
	~uint8
	String() string
	Label(clientele.Lang) string
}

func (g Groups[V]) add(v V, worth float64) {
	n := g[v]
	n.Customers++
	n.Worth += worth
	g[v] = n
}

// List returns the groups in the order of the verdicts, named in a language.
func (g Groups[V]) List(lang clientele.Lang) []Group {
	out := []Group{}
	for v := V(0); len(out) < len(g); v++ {
		if n, ok := g[v]; ok {
			n.Name, n.Label = v.String(), v.Label(lang)
			out = append(out, n)
		}
	}
	return out
}

// begin waits until nobody else goes through a whole base, which takes a processor for
// seconds and a copy of the ledger: however many ask, customers are answered meanwhile.
func (b *Base) begin(ctx context.Context) (end func(), err error) {
	select {
	case b.survey <- struct{}{}:
		return func() { <-b.survey }, nil
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
}

// drawings draws everybody, on a copy: the ledger goes on.
func (b *Base) drawings(ctx context.Context, asOf time.Time) (*fitted, *clientele.Ledger[string], time.Time, iter.Seq[portrait.Drawing[string]], error) {
	f, asOf, err := b.current(asOf)
	if err != nil {
		return nil, nil, asOf, nil, err
	}
	l, _, _, _, err := b.snapshot(ctx)
	if err != nil {
		return nil, nil, asOf, nil, err
	}
	all, err := portrait.Portraits(f.Portrayer, l, asOf, nil, 1)
	if err != nil {
		return nil, nil, asOf, nil, err
	}
	return f, l, asOf, func(yield func(portrait.Drawing[string]) bool) {
		for d := range all {
			if d.Err == nil {
				d.Err = context.Cause(ctx)
			}
			if !yield(d) {
				return
			}
		}
	}, nil
}

// Plan makes the lists of whom to call under a budget.
func (b *Base) Plan(ctx context.Context, asOf time.Time, policy *portrait.ContactPolicy) (Plan, error) {
	if err := policy.Check(); err != nil {
		return Plan{}, err
	}
	end, err := b.begin(ctx)
	if err != nil {
		return Plan{}, err
	}
	defer end()
	f, _, asOf, all, err := b.drawings(ctx, asOf)
	if err != nil {
		return Plan{}, err
	}
	plan, err := portrait.Plan(all, policy)
	return Plan{plan, asOf, f.Model}, err
}

// Report counts the whole base.
func (b *Base) Report(ctx context.Context, asOf time.Time) (*Report, error) {
	end, err := b.begin(ctx)
	if err != nil {
		return nil, err
	}
	defer end()
	f, l, asOf, all, err := b.drawings(ctx, asOf)
	if err != nil {
		return nil, err
	}
	r := &Report{AsOf: asOf, Model: f.Model, Choice: f.AppendReasons(nil), Log: l.Report(), Drift: b.tending.drifted(),
		Stages: Groups[lifecycle.Stage]{}, Segments: Groups[rfm.Segment]{}, Bands: Groups[segment.Band]{}, Advice: Groups[portrait.Advice]{}}
	for d := range all {
		if d.Err != nil {
			return nil, d.Err
		}
		p := &d.Portrait
		worth := p.Worth.Value
		r.Customers++
		r.Worth += worth
		if p.Loss.Lost() {
			r.Lost++
		}
		if len(p.Conflicts) > 0 {
			r.Conflicts++
		}
		r.Stages.add(p.Stage.Stage, worth)
		r.Segments.add(p.Segment.Segment, worth)
		r.Bands.add(p.Band.Band, worth)
		r.Advice.add(p.Advice, worth)
	}
	return r, nil
}
