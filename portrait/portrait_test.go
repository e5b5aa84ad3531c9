package portrait_test

import (
	"context"
	"encoding/json"
	"math"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/keyaccount"
	"github.com/clientele-go/clientele/lifecycle"
	"github.com/clientele-go/clientele/loyalty"
	"github.com/clientele-go/clientele/portrait"
	"github.com/clientele-go/clientele/value"
	"github.com/clientele-go/clientele/value/btyd"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func fit(t testing.TB, l *clientele.Ledger[int], asOf time.Time, policy *portrait.PortraitPolicy) *portrait.Portrayer {
	t.Helper()
	p, err := portrait.Fit(context.Background(), l, asOf, nil, policy)
	require.NoError(t, err)
	return p
}

func draw(t testing.TB, p *portrait.Portrayer, l *clientele.Ledger[int], asOf time.Time, workers int) []portrait.Drawing[int] {
	t.Helper()
	drawings, err := portrait.Portraits(p, l, asOf, nil, workers)
	require.NoError(t, err)
	var out []portrait.Drawing[int]
	for d := range drawings {
		require.NoError(t, d.Err)
		out = append(out, d)
	}
	return out
}

// text is a value as JSON, in which NaN equals itself.
func text(t testing.TB, v any) string {
	t.Helper()
	data, err := json.Marshal(v)
	require.NoError(t, err)
	return string(data)
}

// The document is small, holds no customers, and restores the same answers to the bit.
func TestDocument(t *testing.T) {
	l, asOf := shop(500)
	p := fit(t, l, asOf, nil)
	doc := text(t, p)
	assert.Less(t, len(doc), 20_000)
	var back portrait.Portrayer
	require.NoError(t, json.Unmarshal([]byte(doc), &back))
	assert.Equal(t, doc, text(t, &back))
	for _, d := range draw(t, p, l, asOf, 1)[:50] {
		dossier, err := portrait.DossierOf(&back, l, d.Customer, asOf, nil)
		require.NoError(t, err)
		again, err := back.ClassifyWithin(&dossier, .9)
		require.NoError(t, err)
		one, err := p.ClassifyWithin(&dossier, .9)
		require.NoError(t, err)
		assert.Equal(t, text(t, one), text(t, again))
	}
	require.Error(t, json.Unmarshal([]byte(`{"kind":"portrait.Portrayer","version":9}`), &back))
	require.Error(t, json.Unmarshal([]byte(`{"kind":"btyd.BGNBD"}`), &back))
	require.Error(t, json.Unmarshal([]byte(`{}`), &back))
}

// Workers, a reading customer by customer and a concurrent use of one portrayer
// give the same portraits.
func TestWorkersAgree(t *testing.T) {
	l, asOf := shop(600)
	p := fit(t, l, asOf, nil)
	one, many := draw(t, p, l, asOf, 1), draw(t, p, l, asOf, 4)
	require.Len(t, many, len(one))
	for i := range one {
		assert.Equal(t, one[i].Customer, many[i].Customer)
		assert.Equal(t, text(t, one[i].Portrait), text(t, many[i].Portrait))
	}
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for _, d := range one[:60] {
				dossier, err := portrait.DossierOf(p, l, d.Customer, asOf, nil)
				assert.NoError(t, err)
				who, err := p.ClassifyWithin(&dossier, .95)
				assert.NoError(t, err)
				who.Worth.Interval = clientele.Interval{}
				assert.Equal(t, text(t, d.Portrait), text(t, who))
			}
		})
	}
	wg.Wait()
}

