// Package referral measures the social value 社交价值 of customers: where they
// stand in the network of who knows, or brought, whom, and what the customers
// they bring are worth.
//
// A Network holds customers 0 … n−1 and directed, weighted contacts; the caller
// keeps the names. PageRank, Betweenness, Reach and Chain answer for all
// customers at once. A Network is a gonum graph.WeightedDirected, so that every
// algorithm of gonum.org/v1/gonum/graph takes it; the measures here are this
// package's own where gonum's are too slow for a base of customers or start
// from a global random vector (each says so and what was measured).
//
// Value is the referral value of Kumar, Petersen & Leone (2010), which asks
// who would have come anyway.
//
// References:
//
//	Brin, Page 1998, The anatomy of a large-scale hypertextual web search engine
//	Brandes 2001, A faster algorithm for betweenness centrality, J. Math. Sociology 25(2)
//	Brandes, Pich 2007, Centrality estimation in large networks, Int. J. Bifurcation and Chaos 17(7)
//	Kumar, Petersen, Leone 2010, Driving profitability by encouraging customer referrals, J. Marketing 74(5)
package referral
