// Package loyalty tells how loyal a customer is, in which sense, and what to do
// about it (客户忠诚).
//
//   - Orienter separates relationship customers from transaction customers, by
//     rules (OrientationPolicy) or by a fitted model (OrientationModel, FitOrientation).
//     TwoStep does it first and then sorts the relationship customers into the
//     three classes of valuable ones.
//   - LoyaltyScorer rates loyalty from 0 to 100 out of satisfaction, complaints,
//     renewals, repeats, share of wallet, recommendation and tenure. Rates of few
//     cases are shrunk to the base (BetaBinomial, FitBase); missing parts are
//     reweighted, and said.
//   - DickBasu, JonesSasser and AfterSalesPolicy are the classical matrices.
//   - RankWinBack chooses whom to win back under a budget.
//
// Every classification gives its reasons in English and Chinese; every
// threshold is the caller's, with a documented default. Rooms below this one:
// loyalty/survey (NPS, CSAT, CES), loyalty/retention (churn and survival),
// loyalty/programme (points, tiers, liability) and loyalty/calibration.
//
// # References
//
//   - Garbarino and Johnson (1999), The different roles of satisfaction, trust,
//     and commitment in customer relationships: relational and transactional
//     customers. Reinartz and Kumar (2003): what marks a long profitable life.
//   - Dick and Basu (1994); Jones and Sasser (1995): the matrices.
//   - Stauss and Friege (1999), Regaining service customers: second lifetime value.
//   - Griffiths (1973); Efron and Morris (1975): the beta-binomial and shrinkage.
package loyalty
