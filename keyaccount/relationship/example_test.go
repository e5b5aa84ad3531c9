package relationship_test

import (
	"fmt"
	"time"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/keyaccount/relationship"
)

func people() []relationship.Person {
	return []relationship.Person{
		{ID: "chief", Roles: []relationship.BuyingRole{relationship.BuyingRoleDecider}, Stance: relationship.StanceNeutral},
		{ID: "technology", Roles: []relationship.BuyingRole{relationship.BuyingRoleInfluencer}, ReportsTo: "chief", Stance: relationship.StanceAdvocate, Sponsor: "Li", Tie: clientele.Known(4)},
		{ID: "finance", Roles: []relationship.BuyingRole{relationship.BuyingRoleGatekeeper}, ReportsTo: "chief", Stance: relationship.StanceSceptic},
	}
}

func ExampleChain_Analyse() {
	chain, err := relationship.NewChain(people(), nil)
	if err != nil {
		panic(err)
	}
	a, err := chain.Analyse(nil)
	if err != nil {
		panic(err)
	}
	fmt.Println("risk:", a.Risk)
	for _, r := range a.AppendReasons(nil) {
		fmt.Println(r.Text(clientele.LangEnglish))
	}
	// Output:
	// risk: high
	// we cover 21.3 % of the influence on the decision
	// weighted support is 0.1064 on a scale from -1 to 1
	// 1 of 1 decider is not covered
	// 1 person is against us and able to stop us
	// we cover 1 person; fewer than 2 are a single thread
}

func ExampleChain_Next() {
	chain, err := relationship.NewChain(people(), []relationship.Link{{From: "technology", To: "chief", Strength: .8}})
	if err != nil {
		panic(err)
	}
	targets, err := chain.Next(nil)
	if err != nil {
		panic(err)
	}
	best := targets[0]
	fmt.Print("win ", chain.Person(best.Person).ID, " through")
	for _, i := range best.Path[:len(best.Path)-1] {
		fmt.Print(" ", chain.Person(i).ID)
	}
	fmt.Printf(": odds %.2f, support rises by %.2f\n", best.Odds, best.Rise)
	// Output: win chief through technology: odds 0.32, support rises by 0.22
}

func Example() {
	chain, err := relationship.NewChain(people(), nil)
	if err != nil {
		panic(err)
	}
	friend := make([]relationship.DimensionRating, 6)
	for i := range friend {
		friend[i] = relationship.DimensionRating{Score: clientele.Known(5), Evidence: "minutes of the project board"}
	}
	state, err := relationship.Assess(chain, relationship.RelationshipReview{
		People:       []relationship.Rated{{Person: "technology", Ratings: friend}, {Person: "finance", Ratings: friend}},
		Organisation: friend[:4],
	}, relationship.DefaultScale(), nil)
	if err != nil {
		panic(err)
	}
	fmt.Println(state)
	reasons := state.AppendReasons(nil)
	fmt.Println(reasons[len(reasons)-1].Text(clientele.LangEnglish))
	// Output:
	// 1.0 of 5 (key persons 2.1, broad 0.0, organisation 5.0)
	// the whole would score 3.205, but what is missing at a decider holds it down to 1
}

func ExamplePlan_At() {
	day := func(d int) time.Time { return time.Date(2026, 3, d, 0, 0, 0, 0, time.UTC) }
	plan := relationship.Plan{
		Account: "Hengtong", Updated: day(1),
		Actions: []relationship.Action{{What: "visit the chief executive", Owner: "Zhao", With: "chief", Due: day(20)}},
	}
	for _, d := range []int{2, 10, 21} {
		s, _ := plan.At(day(d), nil)
		fmt.Println(s.Status.Label(clientele.LangEnglish)+":", s.Reasons[0].Text(clientele.LangEnglish))
	}
	// Output:
	// On track: 1 goal or action is open, and none late
	// Due soon: 1 goal or action is due within 14 days
	// Overdue: 1 goal or action is overdue
}

func ExampleMatch() {
	chief := relationship.Person{ID: "chief", Rank: 1, Function: "management"}
	matches, err := relationship.Match(chief, []relationship.Staff{
		{ID: "Li", Rank: 5, Function: "sales", Ability: clientele.Known(5), Willingness: clientele.Known(5)},
		{ID: "Zhao", Rank: 1, Function: "management", Ability: clientele.Known(3), Willingness: clientele.Known(4)},
	}, nil)
	if err != nil {
		panic(err)
	}
	fmt.Printf("%s %.2f\n", matches[0].Staff, matches[0].Score)
	// Output: Zhao 0.66
}
