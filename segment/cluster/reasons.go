package cluster

import "github.com/clientele-go/clientele/internal/reason"

// Codes of the reasons that this package gives.
const (
	ReasonFewDistinct    = "cluster.few-distinct"    // too few different customers for clusters
	ReasonGapOne         = "cluster.gap-one"         // no more compact than without clusters
	ReasonGapMore        = "cluster.gap-more"        // more compact than without clusters
	ReasonSilhouetteHigh = "cluster.silhouette-high" // clusters are apart
	ReasonSilhouetteLow  = "cluster.silhouette-low"  // clusters are not apart
	ReasonStable         = "cluster.stable"          // found again in samples
	ReasonUnstable       = "cluster.unstable"        // not found again
)

// WarnCollapsed is the code of the warning that fewer customers stand behind a
// cluster of a mixture than it has dimensions and one: its likelihood can be
// made as large as the ridge lets it.
const WarnCollapsed = "cluster.collapsed"

var _ = reason.Register(map[string]reason.Text{
	ReasonFewDistinct:    {English: "only {value} different customers: nothing to group with fewer than {limit}", Chinese: "只有 {value} 种不同的客户，少于 {limit} 种无从分群"},
	ReasonGapOne:         {English: "no cluster structure: the gap statistic of one cluster, {value}, is not clearly below the best, {limit}", Chinese: "没有聚类结构：一个群的间隙统计量 {value} 并不明显低于最佳值 {limit}"},
	ReasonGapMore:        {English: "the gap statistic asks for {value} {value|cluster|clusters}", Chinese: "间隙统计量要求 {value} 个群"},
	ReasonSilhouetteHigh: {English: "mean silhouette {value}, at least {limit}: the clusters are apart", Chinese: "平均轮廓系数 {value}，不低于 {limit}：群间分离"},
	ReasonSilhouetteLow:  {English: "mean silhouette {value}, under {limit}: the clusters are not apart", Chinese: "平均轮廓系数 {value}，低于 {limit}：群间不分离"},
	ReasonStable:         {English: "stability {value}, at least {limit}: samples show the same clusters", Chinese: "稳定性 {value}，不低于 {limit}：重抽样得到相同的群"},
	WarnCollapsed:        {English: "only {value} {value|customer|customers} stand behind cluster {subject}: it has collapsed on them; use fewer clusters, or a larger ridge", Chinese: "群 {subject} 仅由 {value} 位客户支撑：该群已退化；请减少群数或增大岭参数"},
	ReasonUnstable:       {English: "stability {value}, under {limit}: samples show other clusters", Chinese: "稳定性 {value}，低于 {limit}：重抽样得到不同的群"},
})
