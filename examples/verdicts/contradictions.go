package main

import (
	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/examples/internal/note"
	"github.com/clientele-go/clientele/lifecycle"
	"github.com/clientele-go/clientele/loyalty"
	"github.com/clientele-go/clientele/segment"
	"github.com/clientele-go/clientele/segment/rfm"
)

// statement is something that a verdict says of a customer, with the reasons.
type statement struct {
	name  string // permanent
	text  note.Words
	holds func(*said) bool
	why   func(*said, []clientele.Reason) []clientele.Reason
}

func byStage(name string, t note.Words, holds func(s lifecycle.Stage) bool) statement {
	return statement{"stage: " + name, t, func(s *said) bool { return holds(s.stage.Stage()) },
		func(s *said, dst []clientele.Reason) []clientele.Reason { return s.stage.AppendReasons(dst) }}
}

func byLoss(name string, t note.Words, holds func(*said) bool) statement {
	return statement{"loss: " + name, t, holds, func(s *said, dst []clientele.Reason) []clientele.Reason { return s.loss.AppendReasons(dst) }}
}

func bySegment(name string, t note.Words, holds func(rfm.Segment) bool) statement {
	return statement{"rfm: " + name, t, func(s *said) bool { return holds(s.segment.Segment) },
		func(s *said, dst []clientele.Reason) []clientele.Reason { return s.segment.AppendReasons(dst) }}
}

func byAfterSales(name string, t note.Words, is loyalty.AfterSales) statement {
	return statement{"after the sale: " + name, t, func(s *said) bool { return s.after.Class == is },
		func(s *said, dst []clientele.Reason) []clientele.Reason { return s.after.AppendReasons(dst) }}
}

func byRisk(name string, t note.Words, is clientele.Level) statement {
	return statement{"risk: " + name, t, func(s *said) bool { return s.risk.Level == is },
		func(s *said, dst []clientele.Reason) []clientele.Reason { return s.risk.AppendReasons(dst) }}
}

var (
	stageLost    = byStage("lost", note.Words{"lost by stage", "阶段为流失"}, func(s lifecycle.Stage) bool { return s == lifecycle.StageLost })
	stageSettled = byStage("formation or stability", note.Words{"forming or stable by stage", "阶段为形成期或稳定期"}, func(s lifecycle.Stage) bool {
		return s == lifecycle.StageFormation || s == lifecycle.StageStability
	})
	lost       = byLoss("lost", note.Words{"lost by the rule of loss", "按流失规则已流失"}, func(s *said) bool { return s.loss.Lost() })
	present    = byLoss("present", note.Words{"not lost by the rule of loss", "按流失规则未流失"}, func(s *said) bool { return !s.loss.Lost() })
	faithful   = bySegment("champions or loyal", note.Words{"champion or loyal by RFM", "RFM 为核心客户或忠诚客户"}, func(s rfm.Segment) bool { return s == rfm.SegmentChampions || s == rfm.SegmentLoyal })
	departing  = bySegment("departing", note.Words{"leaving by RFM", "RFM 显示正在离开"}, rfm.Segment.Departure)
	rfmLost    = bySegment("lost", note.Words{"lost by RFM", "RFM 为流失客户"}, func(s rfm.Segment) bool { return s == rfm.SegmentLost })
	afterLoyal = byAfterSales("loyal", note.Words{"loyal after the sale", "售后分类为忠诚"}, loyalty.AfterSalesLoyal)
	afterLost  = byAfterSales("lost", note.Words{"lost after the sale", "售后分类为流失"}, loyalty.AfterSalesLost)
	riskLow    = byRisk("low", note.Words{"at low risk", "流失风险低"}, clientele.LevelLow)
	riskHigh   = byRisk("high", note.Words{"at high risk", "流失风险高"}, clientele.LevelHigh)
	mostWorth  = statement{"worth: A", note.Words{"among the most valuable by what is to come", "未来价值属于 A 类"}, func(s *said) bool { return s.class.Class == segment.ClassA },
		func(s *said, dst []clientele.Reason) []clientele.Reason { return s.class.AppendReasons(dst) }}
)

// pairs are what a practitioner would not say of one customer.
var pairs = [][2]statement{
	{faithful, stageLost},
	{faithful, lost},
	{stageLost, present},
	{stageSettled, lost},
	{stageSettled, departing},
	{stageSettled, riskHigh},
	{afterLoyal, lost},
	{afterLost, present},
	{rfmLost, present},
	{riskLow, lost},
	{riskLow, departing},
	{mostWorth, lost},
}

// contradiction is a pair of verdicts with the customers of whom both are said.
type contradiction struct {
	pair  [2]statement
	both  []*said
	first int // customers of whom the first is said
}

// contradict lists every pair, also those that nobody has.
func contradict(all []said) []contradiction {
	out := make([]contradiction, len(pairs))
	for k, pair := range pairs {
		out[k].pair = pair
		for i := range all {
			if !pair[0].holds(&all[i]) {
				continue
			}
			out[k].first++
			if pair[1].holds(&all[i]) {
				out[k].both = append(out[k].both, &all[i])
			}
		}
	}
	return out
}
