// Package lifecycle says where a customer stands in the relationship: at which
// stage, since when and why, how it will end, when the next purchase is due,
// and how a whole base moves.
//
// # Stages
//
//	rules, _ := lifecycle.NewRules(&lifecycle.StagePolicy{Gap: 45}, nil, nil)
//	history, d, _ := lifecycle.Trace(rules, events, asOf)
//	d.Stage(); d.Probs(); d.AppendReasons(nil)
//
// A [Detector] follows one customer through the stages of Dwyer, Schurr & Oh
// (1987) and Chen Mingliang: exploration 考察期, formation 形成期, stability
// 稳定期 and decline 退化期; before them a prospect, after them a lost customer
// 流失. A stage is a verdict with a stated error rate: customers who never
// change are called lost once in so many customer-years, declining and growing
// in so many others, which the caller's [StagePolicy] says. It is a small value,
// fed one [Event] or one silent day at a time, each in constant time and without
// allocation. [Rules] hold the policy and, where there are, the loss rule of
// the base (value/silence) and its [Calendar]; [Stages] runs over a stream of any length with
// the memory of one customer, [FollowLedger] over a ledger; [Season] warns where a
// calendar is missing.
//
// # Ways a relationship ends
//
// [PatternOf] names the pattern 客户关系模式 of a relationship that ended, and a
// [PatternModel] gives the probabilities of the four for one that has not.
// [Churn] keeps apart who ended it: the customer (主动流失) or the firm (被动流失).
//
// # Movement of a base
//
// [Cadence] is the rhythm of a customer, [Growth] the growth accounting of a
// base, [Transitions] and [MigrationChain] the migration between states and what it is
// worth (Pfeifer & Carraway 2000). Package lifecycle/hmm fits the hidden-state
// model (Netzer, Lattin & Srinivasan 2008); [ProposeStages] maps its states to
// stages for the caller to confirm.
//
// Days are counted by [Day]; amounts are in one currency. Classifications
// carry reasons in English and Chinese, and every threshold is the caller's.
package lifecycle
