package main

// answer is everything that is printed.
type answer struct {
	base           *base
	fitted         *fitted
	said           []said
	loss           lossCount
	monthly        monthly
	calibration    [10]share
	groups         []kind
	contradictions []contradiction
	known          *knownTruth // of a simulated shop
	stationary     []stationary
	delay          []delay
}
