package rfm

import (
	"encoding/json"
	"math"
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/segment"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestEightCells(t *testing.T) {
	customers := []RFM{{1, 9, 900}, {1, 1, 900}, {99, 9, 900}, {99, 1, 900}, {1, 9, 1}, {1, 1, 1}, {99, 9, 1}, {99, 1, 1}}
	for _, centre := range []Centre{CentreMean, CentreMedian} {
		cells, err := FitCells(customers, &CellPolicy{Centre: centre, Unit: clientele.Week})
		require.NoError(t, err)
		for i, c := range customers { // the order of the constants
			assert.Equal(t, Cell(i+1), cells.Classify(c).Cell)
		}
		reasons := cells.Classify(customers[2]).AppendReasons(nil)
		assert.Equal(t, []string{ReasonDistantDays, ReasonFrequencyHigh, ReasonMoneyHigh}, []string{reasons[0].Code, reasons[1].Code, reasons[2].Code})
		assert.Equal(t, "the last purchase was 693 days ago, not fewer than 350", reasons[0].Text(clientele.LangEnglish))
	}
	assert.Equal(t, "重要价值客户", CellImportantValue.Label(clientele.LangChinese))

	skewed := []RFM{{1, 1, 0}, {2, 1, 0}, {3, 1, 10}, {4, 5, 110}}
	mean, err := FitCells(skewed, nil)
	require.NoError(t, err)
	assert.Equal(t, Centres{2.5, 2, 30}, mean.Centres())
	skip, err := FitCells(skewed, &CellPolicy{SkipWithoutSale: true, Centre: CentreMedian})
	require.NoError(t, err)
	assert.Equal(t, Centres{2.5, 1, 60}, skip.Centres())
	assert.Equal(t, CellGeneralRetain, mean.Classify(RFM(mean.Centres())).Cell, "at the centres")
	assert.Equal(t, Cell(0), mean.Classify(RFM{math.NaN(), 1, 1}).Cell)
	high, err := NewCells(mean.Centres(), &CellPolicy{TiesHigh: true})
	require.NoError(t, err)
	tie := high.Classify(RFM(mean.Centres()))
	assert.Equal(t, CellImportantValue, tie.Cell, "ties at the centres are high where the policy says so")
	assert.Equal(t, ReasonMoneyTie, tie.AppendReasons(nil)[2].Code)
	alike, err := FitCells([]RFM{{1, 2, 3}, {1, 2, 9}}, nil)
	require.NoError(t, err)
	assert.Equal(t, Cell(0), alike.Classify(RFM{5, 5, 5}).Cell, "axes that divide nobody")

	_, err = FitCells([]RFM{{1, 1, 0}}, &CellPolicy{SkipWithoutSale: true})
	assert.ErrorIs(t, err, clientele.ErrNoData)
	_, err = FitCells([]RFM{{-1, 1, 0}}, nil)
	assert.Error(t, err)
	for _, c := range []Cells{mean, high, alike} {
		data, err := json.Marshal(c)
		require.NoError(t, err)
		var back Cells
		require.NoError(t, json.Unmarshal(data, &back))
		again, err := json.Marshal(back)
		require.NoError(t, err)
		assert.Equal(t, string(data), string(again))
		assert.Error(t, json.Unmarshal([]byte(`{"centres":{"since_last":-1}}`), &back))
	}
}

func defaultGrid(t *testing.T, bins int) Grid {
	t.Helper()
	g, err := DefaultGrid(bins)
	require.NoError(t, err)
	require.NoError(t, g.Check())
	return g
}

