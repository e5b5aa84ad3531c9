// Package value turns predictions into money: the expected purchases of a
// transaction model (package btyd), times the expected spend of a spend model
// (package spend), times a margin, discounted:
//
//	CLV = margin · E[spend | s] · E[ Σ exp(−δ·(u−T)), purchases at u in (T, T+t] | x, t_x, T ]
//
// where spend and purchases are taken as independent given the data. Each part
// is asked for through an interface of one method, so that any model that has
// the method will do, of this module or not.
//
// # Rates and horizons
//
// A [DiscountRate] says what its number is – effective per year, continuous, effective
// per period – and a [Horizon] says its unit; both are converted to the unit of
// the histories once, in [NewCLV].
//
// # Many customers
//
// [CLV.Of] computes one customer. [CLVTable] remembers what many customers share,
// and [CLV.Total] adds them up: customer equity, or the value of a segment.
// [CLV.AppendPath] tells when the value comes in, period by period.
//
// # Four kinds of interval
//
// They answer different questions and are never to be mixed up:
//
//   - of a parameter: [clientele.Fit.Estimates];
//   - of the mean: what customers are expected to bring, uncertain because the
//     parameters are estimates ([FittedCLV.MeanInterval], [FittedCLV.TotalMean]);
//   - of the outcome: what customers will turn out to bring, uncertain because
//     customers are random as well ([FittedCLV.OutcomeInterval], [FittedCLV.TotalOutcome]);
//   - of the record: what a whole base will turn out to bring, uncertain because the
//     model is wrong as well, by as much as its past forecasts were: the TrackRecord of
//     package btyd/checking, whose Amend takes an interval of TotalOutcome.
//
// Of one customer, the outcome is by far the more uncertain; of a whole base
// the two are of like size, and leaving out either part makes the interval of
// the outcome too narrow. The first three take the model as true. On a real base an interval
// of 95 % for the outcome of the total holds what comes in less than half of the cases,
// that of the record in more than nine of ten.
//
// # The base as a whole
//
// [CustomerEquity] adds what customers still to be won are worth. [Ceiling],
// [Payback] and [Acquisition] say what winning one may cost, and [KeepOrWin]
// whether the money is better spent on those one has. [Contribution] and
// [CostToServe] are a customer's profit in a period, [Whale] the curve of all.
// A [ValueAccount] is the ledger of value delivered so far, which with the CLV
// makes the value of a lifetime, and adds up.
//
// # The packages around it
//
// Package contractual values customers under contract, dimension scores them in
// four dimensions (economic, social, emotional, behavioural), referral measures
// their place in the network and what they bring in others, and perceived
// measures value as the customer sees it.
package value
