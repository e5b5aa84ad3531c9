package programme

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/check"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func earn(id string, at, points, expires int64) PointsEvent {
	return PointsEvent{ID: id, Action: PointsActionEarn, At: at, Points: points, Expires: expires}
}

func redeem(id string, at, points int64) PointsEvent {
	return PointsEvent{ID: id, Action: PointsActionRedeem, At: at, Points: points}
}

func restore(id, of string, at, points int64) PointsEvent {
	return PointsEvent{ID: id, Action: PointsActionRestore, At: at, Points: points, Of: of}
}

func revoke(id, of string, at, points int64) PointsEvent {
	return PointsEvent{ID: id, Action: PointsActionRevoke, At: at, Points: points, Of: of}
}

// post posts events that must be accepted and returns what the last one did.
func post(t testing.TB, a *PointsAccount, events ...PointsEvent) (last PointsPosting) {
	t.Helper()
	for _, e := range events {
		var err error
		last, err = a.Post(e)
		require.NoError(t, err, "%+v", e)
		require.False(t, last.Repeated)
		balanced(t, a.Statement(e.At))
	}
	return last
}

func under(t testing.TB, rule ClawbackRule) *PointsAccount {
	a, err := NewPointsAccount(&PointsPolicy{Clawback: rule})
	require.NoError(t, err)
	return a
}

func TestRevoked(t *testing.T) {
	bought := []PointsEvent{earn("a", 1, 100, 50), earn("b", 2, 100, 60), redeem("r", 3, 150)}
	for rule, want := range map[ClawbackRule]struct {
		PointsPosting
		after, later PointsStatement
	}{ // 50 of b are left, which pay for a part of a; then 80 new points come
		ClawbackOwe: {PointsPosting{Action: PointsActionRevoke, Points: 100, Owed: 50},
			PointsStatement{200, 150, 0, 100, 0, 50}, PointsStatement{280, 150, 0, 100, 30, 0}},
		ClawbackWaive: {PointsPosting{Action: PointsActionRevoke, Points: 50, Waived: 50},
			PointsStatement{200, 150, 0, 50, 0, 0}, PointsStatement{280, 150, 0, 50, 80, 0}},
	} {
		a := under(t, rule)
		post(t, a, bought...)
		assert.Equal(t, want.PointsPosting, post(t, a, revoke("x", "a", 10, 100)), rule)
		assert.Equal(t, want.after, a.Statement(10), rule)
		assert.Equal(t, PointsPosting{Action: PointsActionEarn, Points: 80, Paid: want.Owed}, post(t, a, earn("c", 11, 80, 70)))
		assert.Equal(t, want.later, a.Statement(11), rule)
		assert.Equal(t, statement(200, 150, 0, 50), a.Statement(9), "the past stays: %v", rule)
	}
	a := under(t, ClawbackRefuse)
	post(t, a, bought...)
	_, err := a.Post(revoke("x", "a", 10, 100))
	assert.ErrorContains(t, err, "still holds")
	assert.Equal(t, 3, a.Len())
	post(t, a, revoke("y", "b", 10, 50)) // those are there
	assert.Equal(t, PointsStatement{200, 150, 0, 50, 0, 0}, a.Statement(10))

	// In parts, and no more than was earned; what expired is not taken again.
	b := new(PointsAccount)
	post(t, b, earn("a", 1, 100, 20), earn("b", 1, 40, Never), redeem("r", 2, 30), revoke("x", "a", 3, 10))
	assert.Equal(t, PointsStatement{140, 30, 0, 10, 100, 0}, b.Statement(3))
	assert.Equal(t, PointsPosting{Action: PointsActionRevoke, Points: 30, Expired: 60}, post(t, b, revoke("y", "a", 30, 90)), "60 expired at 20; 30 were spent, and b pays")
	assert.Equal(t, PointsStatement{140, 30, 60, 40, 10, 0}, b.Statement(30))
	_, err = b.Post(revoke("z", "a", 31, 1))
	assert.ErrorContains(t, err, "all its reversals together")
}

