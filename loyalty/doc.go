// Package loyalty tells how loyal a customer is, in which sense, and what to do
// about it (客户忠诚).
//
//   - OrientationRules and OrientationModel (an Orienter) separate relationship
//     customers from transaction customers, by rules or by a fitted model
//     (FitOrientation), and leave unassigned whom too little is known of. TwoStep
//     does it first and then sorts the relationship customers into the three
//     classes of valuable ones (ValueClasses).
//   - LoyaltyScorer rates loyalty from 0 to 100 out of satisfaction, complaints,
//     renewals, repeats, share of wallet, recommendation and tenure. Rates of few
//     cases are shrunk to the base (BetaBinomial, FitBase); what is unknown counts
//     as the base, with its spread for the error.
//   - AfterSalesClassifier sorts customers after the sale by satisfaction;
//     DickBasu and JonesSasser are the classical matrices.
//   - RankWinBack chooses whom to win back under a budget.
//
// A verdict holds what it rests on and gives its reasons in English and Chinese;
// every threshold is the caller's (a policy, nil for the default). Below this package:
// loyalty/survey (NPS, CSAT, CES), loyalty/retention (churn and survival) and
// loyalty/programme (points, tiers, liability); calibration judges the probabilities.
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