// Every cell of every number of bins has exactly one name; with five all eleven
// names are used; the best and the worst are what they are with any number.
func TestGridTotal(t *testing.T) {
	for bins := 2; bins <= 10; bins++ {
		g, n := defaultGrid(t, bins), uint8(bins)
		used := map[Segment]int{}
		for code := range bins * bins * bins {
			s := g.Segment(Scores{uint8(code/bins/bins + 1), uint8(code/bins%bins + 1), uint8(code%bins + 1), n})
			require.True(t, segments.Valid(s))
			used[s]++
		}
		if bins == 5 {
			assert.Len(t, used, segments.Len())
		}
		best, worst := SegmentChampions, SegmentLost
		if bins == 2 { // the middles of halves are no ends
			best, worst = SegmentLoyal, SegmentAboutToSleep
		}
		assert.Equal(t, best, g.Segment(Scores{n, n, n, n}), bins)
		assert.Equal(t, worst, g.Segment(Scores{1, 1, 1, n}), bins)
		assert.Equal(t, Segment(0), g.Segment(Scores{1, 1, 1, n + 1}), "scores of another number of bins")
		text, err := json.Marshal(g)
		require.NoError(t, err)
		var back Grid
		require.NoError(t, json.Unmarshal(text, &back))
		assert.Equal(t, g, back)
		assert.Error(t, json.Unmarshal([]byte(`[["lost"],["lost"]]`), &back))
		assert.Equal(t, g, back)
	}
	g := defaultGrid(t, 5)
	assert.Equal(t, SegmentCantLose, g.Segment(Scores{1, 5, 4, 5}))
	assert.Equal(t, Segment(0), g.Segment(Scores{6, 5, 5, 5}))
	assert.Equal(t, Segment(0), g.Segment(Scores{0, 5, 5, 5}))
	assert.Equal(t, SegmentChampions, g.Segment(Scores{5, 0, 5, 5}), "one of F and M is enough")
	_, err := DefaultGrid(1)
	assert.Error(t, err)
	_, err = DefaultGrid(11)
	assert.Error(t, err)
}

func byFM(s Segment, fromR, toR, fromFM, toFM int) GridRule {
	return GridRule{Segment: s, FromR: fromR, ToR: toR, FromFM: fromFM, ToFM: toFM}
}

func TestNewGrid(t *testing.T) {
	g, err := NewGrid(3, byFM(SegmentChampions, 2, 3, 1, 3), byFM(SegmentLost, 1, 1, 1, 3))
	require.NoError(t, err)
	assert.Equal(t, SegmentChampions, g.Segment(Scores{2, 1, 1, 3}))
	_, err = NewGrid(5, byFM(SegmentChampions, 4, 5, 1, 5), byFM(SegmentLost, 1, 3, 1, 4))
	assert.ErrorContains(t, err, "R 1, F 4, M 5", "a hole")
	_, err = NewGrid(5, byFM(SegmentChampions, 4, 5, 1, 5), byFM(SegmentLost, 1, 4, 1, 5))
	assert.ErrorContains(t, err, "R 4, F 1, M 1", "an overlap")
	_, err = NewGrid(5, byFM(SegmentChampions, 0, 5, 1, 5))
	assert.Error(t, err)
	_, err = NewGrid(5, byFM(0, 1, 5, 1, 5))
	assert.Error(t, err)
}

func cuts(t *testing.T, edge segment.CutEdge, at ...float64) segment.Cuts {
	c, err := segment.NewCuts(edge, at...)
	require.NoError(t, err)
	return c
}