func TestRestored(t *testing.T) {
	a := new(PointsAccount)
	post(t, a, earn("", 1, 100, 20), earn("", 1, 100, 40), redeem("r", 2, 150))
	// Those valid longest come back first, with the validity that they had.
	assert.Equal(t, PointsPosting{Action: PointsActionRestore, Points: 60}, post(t, a, restore("", "r", 10, 60)))
	assert.Equal(t, statement(200, 90, 0, 110), a.Statement(19))
	assert.Equal(t, statement(200, 90, 10, 100), a.Statement(20))
	assert.Equal(t, PointsPosting{Action: PointsActionRestore, Points: 50, Expired: 50}, post(t, a, restore("", "r", 30, 50)))
	assert.Equal(t, statement(200, 40, 60, 100), a.Statement(30))
	// Or with a new one.
	post(t, a, PointsEvent{Action: PointsActionRestore, At: 35, Points: 40, Of: "r", Expires: 90})
	assert.Equal(t, statement(200, 0, 160, 40), a.Statement(50))
	assert.Equal(t, statement(200, 0, 200, 0), a.Statement(90))
	_, err := a.Post(restore("", "r", 36, 1))
	assert.ErrorContains(t, err, "all its reversals together")

	// An order and the redemption that its points went to, both undone: nothing
	// is owed, in whatever order they are undone, even after the points expired.
	for _, undo := range [][]PointsEvent{
		{revoke("", "a", 5, 100), restore("", "r", 6, 100)}, {restore("", "r", 5, 100), revoke("", "a", 6, 100)},
		{revoke("", "a", 5, 100), restore("", "r", 60, 100)}, {restore("", "r", 60, 100), revoke("", "a", 61, 100)},
	} {
		b := new(PointsAccount)
		post(t, b, earn("a", 1, 100, 50), redeem("r", 2, 100))
		post(t, b, undo...)
		s := b.Statement(70)
		assert.Zero(t, s.Outstanding+s.Owed+s.Redeemed, "%+v", undo)
	}
}

func TestRepeated(t *testing.T) {
	a := new(PointsAccount)
	events := []PointsEvent{earn("a", 1, 100, 50), redeem("r", 3, 70), restore("s", "r", 4, 20), revoke("x", "a", 5, 90)}
	post(t, a, events...)
	before, err := a.MarshalBinary()
	require.NoError(t, err)
	for _, e := range events {
		p, err := a.Post(e)
		require.NoError(t, err)
		assert.Equal(t, PointsPosting{Action: e.Action, Repeated: true}, p)
		for i, other := range []PointsEvent{e, e, e} {
			switch i {
			case 0:
				other.At++
				other.Expires *= 2
			case 1:
				other.Points++
			case 2:
				other = earn(e.ID, 4, 77, 99)
			}
			_, err = a.Post(other)
			assert.ErrorContains(t, err, "another event", "%+v", other)
		}
	}
	after, err := a.MarshalBinary()
	require.NoError(t, err)
	assert.Equal(t, before, after)
	// Without an id the account cannot know.
	post(t, a, earn("", 6, 5, 9), earn("", 6, 5, 9))
	assert.EqualValues(t, 110, a.Statement(6).Earned)
}

