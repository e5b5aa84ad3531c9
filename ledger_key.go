package clientele

import (
	"bytes"
	"cmp"
	"reflect"
	"strings"
	"unsafe"
)

// Key is what can name a customer: any integer or string type, and the 16 bytes
// of a UUID. Keys are ordered, so that every reading of a ledger has an order
// of its own, and can be encoded.
type Key interface {
	~int | ~int8 | ~int16 | ~int32 | ~int64 |
		~uint | ~uint8 | ~uint16 | ~uint32 | ~uint64 | ~uintptr |
		~string | ~[16]byte
}

// isEmpty reports whether a key names nobody: "" or the UUID of zeros. Every
// integer is somebody.
func isEmpty[K Key](key K) bool {
	var zero K
	if key != zero {
		return false
	}
	kind := reflect.TypeFor[K]().Kind()
	return kind == reflect.String || kind == reflect.Array
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

// KeyOrder returns the order of keys in which a ledger is read: that of numbers, of strings, and of
// UUIDs byte by byte. Sorting a million keys asks it twenty million times, which
// is why it looks at their kind once.
func KeyOrder[K Key]() func(a, b K) int {
	switch reflect.TypeFor[K]().Kind() {
	case reflect.String:
		return compareAs[string, K]
	case reflect.Int:
		return compareAs[int, K]
	case reflect.Int8:
		return compareAs[int8, K]
	case reflect.Int16:
		return compareAs[int16, K]
	case reflect.Int32:
		return compareAs[int32, K]
	case reflect.Int64:
		return compareAs[int64, K]
	case reflect.Uint:
		return compareAs[uint, K]
	case reflect.Uint8:
		return compareAs[uint8, K]
	case reflect.Uint16:
		return compareAs[uint16, K]
	case reflect.Uint32:
		return compareAs[uint32, K]
	case reflect.Uint64:
		return compareAs[uint64, K]
	case reflect.Uintptr:
		return compareAs[uintptr, K]
	}
	return func(a, b K) int {
		return bytes.Compare((*[16]byte)(unsafe.Pointer(&a))[:], (*[16]byte)(unsafe.Pointer(&b))[:])
	}
}

// compareAs compares keys whose underlying type is T: the language has no
// conversion from a type parameter that may be an array to an ordered type.
func compareAs[T cmp.Ordered, K Key](a, b K) int {
	return cmp.Compare(*(*T)(unsafe.Pointer(&a)), *(*T)(unsafe.Pointer(&b)))
}
