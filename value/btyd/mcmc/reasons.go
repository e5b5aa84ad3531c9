package mcmc

import "github.com/clientele-go/clientele/internal/reason"

// Codes of warnings that a posterior can carry.
const (
	WarnDisagree = "mcmc.disagree"  // chains have not forgotten where they started
	WarnFewDraws = "mcmc.few-draws" // the draws of a parameter are nearly all alike
)

const (
	tolerableRHat = 1.05
	fewDraws      = 100 // effective draws
)

var _ = reason.Register(map[string]reason.Text{
	WarnDisagree: {
		English: "the chains disagree on {subject} (R-hat {value}): run a longer warm-up and more draws before reading it",
		Chinese: "各条链对 {subject} 的结果不一致（R-hat 为 {value}）：请加长预热并增加抽样后再解读"},
	WarnFewDraws: {
		English: "the draws of {subject} are worth only {value} independent ones: its intervals are rough; make more draws",
		Chinese: "{subject} 的抽样只相当于 {value} 个独立样本：区间较粗略，请增加抽样"},
})