func TestReversalsRefused(t *testing.T) {
	a := new(PointsAccount)
	post(t, a, earn("a", 10, 100, 50), redeem("r", 20, 60))
	for want, e := range map[string]PointsEvent{
		"posted before":               revoke("", "b", 30, 1),
		"reverses: redeem":            restore("", "a", 30, 1),
		"reverses: earn":              revoke("", "r", 30, 1),
		"not before the event":        revoke("", "a", 9, 1),
		"all its reversals":           restore("", "r", 30, 61),
		"one of the PointsAction":     {At: 3, Points: 1},
		"from 1 to 2^40":              revoke("", "a", 30, 0),
		"id of the event":             revoke("", "", 30, 1),
		"no id, as":                   {Action: PointsActionEarn, At: 3, Points: 1, Expires: 4, Of: "a"},
		"another event":               revoke("q", "q", 30, 1),
		"do not expire":               {Action: PointsActionRevoke, At: 30, Points: 1, Of: "a", Expires: 40},
		"a time after they are":       {Action: PointsActionRestore, At: 30, Points: 1, Of: "r", Expires: 30},
		"a time after the points are": earn("", 30, 1, 30),
	} {
		_, err := a.Post(e)
		var in *clientele.InputError
		require.ErrorAs(t, err, &in, "%+v", e)
		assert.ErrorContains(t, err, want)
	}
	assert.Equal(t, 2, a.Len())
	// A late reversal may not take more than is left of its event by the later ones.
	post(t, a, revoke("", "a", 30, 80))
	_, err := a.Post(revoke("", "a", 25, 30))
	assert.ErrorContains(t, err, "all its reversals")
	// Nor, unless points may be owed, what an accepted redemption rests on.
	for rule, ok := range map[ClawbackRule]bool{ClawbackOwe: true, ClawbackRefuse: false, ClawbackWaive: false} {
		b := under(t, rule)
		post(t, b, earn("a", 1, 100, 50), redeem("", 20, 60))
		_, err := b.Post(revoke("", "a", 10, 50))
		assert.Equal(t, ok, err == nil, "%v: %v", rule, err)
		_, err = b.Post(revoke("", "a", 10, 40))
		assert.NoError(t, err, rule)
	}
	_, err = NewPointsAccount(&PointsPolicy{Clawback: 9})
	assert.Error(t, err)
	_, err = NewPointsLedger(&PointsPolicy{Clawback: 9})
	assert.Error(t, err)
	owe, waive := under(t, ClawbackOwe), under(t, ClawbackWaive)
	assert.ErrorContains(t, owe.Merge(waive), "policy")
	assert.NoError(t, owe.Merge(new(PointsAccount)), "the default written out is the default")
	one, other := new(PointsLedger), new(PointsLedger)
	for i, l := range []*PointsLedger{one, other} {
		_, err := l.Post("m", earn("a", 1, 5+int64(i), 9))
		require.NoError(t, err)
		require.NoError(t, l.Earn("n", 1, 5, 9))
	}
	assert.ErrorContains(t, one.Merge(other), "another event")
	assert.EqualValues(t, 10, one.Statement(5).Earned, "unchanged")
}

// shop makes events of a member, each with an id: orders, redemptions, and
// reversals of some of them, with chance in the order in which they are posted.
func shop(r *rand.Rand, n int) (events []PointsEvent) {
	for i := range n {
		id, at := fmt.Sprint(i), int64(i)+r.Int64N(30)
		e := earn(id, at, 1+r.Int64N(40), at+1+r.Int64N(40))
		if len(events) > 0 && r.IntN(3) > 0 {
			switch of := events[r.IntN(len(events))]; of.Action {
			case PointsActionEarn:
				e = revoke(id, of.ID, of.At+r.Int64N(20), of.Points-r.Int64N(of.Points)/2)
			case PointsActionRedeem:
				e = restore(id, of.ID, of.At+r.Int64N(20), 1+r.Int64N(of.Points))
			}
		}
		if r.IntN(4) == 0 {
			e = redeem(id, at, 1+r.Int64N(40))
		}
		events = append(events, e)
	}
	return events
}

