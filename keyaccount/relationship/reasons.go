package relationship

import (
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/reason"
)

// Codes of the reasons behind an analysis, a state, a match and the status of a plan.
const (
	ReasonCoverage         = "relationship.coverage"       // Value: influence covered, in [0, 1]
	ReasonDepartments      = "relationship.departments"    // Value: departments covered; Limit: of how many
	ReasonSupport          = "relationship.support"        // Value: weighted support, −1 to 1
	ReasonUnknownStance    = "relationship.stance-unknown" // Value: influence, in [0, 1]
	ReasonDeciderHidden    = "relationship.decider-hidden"
	ReasonDeciderUncovered = "relationship.decider-uncovered" // Value: how many; Limit: of how many
	ReasonDeciderShadow    = "relationship.decider-shadow"    // Value: how many
	ReasonBlockers         = "relationship.blockers"          // Value: how many
	ReasonStars            = "relationship.stars"             // Value: how many
	ReasonSingleThread     = "relationship.single-thread"     // Value: share, in [0, 1]; Limit: allowed
	ReasonSingleSponsor    = "relationship.single-sponsor"    // Value: share, in [0, 1]; Limit: allowed
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
	ReasonCoverage:         {English: "we cover {value:%} of the influence on the decision", Chinese: "我方已覆盖决策影响力的 {value:%}"},
	ReasonDepartments:      {English: "we cover {value} of {limit} {limit|department that deals|departments that deal} with us", Chinese: "{limit} 个与我方接触的部门中已覆盖 {value} 个"},
	ReasonSupport:          {English: "weighted support is {value} on a scale from -1 to 1", Chinese: "加权支持度为 {value}（-1 至 1）"},
	ReasonUnknownStance:    {English: "nobody knows the stance of people with {value:%} of the influence", Chinese: "占 {value:%} 影响力的人员立场不明"},
	ReasonDeciderHidden:    {English: "nobody is known to decide: find out who does", Chinese: "尚不清楚谁是决策者，须查明"},
	ReasonDeciderUncovered: {English: "{value} of {limit} {limit|decider is|deciders are} not covered", Chinese: "{limit} 位决策者中有 {value} 位未覆盖"},
	ReasonDeciderShadow:    {English: "{value} {value|person who is not said to decide has|people who are not said to decide have} at least the influence of those who are", Chinese: "{value} 位未被列为决策者的人影响力不低于决策者，可能是隐藏的决策者"},
	ReasonBlockers:         {English: "{value} {value|person is|people are} against us and able to stop us", Chinese: "{value} 位有能力阻止我方的人持反对态度"},
	ReasonStars:            {English: "{value} rising {value|star is|stars are} worth knowing early", Chinese: "有 {value} 位明日之星，宜及早结交"},
	ReasonSingleThread:     {English: "{value:%} of our coverage hangs on one person in the account, more than {limit:%}", Chinese: "我方覆盖的影响力有 {value:%} 系于客户方一人，超过 {limit:%}"},
	ReasonSingleSponsor:    {English: "{value:%} of our coverage hangs on one of our own people, more than {limit:%}", Chinese: "我方覆盖的影响力有 {value:%} 系于我方一人，超过 {limit:%}"},
	ReasonFewContacts:      {English: "we cover {value} {value|person|people}; fewer than {limit} are a single thread", Chinese: "仅覆盖 {value} 人，少于 {limit} 人即为单线联系"},

	ReasonLayerKey:     {English: "the relationship with the key persons scores {value} of 5, and the target is {limit}", Chinese: "关键客户关系得分 {value}（满分 5），目标 {limit}"},
	ReasonLayerBroad:   {English: "the relationship with the others scores {value} of 5, and the target is {limit}", Chinese: "普遍客户关系得分 {value}（满分 5），目标 {limit}"},
	ReasonLayerFirm:    {English: "the relationship between the organisations scores {value} of 5, and the target is {limit}", Chinese: "组织客户关系得分 {value}（满分 5），目标 {limit}"},
	ReasonUnrated:      {English: "{value} {value|person was|people were} not rated, and {value|counts as a stranger|count as strangers}", Chinese: "{value} 人未评分，按无关系计"},
	ReasonUnproven:     {English: "{value} {value|rating has|ratings have} no evidence, and {value|counts|count} for at most {limit}", Chinese: "{value} 项评分缺少证据，最多按 {limit} 分计"},
	ReasonLayerMissing: {English: "{value} of 3 layers {value|has no rating and is|have no rating and are} left out of the whole", Chinese: "三层关系中有 {value} 层没有评分，已略去"},
	ReasonDeciderBound: {English: "the whole would score {value}, but what is missing at a decider holds it down to {limit}", Chinese: "整体本可得 {value} 分，但受决策者关系所限，只计 {limit} 分"},

	ReasonRankMatch:     {English: "rank against rank fits to {value:%} and weighs {limit:%}", Chinese: "职级匹配 {value:%}，权重 {limit:%}"},
	ReasonFunctionMatch: {English: "function fits to {value:%} and weighs {limit:%}", Chinese: "职能匹配 {value:%}，权重 {limit:%}"},
	ReasonHistoryMatch:  {English: "common history counts {value:%} and weighs {limit:%}", Chinese: "交往历史 {value:%}，权重 {limit:%}"},
	ReasonAbilityMatch:  {English: "ability counts {value:%} and weighs {limit:%}", Chinese: "能力 {value:%}，权重 {limit:%}"},
	ReasonWillingMatch:  {English: "willingness counts {value:%} and weighs {limit:%}", Chinese: "意愿 {value:%}，权重 {limit:%}"},

	ReasonOverdue:       {English: "{value} {value|goal or action is|goals and actions are} overdue", Chinese: "{value} 项目标或行动已逾期"},
	ReasonDueSoon:       {English: "{value} {value|goal or action is|goals and actions are} due within {limit} {limit|day|days}", Chinese: "{value} 项目标或行动将在 {limit} 天内到期"},
	ReasonStale:         {English: "nobody has touched the plan for {value} {value|day|days}, and {limit} {limit|is|are} allowed", Chinese: "计划已 {value} 天未更新，上限为 {limit} 天"},
	ReasonReviewOverdue: {English: "the review is late by {value} {value|day|days}", Chinese: "评审已逾期 {value} 天"},
	ReasonPlanDone:      {English: "{value|the only goal or action is done|all goals and actions are done}: {value}", Chinese: "{value} 项目标和行动均已完成"},
	ReasonPlanEmpty:     {English: "the plan has no goals and no actions", Chinese: "计划中没有目标和行动"},
	ReasonOnTrack:       {English: "{value} {value|goal or action is|goals and actions are} open, and none late", Chinese: "{value} 项目标或行动进行中，均未逾期"},
})

