// Package wire is the JSON form of the library's answers. Keys are in
// snake_case, numbers that JSON does not have (NaN, ±Inf) are null, enumerations
// and accumulators write themselves, and nothing is left out in silence: a
// struct without an exported field, a function and a channel are errors, and so
// are unknown keys on the way in.
//
// A type uses it in two lines:
//
//	func (a Accuracy) MarshalJSON() ([]byte, error)     { return wire.Marshal(a) }
//	func (a *Accuracy) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, a) }
package wire

import (
	"bytes"
	"cmp"
	"encoding"
	"encoding/json"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strconv"
)

var (
	jsonMarshaler = reflect.TypeFor[json.Marshaler]()
	textMarshaler = reflect.TypeFor[encoding.TextMarshaler]()
	errorType     = reflect.TypeFor[error]()
)

// Marshal returns the JSON of v, a struct or a pointer to one, field by field;
// methods of v itself are not asked, those of its fields are.
func Marshal(v any) ([]byte, error) {
	rv := reflect.ValueOf(v)
	for rv.Kind() == reflect.Pointer {
		if rv.IsNil() {
			return []byte("null"), nil
		}
		rv = rv.Elem()
	}
	var b bytes.Buffer
	if err := encodeBare(&b, rv); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// encode writes v, by its own method if it has one.
func encode(b *bytes.Buffer, v reflect.Value) error {
	if m, ok := marshaler(v); ok {
		data, err := json.Marshal(m)
		b.Write(data)
		return err
	}
	return encodeBare(b, v)
}

// marshaler returns v as a value that encodes itself, if it does.
func marshaler(v reflect.Value) (any, bool) {
	t := v.Type()
	if t.Kind() == reflect.Interface || (t.Kind() == reflect.Pointer && v.IsNil()) {
		return nil, false
	}
	if t.Implements(jsonMarshaler) || t.Implements(textMarshaler) {
		return v.Interface(), true
	}
	if p := reflect.PointerTo(t); p.Implements(jsonMarshaler) || p.Implements(textMarshaler) {
		at := reflect.New(t)
		at.Elem().Set(v)
		return at.Interface(), true
	}
	return nil, false
}

// encodeBare writes v by its kind.
func encodeBare(b *bytes.Buffer, v reflect.Value) error {
	switch v.Kind() {
	case reflect.Float32, reflect.Float64:
		if f := v.Float(); math.IsNaN(f) || math.IsInf(f, 0) {
			b.WriteString("null")
			return nil
		}
	case reflect.Struct:
		return encodeStruct(b, v)
	case reflect.Slice, reflect.Array:
		if v.Kind() == reflect.Slice && v.IsNil() {
			b.WriteString("null")
			return nil
		}
		return encodeList(b, v)
	case reflect.Map:
		return encodeMap(b, v)
	case reflect.Pointer, reflect.Interface:
		switch {
		case v.IsNil():
			b.WriteString("null")
			return nil
		case v.Type() == errorType:
			return encodeBare(b, reflect.ValueOf(v.Interface().(error).Error()))
		}
		return encode(b, v.Elem())
	case reflect.Func, reflect.Chan, reflect.UnsafePointer, reflect.Complex64, reflect.Complex128:
		return fmt.Errorf("clientele: a %s has no JSON form", v.Type())
	}
	data, err := json.Marshal(v.Interface())
	b.Write(data)
	return err
}

func encodeStruct(b *bytes.Buffer, v reflect.Value) error {
	fields := fieldsOf(v.Type())
	if len(fields) == 0 {
		return fmt.Errorf("clientele: %s has nothing to write: it needs a MarshalJSON of its own", v.Type())
	}
	b.WriteByte('{')
	first := true
	for _, f := range fields {
		x, ok := reach(v, f.index, false)
		if !ok || f.omitEmpty && x.IsZero() {
			continue
		}
		if !first {
			b.WriteByte(',')
		}
		first = false
		b.WriteString(strconv.Quote(f.key))
		b.WriteByte(':')
		if err := encode(b, x); err != nil {
			return fmt.Errorf("%s: %w", f.key, err)
		}
	}
	b.WriteByte('}')
	return nil
}

func encodeList(b *bytes.Buffer, v reflect.Value) error {
	b.WriteByte('[')
	for i := range v.Len() {
		if i > 0 {
			b.WriteByte(',')
		}
		if err := encode(b, v.Index(i)); err != nil {
			return err
		}
	}
	b.WriteByte(']')
	return nil
}

func encodeMap(b *bytes.Buffer, v reflect.Value) error {
	if v.IsNil() {
		b.WriteString("null")
		return nil
	}
	type entry struct {
		key   string
		value reflect.Value
	}
	entries := make([]entry, 0, v.Len())
	for it := v.MapRange(); it.Next(); {
		key, err := keyText(it.Key())
		if err != nil {
			return err
		}
		entries = append(entries, entry{key, it.Value()})
	}
	slices.SortFunc(entries, func(a, b entry) int { return cmp.Compare(a.key, b.key) })
	b.WriteByte('{')
	for i, e := range entries {
		if i > 0 {
			b.WriteByte(',')
		}
		key, err := json.Marshal(e.key)
		if err != nil {
			return err
		}
		b.Write(key)
		b.WriteByte(':')
		if err := encode(b, e.value); err != nil {
			return fmt.Errorf("%s: %w", e.key, err)
		}
	}
	b.WriteByte('}')
	return nil
}

// keyText returns a map's key as encoding/json writes it.
func keyText(k reflect.Value) (string, error) {
	if m, ok := k.Interface().(encoding.TextMarshaler); ok {
		text, err := m.MarshalText()
		return string(text), err
	}
	switch k.Kind() {
	case reflect.String:
		return k.String(), nil
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return strconv.FormatInt(k.Int(), 10), nil
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		return strconv.FormatUint(k.Uint(), 10), nil
	}
	return "", fmt.Errorf("clientele: a key of type %s has no JSON form", k.Type())
}
