package loyalty

import "github.com/clientele-go/clientele"

// MarkersOfRecord returns what a ledger knows of a customer's markers: how long
// they have been one, and how many purchases stand behind the shares. Unit is
// that of the reading, Records.Unit. What a ledger does not know stays missing.
func MarkersOfRecord[K clientele.Key](r clientele.Record[K], unit clientele.Unit) Markers {
	return Markers{
		Tenure:    clientele.Known(r.History.Age * unit.In(clientele.Year)),
		Purchases: clientele.Known(float64(r.SpendAll.Count)),
	}
}
