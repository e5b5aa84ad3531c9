package portrait

import (
	"fmt"
	"iter"
	"math"
	"time"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/wire"
	"github.com/clientele-go/clientele/keyaccount"
	"github.com/clientele-go/clientele/lifecycle"
	"github.com/clientele-go/clientele/loyalty"
)

// Facts are what is known of a customer beside their purchases; each may be
// missing. Tenure and the number of purchases are those of the ledger where they
// are missing here.
type Facts struct {
	Potential    clientele.Measure   `json:"potential"` // money a year if they bought everything here
	Markers      loyalty.Markers     `json:"markers"`   // of orientation
	Satisfaction clientele.Ratio     `json:"satisfaction"`
	Complaints   clientele.Ratio     `json:"complaints"`
	Settled      float64             `json:"settled,omitempty"` // of the complaints, settled
	Open         clientele.Measure   `json:"open"`              // complaints that wait for an answer
	Renewals     clientele.Ratio     `json:"renewals"`
	Repeats      clientele.Ratio     `json:"repeats"`
	Recommend    clientele.Ratio     `json:"recommend"`
	Account      *keyaccount.Account `json:"account,omitempty"` // of a key-account programme; its ID must be set
}

// MarshalJSON writes the fields; what is missing is null.
func (m Facts) MarshalJSON() ([]byte, error) { return wire.Marshal(m) }

// UnmarshalJSON reads what MarshalJSON writes.
func (m *Facts) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, m) }

// parts returns the parts of the loyalty score.
func (m *Facts) parts(tenure clientele.Measure) loyalty.Parts {
	return loyalty.Parts{Satisfaction: m.Satisfaction, Complaints: m.Complaints, Renewals: m.Renewals, Repeats: m.Repeats,
		Recommendation: m.Recommend, ShareOfWallet: m.Markers.ShareOfWallet, Tenure: tenure}
}

// Dossier is what a portrait is drawn from: one customer's purchases, summed up,
// the state of their stage, and what else is known of them.
type Dossier struct {
	First    time.Time         `json:"first"`     // day of the first purchase
	History  clientele.History `json:"history"`   // in days
	Spend    clientele.Spend   `json:"spend"`     // the repeat purchases
	SpendAll clientele.Spend   `json:"spend_all"` // all of them
	Recent   clientele.Spend   `json:"recent"`    // those of the policy's Window before the reading

	Detector lifecycle.Detector `json:"detector"` // as it stands at the end of observation
	Known    Facts              `json:"known"`
}

// MarshalJSON writes the fields.
func (d Dossier) MarshalJSON() ([]byte, error) { return wire.Marshal(d) }

// UnmarshalJSON reads what MarshalJSON writes. The detector follows the rules of
// the portrayer that it is given to next.
func (d *Dossier) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, d) }

// AsOf returns the end of observation.
func (d *Dossier) AsOf() time.Time { return d.First.AddDate(0, 0, int(d.History.Age+0.5)) }

// Check returns nil if the dossier is possible, and otherwise an
// *clientele.InputError.
func (d *Dossier) Check() error {
	if err := d.History.Check(); err != nil {
		return err
	}
	for _, s := range []clientele.Spend{d.Spend, d.SpendAll, d.Recent} {
		if err := s.Check(); err != nil {
			return err
		}
	}
	if d.First.IsZero() {
		return &clientele.InputError{Where: "portrait.Dossier", Field: "first", Value: d.First, Want: "the day of the first purchase"}
	}
	return nil
}

// DossierOf reads one customer's dossier from a ledger, at the end of the day in
// which asOf lies; nil facts are none. It costs the customer's purchases,
// however large the base. The error is that of Ledger.Record, or clientele.ErrSettled
// where single purchases are summed up already: keep the dossier instead, and let
// [Portrayer.Observe] bring it up to date.
func DossierOf[K clientele.Key](p *Portrayer, l *clientele.Ledger[K], customer K, asOf time.Time, known *Facts) (Dossier, error) {
	r, err := l.Record(customer, asOf, Days)
	if err != nil {
		return Dossier{}, fmt.Errorf("portrait.DossierOf: %w", err)
	}
	return dossier(p, l, r, known)
}

// DossierOfRecord is the dossier of a customer of whom only the record is known, in
// days: without the days of purchases there is no stage, and frequency and money are
// those of Recent or, where it counts nothing, of all purchases. Nil facts are none.
func DossierOfRecord[K clientele.Key](r clientele.Record[K], known *Facts) Dossier {
	d := Dossier{First: r.First, History: r.History, Spend: r.Spend, SpendAll: r.SpendAll, Recent: r.Recent}
	if d.Recent.Count == 0 {
		d.Recent = d.SpendAll
	}
	if known != nil {
		d.Known = *known
	}
	return d
}

// Dossiers reads the dossiers of all customers with a purchase until asOf, in the
// order of the ledger; known tells what else is known of a customer and may be nil.
// The error of the reading comes at once, that of a customer with their dossier.
func Dossiers[K clientele.Key](p *Portrayer, l *clientele.Ledger[K], asOf time.Time, known func(K) *Facts) (iter.Seq2[K, DossierReading], error) {
	records, err := l.Records(asOf, Days)
	if err != nil {
		return nil, fmt.Errorf("portrait.Dossiers: %w", err)
	}
	return func(yield func(K, DossierReading) bool) {
		for r := range records.All() {
			var m *Facts
			if known != nil {
				m = known(r.Customer)
			}
			d, err := dossier(p, l, r, m)
			if !yield(r.Customer, DossierReading{d, err}) {
				return
			}
		}
	}, nil
}

