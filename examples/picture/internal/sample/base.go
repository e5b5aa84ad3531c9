package sample

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"sync"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/examples/picture"
	"github.com/clientele-go/clientele/lifecycle"
	"github.com/clientele-go/clientele/loyalty/retention"
	"github.com/clientele-go/clientele/loyalty/survey"
	"github.com/clientele-go/clientele/portrait"
	"github.com/clientele-go/clientele/value/btyd"
	"github.com/clientele-go/clientele/value/btyd/mcmc"
)

// base draws how the base moves and what it says.
func base(o *picture.Options) ([]Picture, error) {
	book, err := shop()
	if err != nil {
		return nil, err
	}
	var d drawn
	end := shopDay(shopDays - 1)
	month := clientele.CalendarPeriodMonth

	cohorts, err := retention.CollectCohorts(book, end, month.Of)
	if err != nil {
		return nil, err
	}
	table, err := cohorts.Table(month.Of(end))
	if err != nil {
		return nil, err
	}
	p, err := picture.Cohorts(table, month.Name, o)
	d.add("cohorts", p, err)

	growth, err := lifecycle.CollectGrowth(book, end, month.Of)
	if err != nil {
		return nil, err
	}
	p, err = picture.Growth(growth.Rows(month.Of(shopBegin), month.Of(end)-1), month.Name, o)
	d.add("growth", p, err)

	p, err = picture.StageFlow(flows, o)
	d.add("flow", p, err)

	months := *o
	months.Unit = clientele.Year / 12
	members, err := club()
	if err != nil {
		return nil, err
	}
	curve, err := members.KaplanMeier()
	if err != nil {
		return nil, err
	}
	p, err = picture.Survival(curve, &months)
	d.add("survival", p, err)
	causes, err := members.AalenJohansen()
	if err != nil {
		return nil, err
	}
	p, err = picture.Incidence(causes, &months)
	d.add("incidence", p, err)

	waves, err := asked()
	if err != nil {
		return nil, err
	}
	p, err = picture.NPS(waves, func(at float64) string { return fmt.Sprintf("%d-Q%d", 2024+int(at)/4, 1+int(at)%4) }, o)
	d.add("nps", p, err)

	posterior, err := sampled()
	if err != nil {
		return nil, err
	}
	rate := map[clientele.Lang]string{clientele.LangEnglish: "mean purchase rate while alive (a week)", clientele.LangChinese: "活跃期平均购买率（次／周）"}[max(o.Lang, clientele.LangEnglish)]
	p, err = picture.Posterior(&posterior.Posterior, rate, func(m btyd.ParetoNBD) float64 { return m.R / m.Alpha }, o)
	d.add("posterior", p, err)
	return d.pictures, d.err
}

// sampled is the posterior of the shop's parameters, in weeks.
var sampled = sync.OnceValues(func() (*mcmc.ParetoNBDPosterior, error) {
	book, err := shop()
	if err != nil {
		return nil, err
	}
	records, err := book.Records(shopDay(shopDays-1), clientele.Week)
	if err != nil {
		return nil, err
	}
	panel, err := records.Panel()
	if err != nil {
		return nil, err
	}
	return mcmc.SampleParetoNBD(context.Background(), panel, nil, rand.New(rand.NewPCG(15, 6)), &mcmc.SamplingOptions{Chains: 3, Draws: 500})
})

// flows are moves between stages as portrait.Moves counts them.
var flows = []portrait.StageFlow{
	{To: lifecycle.StageExploration, Customers: 96},
	{To: lifecycle.StageFormation, Customers: 21},
	{From: lifecycle.StageExploration, To: lifecycle.StageExploration, Customers: 118},
	{From: lifecycle.StageExploration, To: lifecycle.StageFormation, Customers: 64},
	{From: lifecycle.StageExploration, To: lifecycle.StageLost, Customers: 71},
	{From: lifecycle.StageFormation, To: lifecycle.StageFormation, Customers: 40},
	{From: lifecycle.StageFormation, To: lifecycle.StageStability, Customers: 37},
	{From: lifecycle.StageFormation, To: lifecycle.StageDecline, Customers: 12},
	{From: lifecycle.StageStability, To: lifecycle.StageStability, Customers: 155},
	{From: lifecycle.StageStability, To: lifecycle.StageDecline, Customers: 31},
	{From: lifecycle.StageDecline, To: lifecycle.StageStability, Customers: 9},
	{From: lifecycle.StageDecline, To: lifecycle.StageDecline, Customers: 22},
	{From: lifecycle.StageDecline, To: lifecycle.StageLost, Customers: 28},
	{From: lifecycle.StageLost, To: lifecycle.StageLost, Customers: 83},
	{From: lifecycle.StageLost, To: lifecycle.StageExploration, Customers: 6},
}

// club simulates members who leave of themselves or because a payment failed.
func club() (*retention.Subjects, error) {
	r := rand.New(rand.NewPCG(15, 4))
	var out retention.Subjects
	for range 400 {
		watched := 6 + 30*r.Float64()
		leaves, fails := 34*math.Pow(r.ExpFloat64(), 1.2), 70*r.ExpFloat64()
		s := retention.Subject{Exit: watched}
		switch min(watched, leaves, fails) {
		case leaves:
			s = retention.Subject{Exit: leaves, Cause: retention.CauseActive}
		case fails:
			s = retention.Subject{Exit: fails, Cause: retention.CausePassive}
		}
		if err := out.Add(s); err != nil {
			return nil, err
		}
	}
	return &out, nil
}

// asked simulates seven waves of a survey whose score rises slowly.
func asked() ([]survey.Wave, error) {
	r := rand.New(rand.NewPCG(15, 5))
	var out []survey.Wave
	for wave := range 7 {
		var answers survey.NPS
		for range 180 {
			u := r.Float64() + 0.02*float64(wave)
			answer := 3 + r.IntN(4)
			switch {
			case u > 0.58:
				answer = 9 + r.IntN(2)
			case u > 0.26:
				answer = 7 + r.IntN(2)
			}
			if err := answers.Add(answer); err != nil {
				return nil, err
			}
		}
		out = append(out, survey.Wave{At: float64(wave), Answers: &answers})
	}
	return out, nil
}
