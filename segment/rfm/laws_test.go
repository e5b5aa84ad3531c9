package rfm

import (
	"math"
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/segment/internal/kit"
	"github.com/stretchr/testify/require"
)

func TestEnumerations(t *testing.T) {
	kit.CheckEnum[Cell](t, 8)
	kit.CheckEnum[Centre](t, 2)
	kit.CheckEnum[Segment](t, 11)
	kit.CheckEnum[Basis](t, 4)
}

// Names, cells and scores are total on a base, and come with reasons of their own.
func TestReasons(t *testing.T) {
	customers := base(500, 22)
	s := named(t, customers, nil, &SegmentationPolicy{Gap: clientele.Known(30)})
	cells, err := FitCells(customers, nil)
	require.NoError(t, err)
	for i, c := range customers {
		e := DepartureEvidence{}
		switch i % 3 {
		case 1:
			e.Loss = clientele.NewLossVerdict(float64(i)/500, .5)
		case 2:
			e.Gap = clientele.Known(float64(i))
		}
		v, cell := s.Classify(c, e), cells.Classify(c)
		require.NotZero(t, v.Segment)
		require.NotZero(t, cell.Cell)
		kit.CheckReasons(t, "rfm.", v.AppendReasons(nil), cell.AppendReasons(nil), v.Scores.AppendReasons(nil))
		richer := c
		richer.Money += 100
		require.GreaterOrEqual(t, s.Bins().Score(richer).M, v.Scores.M)
	}
}

func FuzzClassify(f *testing.F) {
	f.Add(1.0, 2.0, 3.0, 4.0, 0.5)
	f.Add(math.NaN(), math.Inf(1), -1.0, 0.0, 2.0)
	customers := base(200, 24)
	s := named(f, customers, nil, &SegmentationPolicy{Gap: clientele.Known(30)})
	f.Fuzz(func(t *testing.T, since, purchases, money, gap, gone float64) {
		v := s.Classify(RFM{since, purchases, money}, DepartureEvidence{clientele.Known(gap), clientele.NewLossVerdict(gone, .5)})
		v.AppendReasons(nil)
		if v.Segment != 0 && gone >= 0 && gone <= 1 && v.Segment.Departure() != (gone >= 0.5) {
			t.Fatal(v)
		}
	})
}
