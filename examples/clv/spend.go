package main

import "github.com/clientele-go/clientele"

// settleSpend takes away the means that a model of positive amounts cannot
// take: these customers count as if they had told nothing about spend, and a
// note says how many they are.
func (d *dataset) settleSpend() {
	without, known := 0, 0
	for i := range d.before {
		if s := &d.before[i].data.Spend; s.Count > 0 && !(s.Mean > 0) {
			*s = clientele.Spend{}
		}
	}
	for i := range d.customers {
		s := &d.customers[i].data.Spend
		if s.Count > 0 && !(s.Mean > 0) {
			*s = clientele.Spend{}
			without++
		}
		if s.Count > 0 {
			known++
		}
	}
	if without > 0 {
		d.report.Note("%d customers with repeat purchases have a mean amount of 0 or less: their spend is taken as unknown", without)
	}
	if d.monetary && known == 0 {
		d.monetary = false
		d.report.Note("no customer has a repeat purchase with an amount above 0: only purchases are counted")
	}
}