// TestReversalsInAnyOrder: whatever was accepted, in whatever order, makes one
// account; what does not expire is counted to the point; a copy reads back.
func TestReversalsInAnyOrder(t *testing.T) {
	r := rand.New(rand.NewPCG(143, 144))
	seen := map[PointsAction]int{}
	owed := 0
	for range 400 {
		var a PointsAccount
		var accepted []PointsEvent
		for _, e := range shop(r, 25) {
			if r.IntN(2) == 0 && e.Action == PointsActionEarn {
				e.Expires = Never
			}
			before, err := a.MarshalBinary()
			require.NoError(t, err)
			if _, err := a.Post(e); err == nil {
				accepted = append(accepted, e)
				seen[e.Action]++
				continue
			}
			after, err := a.MarshalBinary()
			require.NoError(t, err)
			require.Equal(t, before, after, "a refused event changes nothing")
		}
		data, err := a.MarshalBinary()
		require.NoError(t, err)
		var read PointsAccount
		require.NoError(t, read.UnmarshalBinary(data))
		// Halves in any order, which may leave redemptions uncovered for a while.
		var parts [2]PointsAccount
		for i, e := range accepted {
			part := &parts[i%2]
			if _, there := part.state.with().ids[e.Of]; e.Of != "" && !there {
				for _, of := range accepted { // it comes with its own event
					if of.ID == e.Of {
						part.journal.add(of.entry())
						part.state.apply(of.entry(), nil)
					}
				}
			}
			if _, there := part.state.with().ids[e.ID]; !there {
				part.journal.add(e.entry())
				part.state.apply(e.entry(), nil)
			}
		}
		for i := range parts {
			parts[i].journal = sorted(parts[i].journal)
			parts[i].state = parts[i].journal.replay(0, parts[i].Len(), nil)
		}
		require.NoError(t, parts[0].Merge(&parts[1]))
		joined, err := parts[0].MarshalBinary()
		require.NoError(t, err)
		require.Equal(t, data, joined)
		for _, asOf := range []int64{0, 10, 30, 50, 70, 200} {
			s := a.Statement(asOf)
			balanced(t, s)
			require.Equal(t, s, read.Statement(asOf))
			require.Equal(t, s, parts[0].Statement(asOf))
			if s.Owed > 0 {
				owed++
			}
			net := int64(0)
			for _, e := range accepted {
				if e.At <= asOf {
					net += map[PointsAction]int64{PointsActionEarn: 1, PointsActionRedeem: -1, PointsActionRestore: 1, PointsActionRevoke: -1}[e.Action] * e.Points
				}
			}
			require.GreaterOrEqual(t, s.Outstanding-s.Owed+s.Expired, net, "revocations take no more than they say")
			if s.Expired == 0 {
				require.Equal(t, net, s.Outstanding-s.Owed)
			}
		}
	}
	assert.Greater(t, owed, 20)
	for _, action := range []PointsAction{PointsActionEarn, PointsActionRedeem, PointsActionRestore, PointsActionRevoke} {
		assert.Greater(t, seen[action], 300, action)
	}
}

func sorted(j journal) (out journal) {
	for i := range j.len() {
		out, _ = out.with(j.at(i))
	}
	return out
}

// TestUndoneIsAsNeverDone: a redemption undone before anything else happens, and
// an order returned, leave what would be without them.
func TestUndoneIsAsNeverDone(t *testing.T) {
	r := rand.New(rand.NewPCG(145, 146))
	for range 500 {
		var a PointsAccount
		for _, e := range shop(r, 12) {
			_, _ = a.Post(e)
		}
		with := new(PointsAccount)
		require.NoError(t, with.Merge(&a))
		at := 70 + r.Int64N(30)
		if s := a.Statement(at); s.Outstanding > 0 {
			p := 1 + r.Int64N(s.Outstanding)
			post(t, with, redeem("undone", at, p), restore("", "undone", at+r.Int64N(30), p))
		}
		for _, asOf := range []int64{130, 200} {
			require.Equal(t, a.Statement(asOf), with.Statement(asOf))
		}
		p := 1 + r.Int64N(50)
		post(t, with, earn("returned", 130, p, 131+r.Int64N(30)), revoke("", "returned", 130, p))
		for _, asOf := range []int64{130, 200} {
			want := a.Statement(asOf)
			want.Earned += p
			want.Revoked += p
			require.Equal(t, want, with.Statement(asOf))
		}
	}
}

// TestRunOffOfReversals: every point issued is somewhere, and the triangle is one.
func TestRunOffOfReversals(t *testing.T) {
	r := rand.New(rand.NewPCG(147, 148))
	for range 100 {
		var l PointsLedger
		for member := range 4 {
			for _, e := range shop(r, 30) {
				_, _ = l.Post(fmt.Sprint(member), e)
			}
		}
		run, err := l.RunOff(0, 20, 40, 60, 80, 100, 120, 140)
		require.NoError(t, err)
		var sum PointsStatement
		for _, v := range run {
			last := v.Redeemed[len(v.Redeemed)-1]
			require.Equal(t, v.Issued, last+v.Expired+v.Revoked+v.Outstanding, "%+v", v)
			for j := 1; j < len(v.Redeemed); j++ {
				require.GreaterOrEqual(t, v.Redeemed[j], v.Redeemed[j-1])
			}
			require.True(t, v.Expired >= 0 && v.Revoked >= 0 && v.Outstanding >= 0)
			sum.add(PointsStatement{Earned: v.Issued, Redeemed: last, Expired: v.Expired, Revoked: v.Revoked, Outstanding: v.Outstanding})
		}
		s := l.Statement(139)
		require.Equal(t, s.Redeemed+s.Revoked-s.Owed, sum.Redeemed+sum.Revoked, "what is owed has not left a vintage")
		require.Equal(t, s.Outstanding, sum.Outstanding)
		require.Equal(t, s.Expired, sum.Expired)
	}
}

