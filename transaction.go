package clientele

import (
	"reflect"
	"strings"
	"time"
)

// Key is what can name a customer: any integer or string type. Keys are
// ordered, so that every reading of a ledger has an order of its own, and can
// be encoded.
type Key interface {
	~int | ~int8 | ~int16 | ~int32 | ~int64 |
		~uint | ~uint8 | ~uint16 | ~uint32 | ~uint64 | ~uintptr |
		~string
}

// Transaction is one row of a log: a purchase, a refund or a line of an order.
type Transaction[K Key] struct {
	Customer K
	Time     time.Time
	Amount   float64 // in one currency a ledger; negative for a refund
	ID       string  // of the transaction; read only if the policy looks for duplicates
}

// ownKey returns the key without the memory around it, if it is a string.
func ownKey[K Key](key K) K {
	if reflect.TypeFor[K]().Kind() != reflect.String {
		return key
	}
	own := key
	v := reflect.ValueOf(&own).Elem()
	v.SetString(strings.Clone(v.String()))
	return own
}
