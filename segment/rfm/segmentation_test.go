package rfm

import (
	"encoding/json"
	"math"
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/segment"
	"github.com/clientele-go/clientele/segment/internal/kit"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func named(t testing.TB, customers []RFM, bins *BinsPolicy, policy *SegmentationPolicy) *Segmentation {
	t.Helper()
	s, err := NewSegmentation(fitted(t, customers, bins), policy)
	require.NoError(t, err)
	return s
}

// Bins and grid agree, or the segmentation is refused; with any number of bins
// the best customer is a champion, or loyal if there are but two.
func TestBinsAndGridAgree(t *testing.T) {
	customers := base(2000, 31)
	for bins := 2; bins <= 10; bins++ {
		s := named(t, customers, &BinsPolicy{Bins: bins}, nil)
		assert.True(t, s.Classify(RFM{0, 1e6, 1e6}, DepartureEvidence{}).Segment.faithful(), bins)
	}
	five := defaultGrid(t, 5)
	_, err := NewSegmentation(fitted(t, customers, &BinsPolicy{Bins: 3}), &SegmentationPolicy{Grid: &five})
	var input *clientele.InputError
	assert.ErrorAs(t, err, &input)
	_, err = NewSegmentation(NewBins(segment.Cuts{}, segment.Cuts{}, segment.Cuts{}), nil)
	assert.ErrorAs(t, err, &input)
	two, err := segment.NewCuts(0, 1)
	require.NoError(t, err)
	three, err := segment.NewCuts(0, 1, 2)
	require.NoError(t, err)
	_, err = NewSegmentation(NewBins(two, three, three), nil)
	assert.ErrorAs(t, err, &input, "unlike axes")
}

// What is known of a customer decides whether a name of departure is given, for
// every score, grid and basis.
func TestGate(t *testing.T) {
	customers := base(2000, 32)
	for _, bins := range []int{3, 5, 7, 10} {
		s := named(t, customers, &BinsPolicy{Bins: bins}, &SegmentationPolicy{Gap: clientele.Known(30)})
		contract := named(t, customers, &BinsPolicy{Bins: bins}, &SegmentationPolicy{Contract: true})
		for _, c := range customers {
			gone := s.Classify(c, DepartureEvidence{Loss: clientele.NewLossVerdict(0.9, .5)})
			require.True(t, gone.Segment.Departure(), "%+v", gone)
			there := s.Classify(c, DepartureEvidence{Loss: clientele.NewLossVerdict(0.1, .5)})
			require.False(t, there.Segment.Departure(), "%+v", there)
			require.Equal(t, gone.Relative, there.Relative)
			require.False(t, contract.Classify(c, DepartureEvidence{Gap: clientele.Known(0.1)}).Segment.Departure(), "under contract")
			require.True(t, contract.Classify(c, DepartureEvidence{Loss: clientele.ClassifyTerm(true)}).Segment.Departure(), "who ended it")
			rhythm := s.Classify(c, DepartureEvidence{Gap: clientele.Known(30)})
			require.Equal(t, BasisRhythm, rhythm.Basis)
			seen, _ := rhythm.Seen.Value()
			require.Equal(t, seen <= 0.1, rhythm.Segment.Departure())
			if c.Purchases < 2 {
				for _, v := range []SegmentVerdict{gone, there, rhythm, s.Classify(c, DepartureEvidence{})} {
					require.NotContains(t, []Segment{SegmentChampions, SegmentLoyal}, v.Segment, "with one purchase")
				}
			}
			codes := map[string]bool{}
			for _, r := range there.AppendReasons(nil) {
				codes[r.Code] = true
			}
			require.True(t, codes[ReasonNotGone])
			require.False(t, codes[ReasonGone])
		}
	}
	one := RFM{0, 0.4, 1e6} // expected purchases
	forgiving := named(t, customers, nil, &SegmentationPolicy{Faithful: clientele.Known(0)}).Classify(one, DepartureEvidence{})
	assert.Equal(t, forgiving.Relative, forgiving.Segment)
	s := named(t, customers, nil, nil)
	assert.Equal(t, Segment(0), s.Classify(RFM{math.NaN(), 1, 1}, DepartureEvidence{}).Segment)
	assert.Equal(t, Segment(0), s.Classify(RFM{1, 1, 1}, DepartureEvidence{Loss: clientele.LossVerdict{State: clientele.LossStateLost}}).Segment, "a verdict without a basis")
}

// A customer who buys on at random at a known rate is called departed about as
// often as the policy says; a punctual one never.
func TestSilenceAgainstRhythm(t *testing.T) {
	r := kit.Rand(5)
	called, n := 0, 20_000
	for range n {
		gap := 20 * math.Exp(r.NormFloat64()/2)
		k := 1 + r.IntN(10)
		total := 0.0
		for range k {
			total += gap * r.ExpFloat64()
		}
		v := RFM{SinceLast: gap * r.ExpFloat64(), Purchases: float64(k + 1)}
		p, known := silence(v, clientele.Known(total/float64(k)), clientele.Known(20)).Value()
		require.True(t, known)
		if p <= 0.1 {
			called++
		}
	}
	assert.InDelta(t, 0.1, float64(called)/float64(n), 0.02)
	p, _ := silence(RFM{SinceLast: 365, Purchases: 5}, clientele.Known(365), clientele.Measure{}).Value()
	assert.Greater(t, p, 0.3, "a year of silence of a yearly buyer")
	_, known := silence(RFM{SinceLast: 365, Purchases: 1}, clientele.Measure{}, clientele.Measure{}).Value()
	assert.False(t, known)
}

// Subscribers who pay every month: recency is the day of the bill, and it is said.
func TestCheckRecency(t *testing.T) {
	r := kit.Rand(6)
	var subscribers, shoppers []RFM
	var monthly, mixed []DepartureEvidence
	for range 500 {
		subscribers = append(subscribers, RFM{float64(r.IntN(30)), float64(2 + r.IntN(40)), 10})
		monthly = append(monthly, EvidenceOf(clientele.History{Repeats: 10, Last: 300, Age: 310}))
		shoppers = append(shoppers, RFM{30 * r.ExpFloat64() * 3, float64(1 + r.IntN(9)), 10})
		mixed = append(mixed, EvidenceOf(clientele.History{Repeats: 10, Last: 300, Age: 310}))
	}
	c, err := CheckRecency(subscribers, monthly)
	require.NoError(t, err)
	require.Len(t, c.Warnings, 1)
	assert.Equal(t, WarnRecency, c.Warnings[0].Code)
	assert.Equal(t, clientele.Known(30), c.Gap)
	c, err = CheckRecency(shoppers, mixed)
	require.NoError(t, err)
	assert.Empty(t, c.Warnings)
	few, err := CheckRecency(shoppers[:3], mixed[:3])
	require.NoError(t, err)
	assert.Equal(t, WarnFewCustomers, few.Warnings[0].Code)
	_, err = CheckRecency(nil, nil)
	assert.ErrorIs(t, err, clientele.ErrNoData)
	_, err = CheckRecency(shoppers, nil)
	assert.Error(t, err)
}

type ruled float64

func (p ruled) Classify(clientele.History) clientele.LossVerdict {
	return clientele.NewLossVerdict(float64(p), .85)
}

func TestDepartureOf(t *testing.T) {
	h := clientele.History{Repeats: 4, Last: 40, Age: 52}
	e, err := DepartureOf(ruled(0.25), h)
	require.NoError(t, err)
	assert.Equal(t, clientele.Known(10), e.Gap)
	assert.False(t, e.Loss.Lost())
	_, err = DepartureOf(ruled(0.5), clientele.History{Repeats: -1})
	assert.Error(t, err)
	unknown, err := DepartureOf(ruled(math.NaN()), h)
	require.NoError(t, err)
	assert.False(t, unknown.Loss.Known())
}

func TestSegmentationTravels(t *testing.T) {
	customers := base(300, 33)
	s := named(t, customers, &BinsPolicy{Bins: 4, Nested: true}, &SegmentationPolicy{Gap: clientele.Known(12)})
	data, err := json.Marshal(s)
	require.NoError(t, err)
	var back Segmentation
	require.NoError(t, json.Unmarshal(data, &back))
	assert.Equal(t, *s, back)
	assert.Error(t, json.Unmarshal([]byte(`{"bins":null}`), &back))
	assert.Equal(t, *s, back)
}

// A customer who will more likely than not buy nothing is neither champion nor loyal,
// and says why; one who is lost has a name of departure.
func TestDoubtfulIsNoChampion(t *testing.T) {
	grid, err := DefaultGrid(5)
	require.NoError(t, err)
	var base []RFM
	for i := range 100 {
		base = append(base, RFM{SinceLast: float64(100 - i), Purchases: float64(1 + i), Money: float64(10 * i)})
	}
	bins, err := Fit(base, nil)
	require.NoError(t, err)
	named, err := NewSegmentation(bins, &SegmentationPolicy{Grid: &grid})
	require.NoError(t, err)
	best := base[99]
	for silent, want := range map[float64]Segment{.1: SegmentChampions, .49: SegmentChampions, .5: SegmentNeedAttention, .8: SegmentNeedAttention} {
		v := named.Classify(best, DepartureEvidence{Loss: clientele.NewLossVerdict(silent, .85)})
		assert.Equal(t, want, v.Segment, silent)
		doubted := false
		for _, r := range v.AppendReasons(nil) {
			doubted = doubted || r.Code == ReasonDoubtful
		}
		assert.Equal(t, want == SegmentNeedAttention, doubted)
	}
	assert.True(t, named.Classify(best, DepartureEvidence{Loss: clientele.NewLossVerdict(.9, .85)}).Segment.Departure())
}
