package api

import (
	"bytes"
	"encoding"
	"encoding/json"
	"errors"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/calibration"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// samples are valid values of the types of which neither the zero value nor one
// with every field filled in is possible. Of each listed type one value at
// least must come back from JSON as it went in, or JSON must refuse it with an
// error. Each part of the library adds its own, in a file named for it.
var samples = map[string]any{}

// refusing lists the types that JSON refuses, each with what to store instead.
var refusing = map[string]string{}

// Every exported type has a JSON form that says what it holds: no empty object,
// keys in lower case, numbers that JSON does not have as null, and back to the
// same; or an error.
func TestJSON(t *testing.T) {
	for _, l := range append(slices.Clone(listed), aliased...) {
		t.Run(l.name, func(t *testing.T) {
			var values []reflect.Value
			values = append(values, reflect.New(l.kind).Elem(), filled(l.kind, 1.5), filled(l.kind, 0.25))
			if s, ok := samples[l.name]; ok {
				values = append(values, reflect.Indirect(reflect.ValueOf(s)))
			}
			came := false
			for _, v := range values {
				came = roundTrip(t, l.kind, v) || came
			}
			_, refuses := refusing[l.name]
			if refuses {
				assert.False(t, came, "it is listed as refusing")
			} else {
				assert.True(t, came, "no value of it went through JSON and back: give one in samples, or say in refusing what to store instead")
			}
			lacking(t, l.kind)
			null(t, l.kind)
		})
	}
}

// aliased are exported types whose home is internal, because packages that do
// not import each other share them.
var aliased = []struct {
	name string
	kind reflect.Type
}{
	{"calibration.Prediction", reflect.TypeFor[calibration.Prediction]()},
	{"calibration.Bin", reflect.TypeFor[calibration.Bin]()},
	{"calibration.Assessment", reflect.TypeFor[calibration.Assessment]()},
}

// roundTrip reports whether v came back from JSON as it went in.
func roundTrip(t *testing.T, kind reflect.Type, v reflect.Value) bool {
	t.Helper()
	at := reflect.New(kind)
	at.Elem().Set(v)
	data, err := json.Marshal(at.Interface())
	if err != nil {
		var unsupported *json.UnsupportedTypeError
		var number *json.UnsupportedValueError
		assert.False(t, errors.As(err, &unsupported) || errors.As(err, &number), "refused by encoding/json and not by the library: %v", err)
		return false
	}
	assert.NotEqual(t, "{}", string(data), "holds nothing")
	lowerKeys(t, data)
	back := reflect.New(kind)
	if err := json.Unmarshal(data, back.Interface()); err != nil {
		var input *clientele.InputError
		assert.ErrorAs(t, err, &input, "%s", data)
		return false
	}
	again, err := json.Marshal(back.Interface())
	if !assert.NoError(t, err, "%s", data) {
		return false
	}
	return assert.Equal(t, string(data), string(again), "another value came back")
}

// lacking checks that numbers JSON does not have are null, or refused by the library.
func lacking(t *testing.T, kind reflect.Type) {
	t.Helper()
	for _, odd := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		at := reflect.New(kind)
		at.Elem().Set(filled(kind, odd))
		_, err := json.Marshal(at.Interface())
		var number *json.UnsupportedValueError
		assert.False(t, errors.As(err, &number), "%v is refused by encoding/json: %v", odd, err)
	}
}

// null checks that a nil pointer is null, and that its methods do not panic.
func null(t *testing.T, kind reflect.Type) {
	t.Helper()
	none := reflect.Zero(reflect.PointerTo(kind))
	data, err := json.Marshal(none.Interface())
	if assert.NoError(t, err) {
		assert.Equal(t, "null", string(data))
	}
	if _, byValue := kind.MethodByName("MarshalBinary"); byValue {
		return
	}
	if m, ok := none.Interface().(encoding.BinaryMarshaler); ok {
		assert.NotPanics(t, func() {
			data, err := m.MarshalBinary()
			require.NoError(t, err)
			empty, err := reflect.New(kind).Interface().(encoding.BinaryMarshaler).MarshalBinary()
			require.NoError(t, err)
			assert.Equal(t, empty, data, "nil is empty")
		}, "a nil receiver")
	}
}

// lowerKeys checks that no key of a JSON document has an upper-case letter.
// Keys of maps are the caller's; the samples have none.
func lowerKeys(t *testing.T, data []byte) {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	var v any
	require.NoError(t, d.Decode(&v))
	var walk func(v any)
	walk = func(v any) {
		switch v := v.(type) {
		case map[string]any:
			for key, x := range v {
				assert.Equal(t, strings.ToLower(key), key, "a key is in lower case")
				walk(x)
			}
		case []any:
			for _, x := range v {
				walk(x)
			}
		}
	}
	walk(v)
}

// filled returns a value of the type with every exported field filled in:
// numbers with number, enumerations with their first value.
func filled(kind reflect.Type, number float64) reflect.Value {
	v := reflect.New(kind).Elem()
	fill(v, number, 0)
	return v
}

func fill(v reflect.Value, number float64, depth int) {
	if depth > 6 {
		return
	}
	switch v.Type() {
	case reflect.TypeFor[time.Time]():
		v.Set(reflect.ValueOf(time.Date(2024, 3, 1, 12, 0, 0, 0, time.UTC)))
		return
	case reflect.TypeFor[clientele.Unit]():
		v.SetInt(int64(clientele.Week))
		return
	case reflect.TypeFor[clientele.Measure]():
		v.Set(reflect.ValueOf(clientele.Known(number)))
		return
	}
	switch v.Kind() {
	case reflect.Float32, reflect.Float64:
		v.SetFloat(number)
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		v.SetInt(2)
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		v.SetUint(1)
	case reflect.Bool:
		v.SetBool(true)
	case reflect.String:
		v.SetString("a")
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), number, depth+1)
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				fill(v.Field(i), number, depth+1)
			}
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fill(v.Index(0), number, depth+1)
	case reflect.Array:
		for i := range v.Len() {
			fill(v.Index(i), number, depth+1)
		}
	}
}