// A dossier brought up to date purchase by purchase is the one that the ledger tells.
func TestObserve(t *testing.T) {
	l, asOf := shop(300)
	p := fit(t, l, asOf, &portrait.PortraitPolicy{Window: 5 * clientele.Year}) // nothing grows too old
	for _, d := range draw(t, p, l, asOf, 1) {
		want, err := portrait.DossierOf(p, l, d.Customer, asOf, nil)
		require.NoError(t, err)
		var got portrait.Dossier
		for at, amount := range l.Purchases(d.Customer) {
			require.NoError(t, p.Observe(&got, lifecycle.DayOf(at), amount/2))
			require.NoError(t, p.Observe(&got, lifecycle.DayOf(at), amount/2)) // a second one of the day
		}
		require.NoError(t, p.Wait(&got, lifecycle.DayOf(asOf)))
		assert.Equal(t, want.History, got.History)
		assert.Equal(t, want.First, got.First)
		assert.InEpsilon(t, want.SpendAll.Mean, got.SpendAll.Mean, 1e-12)
		assert.InDelta(t, want.Spend.Mean, got.Spend.Mean, 1e-9)
		assert.InDelta(t, want.Recent.Mean, got.Recent.Mean, 1e-9)
		assert.Equal(t, want.Detector.Stage(), got.Detector.Stage())
		assert.Equal(t, want.Detector.Since(), got.Detector.Since())
		a, err := p.Classify(&got)
		require.NoError(t, err)
		assert.Equal(t, d.Portrait.Loss, a.Loss)
		assert.InDelta(t, d.Portrait.Worth.Value, a.Worth.Value, 1e-9*(1+d.Portrait.Worth.Value))
	}
	var d portrait.Dossier
	require.NoError(t, p.Observe(&d, 20000, 10))
	before := text(t, d)
	require.Error(t, p.Observe(&d, 19999, 10))
	require.Error(t, p.Wait(&d, 19999))
	require.Error(t, p.Observe(&d, 20001, math.NaN()))
	assert.Equal(t, before, text(t, d))
}

// One large order, and the first one, leave a portrait that a manager understands:
// what is unknown is said, with the measurement that would tell it.
func TestUnknown(t *testing.T) {
	l, asOf := shop(300)
	p := fit(t, l, asOf, nil)
	drawings := draw(t, p, l, asOf, 1)
	present := slices.IndexFunc(drawings, func(d portrait.Drawing[int]) bool { return d.Portrait.Loss.State == clientele.LossStatePresent })
	d, err := portrait.DossierOf(p, l, drawings[present].Customer, asOf, nil)
	require.NoError(t, err)
	who, err := p.Classify(&d)
	require.NoError(t, err)
	told := map[portrait.Aspect]bool{}
	for _, u := range who.Unknown {
		assert.NotEmpty(t, u.Tell)
		assert.NotEqual(t, u.Ask.Code, u.Ask.Text(clientele.LangChinese), "a text")
		for _, a := range u.Tell {
			told[a] = true
		}
	}
	for _, a := range []portrait.Aspect{portrait.AspectStrategy, portrait.AspectOrientation, portrait.AspectLoyalty, portrait.AspectAfterSales} {
		assert.True(t, told[a], a)
	}
	known := clientele.Known
	d.Known = portrait.Facts{
		Potential:    known(2000),
		Markers:      loyalty.Markers{DiscountShare: known(.1), PriceSensitivity: known(.2), ShareOfWallet: known(.7), Breadth: known(4), Referrals: known(2), ServiceUse: known(3), Regularity: known(.5)},
		Satisfaction: clientele.Ratio{Hits: 9, Trials: 10}, Complaints: clientele.Ratio{Hits: 0, Trials: 10},
		Renewals: clientele.Ratio{Hits: 3, Trials: 3}, Repeats: clientele.Ratio{Hits: 6, Trials: 8}, Recommend: clientele.Ratio{Hits: 9, Trials: 10},
	}
	who, err = p.Classify(&d)
	require.NoError(t, err)
	assert.NotZero(t, who.Leaning.Orientation)
	assert.NotZero(t, who.Loyalty.Level)
	assert.NotZero(t, who.AfterSales.Class)
	d.Known.Satisfaction = clientele.Ratio{Hits: 3, Trials: 2}
	_, err = p.Classify(&d)
	var input *clientele.InputError
	require.ErrorAs(t, err, &input)
}

// Accounts get a tier where there are any.
func TestAccounts(t *testing.T) {
	l, asOf := shop(40)
	known := clientele.Known
	accounts := func(customer int) *portrait.Facts {
		return &portrait.Facts{Account: &keyaccount.Account{ID: "A", Revenue: known(float64(1000 * (customer + 1) * (customer + 1))), Years: known(float64(customer % 9)),
			Alignment: known(4), Sharing: known(4), Loyalty: known(.9), Dependence: known(.5), Potential: known(4)}}
	}
	_, err := portrait.Fit(context.Background(), l, asOf, accounts, nil)
	require.NoError(t, err)
	p, err := portrait.Fit(context.Background(), l, asOf, accounts, nil)
	require.NoError(t, err)
	drawings, err := portrait.Portraits(p, l, asOf, accounts, 1)
	require.NoError(t, err)
	key := 0
	for d := range drawings {
		require.NoError(t, d.Err)
		require.NotNil(t, d.Portrait.Tier)
		if d.Portrait.Tier.Tier > keyaccount.TierNone {
			key++
		}
	}
	assert.Positive(t, key)
	assert.LessOrEqual(t, key, 8, "key accounts are few")
}

