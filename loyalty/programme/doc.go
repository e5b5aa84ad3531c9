// Package programme does the economics of a loyalty programme (会员积分计划): what
// was earned, burned and expired, who is in which tier, what the points still
// outstanding will cost, and whether the programme pays.
//
//   - PointsLedger keeps every member's points (积分账本) in whole numbers: first to
//     expire, first out; late events find their place or are refused, repeated
//     ones count once, and redemptions are undone and returned orders' points
//     taken back (退货扣分), to a balance below zero unless the policy says otherwise.
//   - MemberTiers moves members between tiers (会员等级), falling softly.
//   - RunOff arranges redemptions by issue vintage and age; ChainLadder projects
//     them to the ultimate with the error of Mack; Liability turns that into money.
//     Breakage (积分沉淀) is what is never redeemed.
//   - Compare measures the incremental return against a control group.
//
// # References
//
//   - Mack (1993), Distribution-free calculation of the standard error of chain
//     ladder reserve estimates, ASTIN Bulletin 23(2), 213–225.
//   - Taylor and Ashe (1983), Second moments of estimates of outstanding claims,
//     Journal of Econometrics 23, 37–61: the triangle of the tests.
//   - Deng, Xu, Kohavi and Walker (2013): controlled experiments with the period
//     before as a covariate (CUPED).
package programme
