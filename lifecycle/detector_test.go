package lifecycle_test

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/reason"
	. "github.com/clientele-go/clientele/lifecycle"
)

// lawful holds a detector to what must be true of it on any day.
func lawful(t testing.TB, d *Detector) {
	t.Helper()
	p := d.Probs()
	sum := 0.0
	for _, v := range p {
		if !(v >= 0 && v <= 1) {
			t.Fatalf("probability %v", p)
		}
		sum += v
	}
	if d.Stage() == 0 {
		return
	}
	if math.Abs(sum-1) > 1e-12 {
		t.Fatalf("probabilities sum to %v", sum)
	}
	reasons := d.AppendReasons(nil)
	if len(reasons) == 0 {
		t.Fatalf("no reason for %v", d.Stage())
	}
	for _, r := range reasons {
		if r.Text(clientele.LangEnglish) == r.Code || r.Text(clientele.LangChinese) == r.Text(clientele.LangEnglish) {
			t.Fatalf("reason without text: %v", r)
		}
	}
	if d.Since() > d.Day() {
		t.Fatalf("in the stage since %v on %v", d.Since(), d.Day())
	}
}

// silenceModel is a model whose P(no purchase in t) depends on silence and gaps only.
type silenceModel struct{}

func (silenceModel) ProbPurchases(h clientele.History, t float64, n int) float64 {
	gap := 4.0
	if h.Repeats > 0 {
		gap = h.Last / float64(h.Repeats)
	}
	alive := 1 / (1 + math.Exp((h.Age-h.Last)/gap)/9)
	return 1 - alive + alive*math.Exp(-t/gap)
}

// Classify asks for a quarter of a year, and at least one gap of the customer's own.
func (m silenceModel) Classify(h clientele.History) clientele.LossVerdict {
	t := 90. / 7
	if h.Repeats > 0 {
		t = max(t, h.Last/float64(h.Repeats))
	}
	return clientele.NewLossVerdict(m.ProbPurchases(h, t, 0), .9)
}

// Advancing day by day ends where one step does, with the same history, under
// the rules of own gaps and under a model.
func TestDayByDayIsOneStep(t *testing.T) {
	for _, model := range []clientele.LossClassifier{nil, silenceModel{}} {
		rules, err := NewRules(nil, model, nil)
		require.NoError(t, err)
		base := simulateBase(rand.New(rand.NewPCG(7, 1)), 25)
		for _, s := range scripts {
			base = append(base, person{events: s.events})
		}
		for _, p := range base {
			slow, fast := rules.Detector(), rules.Detector()
			var byDay, byStep []StageEntry
			for _, e := range p.events {
				for day := slow.Day(); slow.Stage() != 0 && day < e.Day; day++ {
					require.NoError(t, slow.Advance(day))
					byDay = slow.AppendChanges(byDay)
					lawful(t, &slow)
				}
				require.NoError(t, slow.Observe(e))
				byDay = slow.AppendChanges(byDay)
				require.NoError(t, fast.Observe(e))
				byStep = fast.AppendChanges(byStep)
			}
			end := fast.Day() + 800
			for day := slow.Day(); day <= end; day++ {
				require.NoError(t, slow.Advance(day))
				byDay = slow.AppendChanges(byDay)
			}
			require.NoError(t, fast.Advance(end))
			byStep = fast.AppendChanges(byStep)
			require.Equal(t, byDay, byStep)
			require.Equal(t, byDay[len(byDay)-1].Stage, fast.Stage())
			for i, e := range byStep[1:] {
				require.Equal(t, byStep[i].Stage, e.From)
				require.GreaterOrEqual(t, e.Day, byStep[i].Day)
			}
		}
	}
}

// Steady customers whose amounts and gaps vary by a tenth never leave
// stability once there.
func TestNoiseDoesNotFlap(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 1))
	for range 200 {
		var events []Event
		day := 0.0
		for range 60 {
			events = append(events, Event{Day: Day(day), Amount: 100 * math.Exp(0.1*r.NormFloat64())})
			day += 30 * math.Exp(0.1*r.NormFloat64())
		}
		history, _, err := Trace(nil, events, events[len(events)-1].Day)
		require.NoError(t, err)
		i := slices.IndexFunc(history, func(e StageEntry) bool { return e.Stage == StageStability })
		require.GreaterOrEqual(t, i, 0)
		assert.Len(t, history[i+1:], 0, "%v", history)
		assert.Less(t, history[i].Day, Day(365))
	}
}

