package lifecycle

import (
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/reason"
	"github.com/clientele-go/clientele/lifecycle/hmm"
)

// StageMap says which stage each state of a hidden-state model stands for, in
// the order of the states. ProposeStages makes one; the caller confirms it, or
// writes another.
type StageMap []Stage

// Proposal is the stage proposed for one state, with the reason.
type Proposal struct {
	State  int              `json:"state"`
	Stage  Stage            `json:"stage"`
	Reason clientele.Reason `json:"reason"`
}

// Codes of the reasons of a proposal.
const (
	ReasonStateTop    = "lifecycle.state-top"    // most active state; value: expected count
	ReasonStateIdle   = "lifecycle.state-idle"   // hardly any purchases; value: expected count, limit: what is hardly any
	ReasonStateStart  = "lifecycle.state-start"  // where most new customers begin; value: share
	ReasonStateRises  = "lifecycle.state-rises"  // left upwards more often; value: P(up), limit: P(down)
	ReasonStateFalls  = "lifecycle.state-falls"  // left downwards more often; value: P(down), limit: P(up)
	ReasonStateLowest = "lifecycle.state-lowest" // least active, but not idle; value: expected count, limit: what is hardly any
)

var _ = reason.Register(map[string]reason.Text{
	ReasonStateTop:    {English: "the most active state, {value} {value|purchase|purchases} a period", Chinese: "最活跃的状态，每期 {value} 次购买"},
	ReasonStateIdle:   {English: "hardly any purchases: {value} a period, at most {limit}", Chinese: "几乎没有购买：每期 {value} 次，不超过 {limit} 次"},
	ReasonStateStart:  {English: "{value} of new customers begin here", Chinese: "{value} 的新客户由此开始"},
	ReasonStateRises:  {English: "moves up with probability {value}, down with {limit}", Chinese: "上升概率 {value}，下降概率 {limit}"},
	ReasonStateFalls:  {English: "moves down with probability {value}, up with {limit}", Chinese: "下降概率 {value}，上升概率 {limit}"},
	ReasonStateLowest: {English: "the least active state, {value} {value|purchase|purchases} a period, yet more than {limit}", Chinese: "最不活跃的状态，每期 {value} 次购买，但多于 {limit} 次"},
})

// idleShare is the expected count, as a share of the most active state's, up to
// which a state counts as hardly any purchases.
const idleShare = 0.05

// ProposeStages proposes a stage for every state of the model, at covariates 0:
// the most active state is StageStability; one with at most 5 % of its count is StageLost;
// of those between, the one in which the largest share of new customers begins
// is StageExploration, and the others are StageFormation or StageDecline by whether they are
// left upwards or downwards more often; the least active one is left upwards
// only, and is StageDecline. It is a proposal: a state is a level of activity, and only the
// caller knows what it means. The model must pass its Check, or ProposeStages
// returns that error.
func ProposeStages(m hmm.HiddenMarkov) ([]Proposal, error) {
	if err := m.Check(); err != nil {
		return nil, err
	}
	k := m.States()
	counts := make([]float64, k)
	var x []float64
	if m.MeanEffect != nil {
		x = make([]float64, len(m.MeanEffect[0]))
	}
	top := 0
	for s := range k {
		counts[s] = m.ExpectedCount(s, x)
		if counts[s] > counts[top] {
			top = s
		}
	}
	idle := idleShare * counts[top]
	begin := -1
	for s := range k {
		if s != top && counts[s] > idle && (begin < 0 || m.Initial[s] > m.Initial[begin]) {
			begin = s
		}
	}
	out := make([]Proposal, k)
	for s := range k {
		up, down := 0.0, 0.0
		lowest := true
		for j, q := range m.Transition[s] {
			switch {
			case counts[j] > counts[s]:
				up += q
			case counts[j] < counts[s]:
				down += q
				lowest = false
			}
		}
		p := Proposal{State: s}
		switch {
		case s == top:
			p.Stage, p.Reason = StageStability, clientele.Reason{Code: ReasonStateTop, Value: counts[s], Limit: math.NaN()}
		case counts[s] <= idle:
			p.Stage, p.Reason = StageLost, clientele.Reason{Code: ReasonStateIdle, Value: counts[s], Limit: idle}
		case s == begin && m.Initial[s] > 0:
			p.Stage, p.Reason = StageExploration, clientele.Reason{Code: ReasonStateStart, Value: m.Initial[s], Limit: math.NaN()}
		case lowest:
			p.Stage, p.Reason = StageDecline, clientele.Reason{Code: ReasonStateLowest, Value: counts[s], Limit: idle}
		case up >= down:
			p.Stage, p.Reason = StageFormation, clientele.Reason{Code: ReasonStateRises, Value: up, Limit: down}
		default:
			p.Stage, p.Reason = StageDecline, clientele.Reason{Code: ReasonStateFalls, Value: down, Limit: up}
		}
		out[s] = p
	}
	return out, nil
}

// Confirm returns the stages of proposals as they stand.
func Confirm(proposals []Proposal) StageMap {
	out := make(StageMap, len(proposals))
	for i, p := range proposals {
		out[i] = p.Stage
	}
	return out
}

// Check returns nil if every state has a stage, and otherwise an *clientele.InputError.
func (m StageMap) Check() error {
	if len(m) == 0 {
		return &clientele.InputError{Where: "lifecycle.StageMap", Field: "states", Value: 0, Want: "a stage for every state"}
	}
	for i, s := range m {
		if !stages.Valid(s) {
			return &clientele.InputError{Where: "lifecycle.StageMap", Field: "stage", Value: i, Want: "a declared stage for this state"}
		}
	}
	return nil
}

// Probs returns the probability of each stage from those of the states, such as
// hmm.HiddenMarkov.Filtered gives. Special cases are: all NaN if there are not as many
// states as the map has, or a stage is missing.
func (m StageMap) Probs(states []float64) StageProbs {
	var p StageProbs
	if len(states) != len(m) || m.Check() != nil {
		for i := range p {
			p[i] = math.NaN()
		}
		return p
	}
	for i, v := range states {
		p[m[i]-1] += v
	}
	return p
}
