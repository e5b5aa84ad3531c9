package page

import (
	"fmt"
	"math"
	"time"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/calibration"
	"github.com/clientele-go/clientele/examples/internal/intake"
	"github.com/clientele-go/clientele/examples/picture"
	"github.com/clientele-go/clientele/value/btyd"
	"github.com/clientele-go/clientele/value/btyd/checking"
)

// truth holds the model of purchases against what came next: it is fitted again to
// the first two thirds of the log.
func (b *base) truth() (*section, error) {
	s := &section{ID: "truth", Heading: b.in(words{"Is it true?", "预测可信吗？"})}
	span := b.asOf.Sub(b.all.First)
	split := b.all.First.Add(span * 2 / 3).Truncate(24 * time.Hour)
	if b.fit == nil {
		return nil, nil
	}
	b.show(b.in(words{"checking", "检验"}))
	if err := b.check(s, split); err != nil {
		if b.ctx.Err() != nil {
			return nil, err
		}
		s.Said = []string{b.in(words{
			"The log is too short, or too few bought again, to hold the model against what came next.",
			"记录太短或复购太少，无法用后来的实际情况检验模型。"})}
		s.Figures = nil
	}
	for _, r := range b.portrayer.AppendReasons(nil) {
		s.Points = append(s.Points, r.Text(b.Lang))
	}
	if len(s.Points) > 0 {
		s.Listed = fmt.Sprintf(b.in(words{"Why the model %s:", "为何采用模型 %s："}), intake.ModelTitle(b.portrayer.Kind(), b.Lang))
	}
	return s, nil
}

func (b *base) check(s *section, split time.Time) error {
	records, err := b.Ledger.Split(split, b.asOf, clientele.Day)
	if err != nil {
		return err
	}
	panel, err := records.Panel()
	if err != nil {
		return err
	}
	fit, err := btyd.FitAny(b.ctx, b.portrayer.Kind(), panel, nil)
	if err != nil {
		return err
	}
	holdout, err := checking.FromRecords(records)
	if err != nil {
		return err
	}
	const top = 7
	groups, err := checking.ByFrequency(fit.Model, holdout, top)
	if err != nil {
		return err
	}
	n, expected, actual := 0, 0.0, 0.0
	var rows [][]string
	for _, g := range groups {
		n += g.N
		expected, actual = expected+float64(g.N)*g.Expected, actual+float64(g.N)*g.Actual
		repeats := count(int(g.From))
		if g.From >= top {
			repeats += "+"
		}
		rows = append(rows, []string{repeats, count(g.N), fmt.Sprintf("%.2f", g.Expected), fmt.Sprintf("%.2f", g.Actual)})
	}
	s.Said = append(s.Said, fmt.Sprintf(b.in(words{
		"Fitted to the log up to %s only, the model expected %s purchases of these %s customers in the %.0f days that followed; they made %s (%+.0f%% off).",
		"模型仅用截至 %s 的记录拟合，预计购买 %s 次（%s 位客户，随后 %.0f 天）；实际购买 %s 次（偏差 %+.0f%%）。"}),
		day(split), count(int(math.Round(expected))), count(n), holdout.Length, count(int(math.Round(actual))), 100*(expected/math.Max(actual, 1)-1)))
	s.list(b.Options, b.in(words{"By how often they had bought again until then", "按此前的复购次数"}),
		words{"#repeat purchases | #customers | #expected each | #made each", "#复购次数 | #客户数 | #人均预计 | #人均实际"}, rows, 0)
	if said, err := calibration.Assess(checking.Predictions(fit.Model, holdout), 10); err == nil {
		p, err := picture.Calibration(said, b.pictures)
		s.draw(p, err, b.in(words{
			"Customers of whom the same probability of buying was said are one point; it stands on the diagonal if as many bought as was said.",
			"预测购买概率相近的客户合为一点；若实际购买比例与预测一致，点落在对角线上。"}))
	}
	track, band, err := b.tracked(fit.Model)
	if err != nil {
		return err
	}
	weeks := *b.pictures
	weeks.Unit = clientele.Week
	end := split.Sub(b.all.First).Hours()/24/7 + 1.0/7
	p, err := picture.CumulativeTracking(track, end, band, &weeks)
	s.draw(p, err, b.in(words{
		"All repeat purchases so far. Right of the line is what the model had not seen: the black line should stay near the dashed one. The band holds chance alone.",
		"累计复购次数。竖线右侧是模型未见过的数据：黑线应贴近虚线。色带仅含随机波动。"}))
	p, err = picture.Tracking(track, end, nil, &weeks)
	s.draw(p, err, b.in(words{
		"The same week by week: peaks that the model does not know are seasons or campaigns.",
		"逐周的同一比较：模型未预料到的高峰通常是季节或促销。"}))
	if table, err := checking.Frequencies(b.fit.Model, b.panel, 8, b.fit.DF()); err == nil {
		p, err := picture.Frequency(table, b.pictures)
		s.draw(p, err, b.in(words{
			"How many customers bought again how often, beside what the model of the whole log expects.",
			"不同复购次数的客户数，与用全部记录拟合的模型的预期对比。"}))
	}
	return nil
}

// tracked follows the base week by week, with the chance of its repeat purchases:
// the sum of the variances of customers of each age.
func (b *base) tracked(m btyd.AnyModel) ([]checking.TrackedPeriod, []clientele.Interval, error) {
	const level, z = 0.95, 1.959964
	records, err := b.Ledger.Records(b.asOf, clientele.Day)
	if err != nil {
		return nil, nil, err
	}
	var tracker checking.Tracker
	births := map[int]int{} // customers by day
	for r, ages := range records.Ages() {
		birth := r.First.Sub(b.all.First).Hours() / 24
		births[int(birth)]++
		for i := range ages {
			ages[i] = (birth + ages[i]) / 7
		}
		if err := tracker.Add(birth/7, ages...); err != nil {
			return nil, nil, err
		}
	}
	weeks := int(b.asOf.Sub(b.all.First).Hours()/24+1) / 7
	track := tracker.Track(weekly{m}, 0, 1, weeks)
	variance := make([]float64, 7*weeks+1) // by age in days
	for age := range variance {
		variance[age] = m.Var(float64(age))
	}
	band := make([]clientele.Interval, weeks)
	for w := range band {
		end, sum := 7*(w+1), 0.0
		for birth := range end { // in order, for the same sum each time
			sum += float64(births[birth]) * variance[end-birth]
		}
		half := z * math.Sqrt(sum)
		expected := track[w].CumulativeExpected
		band[w] = clientele.Interval{Lo: math.Max(0, expected-half), Hi: expected + half, Level: level}
	}
	return track, band, nil
}

// weekly is a model in days with weeks for them.
type weekly struct{ btyd.AnyModel }

func (m weekly) Mean(t float64) float64 { return m.AnyModel.Mean(7 * t) }
