package relationship

import (
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/reason"
)

// Codes of the reasons behind an analysis, a state, a match and the status of a plan.
const (
	ReasonCoverage         = "relationship.coverage"       // Value: influence covered, per cent
	ReasonSupport          = "relationship.support"        // Value: weighted support, −1 to 1
	ReasonUnknownStance    = "relationship.stance-unknown" // Value: influence, per cent
	ReasonDeciderHidden    = "relationship.decider-hidden"
	ReasonDeciderUncovered = "relationship.decider-uncovered" // Value: how many; Limit: of how many
	ReasonDeciderShadow    = "relationship.decider-shadow"    // Value: how many
	ReasonBlockers         = "relationship.blockers"          // Value: how many
	ReasonStars            = "relationship.stars"             // Value: how many
	ReasonSingleThread     = "relationship.single-thread"     // Value: share, per cent; Limit: allowed
	ReasonSingleSponsor    = "relationship.single-sponsor"    // Value: share, per cent; Limit: allowed
	ReasonFewContacts      = "relationship.few-contacts"      // Value: people covered; Limit: 2

	ReasonLayerKey     = "relationship.layer-key" // Value: score; Limit: target
	ReasonLayerBroad   = "relationship.layer-broad"
	ReasonLayerFirm    = "relationship.layer-organisation"
	ReasonUnrated      = "relationship.unrated"       // Value: people nobody rated
	ReasonUnproven     = "relationship.unproven"      // Value: ratings without evidence; Limit: what they may count
	ReasonLayerMissing = "relationship.layer-missing" // Value: layers without a rating
	ReasonDeciderBound = "relationship.decider-bound" // Value: composite without the bound; Limit: the bound

	ReasonRankMatch     = "relationship.match-rank" // Value: part of the match, 0–1; Limit: weight
	ReasonFunctionMatch = "relationship.match-function"
	ReasonHistoryMatch  = "relationship.match-history"
	ReasonAbilityMatch  = "relationship.match-ability"
	ReasonWillingMatch  = "relationship.match-willingness"

	ReasonOverdue       = "relationship.plan-overdue"        // Value: how many
	ReasonDueSoon       = "relationship.plan-due-soon"       // Value: how many; Limit: days
	ReasonStale         = "relationship.plan-stale"          // Value: days; Limit: days allowed
	ReasonReviewOverdue = "relationship.plan-review-overdue" // Value: days late
	ReasonPlanDone      = "relationship.plan-done"           // Value: goals and actions
	ReasonPlanEmpty     = "relationship.plan-empty"
	ReasonOnTrack       = "relationship.plan-on-track" // Value: open goals and actions
)

