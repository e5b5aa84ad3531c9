package api

import (
	"context"
	"errors"
	"math/rand/v2"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/segment"
	"github.com/clientele-go/clientele/segment/cluster"
	"github.com/clientele-go/clientele/segment/feature"
	"github.com/clientele-go/clientele/segment/rfm"
	"github.com/clientele-go/clientele/segment/tree"
)

// got returns v, of which err says that it was made.
func got[T any](v T, err error) T {
	must(err)
	return v
}

func init() {
	ctx := context.Background()
	table := got(feature.NewTable("a", "b"))
	sketch := new(rfm.Sketch)
	var customers []rfm.RFM
	var long []rfm.LRFM
	var trades []tree.TradeRecord
	var points []segment.CubePoint
	var values, loyalty []float64
	for i := range 60 {
		x := float64(i)
		customers = append(customers, rfm.RFM{SinceLast: x, Purchases: float64(i * 7 % 60), Money: 10 * float64(i*11%60)})
		long = append(long, rfm.LRFM{Length: float64(i * 13 % 60), RFM: customers[i]})
		must(sketch.Add(customers[i]))
		trades = append(trades, tree.TradeRecord{Scale: x, Years: float64(i % 9), Repurchase: float64(i%7) / 7})
		values, loyalty = append(values, x-5), append(loyalty, x/60)
		points = append(points, segment.CubePoint{Value: clientele.Known(x), Potential: clientele.Known(float64(i * 7 % 60)), Loyalty: clientele.Known(x / 60)})
		must(table.Add(x, float64(i*17%60)))
	}
	source := func() *rand.Rand { return rand.New(rand.NewPCG(1, 2)) }
	bins := got(rfm.Fit(customers, nil))

	samples["segment.Leads"], samples["segment.Shifts"] = got(segment.NewLeads(nil)), got(segment.NewShifts(nil))
	samples["segment.StrategyMap"] = segment.DefaultStrategies()
	samples["segment/feature.Table"], samples["segment/feature.FeatureScaling"] = table, got(feature.FitScaling(table, nil))
	samples["segment/cluster.Clustering"] = got(cluster.KMeans(ctx, table, 2, source(), nil))
	fit := got(cluster.FitMixture(ctx, table, 2, source(), nil))
	samples["segment/cluster.MixtureFit"], samples["segment/cluster.Mixture"] = fit, fit.Mixture
	clumpy := []rfm.RFMC{{RFM: customers[0], Burst: clientele.Known(0.1)}, {RFM: customers[1], Burst: clientele.Known(-0.1)}}
	samples["segment/rfm.RFMC"], samples["segment/rfm.RFMCBins"] = clumpy[0], got(rfm.FitRFMC(clumpy, nil))
	samples["segment/rfm.Sketch"], samples["segment/rfm.Bins"], samples["segment/rfm.LRFMBins"] = sketch, bins, got(rfm.FitLRFM(long, nil))
	samples["segment/rfm.Cells"], samples["segment/rfm.Segmentation"] = got(rfm.FitCells(customers, nil)), got(rfm.NewSegmentation(bins, nil))
	given := tree.Ask("a", 1, tree.Leaf(clientele.LevelHigh), tree.Leaf(clientele.LevelLow))
	samples["segment/tree.Node"], samples["segment/tree.Tree"] = given, got(tree.New([]string{"a"}, given))
	samples["segment/tree.ValueTree"], samples["segment/tree.LearnedTree"] = got(tree.FitValueTree(trades, nil)), got(tree.Grow(ctx, table, values, source(), nil))

	policies["segment.ABCPolicy"] = policyCase(func(p *segment.ABCPolicy) (segment.ABCPolicy, any, error) {
		m, err := segment.FitABC(values, p)
		return m.Policy(), m.Classify(30), err
	})
	policies["segment.AxisPolicy"] = policyCase(func(p *segment.AxisPolicy) (segment.AxisPolicy, any, error) {
		m, err := segment.FitAxis(values, p)
		return m.Policy(), m.Level(30), err
	})
	policies["segment.CubePolicy"] = policyCase(func(p *segment.CubePolicy) (segment.CubePolicy, any, error) {
		m, err := segment.FitCube(points, p)
		return m.Policy(), m.Classify(points[40]), err
	})
	policies["segment.FriendPolicy"] = policyCase(func(p *segment.FriendPolicy) (segment.FriendPolicy, any, error) {
		m, err := segment.FitValueLength(values, values, p)
		return m.Policy(), m.Classify(clientele.Known(9), clientele.Known(9)), err
	})
	policies["segment.GradePolicy"] = policyCase(func(p *segment.GradePolicy) (segment.GradePolicy, any, error) {
		m, err := segment.FitGrades(values, p)
		return m.Policy(), m.Classify(3, 50), err
	})
	policies["segment.LeadPolicy"] = policyCase(func(p *segment.LeadPolicy) (segment.LeadPolicy, any, error) {
		m, err := segment.NewLeads(p)
		return m.Policy(), m.Classify(clientele.Known(9)), err
	})
	policies["segment.MetalPolicy"] = policyCase(func(p *segment.MetalPolicy) (segment.MetalPolicy, any, error) {
		m, err := segment.FitMetals(values, loyalty, p)
		if errors.Is(err, clientele.ErrNoData) { // nobody is that profitable
			err = nil
		}
		return m.Policy(), m.Classify(clientele.Known(50), clientele.Known(.7)), err
	})
	policies["segment.PyramidPolicy"] = policyCase(func(p *segment.PyramidPolicy) (segment.PyramidPolicy, any, error) {
		m, err := segment.FitPyramid(values, p)
		return m.Policy(), m.Classify(50), err
	})
	policies["segment.ShiftPolicy"] = policyCase(func(p *segment.ShiftPolicy) (segment.ShiftPolicy, any, error) {
		m, err := segment.NewShifts(p)
		return m.Policy(), m.Classify(.2), err
	})
	policies["segment/cluster.ChoicePolicy"] = policyCase(func(p *cluster.ChoicePolicy) (cluster.ChoicePolicy, any, error) {
		m, err := cluster.Choose(ctx, table.Pick([]int{1, 1, 1, 2, 2}), source(), p)
		if err != nil {
			return cluster.ChoicePolicy{}, nil, err
		}
		return m.Policy, m.K, nil
	})
	policies["segment/cluster.KMeansPolicy"] = policyCase(func(p *cluster.KMeansPolicy) (cluster.KMeansPolicy, any, error) {
		m, err := cluster.KMeans(ctx, table, 3, source(), p)
		if err != nil {
			return cluster.KMeansPolicy{}, nil, p.Check()
		}
		return m.Policy, m.Centres, nil
	})
	policies["segment/cluster.MixturePolicy"] = policyCase(func(p *cluster.MixturePolicy) (cluster.MixturePolicy, any, error) {
		m, err := cluster.FitMixture(ctx, table, 2, source(), p)
		if m == nil {
			return cluster.MixturePolicy{}, nil, p.Check()
		}
		return m.Policy, m.Labels, err
	})
	policies["segment/feature.ScalingPolicy"] = policyCase(func(p *feature.ScalingPolicy) (feature.ScalingPolicy, any, error) {
		m, err := feature.FitScaling(table, p)
		if err != nil {
			return feature.ScalingPolicy{}, nil, err
		}
		return m.Policy(), m.Columns(), nil
	})
	policies["segment/rfm.BinsPolicy"] = policyCase(func(p *rfm.BinsPolicy) (rfm.BinsPolicy, any, error) {
		m, err := rfm.Fit(customers, p)
		if err != nil {
			return rfm.BinsPolicy{}, nil, err
		}
		return m.Policy(), m.Score(customers[9]), nil
	})
	policies["segment/rfm.CellPolicy"] = policyCase(func(p *rfm.CellPolicy) (rfm.CellPolicy, any, error) {
		m, err := rfm.FitCells(customers, p)
		return m.Policy(), m.Classify(customers[9]), err
	})
	policies["segment/rfm.SegmentationPolicy"] = policyCase(func(p *rfm.SegmentationPolicy) (rfm.SegmentationPolicy, any, error) {
		m, err := rfm.NewSegmentation(bins, p)
		if err != nil {
			return rfm.SegmentationPolicy{}, nil, err
		}
		return m.Policy(), m.Classify(customers[9], rfm.DepartureEvidence{Gap: clientele.Known(3)}), nil
	})
	policies["segment/tree.GrowPolicy"] = policyCase(func(p *tree.GrowPolicy) (tree.GrowPolicy, any, error) {
		m, err := tree.Grow(ctx, table, values, source(), p)
		if err != nil {
			return tree.GrowPolicy{}, nil, err
		}
		return m.Policy(), m.String(), nil
	})
	policies["segment/tree.ValueTreePolicy"] = policyCase(func(p *tree.ValueTreePolicy) (tree.ValueTreePolicy, any, error) {
		m, err := tree.FitValueTree(trades, p)
		if err != nil {
			return tree.ValueTreePolicy{}, nil, err
		}
		return m.Policy(), m.Classify(trades[40]), nil
	})
}
