package main

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"time"

	"gonum.org/v1/plot"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/examples/internal/figure"
	"github.com/clientele-go/clientele/examples/internal/intake"
	"github.com/clientele-go/clientele/examples/internal/note"
	"github.com/clientele-go/clientele/examples/internal/program"
	"github.com/clientele-go/clientele/examples/picture"
	"github.com/clientele-go/clientele/loyalty/retention"
	"github.com/clientele-go/clientele/value"
	"github.com/clientele-go/clientele/value/contractual"
)

// members is what a log of payments tells of the time under contract.
type members struct {
	*options
	report   intake.Report
	term     clientele.Unit
	fitting  float64 // share of the gaps that are about one term
	asOf     time.Time
	lost     int
	returned int // who paid again after they had left
	payment  float64
	subjects retention.Subjects  // in terms
	tenures  contractual.Tenures // renewals
}

// terms are those that a log may be of.
var terms = []clientele.Unit{clientele.Week, 2 * clientele.Week, value.Month, 3 * value.Month, clientele.Year / 2, clientele.Year}

// overdue is how many terms after a payment a member has left.
const overdue = 1.5

// readMembers reads a log of payments.
func readMembers(o *options, p *program.Progress) *members {
	book := note.Must(intake.ReadLog(o.Transactions, o.Reading, clientele.Day, func(rows int) { p.Show("%d rows read", rows) }))
	m := &members{options: o, report: book.Report, asOf: book.Ledger.Report().Last}
	if !o.AsOf.IsZero() {
		m.asOf = o.AsOf
	}
	records := note.Must(book.Records(m.asOf, clientele.Day))
	var paid [][]time.Time
	sum, n := 0.0, 0
	for r := range records.All() {
		var days []time.Time
		for at, amount := range book.Purchases(r.Customer) {
			if !at.After(m.asOf) {
				days = append(days, at)
				sum, n = sum+amount, n+1
			}
		}
		paid = append(paid, days)
	}
	if n == 0 {
		note.Check(fmt.Errorf("nobody paid up to %s", intake.Day(m.asOf)))
	}
	m.payment = sum / float64(n)
	m.chooseTerm(paid)
	for _, days := range paid {
		m.add(days)
	}
	return m
}

// chooseTerm takes the term that most gaps between payments are about as long as.
func (m *members) chooseTerm(paid [][]time.Time) {
	share := func(term clientele.Unit) float64 {
		fit, all := 0, 0
		for _, days := range paid {
			for i := 1; i < len(days); i++ {
				all++
				if gap := float64(days[i].Sub(days[i-1])) / float64(term); gap > 0.75 && gap < 1.25 {
					fit++
				}
			}
		}
		return float64(fit) / float64(max(all, 1))
	}
	if m.term = m.options.term; m.term == 0 {
		m.term = slices.MaxFunc(terms, func(a, b clientele.Unit) int {
			if d := share(a) - share(b); d != 0 {
				return int(math.Copysign(1, d))
			}
			return 0
		})
	}
	m.fitting = share(m.term)
}

// add adds the first membership of a member: it ends where no payment came for one and a
// half terms.
func (m *members) add(days []time.Time) {
	last := 0
	for last+1 < len(days) && float64(days[last+1].Sub(days[last])) <= overdue*float64(m.term) {
		last++
	}
	covered := days[last].Add(time.Duration(m.term))
	left := float64(m.asOf.Sub(days[last])) > overdue*float64(m.term)
	s := retention.Subject{Exit: math.Max(float64(min(covered.Sub(days[0]), m.asOf.Sub(days[0])+24*time.Hour))/float64(m.term), 0.01)}
	end := time.Time{}
	if left {
		m.lost++
		s.Cause, end = retention.CauseActive, covered
		if last+1 < len(days) {
			m.returned++
		}
	}
	note.Check(m.subjects.Add(s))
	t := contractual.Tenure{Age: float64(int(float64(days[last].Sub(days[0]))/float64(m.term) + 0.5))}
	if t.Lost = !end.IsZero(); t.Lost {
		t.Age++ // the renewal that did not come
	}
	note.Check(m.tenures.Add(t))
}

// Write implements program.Answer.
func (m *members) Write(p *note.Page) {
	m.data(p)
	m.staying(p)
	m.renewing(p)
}

// name is the term in words.
func (m *members) name(p *note.Page, n float64) string {
	return intake.In(p.Lang, intake.UnitName(m.term, n))
}

func (m *members) data(p *note.Page) {
	p.Section(words{"The payments", "付款记录"}, readMembers, (*members).add)
	m.report.Write(p)
	p.Say(words{
		"A payment covers one %s, and is %s on average. A member who has not paid for one and a half of that has left: %s of %s by %s; %s of them paid again later, which is not counted.",
		"每次付款涵盖一个周期（%s），平均 %s。超过一个半周期未付款即为离开：截至 %[5]s，%[4]s 位会员中有 %[3]s 位离开；其中 %[6]s 位后来再次付款，不予计入。"},
		m.name(p, 1), note.Money(m.payment), note.Count(m.lost), note.Count(m.subjects.Len()), intake.Day(m.asOf), note.Count(m.returned))
	if m.fitting < 0.5 {
		p.Say(words{
			"**Caution**: only %s of the gaps between payments are about one %s long. This does not look like payments under contract: what follows is how long customers go on buying once every %[2]s, and the other programs are made for such a trade.",
			"**注意**：只有 %s 的付款间隔约为一个周期（%s），看来并非合约付款。以下只表示客户能连续多久每个周期至少购买一次；此类生意请用其他程序。"}, note.Percent(m.fitting, 0), m.name(p, 1))
	}
}

