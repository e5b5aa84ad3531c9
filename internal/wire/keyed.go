package wire

import (
	"encoding/json"
	"fmt"

	"github.com/clientele-go/clientele/internal/refuse"
)

// MarshalKeyed writes an array with an item for each value of the enumeration
// E, from first on, as an object with the names of E for keys.
func MarshalKeyed[E ~uint8, T any](items []T, first E) ([]byte, error) {
	named := make(map[E]T, len(items))
	for i, x := range items {
		named[first+E(i)] = x
	}
	return Marshal(named)
}

// UnmarshalKeyed reads what MarshalKeyed writes into items; names that are
// missing leave zeros, and a name that is none of the enumeration's is an error
// in which where names the type.
func UnmarshalKeyed[E ~uint8, T any](where string, data []byte, items []T, first E) error {
	var named map[E]T
	if err := json.Unmarshal(data, &named); err != nil {
		return err
	}
	clear(items)
	for k, x := range named {
		if k < first || int(k-first) >= len(items) {
			return refuse.Input(where, "key", fmt.Sprint(k), "one of the declared names")
		}
		items[k-first] = x
	}
	return nil
}
