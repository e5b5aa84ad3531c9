// Package cluster divides customers by behaviour (行为细分): k-means and Gaussian
// mixtures over a [feature.Table], the number of clusters or the finding that
// there are none, and what it takes to run such a segmentation for years: order
// by value, matching with the previous run, agreement between runs.
//
// Standardise first ([feature.FitScaling]). The same rows in any order and the
// same random numbers give the same bits. A fitted [Clustering] or [Mixture]
// serialises, and places a new customer from their own record alone.
//
// The numbers of clusters mean nothing by themselves: put them in order with
// ByValue, and keep them from one run to the next with [Match].
package cluster