func TestUnorderedEventsAreRefused(t *testing.T) {
	var d Detector
	require.NoError(t, d.Observe(Event{Day: 100, Amount: 10}))
	before := d
	var e *clientele.InputError
	assert.ErrorAs(t, d.Observe(Event{Day: 99, Amount: 10}), &e)
	assert.ErrorAs(t, d.Advance(99), &e)
	assert.ErrorAs(t, d.Advance(MaxDay+1), &e)
	for _, bad := range []Event{
		{Day: 200, Amount: -1}, {Day: 200, Amount: math.NaN()}, {Day: 200, Amount: math.Inf(1)}, {Day: 200, Amount: 1e-16},
		{Day: MaxDay + 1}, {Day: MinDay - 1}, {Day: 200, Churn: 9}, {Day: 200, Cost: clientele.Known(-1)}, {Day: 200, Cost: clientele.Known(math.NaN())},
	} {
		assert.ErrorAs(t, d.Observe(bad), &e, "%v", bad)
	}
	assert.Equal(t, before, d)
	_, _, err := Trace(nil, []Event{{Day: 5, Amount: 1}, {Day: 4, Amount: 1}}, 10)
	assert.ErrorAs(t, err, &e)
}

// Purchases of one day may come in one piece or in several.
func TestEventsOfOneDayAddUp(t *testing.T) {
	whole, pieces := Detector{}, Detector{}
	for i := range 20 {
		day := Day(30 * i)
		amount := float64(100 + 7*(i%3))
		require.NoError(t, whole.Observe(Event{Day: day, Amount: amount}))
		require.NoError(t, pieces.Observe(Event{Day: day, Amount: amount / 4}))
		require.NoError(t, pieces.Observe(Event{Day: day, Amount: amount * 3 / 4}))
	}
	assert.Equal(t, whole.Stage(), pieces.Stage())
	require.NoError(t, whole.Advance(600))
	require.NoError(t, pieces.Advance(600))
	assert.Equal(t, whole, pieces)
}

func TestContactDefersLoss(t *testing.T) {
	events := every(0, 30, level(13, 500)...)
	quiet, _, err := Trace(nil, events, 800)
	require.NoError(t, err)
	called, _, err := Trace(nil, append(events, Event{Day: 420, Contact: true}), 800)
	require.NoError(t, err)
	lostOn := func(h []StageEntry) Day { return h[len(h)-1].Day }
	assert.Equal(t, StageLost, quiet[len(quiet)-1].Stage)
	assert.Equal(t, StageLost, called[len(called)-1].Stage)
	assert.Equal(t, Day(60), lostOn(called)-lostOn(quiet))
}

func TestReturnAndChurnShow(t *testing.T) {
	events := join(every(0, 30, level(13, 500)...), []Event{{Day: 370, Churn: ChurnPassive}}, every(700, 30, 100))
	history, d, err := Trace(nil, events, 710)
	require.NoError(t, err)
	n := len(history)
	assert.Equal(t, StageEntry{Day: 370, Stage: StageLost, From: StageStability, Churn: ChurnPassive}, history[n-2])
	assert.Equal(t, StageEntry{Day: 700, Stage: StageDecline, From: StageLost, Returned: true}, history[n-1])
	assert.Equal(t, 1, d.Returns())
	assert.Equal(t, Churn(0), d.Churn())
	assert.Equal(t, ReasonReturned, d.AppendReasons(nil)[0].Code)
	assert.Equal(t, clientele.History{Repeats: 13, Last: 700, Age: 710}, d.History(1)) // the whole record

	_, d, err = Trace(nil, events[:14], 400)
	require.NoError(t, err)
	assert.Equal(t, ChurnPassive, d.Churn())
	assert.Equal(t, 1.0, d.Probs().Of(StageLost))
	assert.Equal(t, ReasonPassiveChurn, d.AppendReasons(nil)[0].Code)
}

