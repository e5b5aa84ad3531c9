package contractual

import (
	"fmt"
	"math"

	"github.com/clientele-go/clientele"
)

// summary is what the starting points and the tests of identification look at.
type summary struct {
	mean    float64               // time observed a loss, or in all if there is none; > 0
	lost    float64               // customers lost
	renewed float64               // renewals seen (renewal models)
	ages    map[float64]*exposure // renewals by age (renewal models), or dates of loss
	first   []float64             // the two smallest ages of renewals
}

// exposure is what happened at the renewals of one age.
type exposure struct{ due, lost float64 }

// summarise checks that every tenure suits the model and adds them up.
func summarise(name string, ts *Tenures, renewals bool) (*summary, error) {
	if ts == nil || ts.Len() == 0 {
		return nil, fmt.Errorf("%s: %w: there are no customers", name, clientele.ErrNoData)
	}
	s := &summary{ages: map[float64]*exposure{}}
	time := 0.0
	for _, c := range ts.sorted() {
		if renewals && !c.whole() {
			return nil, &clientele.InputError{Where: name, Field: "tenure", Value: fmt.Sprintf("%+v", c.Tenure), Want: "whole periods, and a loss after Entry; for other times use a model of continuous time"}
		}
		n := float64(ts.cells[c]) * c.weight
		time += n * (c.Age - c.Entry)
		if c.Lost {
			s.lost += n
		}
		if renewals {
			s.addRenewals(c.Tenure, n)
		} else if c.Lost {
			s.at(c.Age).lost += n
		}
	}
	s.mean = math.Max(time/math.Max(s.lost, 1), 1e-12)
	return s, nil
}

func (s *summary) at(age float64) *exposure {
	e := s.ages[age]
	if e == nil {
		e = &exposure{}
		s.ages[age] = e
	}
	return e
}

// mostAges bounds the ages that are told apart; more add nothing.
const mostAges = 1000

// addRenewals enters the renewals of n customers.
func (s *summary) addRenewals(t Tenure, n float64) {
	made := t.Age
	if t.Lost {
		made, _ = t.span(true)
	}
	s.renewed += n * (made - t.Entry)
	for age := t.Entry + 1; age <= made && age <= t.Entry+mostAges; age++ {
		s.at(age).due += n
	}
	if t.Lost && t.Width <= 1 {
		e := s.at(t.Age)
		e.due += n
		e.lost += n
	} else if t.Lost { // somewhere in between: two ages at least are informed
		s.at(made + 1).due += n
		s.at(t.Age).due += n
	}
}

// retention returns the share that renewed at the k-th of the ages seen, NaN
// if there is none.
func (s *summary) retention(k int) float64 {
	if s.first == nil {
		a, b := math.Inf(1), math.Inf(1)
		for age := range s.ages {
			switch {
			case age < a:
				a, b = age, a
			case age < b:
				b = age
			}
		}
		s.first = []float64{a, b}
	}
	e := s.ages[s.first[k]]
	if e == nil {
		return math.NaN()
	}
	return 1 - e.lost/e.due
}

// enoughRenewals returns an error unless renewals of k ages were seen, and
// both outcomes.
func (s *summary) enoughRenewals(k int) error {
	switch {
	case s.lost == 0:
		return fmt.Errorf("%w: nobody was lost, so all that is known is that retention is high; wait for the first losses", clientele.ErrNotIdentified)
	case s.renewed == 0:
		return fmt.Errorf("%w: nobody renewed, so nothing is known of those who do", clientele.ErrNotIdentified)
	case len(s.ages) < k:
		return fmt.Errorf("%w: renewals of %d age(s) were seen and %d are needed; with one, only the retention rate %.4g is known: use ConstantRetention, or wait another period", clientele.ErrNotIdentified, len(s.ages), k, s.retention(0))
	}
	return nil
}

// enoughLosses returns an error unless losses at k different ages were seen.
func (s *summary) enoughLosses(k int) error {
	switch {
	case s.lost == 0:
		return fmt.Errorf("%w: nobody was lost, so all that is known is that the rate of loss is low; wait for the first losses", clientele.ErrNotIdentified)
	case len(s.ages) < k:
		return fmt.Errorf("%w: all losses happened at one age, so the shape of the hazard is unknown; use an ExponentialGamma, or wait for more losses", clientele.ErrNotIdentified)
	}
	return nil
}

// fewLosses is the number of losses below which intervals are called approximate.
const fewLosses = 30

func (s *summary) warnings() []clientele.Warning {
	if s.lost >= fewLosses {
		return nil
	}
	return []clientele.Warning{{Code: WarnFewLosses, Value: s.lost}}
}
