// Package hmm is the hidden-state model of customer relationships after
// Netzer, Lattin & Srinivasan (2008): in every period a customer is in one of
// a few states that cannot be seen, the state decides how many purchases are to
// be expected, and it changes from period to period by a Markov chain.
//
//	S_1 ~ Initial,  P(S_t = j | S_t−1 = i) = Q_ij(z_t),  y_t | S_t = k ~ Emission(mean_k(x_t))
//
// States are ordered by their expected count, the least active first, and
// numbered from 0. Counts are FamilyPoisson, negative binomial, or either with extra
// zeros; covariates may enter the transitions (multinomial logit, staying as
// the reference) and the means (log link). Differences between customers of the
// same state are caught by the negative binomial; the random effects of the
// paper are not in the model.
//
// [Fit] estimates by EM from several starts in scaled form and then Newton
// steps; [Choose] picks the number of states by BIC. A [HiddenMarkov] filters,
// smooths, decodes (Viterbi), forecasts and simulates. Special cases are: a
// sequence that the model cannot have (wrong covariates, a count < 0 that is
// not Missing) gives NaN, as does a state distribution of the wrong length.
package hmm