var _ = reason.Register(map[string]reason.Text{
	ReasonCoverage:         {English: "we cover {value} % of the influence on the decision", Chinese: "我方已覆盖决策影响力的 {value}%"},
	ReasonSupport:          {English: "weighted support is {value} on a scale from -1 to 1", Chinese: "加权支持度为 {value}（-1 至 1）"},
	ReasonUnknownStance:    {English: "nobody knows the stance of people with {value} % of the influence", Chinese: "占 {value}% 影响力的人员立场不明"},
	ReasonDeciderHidden:    {English: "nobody is known to decide: find out who does", Chinese: "尚不清楚谁是决策者，须查明"},
	ReasonDeciderUncovered: {English: "deciders we do not cover: {value} of {limit}", Chinese: "{limit} 位决策者中有 {value} 位未覆盖"},
	ReasonDeciderShadow:    {English: "people not said to decide who have at least the influence of those who are: {value}", Chinese: "{value} 位未被列为决策者的人影响力不低于决策者，可能是隐藏的决策者"},
	ReasonBlockers:         {English: "people against us and able to stop us: {value}", Chinese: "{value} 位有能力阻止我方的人持反对态度"},
	ReasonStars:            {English: "rising stars worth knowing early: {value}", Chinese: "有 {value} 位明日之星，宜及早结交"},
	ReasonSingleThread:     {English: "{value} % of our coverage hangs on one person in the account, more than {limit} %", Chinese: "我方覆盖的影响力有 {value}% 系于客户方一人，超过 {limit}%"},
	ReasonSingleSponsor:    {English: "{value} % of our coverage hangs on one of our own people, more than {limit} %", Chinese: "我方覆盖的影响力有 {value}% 系于我方一人，超过 {limit}%"},
	ReasonFewContacts:      {English: "people we cover: {value}; fewer than {limit} are a single thread", Chinese: "仅覆盖 {value} 人，少于 {limit} 人即为单线联系"},

	ReasonLayerKey:     {English: "the relationship with the key persons scores {value} of 5, and the target is {limit}", Chinese: "关键客户关系得分 {value}（满分 5），目标 {limit}"},
	ReasonLayerBroad:   {English: "the relationship with the others scores {value} of 5, and the target is {limit}", Chinese: "普遍客户关系得分 {value}（满分 5），目标 {limit}"},
	ReasonLayerFirm:    {English: "the relationship between the organisations scores {value} of 5, and the target is {limit}", Chinese: "组织客户关系得分 {value}（满分 5），目标 {limit}"},
	ReasonUnrated:      {English: "people nobody has rated, who count as strangers: {value}", Chinese: "{value} 人未评分，按无关系计"},
	ReasonUnproven:     {English: "ratings without evidence, which count for at most {limit}: {value}", Chinese: "{value} 项评分缺少证据，最多按 {limit} 分计"},
	ReasonLayerMissing: {English: "layers without a rating, left out of the whole: {value} of 3", Chinese: "三层关系中有 {value} 层没有评分，已略去"},
	ReasonDeciderBound: {English: "the whole would score {value}, but what is missing at a decider holds it down to {limit}", Chinese: "整体本可得 {value} 分，但受决策者关系所限，只计 {limit} 分"},

	ReasonRankMatch:     {English: "rank against rank fits to {value} of 1 and weighs {limit}", Chinese: "职级匹配 {value}（满分 1），权重 {limit}"},
	ReasonFunctionMatch: {English: "function fits to {value} of 1 and weighs {limit}", Chinese: "职能匹配 {value}（满分 1），权重 {limit}"},
	ReasonHistoryMatch:  {English: "common history counts {value} of 1 and weighs {limit}", Chinese: "交往历史 {value}（满分 1），权重 {limit}"},
	ReasonAbilityMatch:  {English: "ability counts {value} of 1 and weighs {limit}", Chinese: "能力 {value}（满分 1），权重 {limit}"},
	ReasonWillingMatch:  {English: "willingness counts {value} of 1 and weighs {limit}", Chinese: "意愿 {value}（满分 1），权重 {limit}"},

	ReasonOverdue:       {English: "goals and actions overdue: {value}", Chinese: "{value} 项目标或行动已逾期"},
	ReasonDueSoon:       {English: "goals and actions due within {limit} days: {value}", Chinese: "{value} 项目标或行动将在 {limit} 天内到期"},
	ReasonStale:         {English: "days since anybody touched the plan: {value}, and {limit} are allowed", Chinese: "计划已 {value} 天未更新，上限为 {limit} 天"},
	ReasonReviewOverdue: {English: "days by which the review is late: {value}", Chinese: "评审已逾期 {value} 天"},
	ReasonPlanDone:      {English: "goals and actions, all of them done: {value}", Chinese: "{value} 项目标和行动均已完成"},
	ReasonPlanEmpty:     {English: "the plan has no goals and no actions", Chinese: "计划中没有目标和行动"},
	ReasonOnTrack:       {English: "goals and actions open, none of them late: {value}", Chinese: "{value} 项目标或行动进行中，均未逾期"},
})

// AppendReasons appends what the analysis rests on and warns of.
func (a *Analysis) AppendReasons(dst []clientele.Reason) []clientele.Reason {
	none := math.NaN()
	add := func(when bool, code string, value, limit float64) {
		if when {
			dst = append(dst, clientele.Reason{Code: code, Value: value, Limit: limit})
		}
	}
	add(true, ReasonCoverage, 100*a.Coverage, none)
	add(true, ReasonSupport, math.Round(1e4*a.Support)/1e4, none)
	add(a.Unknown > 0, ReasonUnknownStance, 100*a.Unknown, none)
	add(a.Hidden, ReasonDeciderHidden, none, none)
	add(len(a.Uncovered) > 0, ReasonDeciderUncovered, float64(len(a.Uncovered)), float64(len(a.Deciders)))
	add(len(a.Shadows) > 0, ReasonDeciderShadow, float64(len(a.Shadows)), none)
	add(len(a.Blockers) > 0, ReasonBlockers, float64(len(a.Blockers)), none)
	add(len(a.Stars) > 0, ReasonStars, float64(len(a.Stars)), none)
	add(a.Contacts < 2, ReasonFewContacts, float64(a.Contacts), 2)
	add(a.Contacts > 1 && a.Thread.Share > a.Single, ReasonSingleThread, 100*a.Thread.Share, 100*a.Single)
	add(a.Contacts > 1 && a.SponsorThread.Share > a.Single, ReasonSingleSponsor, 100*a.SponsorThread.Share, 100*a.Single)
	return dst
}
