package loyalty

import (
	"encoding/json"

	"github.com/clientele-go/clientele/internal/refuse"
	"github.com/clientele-go/clientele/internal/wire"
)

// marshalKeyed writes the items of an array with index E − 1 as an object with
// the names of E for keys.
func marshalKeyed[E interface {
	~uint8
	comparable
}, T any](items []T) ([]byte, error) {
	named := make(map[E]T, len(items))
	for i, x := range items {
		named[E(i+1)] = x
	}
	return wire.Marshal(named)
}

// unmarshalKeyed reads what marshalKeyed writes into items, where they are
// zero; what is wrong is said of the type called where.
func unmarshalKeyed[E interface {
	~uint8
	comparable
}, T any](where string, data []byte, items []T) error {
	var named map[E]T
	if err := json.Unmarshal(data, &named); err != nil {
		return err
	}
	for k, x := range named {
		if k == 0 || int(k) > len(items) {
			return refuse.Input(where, "key", k, "one of the declared names")
		}
		items[k-1] = x
	}
	return nil
}