// AppendReasons appends what the analysis rests on and warns of.
func (a *Analysis) AppendReasons(dst []clientele.Reason) []clientele.Reason {
	none := math.NaN()
	add := func(when bool, code string, value, limit float64) {
		if when {
			dst = append(dst, clientele.Reason{Code: code, Value: value, Limit: limit})
		}
	}
	add(true, ReasonCoverage, a.Coverage, none)
	add(len(a.Departments) > 0, ReasonDepartments, float64(a.CoveredDepartments()), float64(len(a.Departments)))
	add(true, ReasonSupport, math.Round(1e4*a.Support)/1e4, none)
	add(a.Unknown > 0, ReasonUnknownStance, a.Unknown, none)
	add(a.Hidden, ReasonDeciderHidden, none, none)
	add(len(a.Uncovered) > 0, ReasonDeciderUncovered, float64(len(a.Uncovered)), float64(len(a.Deciders)))
	add(len(a.Shadows) > 0, ReasonDeciderShadow, float64(len(a.Shadows)), none)
	add(len(a.Blockers) > 0, ReasonBlockers, float64(len(a.Blockers)), none)
	add(len(a.Stars) > 0, ReasonStars, float64(len(a.Stars)), none)
	add(a.Contacts < 2, ReasonFewContacts, float64(a.Contacts), 2)
	add(a.Contacts > 1 && a.Thread.Share > a.Single, ReasonSingleThread, a.Thread.Share, a.Single)
	add(a.Contacts > 1 && a.SponsorThread.Share > a.Single, ReasonSingleSponsor, a.SponsorThread.Share, a.Single)
	return dst
}
