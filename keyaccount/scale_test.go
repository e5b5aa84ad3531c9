package keyaccount_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/keyaccount"
	"github.com/clientele-go/clientele/keyaccount/criteria"
	"github.com/clientele-go/clientele/keyaccount/relationship"
)

// firm is everything a large firm knows about its accounts.
type firm struct {
	accounts []keyaccount.Account
	revenues []float64
	churn    []float64
	people   [][]relationship.Person
	links    [][]relationship.Link
	reviews  []relationship.RelationshipReview
	plans    []relationship.Plan
}

// largeFirm makes n accounts of ten people each.
func largeFirm(n int) firm {
	r := rand.New(rand.NewPCG(8, 100))
	k := clientele.Known
	today := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	var f firm
	for i := range n {
		revenue := math.Exp(10 + 1.2*r.NormFloat64())
		f.revenues, f.churn = append(f.revenues, revenue), append(f.churn, .3*r.Float64())
		f.accounts = append(f.accounts, keyaccount.Account{
			ID: fmt.Sprint("account ", i), Revenue: k(revenue), Profit: k(revenue * (.3*r.Float64() - .02)), Years: k(12 * r.Float64()),
			Alignment: k(float64(r.IntN(6))), Sharing: k(float64(r.IntN(6))), Loyalty: k(r.Float64()), Dependence: k(r.Float64()),
			Potential: k(float64(r.IntN(6))), ServiceCost: k(.05 * revenue * r.Float64()),
		})
		people := make([]relationship.Person, 10)
		var links []relationship.Link
		review := relationship.RelationshipReview{Date: today}
		for j := range people {
			p := relationship.Person{ID: fmt.Sprint("p", j), Roles: []relationship.BuyingRole{relationship.BuyingRole(1 + r.IntN(7))}, Stance: relationship.Stance(r.IntN(6)), Tie: k(5 * r.Float64())}
			if j > 0 {
				p.ReportsTo = fmt.Sprint("p", r.IntN(j))
				links = append(links, relationship.Link{From: p.ID, To: fmt.Sprint("p", r.IntN(j)), Strength: 1 - r.Float64()})
			}
			if r.IntN(2) == 0 {
				p.Sponsor = fmt.Sprint("s", r.IntN(4))
			}
			ratings := make([]relationship.DimensionRating, 6)
			for d := range ratings {
				ratings[d] = relationship.DimensionRating{Score: k(float64(r.IntN(6))), Evidence: "seen"}
			}
			review.People = append(review.People, relationship.Rated{Person: p.ID, Ratings: ratings})
			people[j] = p
		}
		f.people, f.links, f.reviews = append(f.people, people), append(f.links, links), append(f.reviews, review)
		f.plans = append(f.plans, relationship.Plan{Account: f.accounts[i].ID, Updated: today, ReviewMonths: 6, Actions: []relationship.Action{{What: "visit", Owner: "Li", Due: today}}})
	}
	return f
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// BenchmarkEverything places, explains, and tests the weights of 20,000
// accounts, measures the concentration, and for each account takes stock of
// ten people: chain, analysis, whom to win next, what-if, state, sponsors, and the
// status of the plan. It must take at most 2 s on one core.
func BenchmarkEverything(b *testing.B) {
	f := largeFirm(20000)
	c := must(keyaccount.FitClassifier(f.accounts, nil))
	scale := relationship.DefaultScale()
	day := time.Date(2026, 9, 1, 0, 0, 0, 0, time.UTC)
	staff := []relationship.Staff{{ID: "s0", Rank: 1}, {ID: "s1", Rank: 3, Capacity: 4}, {ID: "s2", Rank: 5}, {ID: "s3", Function: "service"}}
	fiocca := must(keyaccount.NewFioccaPortfolio(nil))
	var reasons []clientele.Reason
	for b.Loop() {
		placements := must(c.Classify(f.accounts))
		c.Stabilities(rand.New(rand.NewPCG(1, 1)), f.accounts, 200, 100)
		table, w := c.Table(f.accounts)
		must(criteria.TOPSIS(table, w))
		must(criteria.CRITIC(table))
		must(keyaccount.Concentrate(f.revenues, nil))
		must(keyaccount.Stress(f.revenues, f.churn, 10))
		for i := range f.accounts {
			reasons = placements[i].AppendReasons(reasons[:0])
			c.NextUp(f.accounts[i], placements[i], day)
			must(fiocca.Place(keyaccount.Ratings{Importance: f.accounts[i].Alignment, Difficulty: f.accounts[i].Potential, Attractiveness: f.accounts[i].Potential, Strength: f.accounts[i].Sharing}))
			chain := must(relationship.NewChain(f.people[i], f.links[i]))
			must(chain.Analyse(nil))
			must(chain.Next(nil))
			must(chain.WhatIf("p0", relationship.StanceAdvocate, nil))
			must(relationship.Assess(chain, f.reviews[i], scale, nil))
			must(relationship.Assign(chain, staff, nil))
			f.plans[i].At(day, nil)
		}
	}
	b.ReportMetric(b.Elapsed().Seconds()/float64(b.N), "s/firm")
}

// BenchmarkClassify is the placing alone, for 20,000 accounts: at most 30 ms.
func BenchmarkClassify(b *testing.B) {
	f := largeFirm(20000)
	c := must(keyaccount.FitClassifier(f.accounts, nil))
	for b.Loop() {
		must(c.Classify(f.accounts))
	}
}

// BenchmarkTier places one account; it must not allocate.
func BenchmarkTier(b *testing.B) {
	f := largeFirm(20)
	c := must(keyaccount.FitClassifier(f.accounts, nil))
	b.ReportAllocs()
	for b.Loop() {
		c.Tier(f.accounts[0])
	}
}

// BenchmarkNext finds whom to win next among ten people: at most 30 µs.
func BenchmarkNext(b *testing.B) {
	f := largeFirm(1)
	chain := must(relationship.NewChain(f.people[0], f.links[0]))
	b.ReportAllocs()
	for b.Loop() {
		must(chain.Next(nil))
	}
}
