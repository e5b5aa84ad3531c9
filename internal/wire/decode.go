package wire

import (
	"bytes"
	"encoding"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"reflect"

	"github.com/clientele-go/clientele/internal/refuse"
)

var (
	jsonUnmarshaler = reflect.TypeFor[json.Unmarshaler]()
	textUnmarshaler = reflect.TypeFor[encoding.TextUnmarshaler]()
)

// checker is a value that knows whether it is possible.
type checker interface{ Check() error }

// Unmarshal reads into the struct that dst points to what Marshal writes: null
// is NaN where a number belongs, a key that is none of the struct's is an
// error, and whatever has a method Check is checked. On an error *dst is
// unchanged.
func Unmarshal(data []byte, dst any) error {
	at := reflect.ValueOf(dst).Elem()
	in := reflect.New(at.Type()).Elem()
	if err := decodeStruct(data, in); err != nil {
		return err
	}
	at.Set(in)
	return nil
}

// decode reads into v, by its own method if it has one.
func decode(data []byte, v reflect.Value) error {
	if p := reflect.PointerTo(v.Type()); p.Implements(jsonUnmarshaler) || p.Implements(textUnmarshaler) {
		return json.Unmarshal(data, v.Addr().Interface())
	}
	null := bytes.Equal(bytes.TrimSpace(data), []byte("null"))
	switch v.Kind() {
	case reflect.Float32, reflect.Float64:
		if null {
			v.SetFloat(math.NaN())
			return nil
		}
	case reflect.Struct:
		return decodeStruct(data, v)
	case reflect.Slice, reflect.Array:
		return decodeList(data, v, null)
	case reflect.Map:
		return decodeMap(data, v, null)
	case reflect.Pointer:
		if null {
			v.SetZero()
			return nil
		}
		v.Set(reflect.New(v.Type().Elem()))
		return decode(data, v.Elem())
	case reflect.Interface:
		if null {
			v.SetZero()
			return nil
		}
		if v.Type() != errorType {
			return fmt.Errorf("clientele: a %s cannot be read from JSON", v.Type())
		}
		var text string
		if err := json.Unmarshal(data, &text); err != nil {
			return err
		}
		v.Set(reflect.ValueOf(errors.New(text)))
		return nil
	}
	return json.Unmarshal(data, v.Addr().Interface())
}

func decodeStruct(data []byte, v reflect.Value) error {
	var values map[string]json.RawMessage
	if err := json.Unmarshal(data, &values); err != nil {
		return err
	}
	if values == nil {
		return refuse.Input(v.Type().String(), "JSON", "null", "an object")
	}
	for _, f := range fieldsOf(v.Type()) {
		raw, ok := values[f.key]
		if !ok {
			continue
		}
		delete(values, f.key)
		x, _ := reach(v, f.index, true)
		if err := decode(raw, x); err != nil {
			return fmt.Errorf("%s: %w", f.key, err)
		}
	}
	for key := range values {
		return refuse.Input(v.Type().String(), "key", key, "one of its own: "+keys(v.Type()))
	}
	if c, ok := v.Addr().Interface().(checker); ok {
		return c.Check()
	}
	return nil
}

func keys(t reflect.Type) string {
	s := ""
	for i, f := range fieldsOf(t) {
		if i > 0 {
			s += ", "
		}
		s += f.key
	}
	return s
}

func decodeList(data []byte, v reflect.Value, null bool) error {
	if null && v.Kind() == reflect.Slice {
		v.SetZero()
		return nil
	}
	var items []json.RawMessage
	if err := json.Unmarshal(data, &items); err != nil {
		return err
	}
	if v.Kind() == reflect.Slice {
		v.Set(reflect.MakeSlice(v.Type(), len(items), len(items)))
	} else if len(items) != v.Len() {
		return refuse.Input(v.Type().String(), "length", len(items), fmt.Sprintf("%d items", v.Len()))
	}
	for i, raw := range items {
		if err := decode(raw, v.Index(i)); err != nil {
			return err
		}
	}
	return nil
}

func decodeMap(data []byte, v reflect.Value, null bool) error {
	if null {
		v.SetZero()
		return nil
	}
	// Keys are read as encoding/json reads them.
	keysOnly := reflect.New(reflect.MapOf(v.Type().Key(), reflect.TypeFor[json.RawMessage]()))
	if err := json.Unmarshal(data, keysOnly.Interface()); err != nil {
		return err
	}
	out := reflect.MakeMapWithSize(v.Type(), keysOnly.Elem().Len())
	for it := keysOnly.Elem().MapRange(); it.Next(); {
		x := reflect.New(v.Type().Elem()).Elem()
		if err := decode(it.Value().Bytes(), x); err != nil {
			return err
		}
		out.SetMapIndex(it.Key(), x)
	}
	v.Set(out)
	return nil
}
