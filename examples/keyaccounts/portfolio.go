package main

import (
	"fmt"
	"math"
	"math/rand/v2"
	"time"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/examples/internal/intake"
	"github.com/clientele-go/clientele/examples/internal/note"
	"github.com/clientele-go/clientele/keyaccount"
	"github.com/clientele-go/clientele/keyaccount/relationship"
)

const (
	size  = 24  // simulated accounts
	swing = 0.2 // the truth: how much an account's revenue moves from year to year
)

// portfolio is what is known of the accounts, and of simulated ones the truth.
type portfolio struct {
	*options
	report   *intake.Report      // of the log; nil if there is none
	named    *intake.Report      // of the file of accounts; nil if there is none
	choice   *intake.ModelChoice // of the log
	twoYears bool                // the log tells of the year before too
	others   []float64           // revenues of the customers who are no accounts
	today    time.Time           // the day of the review

	accounts []keyaccount.Account
	before   []float64 // revenue of the year before; shorter if it is not known of all
	now      []float64 // of this year
	usual    []float64 // the truth behind both; nil if nobody knows
}

// simulated reports whether the truth is known.
func (b *portfolio) simulated() bool { return b.usual != nil }

// openBooks simulates the portfolio of a maker of bearings, in thousands: good
// accounts are good in more than one respect, but not in all.
func openBooks(o *options) *portfolio {
	p := &portfolio{options: o, today: time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)}
	r := rand.New(rand.NewPCG(23+o.Seed, 3))
	for i := range size {
		quality := r.NormFloat64()
		mixed := func() float64 { return 0.65*quality + 0.75*r.NormFloat64() }
		rating := func() clientele.Measure {
			return clientele.Known(min(5, max(0, math.Round(2*(2.8+1.3*mixed()))/2)))
		}
		usual := 400 * math.Exp(mixed())
		year := func() float64 { return math.Round(usual * math.Exp(swing*r.NormFloat64())) }
		before, now := year(), year()
		a := keyaccount.Account{
			ID:         fmt.Sprintf("A%02d", i+1),
			Revenue:    clientele.Known(now),
			Profit:     clientele.Known(math.Round(now * (0.22 + 0.05*r.NormFloat64()))),
			Years:      clientele.Known(math.Round(min(15, max(0, 6+4*mixed())))),
			Alignment:  rating(),
			Sharing:    rating(),
			Loyalty:    clientele.Known(math.Round(100/(1+math.Exp(-1.2-mixed()))) / 100),
			Dependence: clientele.Known(math.Round(100/(1+math.Exp(0.8-mixed()))) / 100),
			Potential:  rating(),
		}
		if r.Float64() < 0.2 { // nobody has asked yet
			a.Sharing = clientele.Measure{}
		}
		p.accounts = append(p.accounts, a)
		p.before, p.now, p.usual = append(p.before, before), append(p.now, now), append(p.usual, usual)
	}
	return p
}

// titles are what the people are called.
var titles = map[string]note.Words{
	"general manager": {"general manager", "总经理"}, "head of engineering": {"head of engineering", "技术负责人"}, "head of purchasing": {"head of purchasing", "采购负责人"},
	"head of finance": {"head of finance", "财务负责人"}, "design engineer": {"design engineer", "设计工程师"}, "buyer": {"buyer", "采购员"},
	"Li": {"Li", "李"}, "Zhao": {"Zhao", "赵"},
}

// people are those who decide at the account that the plan is made for, as the
// team wrote them down.
func people() ([]relationship.Person, []relationship.Link) {
	type roles = []relationship.BuyingRole
	k := clientele.Known
	return []relationship.Person{
			{ID: "general manager", Roles: roles{relationship.BuyingRoleDecider}, Stance: relationship.StanceNeutral},
			{ID: "head of engineering", Roles: roles{relationship.BuyingRoleInfluencer}, ReportsTo: "general manager", Stance: relationship.StanceSupporter, Sponsor: "Li", Tie: k(4)},
			{ID: "head of purchasing", Roles: roles{relationship.BuyingRoleGatekeeper}, ReportsTo: "general manager", Stance: relationship.StanceSceptic, Sponsor: "Zhao", Tie: k(1)},
			{ID: "head of finance", Roles: roles{relationship.BuyingRoleInfluencer}, ReportsTo: "general manager"},
			{ID: "design engineer", Roles: roles{relationship.BuyingRoleUser, relationship.BuyingRoleInitiator}, ReportsTo: "head of engineering", Stance: relationship.StanceAdvocate, Sponsor: "Li", Tie: k(5), Potential: k(0.7)},
			{ID: "buyer", Roles: roles{relationship.BuyingRoleBuyer}, ReportsTo: "head of purchasing", Stance: relationship.StanceNeutral, Sponsor: "Zhao", Tie: k(3)},
		}, []relationship.Link{
			{From: "head of engineering", To: "general manager", Strength: 0.7},
			{From: "head of finance", To: "general manager", Strength: 0.5},
			{From: "design engineer", To: "head of purchasing", Strength: 0.3},
		}
}