func TestReversalsMerge(t *testing.T) {
	r := rand.New(rand.NewPCG(149, 150))
	var items []PointsEvent
	for i := range 80 {
		items = append(items, earn(fmt.Sprint(i), r.Int64N(50), 1+r.Int64N(30), 60+r.Int64N(100)))
	}
	check.MergeLaws(t, check.Merger[*PointsAccount, PointsEvent]{
		New: func() *PointsAccount { return new(PointsAccount) },
		Add: func(a *PointsAccount, e PointsEvent) {
			half := (e.Points + 1) / 2
			post(t, a, e, redeem("r"+e.ID, e.At, half), restore("s"+e.ID, "r"+e.ID, e.At+5, (half+1)/2), revoke("x"+e.ID, e.ID, e.At+100, e.Points))
		},
		Merge: (*PointsAccount).Merge,
		Items: items,
		Equal: func(t *testing.T, want, got *PointsAccount) {
			x, _ := want.MarshalBinary()
			y, _ := got.MarshalBinary()
			assert.Equal(t, x, y)
			for _, asOf := range []int64{0, 30, 59, 70, 110, 130, 200} {
				assert.Equal(t, want.Statement(asOf), got.Statement(asOf))
				balanced(t, got.Statement(asOf))
			}
		},
	})
	// An account merged with a copy of itself is itself.
	a, b := new(PointsAccount), new(PointsAccount)
	post(t, a, items...)
	require.NoError(t, b.Merge(a))
	require.NoError(t, a.Merge(b))
	assert.Equal(t, 80, a.Len())
}

func TestPostingSpeaks(t *testing.T) {
	for p, want := range map[PointsPosting][2]string{
		{Action: PointsActionEarn, Repeated: true}:              {"the event was posted before and is not counted again", "该事件此前已入账，不重复计入"},
		{Action: PointsActionEarn, Points: 50, Paid: 40}:        {"40 points went to what was owed", "40 积分用于抵扣欠分"},
		{Action: PointsActionRestore, Points: 50, Expired: 1}:   {"1 restored point was past its validity", "退还的 1 积分已过有效期"},
		{Action: PointsActionRevoke, Expired: 12_000}:           {"12,000 points of the returned order had expired unspent and are not taken again", "退货订单的 1.2 万 积分此前已过期，不再扣回"},
		{Action: PointsActionRevoke, Points: 60, Owed: 30}:      {"30 points of the returned order had been spent and are owed now", "退货订单的 30 积分已被使用，现记为欠分"},
		{Action: PointsActionRevoke, Points: 60, Waived: 1}:     {"1 point of the returned order had been spent and is waived", "退货订单的 1 积分已被使用，予以免除"},
		{Action: PointsActionRedeem, Points: math.MaxInt64 / 2}: {},
	} {
		reasons := p.AppendReasons(nil)
		if want[0] == "" {
			assert.Empty(t, reasons)
			continue
		}
		require.Len(t, reasons, 1, "%+v", p)
		assert.Equal(t, want[0], reasons[0].Text(clientele.LangEnglish))
		assert.Equal(t, want[1], reasons[0].Text(clientele.LangChinese))
	}
}