// DossierReading is a dossier, or why there is none.
type DossierReading struct {
	Dossier Dossier
	Err     error
}

// MarshalJSON writes the dossier and the text of the error.
func (r DossierReading) MarshalJSON() ([]byte, error) { return wire.Marshal(r) }

// UnmarshalJSON reads what MarshalJSON writes.
func (r *DossierReading) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, r) }

// lastDay is the last day of a history in days: the one in which observation ends.
func lastDay(first time.Time, h clientele.History) lifecycle.Day {
	return lifecycle.DayOf(first) + lifecycle.Day(math.Round(h.Age))
}

// recent reports whether a day lies in the Window that ends with the last one, so
// that all times of that day count the same days.
func (q *PortraitPolicy) recent(day, last lifecycle.Day) bool {
	return float64(last-day)+1 <= q.Window.In(Days)
}

func dossier[K clientele.Key](p *Portrayer, l *clientele.Ledger[K], r clientele.Record[K], known *Facts) (Dossier, error) {
	d := Dossier{First: r.First, History: r.History, Spend: r.Spend, SpendAll: r.SpendAll, Detector: p.rules.Detector()}
	if known != nil {
		d.Known = *known
	}
	end := lastDay(d.First, d.History)
	sum, seen := 0.0, 0
	for at, amount := range l.Purchases(r.Customer) {
		day := lifecycle.DayOf(at)
		if day > end {
			break
		}
		if seen++; p.policy.recent(day, end) {
			d.Recent.Count++
			sum += amount
		}
		err := p.lapse(&d.Detector, day)
		if err == nil {
			err = d.Detector.Observe(lifecycle.Event{Day: day, Amount: amount, Free: amount == 0})
		}
		if err != nil {
			return Dossier{}, fmt.Errorf("portrait: customer %v: %w", r.Customer, err)
		}
	}
	if seen != r.SpendAll.Count {
		return Dossier{}, fmt.Errorf("portrait: customer %v: %w: keep the dossier and let Observe bring it up to date", r.Customer, clientele.ErrSettled)
	}
	if err := p.wait(&d.Detector, end); err != nil {
		return Dossier{}, fmt.Errorf("portrait: customer %v: %w", r.Customer, err)
	}
	if d.Recent.Count > 0 {
		d.Recent.Mean = sum / float64(d.Recent.Count)
	}
	return d, nil
}

// Observe takes in one more purchase of a customer, in constant time and without
// a fit: history, money and stage are those of all purchases together. What grew
// too old for the Window since the dossier was read stays in Recent until it is
// read anew. Purchases of one day are one occasion. A day before the last one seen
// is an *clientele.InputError, and the dossier is unchanged.
func (p *Portrayer) Observe(d *Dossier, day lifecycle.Day, amount float64) error {
	n := *d
	if n.First.IsZero() {
		n.First, n.Detector = day.Date(), p.rules.Detector()
	}
	first := lifecycle.DayOf(n.First)
	if err := p.lapse(&n.Detector, day); err != nil {
		return err
	}
	if err := n.Detector.Observe(lifecycle.Event{Day: day, Amount: amount, Free: amount == 0}); err != nil {
		return err
	}
	age := float64(day - first)
	switch same := n.SpendAll.Count > 0 && n.History.Last == age; {
	case same: // the same occasion
		n.SpendAll.Mean += amount / float64(n.SpendAll.Count)
		if n.Spend.Count > 0 {
			n.Spend.Mean += amount / float64(n.Spend.Count)
		}
		if n.Recent.Count > 0 {
			n.Recent.Mean += amount / float64(n.Recent.Count)
		}
	default:
		if n.SpendAll.Count > 0 {
			n.History.Repeats++
			n.History.Last = age
			grow(&n.Spend, amount)
		}
		grow(&n.SpendAll, amount)
		grow(&n.Recent, amount)
	}
	n.History.Age = age
	*d = n
	return nil
}

func grow(s *clientele.Spend, amount float64) {
	s.Count++
	s.Mean += (amount - s.Mean) / float64(s.Count)
}

// wait takes in that nothing happened up to and including day.
func (p *Portrayer) wait(d *lifecycle.Detector, day lifecycle.Day) error {
	if err := p.lapse(d, day+1); err != nil {
		return err
	}
	return d.Advance(day)
}

// lapse ends a contract that was due before day and not renewed.
func (p *Portrayer) lapse(d *lifecycle.Detector, day lifecycle.Day) error {
	if p.policy.Term == 0 || d.Purchases() == 0 || d.Stage() == lifecycle.StageLost {
		return nil
	}
	last := d.Day() - lifecycle.Day(d.Silence())
	due := last + 1 + lifecycle.Day((1+grace)*p.policy.Term.In(Days))
	if due >= day || due < d.Day() {
		return nil
	}
	return d.Observe(lifecycle.Event{Day: due, Churn: lifecycle.ChurnActive})
}

// Wait takes in that nothing was bought up to and including day, in constant time.
// A day before the last one seen is an *clientele.InputError, and the dossier is
// unchanged.
func (p *Portrayer) Wait(d *Dossier, day lifecycle.Day) error {
	n := *d
	if err := p.wait(&n.Detector, day); err != nil {
		return err
	}
	n.History.Age = float64(day - lifecycle.DayOf(n.First))
	*d = n
	return nil
}
