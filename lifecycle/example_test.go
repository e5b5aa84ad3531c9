package lifecycle_test

import (
	"fmt"
	"time"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/lifecycle"
	"github.com/clientele-go/clientele/lifecycle/hmm"
	"github.com/clientele-go/clientele/value/btyd"
	"github.com/clientele-go/clientele/value/silence"
)

func day(s string) lifecycle.Day {
	t, _ := time.Parse(time.DateOnly, s)
	return lifecycle.DayOf(t)
}

// A trade where customers buy every six weeks or so: where does a customer
// stand who bought five times and then fell silent?
func Example() {
	rules, err := lifecycle.NewRules(&lifecycle.StagePolicy{Gap: 45}, nil, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	var events []lifecycle.Event
	for _, date := range []string{"2024-01-15", "2024-02-20", "2024-04-11", "2024-05-02", "2024-06-30"} {
		events = append(events, lifecycle.Event{Day: day(date), Amount: 80})
	}
	history, d, err := lifecycle.Trace(rules, events, day("2024-10-01"))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, e := range history {
		fmt.Println(e.Day, e.Stage)
	}
	fmt.Printf("P(lost) = %.2f\n", d.Probs().Of(lifecycle.StageLost))
	for _, r := range d.AppendReasons(nil) {
		fmt.Println(r.Text(clientele.LangEnglish))
	}
	// Output:
	// 2024-01-15 exploration
	// 2024-04-11 formation
	// P(lost) = 0.06
	// how often the customer buys is known to within 35.3 %; stability asks for 35 %
	// 93 days without a purchase; a loss would be called at 393
}

// A customer who bought every month for a year, then fell silent.
func ExampleDetector() {
	var d lifecycle.Detector // the default policy
	var history []lifecycle.StageEntry
	for month := range 13 {
		err := d.Observe(lifecycle.Event{Day: day("2024-01-15") + lifecycle.Day(30*month), Amount: 500})
		if err != nil {
			fmt.Println(err)
			return
		}
		history = d.AppendChanges(history)
	}
	if err := d.Advance(day("2025-05-10")); err != nil {
		fmt.Println(err)
		return
	}
	history = d.AppendChanges(history)
	for _, e := range history {
		fmt.Println(e.Day, e.Stage, e.Stage.Label(clientele.LangChinese))
	}
	for _, r := range d.AppendReasons(nil) {
		fmt.Println(r.Text(clientele.LangEnglish))
	}
	fmt.Printf("P(lost) = %.2f\n", d.Probs().Of(lifecycle.StageLost))
	// Output:
	// 2024-01-15 exploration 考察期
	// 2024-03-15 formation 形成期
	// 2024-06-13 stability 稳定期
	// 2025-05-03 decline 退化期
	// the probability that sales have halved against the customer's usual level is 61.2 %; decline is over below 30 %
	// 121 days without a purchase; at this customer's pace 114 are decline
	// P(lost) = 0.89
}

func ExampleStages() {
	type row struct {
		customer string
		event    lifecycle.Event
	}
	rows := []row{ // ORDER BY customer, day
		{"A", lifecycle.Event{Day: 10, Amount: 80}},
		{"A", lifecycle.Event{Day: 300, Churn: lifecycle.ChurnPassive}},
		{"B", lifecycle.Event{Day: 50, Contact: true}},
	}
	events := func(yield func(string, lifecycle.Event) bool) {
		for _, r := range rows {
			if !yield(r.customer, r.event) {
				return
			}
		}
	}
	for customer, j := range lifecycle.Stages(nil, events, 365) {
		fmt.Println(customer, j.Detector.Stage(), j.Err)
	}
	// Output:
	// A lost <nil>
	// B prospect <nil>
}

// The example of Pfeifer & Carraway (2000): up to which recency to mail.
func ExampleMigrationChain_CutOff() {
	c, _ := lifecycle.RecencyChain([]float64{0.3, 0.2, 0.15, 0.05})
	reward := []float64{36, -4, -4, -4, 0} // margin 40 and mailing 4; recency 1 to 4, lost
	v, _ := c.Value(reward, 0.2)
	fmt.Printf("mail everybody: %.3f\n", v)
	worth, v, _ := c.CutOff(reward, 0.2)
	fmt.Printf("mail %v: %.3f\n", worth, v)
	// Output:
	// mail everybody: [52.320 5.554 1.251 -1.820 0.000]
	// mail [true true true false false]: [53.149 6.621 2.644 0.000 0.000]
}

func ExampleGrowth() {
	var g lifecycle.Growth
	_ = g.Add([]lifecycle.ActivePeriod{{Period: 1, Amount: 100}, {Period: 2, Amount: 130}}, 0)
	_ = g.Add([]lifecycle.ActivePeriod{{Period: 1, Amount: 60}}, lifecycle.ChurnActive)
	_ = g.Add([]lifecycle.ActivePeriod{{Period: 2, Amount: 40}}, 0)
	for row := range g.Rows(1, 2) {
		fmt.Println(row.Period, "new", row.New, "retained", row.Retained, "dormant", row.Dormant, "quick ratio", row.QuickRatio())
	}
	// Output:
	// 1 new 2 retained 0 dormant 0 quick ratio +Inf
	// 2 new 1 retained 1 dormant 1 quick ratio 1
}

func ExampleRhythm_Window() {
	r := lifecycle.DefaultRhythm()
	var c lifecycle.Cadence
	for _, gap := range []float64{28, 31, 30, 33, 29} {
		_ = c.Add(gap)
	}
	fmt.Printf("every %.1f ± %.1f days\n", r.Expected(c), r.Spread(c))
	fmt.Printf("20 days after the last: overdue ratio %.2f, next within %v days\n", r.Overdue(c, 20), r.Window(c, 20, 0.8))
	// Output:
	// every 30.1 ± 19.8 days
	// 20 days after the last: overdue ratio 0.66, next within [2.636, 44.18] days
}

func ExamplePatternModel() {
	var moves lifecycle.Transitions
	from := func(stage lifecycle.Stage, counts ...int) {
		for to, n := range counts {
			for range n {
				_ = moves.Add(0, int(stage)-1, to)
			}
		}
	}
	//                          prospect exploration formation stability decline lost
	from(lifecycle.StageExploration, 0, 60, 20, 5, 0, 15)
	from(lifecycle.StageFormation, 0, 0, 75, 15, 8, 2)
	from(lifecycle.StageStability, 0, 0, 2, 93, 4, 1)
	from(lifecycle.StageDecline, 0, 0, 5, 15, 60, 20)
	chain, _ := moves.Chain(lifecycle.NumStages, 0)
	m, _ := lifecycle.NewPatternModel(chain, 24)
	p := m.Probs(lifecycle.StageFormation, lifecycle.StageFormation, 0)
	for q := lifecycle.PatternEarlyMiscarriage; q <= lifecycle.PatternLongLasting; q++ {
		fmt.Printf("%s %.2f\n", q.Label(clientele.LangChinese), p.Of(q))
	}
	// Output:
	// 早期流产型 0.00
	// 中途夭折型 0.25
	// 提前退出型 0.43
	// 长久保持型 0.32
}

// A quarterly trade, with a loss rule, in weeks, that says when a silence is loss.
func ExampleNewRules() {
	model := btyd.BGNBD{R: 2, Alpha: 20, A: 0.8, B: 2.5}
	loss, err := silence.NewLossRule(model, silence.BaseRhythm{Gap: 13, Weight: 2, Unit: clientele.Week}, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	rules, err := lifecycle.NewRules(&lifecycle.StagePolicy{Gap: 91}, loss, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	var events []lifecycle.Event
	for quarter := range 9 {
		events = append(events, lifecycle.Event{Day: lifecycle.Day(91 * quarter), Amount: 2000})
	}
	history, d, err := lifecycle.Trace(rules, events, 1000)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, e := range history {
		fmt.Println("day", int(e.Day), e.Stage)
	}
	fmt.Printf("P(lost) = %.2f\n", d.Probs().Of(lifecycle.StageLost))
	// Output:
	// day 0 exploration
	// day 182 formation
	// day 455 stability
	// day 946 decline
	// P(lost) = 0.61
}

// The states of a hidden-state model as stages, for the caller to confirm.
func ExampleProposeStages() {
	m := hmm.HiddenMarkov{
		Family:  hmm.FamilyPoisson,
		Initial: []float64{0, 0.9, 0.1},
		Transition: [][]float64{
			{0.97, 0.02, 0.01},
			{0.2, 0.7, 0.1},
			{0.03, 0.07, 0.9},
		},
		Mean: []float64{0.02, 0.6, 3},
	}
	proposals, err := lifecycle.ProposeStages(m)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, p := range proposals {
		fmt.Println(p.State, p.Stage, "-", p.Reason.Text(clientele.LangEnglish))
	}
	stages := lifecycle.Confirm(proposals)
	now := m.Filtered(hmm.Sequence{Counts: []int{1, 4, 2, 0, 0, 0}})
	fmt.Printf("P(lost) = %.2f\n", stages.Probs(now).Of(lifecycle.StageLost))
	// Output:
	// 0 lost - hardly any purchases: 0.02 a period, at most 0.15
	// 1 exploration - 0.9 of new customers begin here
	// 2 stability - the most active state, 3 purchases a period
	// P(lost) = 0.84
}
