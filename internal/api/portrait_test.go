package api

import (
	"context"
	"encoding/json"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/portrait"
	"github.com/clientele-go/clientele/value/btyd"
)

// studio is a small base with its portrayer.
func studio(p *portrait.PortraitPolicy) (*portrait.Portrayer, *clientele.Ledger[int], time.Time, error) {
	truth, r := btyd.ParetoNBD{R: 1.2, Alpha: 40, S: 0.7, Beta: 150}, rand.New(rand.NewPCG(1, 2))
	opening := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)
	var l clientele.Ledger[int]
	for customer := range 40 {
		for _, day := range truth.AppendPurchases([]float64{0}, r, clientele.History{}, 700) {
			at := opening.Add(time.Duration(day * float64(clientele.Day)))
			check0(l.Add(clientele.Transaction[int]{Customer: customer, Time: at, Amount: 10 + 30*r.Float64()}))
		}
	}
	asOf := opening.AddDate(0, 0, 700)
	made, err := portrait.Fit(context.Background(), &l, asOf, nil, p)
	return made, &l, asOf, err
}

func check0(err error) {
	if err != nil {
		panic(err)
	}
}

func init() {
	p, l, asOf, err := studio(nil)
	check0(err)
	d := made(portrait.DossierOf(p, l, 3, asOf, nil))
	who := made(p.ClassifyWithin(&d, 0.9))
	samples["portrait.Portrayer"] = p
	samples["portrait.Dossier"] = d
	samples["portrait.Portrait"] = who
	samples["lifecycle.StageVerdict"] = who.Stage
	samples["portrait.DossierReading"] = portrait.DossierReading{Dossier: d}
	samples["portrait.Drawing"] = portrait.Drawing[string]{Customer: "C-3", Portrait: who}
	policies["portrait.PortraitPolicy"] = policyCase(func(q *portrait.PortraitPolicy) (portrait.PortraitPolicy, any, error) {
		p, l, asOf, err := studio(q)
		if err != nil {
			return portrait.PortraitPolicy{}, nil, err
		}
		d, err := portrait.DossierOf(p, l, 3, asOf, nil)
		if err != nil {
			return portrait.PortraitPolicy{}, nil, err
		}
		who, err := p.Classify(&d)
		return p.Policy(), string(made(json.Marshal(who))), err
	})
	policies["portrait.ContactPolicy"] = policyCase(func(q *portrait.ContactPolicy) (portrait.ContactPolicy, any, error) {
		plan, err := portrait.Plan(slices.Values([]portrait.Drawing[string]{{Customer: "C-3", Portrait: who}}), q)
		if err != nil {
			return portrait.ContactPolicy{}, nil, err
		}
		return plan.Limits, string(made(json.Marshal(plan))), nil
	})
}