func TestModelDecides(t *testing.T) {
	events := every(0, 30, level(13, 500)...)
	immortal, err := NewRules(nil, constantSilence(0), nil)
	require.NoError(t, err)
	_, d, err := Trace(immortal, events, 900)
	require.NoError(t, err)
	assert.NotEqual(t, StageLost, d.Stage())
	assert.Zero(t, d.Probs().Of(StageLost))
	_, err = NewRules(&StagePolicy{Unit: 1}, weekly{}, nil)
	require.Error(t, err)
	inWeeks, err := NewRules(&StagePolicy{}, weekly{}, nil)
	require.NoError(t, err)
	assert.Equal(t, 7.0, inWeeks.Policy().Unit)
	dead, err := NewRules(&StagePolicy{MinGone: 30}, constantSilence(0.99), nil)
	require.NoError(t, err)
	_, d, err = Trace(dead, events, 420)
	require.NoError(t, err)
	assert.Equal(t, StageLost, d.Stage())
	assert.Equal(t, Day(360+30), d.Since()) // MinGone
	assert.InDelta(t, 0.99, d.Probs().Of(StageLost), 1e-12)
	assert.Equal(t, clientele.Reason{Code: ReasonSilent, Value: 0.99, Limit: 0.9}, d.AppendReasons(nil)[0])
	assert.True(t, d.Loss().Lost())
	doubtful, err := NewRules(nil, constantSilence(0.6), nil)
	require.NoError(t, err)
	_, d, err = Trace(doubtful, events, 380)
	require.NoError(t, err)
	assert.Equal(t, StageDecline, d.Stage())
	assert.Equal(t, Day(360+14), d.Since()) // MinLate
}

// weekly is a rule in weeks.
type weekly struct{}

func (weekly) Classify(clientele.History) clientele.LossVerdict {
	return clientele.LossVerdict{State: clientele.LossStateUnknown, Basis: clientele.LossBasisModel, Unit: clientele.Week}
}

type constantSilence float64

func (c constantSilence) Classify(clientele.History) clientele.LossVerdict {
	return clientele.NewLossVerdict(float64(c), .9)
}

func TestStagePolicy(t *testing.T) {
	rules, err := NewRules(nil, nil, nil)
	require.NoError(t, err)
	whole := rules.Policy()
	again, err := NewRules(&whole, nil, nil)
	require.NoError(t, err)
	assert.Equal(t, whole, again.Policy())
	for name, p := range map[string]StagePolicy{
		"Gap": {Gap: math.NaN()}, "GapWeight": {GapWeight: -1}, "Shape": {Shape: 1e9}, "ShapeWeight": {ShapeWeight: -1}, "AmountCV": {AmountCV: -1},
		"LossYears": {LossYears: 0.1}, "DeclineYears": {DeclineYears: -1}, "GrowthYears": {GrowthYears: -1}, "Leaving": {Leaving: -1}, "Memory": {Memory: -1},
		"Doubt": {Doubt: 1.7}, "Unit": {Unit: -7},
		"CostShare": {CostShare: -1}, "MinLate": {MinLate: -3}, "MinGone": {MinLate: 20, MinGone: 10}, "ProspectDays": {ProspectDays: -1},
	} {
		var e *clientele.InputError
		_, err := NewRules(&p, nil, nil)
		if assert.ErrorAs(t, err, &e, name) {
			assert.Equal(t, name, e.Field)
		}
	}
	for _, p := range []StagePolicy{{MinGone: 5}, {MinLate: 100}, {Doubt: 0.95}, {Gap: 400}} { // a default gives way to what is set
		assert.NoError(t, p.Check(), "%+v", p)
	}
}

