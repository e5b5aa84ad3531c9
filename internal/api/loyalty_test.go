package api

import (
	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/keyaccount"
	"github.com/clientele-go/clientele/loyalty"
	"github.com/clientele-go/clientele/loyalty/programme"
	"github.com/clientele-go/clientele/loyalty/retention"
	"github.com/clientele-go/clientele/loyalty/survey"
)

func init() {
	ratios, base := new(loyalty.Ratios), new(loyalty.BaseRates)
	cohorts, revenue, subjects, spells := new(retention.Cohorts), new(retention.Revenue), new(retention.Subjects), retention.NewSpells("age")
	ledger, account, arm := new(programme.PointsLedger), new(programme.PointsAccount), new(programme.TrialArm)
	nps, csat, ces := new(survey.NPS), new(survey.CSAT), new(survey.CES)
	for i := range 12 {
		x := float64(i)
		must(ratios.Add(clientele.Ratio{Hits: x / 2, Trials: x}))
		must(base.Add(loyalty.Parts{Renewals: clientele.Ratio{Hits: 1, Trials: 1 + x}, Tenure: clientele.Known(x)}))
		must(cohorts.Add(i%3, i/3, 12-i, 10*x))
		must(revenue.Add(x, 5))
		must(subjects.Add(retention.Subject{Entry: float64(i % 2), Exit: 3 + x, Cause: retention.Cause(i % 4)}))
		must(spells.Add(retention.Spell{Start: i % 2, End: 3 + i, Lost: i%3 == 0, Covariates: []float64{x}}))
		must(account.Earn(int64(i), 10, int64(i+20)))
		must(ledger.Earn(string(rune('a'+i%4)), int64(i), 10, programme.Never))
		must(ledger.Redeem(string(rune('a'+i%4)), int64(i), 3))
		must(arm.Add(x, 2*x))
		must(nps.Add(i % 11))
		must(csat.Add(1 + i%5))
		must(ces.Add(1 + i%7))
	}
	samples["loyalty.Ratios"], samples["loyalty.BaseRates"] = ratios, base
	samples["loyalty/retention.Cohorts"], samples["loyalty/retention.Revenue"] = cohorts, revenue
	samples["loyalty/retention.Subjects"], samples["loyalty/retention.Spells"] = subjects, spells
	samples["loyalty/programme.PointsLedger"], samples["loyalty/programme.PointsAccount"], samples["loyalty/programme.TrialArm"] = ledger, account, arm
	samples["loyalty/programme.PointsEvent"] = programme.PointsEvent{ID: "x", Action: programme.PointsActionRevoke, At: 3, Points: 10, Of: "order"}
	samples["loyalty/survey.NPS"], samples["loyalty/survey.CSAT"], samples["loyalty/survey.CES"] = nps, csat, ces
	samples["loyalty/retention.Hazard"] = retention.Hazard{Cuts: []int{3}, Baseline: []float64{-2, -1}, Names: []string{"age"}, Coef: []float64{0.5}}

	var accounts []keyaccount.Account
	for i := range 12 {
		accounts = append(accounts, keyaccount.Account{ID: string(rune('a' + i)), Revenue: clientele.Known(float64(100 * (i + 1))), Profit: clientele.Known(float64(10 * (i + 1))), Years: clientele.Known(float64(i)), Alignment: clientele.Known(4)})
	}
	classifier, err := keyaccount.FitClassifier(accounts, nil)
	must(err)
	policy := classifier.Policy()
	samples["keyaccount.Classifier"], samples["keyaccount.TieringPolicy"] = classifier, &policy
	policies["keyaccount.TieringPolicy"] = policyCase(func(p *keyaccount.TieringPolicy) (keyaccount.TieringPolicy, any, error) {
		c, err := keyaccount.FitClassifier(accounts, p)
		if err != nil {
			return keyaccount.TieringPolicy{}, nil, err
		}
		placements, err := c.Classify(accounts)
		tiers := make([]keyaccount.Tier, len(placements))
		for i, p := range placements {
			tiers[i] = p.Tier
		}
		return c.Policy(), tiers, err
	})
	rated := keyaccount.Ratings{Importance: clientele.Known(4), Difficulty: clientele.Known(2), Attractiveness: clientele.Known(3), Strength: clientele.Known(1)}
	policies["keyaccount.FioccaPolicy"] = policyCase(func(p *keyaccount.FioccaPolicy) (keyaccount.FioccaPolicy, any, error) {
		m, err := keyaccount.NewFioccaPortfolio(p)
		if err != nil {
			return keyaccount.FioccaPolicy{}, nil, err
		}
		place, err := m.Place(rated)
		return m.Policy(), place, err
	})
	policies["keyaccount.YorkePolicy"] = policyCase(func(p *keyaccount.YorkePolicy) (keyaccount.YorkePolicy, any, error) {
		m, err := keyaccount.NewYorkePortfolio(p)
		if err != nil {
			return keyaccount.YorkePolicy{}, nil, err
		}
		place, err := m.Place(keyaccount.Profitability{Revenue: 10, Direct: 7, Service: 2}, 3)
		return m.Policy(), place, err
	})
	policies["keyaccount.KotlerPolicy"] = policyCase(func(p *keyaccount.KotlerPolicy) (keyaccount.KotlerPolicy, any, error) {
		m, err := keyaccount.NewKotlerTable(p)
		if err != nil {
			return keyaccount.KotlerPolicy{}, nil, err
		}
		advice, err := m.Classify(.2, 100)
		return m.Policy(), advice, err
	})
	policies["keyaccount.DependencePolicy"] = policyCase(func(p *keyaccount.DependencePolicy) (keyaccount.DependencePolicy, any, error) {
		m, err := keyaccount.NewDependenceScale(p)
		if err != nil {
			return keyaccount.DependencePolicy{}, nil, err
		}
		balance, err := m.Classify(.2, .2)
		return m.Policy(), balance, err
	})

	policies["loyalty.DickBasuPolicy"] = policyCase(func(p *loyalty.DickBasuPolicy) (loyalty.DickBasuPolicy, any, error) {
		m, err := loyalty.NewDickBasu(p)
		return m.Policy(), m.Classify(.1, .1), err
	})
	policies["loyalty.JonesSasserPolicy"] = policyCase(func(p *loyalty.JonesSasserPolicy) (loyalty.JonesSasserPolicy, any, error) {
		m, err := loyalty.NewJonesSasser(p)
		return m.Policy(), m.Classify(.1, .1), err
	})
	policies["loyalty.ValueClassPolicy"] = policyCase(func(p *loyalty.ValueClassPolicy) (loyalty.ValueClassPolicy, any, error) {
		m, err := loyalty.NewValueClasses(p)
		return m.Policy(), m.Classify(loyalty.ProfitStanding{Profit: 3, Trend: clientele.Known(-.2)}, loyalty.ProfitCuts{Largest: 9, Good: 2}), err
	})
	policies["loyalty.AfterSalesPolicy"] = policyCase(func(p *loyalty.AfterSalesPolicy) (loyalty.AfterSalesPolicy, any, error) {
		m, err := loyalty.NewAfterSalesClassifier(p)
		return m.Policy(), m.Classify(loyalty.AfterSalesRecord{Satisfaction: clientele.Ratio{Hits: 2, Trials: 3}}), err
	})
	policies["loyalty.OrientationPolicy"] = policyCase(func(p *loyalty.OrientationPolicy) (loyalty.OrientationPolicy, any, error) {
		m, err := loyalty.NewOrientationRules(p)
		if err != nil {
			return loyalty.OrientationPolicy{}, nil, err
		}
		lean, err := m.Orient(loyalty.Markers{DiscountShare: clientele.Known(.2), Tenure: clientele.Known(5)})
		return m.Policy(), lean, err
	})
	policies["loyalty.ScorePolicy"] = policyCase(func(p *loyalty.ScorePolicy) (loyalty.ScorePolicy, any, error) {
		m, err := loyalty.NewLoyaltyScorer(p, nil)
		if err != nil {
			return loyalty.ScorePolicy{}, nil, err
		}
		score, err := m.Score(loyalty.Parts{Renewals: clientele.Ratio{Hits: 3, Trials: 4}, ShareOfWallet: clientele.Known(.5)})
		return m.Policy(), score, err
	})
	policies["loyalty/retention.RiskPolicy"] = policyCase(func(p *retention.RiskPolicy) (retention.RiskPolicy, any, error) {
		m, err := retention.NewRiskScale(p)
		return m.Policy(), m.Classify(.3), err
	})
	policies["loyalty/programme.PointsPolicy"] = policyCase(func(p *programme.PointsPolicy) (programme.PointsPolicy, any, error) {
		l, err := programme.NewPointsLedger(p)
		if err != nil {
			return programme.PointsPolicy{}, nil, err
		}
		var posting programme.PointsPosting
		for _, e := range []programme.PointsEvent{
			{ID: "order", Action: programme.PointsActionEarn, At: 1, Points: 10, Expires: programme.Never},
			{Action: programme.PointsActionRedeem, At: 2, Points: 6},
			{Action: programme.PointsActionRevoke, At: 3, Points: 10, Of: "order"},
		} {
			if posting, err = l.Post("a", e); err != nil {
				return programme.PointsPolicy{}, nil, err
			}
		}
		return l.Policy(), posting, nil
	})
	policies["loyalty/programme.MemberTierPolicy"] = policyCase(func(p *programme.MemberTierPolicy) (programme.MemberTierPolicy, any, error) {
		m, err := programme.NewMemberTiers(p)
		return m.Policy(), m.Review(2, 100), err
	})
}