// club is a simulated club: members pay every month until they leave.
func club(n int) (*clientele.Ledger[int], time.Time, int) {
	r := rand.New(rand.NewPCG(7, 7))
	var l clientele.Ledger[int]
	asOf := opening.AddDate(2, 0, -1)
	there := 0
	for member := range n {
		leave := 0.02 + 0.2*r.Float64()
		at := opening.AddDate(0, 0, r.IntN(600))
		for {
			if err := l.Add(clientele.Transaction[int]{Customer: member, Time: at, Amount: 30}); err != nil {
				panic(err)
			}
			next := at.AddDate(0, 1, 0)
			if r.Float64() < leave {
				break
			}
			if next.After(asOf) {
				there++
				break
			}
			at = next
		}
	}
	return &l, asOf, there
}

// Under contract nobody who pays is lost, whoever stopped is, and the day of the
// bill says nothing.
func TestContract(t *testing.T) {
	l, asOf, _ := club(600)
	p := fit(t, l, asOf, &portrait.PortraitPolicy{Term: value.Month})
	assert.Equal(t, "contractual.SBG", p.Kind())
	lost := 0
	for _, d := range draw(t, p, l, asOf, 1) {
		w := d.Portrait
		assert.Equal(t, clientele.LossBasisContract, w.Loss.Basis)
		if stopped := w.Loss.Silence > 40; stopped {
			lost++
			assert.Equal(t, clientele.LossStateLost, w.Loss.State, "silent for %v days", w.Loss.Silence)
			assert.Equal(t, lifecycle.StageLost, w.Stage.Stage)
			assert.Zero(t, w.Worth.Value)
		} else if w.Loss.Silence < 31 {
			assert.Equal(t, clientele.LossStatePresent, w.Loss.State)
			assert.NotEqual(t, lifecycle.StageLost, w.Stage.Stage)
			assert.NotEqual(t, lifecycle.StageDecline, w.Stage.Stage)
			assert.False(t, w.Segment.Segment.Departure(), w.Segment.Segment)
			assert.InDelta(t, 30, w.Next.Days.Or(-1)+w.Loss.Silence, 2)
			assert.Positive(t, w.Worth.Value)
		}
		assert.Empty(t, w.Conflicts)
	}
	assert.Greater(t, lost, 100)
	var back portrait.Portrayer
	require.NoError(t, json.Unmarshal([]byte(text(t, p)), &back))
	assert.Equal(t, text(t, p), text(t, &back))
	d, err := portrait.DossierOf(p, l, 3, asOf, nil)
	require.NoError(t, err)
	who, err := p.ClassifyWithin(&d, .95)
	require.NoError(t, err)
	assert.True(t, who.Worth.Interval.Contains(who.Worth.Value))
	_, err = portrait.CheckDrift(context.Background(), p, l, asOf, nil)
	require.Error(t, err)
}

