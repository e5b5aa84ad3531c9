// Package mcmc fits transaction models by Markov chain Monte Carlo: the
// posterior of everything unknown, where a maximum-likelihood fit gives a point
// and an approximate covariance. Use it for bases that are small, for models
// whose likelihood has no closed form, and for honest intervals of any quantity.
//
//	SampleParetoNBD  Pareto/NBD with priors on its parameters
//	SampleAbe        log-normal rates, correlated, with covariates [Abe 2009]
//	SampleParetoGGG  regular or clumpy timing, customer by customer [Platzer and Reutterer 2016]
//
// Each returns draws of the population's parameters with their diagnostics
// ([Posterior]), and speaks the grammar of package btyd about customers, every
// answer averaged over the posterior. Chains start far apart, run in parallel
// and are compared: R̂ near 1 says that they agree. Abe and Pareto/GGG take
// customers one by one and answer by their place in that list. LeaveOneOut says
// how well each customer is foretold from all others, to compare models by.
//
// The draws depend on the data and the stream of random numbers alone: not on
// the order of the customers, nor on the number of goroutines.
package mcmc
