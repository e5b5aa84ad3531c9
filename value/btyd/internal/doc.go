// Package internal holds the engines of the models of package btyd: the page of
// a model there says what it is, the engine here computes it.
//
//	engine      models
//	immortal    NBD
//	geometric   BGNBD, MBGNBD
//	erlang      BGCNBD, MBGCNBD
//	pareto      ParetoNBD
//	gompertz    GGompertzNBD
//	sarmanov    CorrelatedParetoNBD
//	dynamic     DynamicParetoNBD
//	switching   SwitchingParetoNBD
//	bernoulli   BGBB
//	design      Regression of any of them on covariates
//
// An engine's Model answers who is alive and how they go on; package process
// makes all predictions of that. Its Rows are the likelihood of a table, with
// gradient and Hessian, and its Problem states the fit. What engines share:
//
//	process     predictions for a customer with a history and for a new one
//	table       a panel compiled for a likelihood
//	endtimes    the mixture over the end of activity: pareto, gompertz, sarmanov, dynamic
//	negbin      purchases of those who stay
//	rise        lnΓ(a+x) − lnΓ(a) and derivatives, for all counts
//	integral    log-concave and smooth integrands, discounting by parts
//	jet         exact second derivatives through a chain of formulas
//	linear      searches over real parameters
//	shift       how far the histories of two bases lie apart
//	variate     random variates
//	warn        codes of the warnings of fits
//
// DERIVATIONS.md in package btyd derives what they compute; comments cite its
// numbers, D1, D2, ….
package internal
