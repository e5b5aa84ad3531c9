package keyaccount

import (
	"github.com/clientele-go/clientele/internal/reason"
)

// Codes of the reasons for a tier. Those that end in "-met" and "-below" speak
// of the tier the account has, the others of the next tier up. Shares are in
// [0, 1], printed as per cent.
const (
	ReasonRevenueMet      = "keyaccount.revenue-met"
	ReasonProfitMet       = "keyaccount.profit-met"
	ReasonYearsMet        = "keyaccount.years-met"
	ReasonAlignmentMet    = "keyaccount.alignment-met"
	ReasonSharingMet      = "keyaccount.sharing-met"
	ReasonLoyaltyMet      = "keyaccount.loyalty-met"
	ReasonDependenceMet   = "keyaccount.dependence-met"
	ReasonPotentialMet    = "keyaccount.potential-met"
	ReasonScoreMet        = "keyaccount.score-met"
	ReasonServiceMet      = "keyaccount.service-met"
	ReasonRevenueBelow    = "keyaccount.revenue-below" // an incumbent has Value, and the tier it keeps asks for Limit
	ReasonProfitBelow     = "keyaccount.profit-below"
	ReasonYearsBelow      = "keyaccount.years-below"
	ReasonAlignmentBelow  = "keyaccount.alignment-below"
	ReasonSharingBelow    = "keyaccount.sharing-below"
	ReasonLoyaltyBelow    = "keyaccount.loyalty-below"
	ReasonDependenceBelow = "keyaccount.dependence-below"
	ReasonPotentialBelow  = "keyaccount.potential-below"
	ReasonScoreBelow      = "keyaccount.score-below"
	ReasonHeld            = "keyaccount.held"          // Value: reviews in a row below the tier; Limit: at which number the tier is lost
	ReasonRising          = "keyaccount.rising"        // Value: reviews in a row above the tier; Limit: how many it takes
	ReasonYearsWaived     = "keyaccount.years-waived"  // Value: revenue; Limit: revenue from which years are not asked for
	ReasonLoss            = "keyaccount.loss"          // Value: the profit
	ReasonHeldSlack       = "keyaccount.held-slack"    // an incumbent is inside the tier by the slack of Hold only
	ReasonCapFull         = "keyaccount.cap-full"      // Value: the score; Limit: the score to beat
	ReasonRevenueShort    = "keyaccount.revenue-short" // Value: what it has; Limit: what is asked for
	ReasonProfitShort     = "keyaccount.profit-short"
	ReasonYearsShort      = "keyaccount.years-short"
	ReasonAlignmentShort  = "keyaccount.alignment-short"
	ReasonSharingShort    = "keyaccount.sharing-short"
	ReasonLoyaltyShort    = "keyaccount.loyalty-short"
	ReasonDependenceShort = "keyaccount.dependence-short"
	ReasonPotentialShort  = "keyaccount.potential-short"
	ReasonRevenueGap      = "keyaccount.revenue-missing" // Value: NaN; Limit: what is asked for
	ReasonProfitGap       = "keyaccount.profit-missing"
	ReasonYearsGap        = "keyaccount.years-missing"
	ReasonAlignmentGap    = "keyaccount.alignment-missing"
	ReasonSharingGap      = "keyaccount.sharing-missing"
	ReasonLoyaltyGap      = "keyaccount.loyalty-missing"
	ReasonDependenceGap   = "keyaccount.dependence-missing"
	ReasonPotentialGap    = "keyaccount.potential-missing"
	ReasonScoreShort      = "keyaccount.score-short"
	ReasonServiceHigh     = "keyaccount.service-high"      // Value: part of the profit; Limit: the largest part
	ReasonServiceNoBase   = "keyaccount.service-no-profit" // Value: the profit; Limit: the cost
	ReasonUnmeasured      = "keyaccount.unmeasured"        // Value: part of the weights measured; Limit: the smallest part
)

// codes of one criterion.
type codes struct{ met, below, short, missing string }

var criterionCodes = [numCriteria + 1]codes{
	AccountCriterionRevenue:    {ReasonRevenueMet, ReasonRevenueBelow, ReasonRevenueShort, ReasonRevenueGap},
	AccountCriterionProfit:     {ReasonProfitMet, ReasonProfitBelow, ReasonProfitShort, ReasonProfitGap},
	AccountCriterionYears:      {ReasonYearsMet, ReasonYearsBelow, ReasonYearsShort, ReasonYearsGap},
	AccountCriterionAlignment:  {ReasonAlignmentMet, ReasonAlignmentBelow, ReasonAlignmentShort, ReasonAlignmentGap},
	AccountCriterionSharing:    {ReasonSharingMet, ReasonSharingBelow, ReasonSharingShort, ReasonSharingGap},
	AccountCriterionLoyalty:    {ReasonLoyaltyMet, ReasonLoyaltyBelow, ReasonLoyaltyShort, ReasonLoyaltyGap},
	AccountCriterionDependence: {ReasonDependenceMet, ReasonDependenceBelow, ReasonDependenceShort, ReasonDependenceGap},
	AccountCriterionPotential:  {ReasonPotentialMet, ReasonPotentialBelow, ReasonPotentialShort, ReasonPotentialGap},
}