func TestEveryReasonHasATextAndIsUsed(t *testing.T) {
	used := map[string]bool{}
	note := func(d *Detector) {
		for _, r := range d.AppendReasons(nil) {
			used[r.Code] = true
		}
	}
	for _, model := range []clientele.LossClassifier{nil, silenceModel{}} {
		rules, err := NewRules(nil, model, nil)
		require.NoError(t, err)
		for _, s := range scripts {
			d := rules.Detector()
			for _, e := range s.events {
				require.NoError(t, d.Observe(e))
				note(&d)
			}
			for day := d.Day(); day <= s.asOf+200; day += 10 {
				require.NoError(t, d.Advance(day))
				note(&d)
			}
		}
	}
	cheap := Detector{}
	for _, e := range costly(every(0, 30, level(14, 500)...), 10) {
		require.NoError(t, cheap.Observe(e))
		note(&cheap)
	}
	for _, code := range reason.Codes("lifecycle.") {
		if !slices.Contains([]string{ReasonStateTop, ReasonStateIdle, ReasonStateStart, ReasonStateRises, ReasonStateFalls, ReasonStateLowest, WarnSeason, WarnSeasonUnknown}, code) {
			assert.True(t, used[code], code)
		}
	}
}

func TestHotPathsAllocateNothing(t *testing.T) {
	rules, err := NewRules(nil, silenceModel{}, nil)
	require.NoError(t, err)
	d := rules.Detector()
	day := Day(0)
	require.NoError(t, d.Observe(Event{Day: day, Amount: 50}))
	d.LossAfter() // makes the table
	history := make([]StageEntry, 0, 1000)
	reasons := make([]clientele.Reason, 0, 20)
	assert.Zero(t, testing.AllocsPerRun(500, func() {
		day += 17
		if d.Observe(Event{Day: day, Amount: 50}) != nil || d.Advance(day+3) != nil {
			t.Fail()
		}
		history = d.AppendChanges(history[:0])
		reasons = d.AppendReasons(reasons[:0])
		d.Probs()
		day += 3
	}))
}

func TestJSONOfEntries(t *testing.T) {
	history, _, err := Trace(nil, scripts[5].events, 700)
	require.NoError(t, err)
	data, err := json.Marshal(history)
	require.NoError(t, err)
	var back []StageEntry
	require.NoError(t, json.Unmarshal(data, &back))
	assert.Equal(t, history, back)
	var e Event
	require.NoError(t, json.Unmarshal([]byte(`{"day":"2025-02-28","amount":12,"cost":null,"churn":"active"}`), &e))
	assert.Equal(t, Event{Day: e.Day, Amount: 12, Churn: ChurnActive}, e)
	assert.Equal(t, "2025-02-28", e.Day.String())
	assert.Error(t, json.Unmarshal([]byte(`{"day":"28.2.2025"}`), &e))
}

func FuzzDetector(f *testing.F) {
	f.Add([]byte{10, 200, 30, 180, 30, 190, 29, 0, 255, 3})
	f.Add([]byte{1, 1, 1, 1, 1, 1, 1, 1, 250, 250, 250, 9})
	f.Add([]byte("00\x01000000001\xe5X0x0\xe50\xe50\xe5")) // grown, and perhaps fallen since
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, data []byte) {
		rules, err := NewRules(nil, silenceModel{}, nil)
		require.NoError(t, err)
		for _, d := range []Detector{{}, rules.Detector()} {
			var history []StageEntry
			day := Day(0)
			for i := 0; i+1 < len(data); i += 2 {
				day += Day(data[i])
				e := Event{Day: day, Amount: float64(data[i+1]), Contact: data[i]%5 == 0}
				if data[i+1] == 77 {
					e.Churn = ChurnActive
				}
				require.NoError(t, d.Observe(e))
				history = d.AppendChanges(history)
				lawful(t, &d)
			}
			if d.Stage() == 0 {
				continue
			}
			require.NoError(t, d.Advance(day+400))
			history = d.AppendChanges(history)
			lawful(t, &d)
			require.Equal(t, d.Stage(), history[len(history)-1].Stage)
			for i := 1; i < len(history); i++ {
				require.Equal(t, history[i-1].Stage, history[i].From)
				require.NotEqual(t, history[i].Stage, history[i].From)
			}
			data, err := d.MarshalBinary()
			require.NoError(t, err)
			back := d
			require.NoError(t, back.UnmarshalBinary(data))
			require.NoError(t, back.Observe(Event{Day: d.Day() + 1, Amount: 5}))
			require.NoError(t, d.Observe(Event{Day: d.Day() + 1, Amount: 5}))
			sameBytes(t, &d, &back)
			require.Equal(t, d.Stage(), back.Stage())
		}
	})
}