// The list gains more than the same budget spent at random or in the order of RFM,
// counted by the truth: a contact keeps a tenth of what those who leave in the year
// ahead would have bought after, and brings back three in a hundred who have left.
func TestListGains(t *testing.T) {
	truth, r := btyd.ParetoNBD{R: 1.2, Alpha: 40, S: 0.7, Beta: 300}, rand.New(rand.NewPCG(5, 5))
	const n, watched, ahead = 3000, 730.0, 365.0
	var l clientele.Ledger[int]
	stake := make([]float64, n) // what a contact gains, truly
	for customer := range n {
		rate := gamma(r, truth.R) / truth.Alpha
		left := r.ExpFloat64() / (gamma(r, truth.S) / truth.Beta)
		amount := 20 + 30*r.Float64()
		for at := 0.0; at <= min(left, watched); at += r.ExpFloat64() / rate {
			day := opening.Add(time.Duration(at * float64(clientele.Day)))
			require.NoError(t, l.Add(clientele.Transaction[int]{Customer: customer, Time: day, Amount: amount}))
		}
		if left > watched && left < watched+ahead {
			stake[customer] = 0.1 * rate * amount * (watched + ahead - left)
		}
		if left <= watched {
			stake[customer] = 0.03 * rate * amount * ahead
		}
	}
	asOf := opening.AddDate(2, 0, -1)
	p := fit(t, &l, asOf, nil)
	drawings := draw(t, p, &l, asOf, 2)
	plan, err := portrait.Plan(slices.Values(drawings), &portrait.ContactPolicy{Budget: 200})
	require.NoError(t, err)
	assert.LessOrEqual(t, plan.Spend, 200.0)
	assert.LessOrEqual(t, plan.Gain, plan.Bound+1e-9)
	assert.Equal(t, n, len(plan.Call)+len(plan.WinBack)+len(plan.Thank)+len(plan.Alone))
	gain := func(customers []int) (sum float64) {
		for _, c := range customers {
			sum += stake[c]
		}
		return sum
	}
	var list []int
	for _, c := range slices.Concat(plan.Call, plan.WinBack) {
		list = append(list, c.Customer)
		reasons := c.AppendReasons(nil)
		require.Len(t, reasons, 2)
		assert.Equal(t, portrait.ReasonGain, reasons[1].Code)
	}
	for _, c := range plan.Alone {
		assert.Equal(t, portrait.AdviceRelease, c.Advice)
	}
	order := slices.Clone(drawings)
	score := func(d portrait.Drawing[int]) int {
		s := d.Portrait.Segment.Scores
		return int(s.R) + int(s.F) + int(s.M)
	}
	slices.SortStableFunc(order, func(a, b portrait.Drawing[int]) int { return score(b) - score(a) })
	var rfm []int
	for _, d := range order[:len(list)] {
		rfm = append(rfm, d.Customer)
	}
	random := gain(r.Perm(n)) * float64(len(list)) / n
	t.Logf("%d contacts: gain by list %.0f, in the order of RFM %.0f, at random %.0f", len(list), gain(list), gain(rfm), random)
	assert.Greater(t, gain(list), 1.2*gain(rfm))
	assert.Greater(t, gain(list), 2*random)
}

func gamma(r *rand.Rand, shape float64) float64 {
	d := shape
	boost := 1.0
	if d < 1 {
		boost = math.Pow(r.Float64(), 1/d)
		d++
	}
	d -= 1. / 3
	for {
		x := r.NormFloat64()
		v := 1 + x/math.Sqrt(9*d)
		if v = v * v * v; v > 0 && math.Log(r.Float64()) < x*x/2+d-d*v+d*math.Log(v) {
			return boost * d * v
		}
	}
}

// Bad policies of contacts, and bases without customers, are refused.
func TestPlanRefuses(t *testing.T) {
	none := slices.Values([]portrait.Drawing[int]{})
	for _, p := range []portrait.ContactPolicy{{Budget: -1}, {Cost: math.NaN()}, {WinBackCost: -1}, {Effect: clientele.Known(2)}, {WinBackEffect: clientele.Known(-1)}, {Certainty: clientele.Known(1)}} {
		_, err := portrait.Plan(none, &p)
		var input *clientele.InputError
		require.ErrorAs(t, err, &input, "%+v", p)
	}
	_, err := portrait.Plan(none, nil)
	require.ErrorIs(t, err, clientele.ErrNoData)
}

