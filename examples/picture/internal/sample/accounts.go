package sample

import (
	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/examples/picture"
	"github.com/clientele-go/clientele/keyaccount"
	"github.com/clientele-go/clientele/keyaccount/relationship"
	"github.com/clientele-go/clientele/segment"
)

// accounts draws the key accounts of a maker of bearings.
func accounts(o *picture.Options) ([]Picture, error) {
	var d drawn
	var before, now []keyaccount.Tier
	for _, m := range []struct {
		from, to keyaccount.Tier
		n        int
	}{
		{keyaccount.TierStrategic, keyaccount.TierStrategic, 5},
		{keyaccount.TierStrategic, keyaccount.TierImportant, 1},
		{keyaccount.TierImportant, keyaccount.TierStrategic, 2},
		{keyaccount.TierImportant, keyaccount.TierImportant, 11},
		{keyaccount.TierImportant, keyaccount.TierGeneral, 3},
		{keyaccount.TierGeneral, keyaccount.TierImportant, 4},
		{keyaccount.TierGeneral, keyaccount.TierGeneral, 27},
		{keyaccount.TierGeneral, keyaccount.TierNone, 6},
		{keyaccount.TierNone, keyaccount.TierGeneral, 5},
		{keyaccount.TierNone, keyaccount.TierNone, 58},
	} {
		for range m.n {
			before, now = append(before, m.from), append(now, m.to)
		}
	}
	moves, err := segment.Migrate(before, now)
	if err != nil {
		return nil, err
	}
	p, err := picture.Moves(moves, o)
	d.add("tiers", p, err)

	people, links := board(o.Lang)
	chain, err := relationship.NewChain(people, links)
	if err != nil {
		return nil, err
	}
	p, err = picture.DecisionChain(chain, o)
	d.add("chain", p, err)

	losses, err := keyaccount.Stress(
		[]float64{1840, 1210, 905, 640, 610, 480, 390, 350, 310, 270, 240, 200, 180, 150, 120, 90},
		[]float64{0.06, 0.10, 0.04, 0.15, 0.08, 0.12, 0.05, 0.2, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1}, 8)
	if err != nil {
		return nil, err
	}
	p, err = picture.Stress(losses, o)
	d.add("stress", p, err)
	return d.pictures, d.err
}

// board are those who decide at one account.
func board(lang clientele.Lang) ([]relationship.Person, []relationship.Link) {
	type roles = []relationship.BuyingRole
	k := clientele.Known
	boss, engineering, purchasing, finance, design, buyer := "Director", "Engineering", "Purchasing", "Finance", "Designer", "Buyer"
	if lang == clientele.LangChinese {
		boss, engineering, purchasing, finance, design, buyer = "总经理", "技术总监", "采购总监", "财务总监", "设计师", "采购员"
	}
	return []relationship.Person{
			{ID: boss, Roles: roles{relationship.BuyingRoleDecider}, Stance: relationship.StanceNeutral},
			{ID: engineering, Roles: roles{relationship.BuyingRoleInfluencer}, ReportsTo: boss, Stance: relationship.StanceSupporter, Sponsor: "Li", Tie: k(4)},
			{ID: purchasing, Roles: roles{relationship.BuyingRoleGatekeeper}, ReportsTo: boss, Stance: relationship.StanceSceptic, Sponsor: "Zhao", Tie: k(1)},
			{ID: finance, Roles: roles{relationship.BuyingRoleInfluencer}, ReportsTo: boss},
			{ID: design, Roles: roles{relationship.BuyingRoleUser, relationship.BuyingRoleInitiator}, ReportsTo: engineering, Stance: relationship.StanceAdvocate, Sponsor: "Li", Tie: k(5), Potential: k(0.7)},
			{ID: buyer, Roles: roles{relationship.BuyingRoleBuyer}, ReportsTo: purchasing, Stance: relationship.StanceOpponent},
		}, []relationship.Link{
			{From: engineering, To: boss, Strength: 0.7},
			{From: finance, To: boss, Strength: 0.5},
			{From: design, To: purchasing, Strength: 0.3},
		}
}
