package mcmc

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync"
)

// chain is the state of one chain.
type chain interface {
	// sweep takes one step with everything; while warming up, it may learn from
	// where it has been.
	sweep(r *rand.Rand, warming bool)
	// population writes the parameters of the population, natural scale.
	population(dst []float64)
	// customers writes what is known of every customer, as the draws from number
	// from to end.
	customers(r *rand.Rand, from, end int)
}

// runChains runs the chains that start makes, each with random numbers of its
// own, and returns the draws of the k parameters of the population: chain,
// draw, parameter.
func runChains(ctx context.Context, name string, o SamplingOptions, k int, r *rand.Rand, start func(r *rand.Rand) chain) ([][][]float64, error) {
	draws := make([][][]float64, o.Chains)
	streams := make([]*rand.Rand, o.Chains)
	for c := range streams {
		streams[c] = rand.New(rand.NewPCG(r.Uint64(), r.Uint64()))
	}
	progress, next := make(chan ChainProgress), make(chan int, o.Chains)
	for c := range o.Chains {
		next <- c
	}
	close(next)
	var running sync.WaitGroup
	for range min(o.Workers, o.Chains) {
		running.Go(func() {
			for c := range next {
				if ctx.Err() == nil {
					draws[c] = runChain(ctx, o, k, c, streams[c], start(streams[c]), progress)
				}
			}
		})
	}
	go func() {
		running.Wait()
		close(progress)
	}()
	for p := range progress {
		o.Progress(p)
	}
	if ctx.Err() != nil {
		return nil, fmt.Errorf("%s: sampling stopped: %w", name, context.Cause(ctx))
	}
	return draws, nil
}

// together is the number of draws of each customer that share a population: what
// is not known of a customer is far more than what is not known of that.
const together = 4

// runChain runs one chain; it stops early if ctx is done.
func runChain(ctx context.Context, o SamplingOptions, k, number int, r *rand.Rand, c chain, progress chan<- ChainProgress) [][]float64 {
	draws := make([][]float64, o.Draws)
	all := make([]float64, o.Draws*k)
	kept := 0
	for i := range o.Warmup + o.Draws {
		if ctx.Err() != nil {
			return nil
		}
		c.sweep(r, i < o.Warmup)
		if at := i - o.Warmup; at >= 0 {
			draws[at] = all[at*k : (at+1)*k : (at+1)*k]
			c.population(draws[at])
			if due := (at + 1) * o.Thinned / o.Draws; due >= kept+together || at+1 == o.Draws { // evenly spread
				c.customers(r, number*o.Thinned+kept, number*o.Thinned+due)
				kept = due
			}
		}
		if o.Progress != nil && (i+1)%100 == 0 {
			progress <- ChainProgress{number, i + 1, o.Warmup + o.Draws}
		}
	}
	return draws
}