// Between two dates everybody is somewhere, and the money adds up.
func TestMoves(t *testing.T) {
	l, asOf := shop(600)
	p := fit(t, l, asOf, nil)
	earlier := opening.AddDate(0, 8, 0)
	before, after := draw(t, p, l, earlier, 1), draw(t, p, l, asOf, 1)
	moves, err := portrait.Moves(slices.Values(before), slices.Values(after), 20)
	require.NoError(t, err)
	assert.Equal(t, len(after), moves.Customers)
	assert.Equal(t, len(after)-len(before), moves.Came)
	n, spent, worth := 0, 0.0, [2]float64{}
	for _, f := range moves.Stages {
		n += f.Customers
		spent += f.Spent
		worth[0] += f.Worth[0]
		worth[1] += f.Worth[1]
	}
	assert.Equal(t, moves.Customers, n)
	assert.InEpsilon(t, moves.Worth[0], worth[0], 1e-12)
	assert.InEpsilon(t, moves.Worth[1], worth[1], 1e-12)
	money := 0.0
	for _, d := range after {
		money += d.Portrait.Money
	}
	for _, d := range before {
		money -= d.Portrait.Money
	}
	assert.InEpsilon(t, money, spent, 1e-9)
	require.Len(t, moves.Movers, 20)
	for i, m := range moves.Movers {
		change := math.Abs(m.Worth[1] - m.Worth[0])
		if i > 0 {
			last := moves.Movers[i-1]
			assert.LessOrEqual(t, change, math.Abs(last.Worth[1]-last.Worth[0]))
		}
		reasons := m.AppendReasons(nil)
		require.NotEmpty(t, reasons)
		for _, r := range reasons {
			assert.NotContains(t, r.Text(clientele.LangChinese), "NaN")
		}
	}
	_, err = portrait.Moves(slices.Values(after), slices.Values(before), 1)
	require.Error(t, err, "customers do not vanish")
	stranger := before[0]
	stranger.Customer = 1_000_000
	_, err = portrait.Moves(slices.Values([]portrait.Drawing[int]{stranger}), slices.Values(after), 1)
	require.Error(t, err, "a customer of the earlier date only")
}

// A refit is not due where nothing changed, and is where customers came to buy
// twice as often.
func TestCheckDrift(t *testing.T) {
	l, asOf := shop(1500)
	p := fit(t, l, asOf, nil)
	same, err := portrait.CheckDrift(context.Background(), p, l, asOf, nil)
	require.NoError(t, err)
	assert.False(t, same.Due)
	var busy clientele.Ledger[int]
	for _, d := range draw(t, p, l, asOf, 1) {
		for at, amount := range l.Purchases(d.Customer) {
			for k := range 2 {
				require.NoError(t, busy.Add(clientele.Transaction[int]{Customer: d.Customer, Time: at.AddDate(0, 0, 3*k), Amount: amount}))
			}
		}
	}
	other, err := portrait.CheckDrift(context.Background(), p, &busy, asOf, nil)
	require.NoError(t, err)
	assert.True(t, other.Due)
}

// In a garden shop where nobody leaves, winter is no loss once the calendar is known.
func TestSeason(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 3))
	var l clientele.Ledger[int]
	for customer := range 300 {
		for at := r.ExpFloat64() * 20; at < 3*365; at += r.ExpFloat64() * 20 {
			day := opening.Add(time.Duration(at * float64(clientele.Day)))
			if m := day.Month(); m >= time.April && m <= time.September {
				require.NoError(t, l.Add(clientele.Transaction[int]{Customer: customer, Time: day, Amount: 10 + 5*r.Float64()}))
			}
		}
	}
	asOf := opening.AddDate(3, 0, -1)
	plain := fit(t, &l, asOf, nil)
	assert.True(t, slices.ContainsFunc(plain.Warnings, func(w clientele.Warning) bool { return w.Code == lifecycle.WarnSeason }), "a warning without a calendar")
	weights := make([]float64, 365)
	for i := range weights {
		weights[i] = 0.01
		if m := opening.AddDate(1, 0, i).Month(); m >= time.April && m <= time.September {
			weights[i] = 1
		}
	}
	calendar, err := btyd.NewCalendar(float64(opening.Unix())/86400, 1, weights)
	require.NoError(t, err)
	p := fit(t, &l, asOf, &portrait.PortraitPolicy{Calendar: calendar})
	gone := 0
	drawings := draw(t, p, &l, asOf, 2)
	for _, d := range drawings {
		if s := d.Portrait.Stage.Stage; s == lifecycle.StageLost || s == lifecycle.StageDecline || d.Portrait.Loss.State == clientele.LossStateLost {
			gone++
		}
		if n := d.Portrait.Next; n.Likely.IsZero() == false && d.Portrait.Purchases > 20 {
			assert.False(t, n.Likely.Month() < time.March || n.Likely.Month() > time.October, "due in %v", n.Likely)
		}
	}
	assert.LessOrEqual(t, gone, 15)
	var back portrait.Portrayer
	require.NoError(t, json.Unmarshal([]byte(text(t, p)), &back))
	assert.Equal(t, text(t, p), text(t, &back))
}