// Frequency and money may be named apart: those who come seldom and spend much
// are not those who come often and spend little.
func TestGridApart(t *testing.T) {
	g, err := NewGrid(3,
		GridRule{Segment: SegmentLost, FromR: 1, ToR: 1, FromF: 1, ToF: 1},
		GridRule{Segment: SegmentCantLose, FromR: 1, ToR: 1, FromF: 2, ToF: 3, FromM: 3, ToM: 3},
		GridRule{Segment: SegmentAtRisk, FromR: 1, ToR: 1, FromF: 2, ToF: 3, FromM: 1, ToM: 2},
		GridRule{Segment: SegmentPromising, FromR: 2, ToR: 3, FromF: 1, ToF: 1, FromM: 3, ToM: 3}, // seldom, and much
		GridRule{Segment: SegmentNeedAttention, FromR: 2, ToR: 3, FromF: 1, ToF: 1, FromM: 1, ToM: 2},
		GridRule{Segment: SegmentLoyal, FromR: 2, ToR: 3, FromF: 2, ToF: 3, FromM: 1, ToM: 2},
		GridRule{Segment: SegmentChampions, FromR: 2, ToR: 3, FromF: 2, ToF: 3, FromM: 3, ToM: 3},
	)
	require.NoError(t, err)
	assert.Equal(t, SegmentPromising, g.Segment(Scores{3, 1, 3, 3}))
	assert.Equal(t, SegmentLoyal, g.Segment(Scores{3, 3, 1, 3}), "the same mean")
	assert.Equal(t, SegmentChampions, g.Segment(Scores{3, 0, 3, 3}), "M stands for F")
	assert.Equal(t, SegmentNeedAttention, g.Segment(Scores{3, 1, 0, 3}))
	text, err := json.Marshal(g)
	require.NoError(t, err)
	assert.Contains(t, string(text), `[[["lost","lost","lost"],["at-risk","at-risk","cant-lose"]`)
	var back Grid
	require.NoError(t, json.Unmarshal(text, &back))
	assert.Equal(t, g, back)
	for _, bad := range []string{`[[["lost","lost"],"lost"],["lost","lost"]]`, `[[["lost"],["lost"]],[["lost"],["lost"]]]`, `[[["lost","x"],["lost","lost"]],[["lost","lost"],["lost","lost"]]]`,
		`[[["lost","unassigned"],["lost","lost"]],[["lost","lost"],["lost","lost"]]]`, `[["x","lost"],["lost","lost"]]`, `[["lost","lost"],"lost"]`} {
		assert.Error(t, json.Unmarshal([]byte(bad), &back), bad)
		assert.Equal(t, g, back)
	}

	// Rules of both kinds stand together, and rules that say the same are the same grid.
	whole, err := NewGrid(2, GridRule{Segment: SegmentLost, FromR: 1, ToR: 1}, byFM(SegmentChampions, 2, 2, 2, 2), GridRule{Segment: SegmentPromising, FromR: 2, ToR: 2, ToF: 1, FromF: 1, FromM: 1, ToM: 1})
	require.NoError(t, err)
	same, err := NewGrid(2, byFM(SegmentLost, 1, 1, 1, 2), byFM(SegmentChampions, 2, 2, 2, 2), byFM(SegmentPromising, 2, 2, 1, 1))
	require.NoError(t, err)
	assert.Equal(t, same, whole)
	_, err = NewGrid(2, GridRule{Segment: SegmentLost, FromF: 1, ToF: 1}, byFM(SegmentLost, 1, 2, 2, 2))
	assert.ErrorContains(t, err, "rule at R 1, F 1, M 2", "their mean is 2")
	_, err = NewGrid(2, GridRule{Segment: SegmentLost, FromF: 1})
	assert.ErrorContains(t, err, "scores from 1 to 2")
	_, err = NewGrid(2, GridRule{Segment: SegmentLost, FromM: 1, ToM: 3})
	assert.ErrorContains(t, err, "scores from 1 to 2")

	// Evidence moves a customer at their own F and M; too few purchases, down F.
	bins := NewBins(cuts(t, segment.CutEdgeBelow, 10, 20), cuts(t, segment.CutEdgeAbove, 2, 3), cuts(t, segment.CutEdgeAbove, 10, 100))
	s, err := NewSegmentation(bins, &SegmentationPolicy{Grid: &g, Faithful: clientele.Known(3)})
	require.NoError(t, err)
	for _, c := range []struct {
		v    RFM
		gone float64
		want Segment
	}{
		{RFM{30, 9, 500}, 0.1, SegmentChampions}, {RFM{30, 1, 500}, 0.1, SegmentPromising}, {RFM{30, 9, 50}, 0.1, SegmentLoyal},
		{RFM{5, 9, 500}, 0.9, SegmentCantLose}, {RFM{5, 9, 50}, 0.9, SegmentAtRisk}, {RFM{5, 1, 500}, 0.9, SegmentLost},
		{RFM{5, 2, 500}, 0.1, SegmentPromising}, {RFM{5, 2, 50}, 0.1, SegmentNeedAttention},
	} {
		v := s.Classify(c.v, DepartureEvidence{Loss: clientele.NewLossVerdict(c.gone, .5)})
		assert.Equal(t, c.want, v.Segment, "%+v", c)
	}
}
