// Package perceived measures delivered value 顾客让渡价值 as the customer sees
// it (Kotler): total value (product, service, personnel, image) less total cost
// (money, time, energy, psychic), against the offers of competitors.
//
// One customer's [OfferRating] of one offer gives a [Delivered] value; an
// [Appraiser] made of a policy computes it, and its Compare sets it
// against their ratings of the rivals and names the item that holds them back. A
// [Survey] does the same for many answers, with intervals. What was not answered
// stays missing: the weights of the other items of its side fill its place.
//
// It is what the customer gets. What the firm gets from them over time, past
// and future, is value.ValueAccount.
package perceived
