package portrait

import (
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/keyaccount"
	"github.com/clientele-go/clientele/lifecycle"
	"github.com/clientele-go/clientele/loyalty"
	"github.com/clientele-go/clientele/segment"
	"github.com/clientele-go/clientele/segment/rfm"
	"github.com/stretchr/testify/assert"
)

// Every pair of verdicts that contradict each other is told, and a portrait that
// agrees with itself has none.
func TestConflicts(t *testing.T) {
	lost := clientele.LossVerdict{State: clientele.LossStateLost, ProbSilent: .97}
	present := clientele.LossVerdict{State: clientele.LossStatePresent, ProbSilent: .1}
	doubtful := clientele.LossVerdict{State: clientele.LossStatePresent, ProbSilent: .6}
	stage := func(s lifecycle.Stage) lifecycle.StageVerdict { return lifecycle.StageVerdict{Stage: s} }
	growing := lifecycle.StageVerdict{Stage: lifecycle.StageFormation, Grown: .8}
	for c, p := range map[Conflict]Portrait{
		ConflictFaithfulLost:    {Loss: lost, Stage: stage(lifecycle.StageLost), Segment: rfm.SegmentVerdict{Segment: rfm.SegmentLoyal}},
		ConflictStageLost:       {Loss: present, Stage: stage(lifecycle.StageLost)},
		ConflictLostStage:       {Loss: lost, Stage: stage(lifecycle.StageStability)},
		ConflictDepartedPresent: {Loss: present, Stage: stage(lifecycle.StageStability), Segment: rfm.SegmentVerdict{Segment: rfm.SegmentAtRisk}},
		ConflictBandLost:        {Loss: lost, Stage: stage(lifecycle.StageLost), Band: segment.BandVerdict{Band: segment.BandKey}},
		ConflictLoyalLost:       {Loss: lost, Stage: stage(lifecycle.StageLost), Loyalty: loyalty.LoyaltyScore{Level: clientele.LevelHigh}},
		ConflictAccountLost:     {Loss: lost, Stage: stage(lifecycle.StageLost), Tier: &keyaccount.Placement{Tier: keyaccount.TierGeneral}},
		ConflictGrowingSilent:   {Loss: doubtful, Stage: growing},
		ConflictNamedLost:       {Loss: present, Stage: stage(lifecycle.StageExploration), AfterSales: loyalty.AfterSalesVerdict{Class: loyalty.AfterSalesLost}},
	} {
		assert.Equal(t, []Conflict{c}, p.conflicts(), c)
		p.Conflicts = p.conflicts()
		for _, lang := range []clientele.Lang{clientele.LangEnglish, clientele.LangChinese} {
			assert.Contains(t, p.Summary(lang), c.Label(lang))
		}
	}
	for _, p := range []Portrait{
		{Loss: lost, Stage: stage(lifecycle.StageLost), Segment: rfm.SegmentVerdict{Segment: rfm.SegmentHibernating}},
		{Loss: present, Stage: growing, Segment: rfm.SegmentVerdict{Segment: rfm.SegmentChampions}},
		{Loss: doubtful, Stage: stage(lifecycle.StageDecline), Segment: rfm.SegmentVerdict{Segment: rfm.SegmentNeedAttention}},
		{Loss: present, Stage: stage(lifecycle.StageExploration), Tier: &keyaccount.Placement{Tier: keyaccount.TierNone}},
	} {
		assert.Empty(t, p.conflicts())
	}
}