var _ = reason.Register(map[string]reason.Text{
	ReasonRevenueMet:      {English: "it buys for {value:money} a year, and the tier asks for {limit:money}", Chinese: "年销售额 {value:money}，达到该等级要求的 {limit:money}"},
	ReasonProfitMet:       {English: "it brings a profit of {value:money} a year, and the tier asks for {limit:money}", Chinese: "年利润 {value:money}，达到该等级要求的 {limit:money}"},
	ReasonYearsMet:        {English: "{value} {value|year|years} of cooperation, and the tier asks for {limit}", Chinese: "合作 {value} 年，达到该等级要求的 {limit} 年"},
	ReasonAlignmentMet:    {English: "strategic alignment is rated {value} of 5, and the tier asks for {limit}", Chinese: "战略协同评分 {value}（满分 5），达到该等级要求的 {limit}"},
	ReasonSharingMet:      {English: "shared resources are rated {value} of 5, and the tier asks for {limit}", Chinese: "资源共享评分 {value}（满分 5），达到该等级要求的 {limit}"},
	ReasonLoyaltyMet:      {English: "loyalty is {value:%}, and the tier asks for {limit:%}", Chinese: "忠诚度 {value:%}，达到该等级要求的 {limit:%}"},
	ReasonDependenceMet:   {English: "our share of what it buys is {value:%}, and the tier asks for {limit:%}", Chinese: "我方占其同类采购的 {value:%}，达到该等级要求的 {limit:%}"},
	ReasonPotentialMet:    {English: "potential is rated {value} of 5, and the tier asks for {limit}", Chinese: "增长潜力评分 {value}（满分 5），达到该等级要求的 {limit}"},
	ReasonScoreMet:        {English: "the overall score is {value:%}, and the tier asks for {limit:%}", Chinese: "综合得分 {value:%}，达到该等级要求的 {limit:%}"},
	ReasonServiceMet:      {English: "serving it takes {value:%} of its profit, within the limit of {limit:%}", Chinese: "服务成本占其利润的 {value:%}，未超过上限 {limit:%}"},
	ReasonRevenueBelow:    {English: "it buys for {value:money} a year, below the {limit:money} that its tier asks for", Chinese: "年销售额 {value:money}，低于现有等级要求的 {limit:money}"},
	ReasonProfitBelow:     {English: "it brings a profit of {value:money} a year, below the {limit:money} that its tier asks for", Chinese: "年利润 {value:money}，低于现有等级要求的 {limit:money}"},
	ReasonYearsBelow:      {English: "{value} {value|year|years} of cooperation, fewer than the {limit} that its tier asks for", Chinese: "合作 {value} 年，不足现有等级要求的 {limit} 年"},
	ReasonAlignmentBelow:  {English: "strategic alignment is rated {value} of 5, below the {limit} that its tier asks for", Chinese: "战略协同评分 {value}（满分 5），低于现有等级要求的 {limit}"},
	ReasonSharingBelow:    {English: "shared resources are rated {value} of 5, below the {limit} that its tier asks for", Chinese: "资源共享评分 {value}（满分 5），低于现有等级要求的 {limit}"},
	ReasonLoyaltyBelow:    {English: "loyalty is {value:%}, below the {limit:%} that its tier asks for", Chinese: "忠诚度 {value:%}，低于现有等级要求的 {limit:%}"},
	ReasonDependenceBelow: {English: "our share of what it buys is {value:%}, below the {limit:%} that its tier asks for", Chinese: "我方占其同类采购的 {value:%}，低于现有等级要求的 {limit:%}"},
	ReasonPotentialBelow:  {English: "potential is rated {value} of 5, below the {limit} that its tier asks for", Chinese: "增长潜力评分 {value}（满分 5），低于现有等级要求的 {limit}"},
	ReasonScoreBelow:      {English: "the overall score is {value:%}, below the {limit:%} that its tier asks for", Chinese: "综合得分 {value:%}，低于现有等级要求的 {limit:%}"},
	ReasonHeld:            {English: "it is below its tier for review number {value} in a row; the tier is lost at number {limit}", Chinese: "连续第 {value} 次评审低于现有等级，连续 {limit} 次才降级"},
	ReasonRising:          {English: "it has been above its tier for {value} {value|review|reviews} in a row; it moves up after {limit}", Chinese: "已连续 {value} 次评审高于现有等级，连续 {limit} 次才升级"},
	ReasonYearsWaived:     {English: "years of cooperation are not asked for: it buys for {value:money} a year, and from {limit:money} on size counts instead", Chinese: "不要求合作年限：年销售额 {value:money}，达到以规模代替年限的门槛 {limit:money}"},
	ReasonLoss:            {English: "it brings a loss: a profit of {value:money} a year", Chinese: "该客户亏损：年利润 {value:money}"},
	ReasonHeldSlack:       {English: "it would not be admitted today, but is close enough to the limit to keep the tier it has", Chinese: "按准入标准略有不足，但差距在容许范围内，保留现有等级"},
	ReasonCapFull:         {English: "a higher tier that it deserves is full: a score of more than {limit:%} would win a place, it has {value:%}", Chinese: "符合更高等级的条件，但名额已满：得分须高于 {limit:%} 方可入选，目前为 {value:%}"},
	ReasonRevenueShort:    {English: "for the next tier up it would have to buy for {limit:money} a year; it buys for {value:money}", Chinese: "升入更高一级须年销售额 {limit:money}，目前为 {value:money}"},
	ReasonProfitShort:     {English: "for the next tier up it would have to bring a profit of {limit:money} a year; it brings {value:money}", Chinese: "升入更高一级须年利润 {limit:money}，目前为 {value:money}"},
	ReasonYearsShort:      {English: "{value} {value|year|years} of cooperation, and the next tier up asks for {limit}", Chinese: "升入更高一级须合作满 {limit} 年，目前为 {value} 年"},
	ReasonAlignmentShort:  {English: "the next tier up asks for a strategic alignment of {limit} of 5; it is rated {value}", Chinese: "升入更高一级须战略协同达到 {limit}（满分 5），目前为 {value}"},
	ReasonSharingShort:    {English: "the next tier up asks for shared resources rated {limit} of 5; they are rated {value}", Chinese: "升入更高一级须资源共享达到 {limit}（满分 5），目前为 {value}"},
	ReasonLoyaltyShort:    {English: "the next tier up asks for a loyalty of {limit:%}; it is {value:%}", Chinese: "升入更高一级须忠诚度达到 {limit:%}，目前为 {value:%}"},
	ReasonDependenceShort: {English: "the next tier up asks for {limit:%} of what it buys; our share is {value:%}", Chinese: "升入更高一级须我方占其同类采购的 {limit:%}，目前为 {value:%}"},
	ReasonPotentialShort:  {English: "the next tier up asks for a potential of {limit} of 5; it is rated {value}", Chinese: "升入更高一级须增长潜力达到 {limit}（满分 5），目前为 {value}"},
	ReasonRevenueGap:      {English: "its revenue is not known; the next tier up asks for {limit:money} a year", Chinese: "年销售额未知；升入更高一级须达到 {limit:money}"},
	ReasonProfitGap:       {English: "its profit is not known; the next tier up asks for {limit:money} a year", Chinese: "年利润未知；升入更高一级须达到 {limit:money}"},
	ReasonYearsGap:        {English: "the years of cooperation are not known; the next tier up asks for {limit}", Chinese: "合作年限未知；升入更高一级须满 {limit} 年"},
	ReasonAlignmentGap:    {English: "strategic alignment has not been rated; the next tier up asks for {limit} of 5", Chinese: "战略协同尚未评分；升入更高一级须达到 {limit}（满分 5）"},
	ReasonSharingGap:      {English: "shared resources have not been rated; the next tier up asks for {limit} of 5", Chinese: "资源共享尚未评分；升入更高一级须达到 {limit}（满分 5）"},
	ReasonLoyaltyGap:      {English: "loyalty has not been measured; the next tier up asks for {limit:%}", Chinese: "忠诚度尚未测量；升入更高一级须达到 {limit:%}"},
	ReasonDependenceGap:   {English: "our share of what it buys is not known; the next tier up asks for {limit:%}", Chinese: "我方占其同类采购的份额未知；升入更高一级须达到 {limit:%}"},
	ReasonPotentialGap:    {English: "potential has not been rated; the next tier up asks for {limit} of 5", Chinese: "增长潜力尚未评分；升入更高一级须达到 {limit}（满分 5）"},
	ReasonScoreShort:      {English: "the next tier up asks for an overall score of {limit:%}; it has {value:%}", Chinese: "升入更高一级须综合得分 {limit:%}，目前为 {value:%}"},
	ReasonServiceHigh:     {English: "serving it in the next tier up would take {value:%} of its profit, above the limit of {limit:%}", Chinese: "按更高一级服务将占其利润的 {value:%}，超过上限 {limit:%}"},
	ReasonServiceNoBase:   {English: "its profit of {value:money} cannot bear the {limit:money} that service in the next tier up costs a year", Chinese: "其利润 {value:money} 无法承担更高一级每年 {limit:money} 的服务成本"},
	ReasonUnmeasured:      {English: "only {value:%} of what the score weighs has been measured; at least {limit:%} is needed", Chinese: "得分所依据的指标按权重仅测量了 {value:%}，至少需要 {limit:%}"},
})
