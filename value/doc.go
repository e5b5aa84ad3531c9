// Package value turns predictions into money: the expected purchases of a
// transaction model (package btyd), times the expected spend of a spend model
// (package spend), times a margin, discounted at a Rate over a Horizon.
package value