func FuzzReversals(f *testing.F) {
	f.Add([]byte{0, 10, 50, 90, 1, 20, 30, 0, 3, 30, 40, 0, 2, 35, 9, 1}, uint8(0))
	f.Fuzz(func(t *testing.T, data []byte, rule uint8) {
		a, b := under(t, ClawbackRule(rule%4)), under(t, ClawbackRule(rule%4))
		for i := 0; i+4 <= len(data); i += 4 {
			e := PointsEvent{ID: fmt.Sprint(i / 4), Action: PointsAction(data[i]%4) + 1, At: int64(data[i+1]), Points: int64(data[i+2])}
			switch e.Action {
			case PointsActionEarn:
				e.Expires = e.At + int64(data[i+3])
			case PointsActionRestore, PointsActionRevoke:
				e.Of = fmt.Sprint(int(data[i+3]) % (i/4 + 1))
			}
			_, err := a.Post(e)
			balanced(t, a.Statement(e.At))
			if p, again := a.Post(e); err == nil {
				require.NoError(t, again)
				require.True(t, p.Repeated)
			}
			if i%8 == 0 {
				_, _ = b.Post(e)
			}
		}
		encoded, err := a.MarshalBinary()
		require.NoError(t, err)
		var read PointsAccount
		require.NoError(t, read.UnmarshalBinary(encoded))
		require.Equal(t, a.Statement(math.MaxInt64), read.Statement(math.MaxInt64))
		require.NoError(t, a.Merge(b))
		balanced(t, a.Statement(math.MaxInt64))
		encoded, err = a.MarshalBinary()
		require.NoError(t, err)
		require.NoError(t, read.UnmarshalBinary(encoded), "a merged account reads back")
	})
}

func FuzzPointsEventJSON(f *testing.F) {
	for _, e := range []PointsEvent{earn("a", 1, 2, Never), redeem("", -5, 2), restore("c", "b", 9, 1), revoke("", "a", 1, 1<<40)} {
		data, err := json.Marshal(e)
		require.NoError(f, err)
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var e, back PointsEvent
		if json.Unmarshal(data, &e) != nil {
			require.Equal(t, PointsEvent{}, e, "unchanged on error")
			return
		}
		require.NoError(t, e.Check())
		again, err := json.Marshal(e)
		require.NoError(t, err)
		require.NoError(t, json.Unmarshal(again, &back))
		require.Equal(t, e, back)
	})
}

// Events with ids that come late are taken, refused and counted as those without, on one
// account and on one read back; a repeated one counts once while it waits.
func TestLateEventsWithIDs(t *testing.T) {
	r := rand.New(rand.NewPCG(91, 92))
	for range 60 {
		named, plain := new(PointsAccount), new(PointsAccount)
		for i := range 60 {
			at, points := r.Int64N(40), 1+r.Int64N(9)
			e := earn(fmt.Sprint(i), at, points, at+1+r.Int64N(30))
			if i%3 > 0 {
				e = redeem(e.ID, at, points)
			}
			got, err := named.Post(e)
			if e.Action == PointsActionEarn {
				require.NoError(t, plain.Earn(e.At, e.Points, e.Expires))
			} else {
				other := plain.Redeem(e.At, e.Points)
				require.Equal(t, other == nil, err == nil, "%d %+v", i, e)
			}
			if err != nil {
				continue
			}
			assert.Equal(t, PointsPosting{Action: e.Action, Points: points}, got)
			again, err := named.Post(e)
			require.NoError(t, err)
			assert.True(t, again.Repeated)
			e.Points++
			_, err = named.Post(e)
			assert.ErrorContains(t, err, "another event")
			require.Equal(t, plain.Statement(at), named.Statement(at))
			if i%20 == 19 {
				data, err := named.MarshalBinary()
				require.NoError(t, err)
				var back PointsAccount
				require.NoError(t, back.UnmarshalBinary(data))
				require.Equal(t, plain.Statement(100), back.Statement(100))
				require.Equal(t, plain.Len(), back.Len())
			}
		}
		// A reversal finds its event among those that wait.
		post(t, named, earn("late", 0, 5, Never), redeem("last", 41, 2), earn("z", 1, 1, Never), revoke("x", "late", 42, 3), restore("y", "last", 43, 1))
		other := new(PointsAccount)
		require.NoError(t, other.Merge(named))
		assert.Equal(t, named.Statement(50), other.Statement(50))
	}
}
