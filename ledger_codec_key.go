package clientele

import (
	"reflect"

	"github.com/clientele-go/clientele/internal/codec"
)

// keyCodec encodes keys by the kind of their type.
type keyCodec[K Key] struct{ kind byte }

func newKeyCodec[K Key]() keyCodec[K] {
	switch kind := reflect.TypeFor[K]().Kind(); {
	case kind == reflect.String:
		return keyCodec[K]{'s'}
	case kind == reflect.Array:
		return keyCodec[K]{'b'}
	case kind <= reflect.Int64:
		return keyCodec[K]{'i'}
	}
	return keyCodec[K]{'u'}
}

func (c keyCodec[K]) append(dst []byte, key K) []byte {
	switch v := reflect.ValueOf(key); c.kind {
	case 's':
		return codec.String(dst, v.String())
	case 'b':
		for i := range v.Len() {
			dst = append(dst, byte(v.Index(i).Uint()))
		}
		return dst
	case 'i':
		return codec.Int(dst, v.Int())
	default:
		return codec.Uint(dst, v.Uint())
	}
}

func (c keyCodec[K]) read(r *codec.Reader) (key K) {
	v := reflect.ValueOf(&key).Elem()
	switch c.kind {
	case 's':
		v.SetString(r.String())
	case 'b':
		reflect.Copy(v, reflect.ValueOf(r.Bytes(v.Len())))
	case 'i':
		n := r.Int()
		if v.OverflowInt(n) {
			r.Fail("has customer %d, too large for %s", n, v.Type())
		}
		v.SetInt(n)
	default:
		n := r.Uint()
		if v.OverflowUint(n) {
			r.Fail("has customer %d, too large for %s", n, v.Type())
		}
		v.SetUint(n)
	}
	return key
}