// Where only records are known there is no stage, and all else is told.
func TestRecords(t *testing.T) {
	l, asOf := shop(500)
	records, err := l.Records(asOf, portrait.Days)
	require.NoError(t, err)
	records, err = records.Since(asOf.AddDate(-1, 0, 1))
	require.NoError(t, err)
	p, err := portrait.FitRecords(context.Background(), records.All(), asOf, nil, nil)
	require.NoError(t, err)
	full := fit(t, l, asOf, nil)
	assert.Equal(t, full.Kind(), p.Kind())
	for r := range records.All() {
		d := portrait.DossierOfRecord(r, nil)
		who, err := p.Classify(&d)
		require.NoError(t, err)
		assert.Zero(t, who.Stage.Stage)
		assert.NotZero(t, who.Loss.State)
		assert.NotZero(t, who.Advice)
		assert.NotContains(t, who.Summary(clientele.LangEnglish), "unassigned")
		assert.NotContains(t, who.Summary(clientele.LangChinese), "unassigned")
		dossier, err := portrait.DossierOf(full, l, r.Customer, asOf, nil)
		require.NoError(t, err)
		whole, err := full.Classify(&dossier)
		require.NoError(t, err)
		assert.Equal(t, whole.Worth.Alive, who.Worth.Alive)
	}
	_, err = portrait.FitRecords(context.Background(), slices.Values([]clientele.Record[int]{}), asOf, nil, nil)
	require.ErrorIs(t, err, clientele.ErrNoData)
}

// Bases that tell nothing are refused with the reason.
func TestFitRefuses(t *testing.T) {
	var l clientele.Ledger[int]
	_, err := portrait.Fit(context.Background(), &l, opening, nil, nil)
	require.ErrorIs(t, err, clientele.ErrNoData)
	require.NoError(t, l.Add(clientele.Transaction[int]{Customer: 1, Time: opening, Amount: 5}))
	_, err = portrait.Fit(context.Background(), &l, opening, nil, nil)
	require.ErrorIs(t, err, clientele.ErrNotIdentified)
	full, asOf := shop(100)
	for _, p := range []portrait.PortraitPolicy{{Margin: 2}, {Term: 1}, {Kinds: []string{"btyd.Nothing"}}, {Window: 1}, {Horizon: value.Forever()}, {MinKnown: clientele.Known(2)}, {Rate: value.Annual(10)}} {
		_, err := portrait.Fit(context.Background(), full, asOf, nil, &p)
		var input *clientele.InputError
		require.ErrorAs(t, err, &input, "%+v", p)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err = portrait.Fit(ctx, full, asOf, nil, nil)
	require.ErrorIs(t, err, context.Canceled)
	require.NoError(t, full.Settle(opening.AddDate(1, 0, 0)))
	_, err = portrait.Fit(context.Background(), full, asOf, nil, nil)
	require.ErrorIs(t, err, clientele.ErrSettled)
}

// Whatever the time of day, a day is asked about: its dossiers, and those of a window of
// ten days, are the same from its first second to its last.
func TestAllTimesOfADay(t *testing.T) {
	l, asOf := shop(60)
	for _, window := range []clientele.Unit{0, 10 * portrait.Days} {
		p := fit(t, l, asOf, &portrait.PortraitPolicy{Window: window})
		morning := time.Date(asOf.Year(), asOf.Month(), asOf.Day(), 0, 0, 0, 0, time.UTC)
		read := func(at time.Time) (out []portrait.Dossier) {
			seq, err := portrait.Dossiers(p, l, at, nil)
			require.NoError(t, err)
			for _, d := range seq {
				require.NoError(t, d.Err)
				out = append(out, d.Dossier)
			}
			return out
		}
		want := read(morning)
		bought := 0
		for _, d := range want {
			bought += d.Recent.Count
			if window > 0 {
				assert.Equal(t, d.History.Age-d.History.Last < 10, d.Recent.Count > 0)
			}
		}
		assert.Positive(t, bought)
		for _, hours := range []time.Duration{6, 18} {
			assert.Equal(t, want, read(morning.Add(hours*time.Hour)))
		}
		assert.Equal(t, want, read(morning.Add(24*time.Hour-1)))
	}
}