// Kaplan–Meier: who stays.
func (m *members) staying(p *note.Page) {
	p.Section(words{"Who stays", "谁留下"}, (*members).staying)
	curve, err := m.subjects.KaplanMeier()
	if err != nil {
		p.Say(words{"Nobody has left.", "无人离开。"})
		return
	}
	p.Say(words{"Who has not left yet is not dropped, but counts for as long as they were seen (Kaplan & Meier 1958).", "尚未离开者不剔除，按其已观察的时长计入（Kaplan & Meier 1958）。"})
	var rows [][]any
	for _, t := range []float64{1, 2, 3, 6, 12, 24, 36} {
		if v := curve.At(t); !math.IsNaN(v) {
			rows = append(rows, note.Row(t, note.Percent(v, 1), note.Range(scaled(curve.Interval(t, retention.LimitsLogLog, 0.95)), 1)))
		}
	}
	unit := m.name(p, 2)
	p.Table(words{"after so many " + unit + " | still members | 95 % interval, in %", "经过（" + unit + "） | 仍是会员 | 95% 区间（%）"}, rows...)
	if half := curve.Median(); !math.IsNaN(half) && !math.IsInf(half, 0) {
		p.Say(words{"Half are gone after %s %s.", "半数在 %s %s后离开。"}, note.Fixed(half, 1), m.name(p, 2))
	}
	p.Draw(figure.Of(func(o *picture.Options) (*plot.Plot, error) {
		o.Unit = m.term
		return picture.Survival(curve, o)
	}))
}

func scaled(i clientele.Interval) clientele.Interval {
	i.Lo, i.Hi = 100*i.Lo, 100*i.Hi
	return i
}

// Renewals: sBG and BdW, and what members are still worth.
func (m *members) renewing(p *note.Page) {
	p.Section(words{"Renewals, and what they are worth", "续约及其价值"}, (*members).renewing)
	sbg, err := contractual.FitSBG(context.Background(), &m.tenures, nil)
	if errors.Is(err, clientele.ErrNotIdentified) || errors.Is(err, clientele.ErrNoData) {
		p.Say(words{"Too few renewals were seen to fit a model of them.", "所见续约太少，无法拟合模型。"})
		return
	}
	note.Check(err)
	bdw, err := contractual.FitBdW(context.Background(), &m.tenures, nil)
	head := words{"renewal | renews, by sBG | 95 % interval, in % | still members, by sBG", "第几次续约 | 续约率（sBG） | 95% 区间（%） | 留存（sBG）"}
	if err == nil {
		head = words{head[0] + " | by BdW", head[1] + " | 留存（BdW）"}
	}
	var rows [][]any
	for _, t := range []int{1, 2, 3, 6, 12, 24} {
		row := note.Row(t, note.Percent(sbg.Model.RetentionRate(t), 1), note.Range(scaled(sbg.Interval(clientele.DomainProbability, func(s contractual.SBG) float64 { return s.RetentionRate(t) }, 0.95)), 1), note.Percent(sbg.Model.Survival(t), 1))
		if err == nil {
			row = append(row, note.Percent(bdw.Model.Survival(t), 1))
		}
		rows = append(rows, row)
	}
	p.Say(words{
		"In the shifted beta-geometric (sBG) everyone renews with a probability of their own that never changes; in the BdW it may change with age. %s; by AIC %s describes the members better.",
		"在 sBG 中每人按各自不变的概率续约；在 BdW 中该概率可随年限改变。%s；按 AIC，%s 更符合数据。"}, parameters(sbg), better(sbg, bdw, err))
	p.Table(head, rows...)
	d := math.Pow(1+rate, m.term.In(clientele.Year)) - 1
	p.Say(words{
		"What is still to come of a member, discounted at %.0f %% a year, at %s a payment, %s of it profit:", "会员未来的价值，年折现率 %.0f%%，每次付款 %s，利润占 %s："}, 100*rate, note.Money(m.payment), note.Percent(m.margin, 0))
	rows = nil
	for _, age := range []int{0, 1, 3, 6, 12} {
		worth := func(s contractual.SBG) float64 { return m.margin * m.payment * s.DERL(age, d) }
		rows = append(rows, note.Row(age, note.Money(worth(sbg.Model)), note.MoneyRange(sbg.Interval(clientele.DomainPositive, worth, 0.95))))
	}
	p.Table(words{"renewals made | worth | 95 % interval", "已续约次数 | 价值 | 95% 区间"}, rows...)
	p.Say(words{"Loyalty scores, recommendations, win-back and points need surveys, campaigns and a ledger of points, which a log of payments is not; without a file the program shows them.",
		"忠诚度评分、推荐意愿、赢回与积分需要调查、活动与积分账，付款记录中没有；不带文件运行可看到示例。"})
}

func parameters(f *renewals) string {
	return "α = " + note.Short(f.Model.A) + ", β = " + note.Short(f.Model.B)
}

func better(a *renewals, b *clientele.Fit[contractual.BdW], err error) string {
	if err == nil && b.AIC() < a.AIC() {
		return "BdW"
	}
	return "sBG"
}
