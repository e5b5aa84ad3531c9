package wire

import (
	"reflect"
	"strings"
	"sync"
	"unicode"
)

// field is one key of a struct.
type field struct {
	key       string
	index     []int
	omitEmpty bool
}

var cache sync.Map // reflect.Type → []field

// fieldsOf returns the keys of a struct type: its exported fields in order,
// those of embedded structs without a key of their own among them.
func fieldsOf(t reflect.Type) []field {
	if known, ok := cache.Load(t); ok {
		return known.([]field)
	}
	var out []field
	seen := map[string]bool{}
	for i := range t.NumField() {
		f := t.Field(i)
		tag, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch {
		case tag == "-":
			continue
		case f.Anonymous && tag == "":
			inner := f.Type
			if inner.Kind() == reflect.Pointer {
				inner = inner.Elem()
			}
			if inner.Kind() == reflect.Struct && f.IsExported() {
				for _, g := range fieldsOf(inner) {
					if !seen[g.key] {
						seen[g.key] = true
						out = append(out, field{g.key, append([]int{i}, g.index...), g.omitEmpty})
					}
				}
				continue
			}
		}
		if !f.IsExported() {
			continue
		}
		if tag == "" {
			tag = Snake(f.Name)
		}
		if !seen[tag] {
			seen[tag] = true
			out = append(out, field{tag, []int{i}, strings.Contains(options, "omitempty") || strings.Contains(options, "omitzero")})
		}
	}
	cache.Store(t, out)
	return out
}

// reach returns the field at index; ok is false where an embedded pointer on
// the way is nil, unless it is to be made.
func reach(v reflect.Value, index []int, make bool) (reflect.Value, bool) {
	for i, at := range index {
		if i > 0 && v.Kind() == reflect.Pointer {
			if v.IsNil() {
				if !make {
					return reflect.Value{}, false
				}
				v.Set(reflect.New(v.Type().Elem()))
			}
			v = v.Elem()
		}
		v = v.Field(at)
	}
	return v, true
}

// Snake returns the key of a Go name: LogLik is log_lik, RFMScore rfm_score.
func Snake(name string) string {
	var b strings.Builder
	r := []rune(name)
	for i, c := range r {
		if i > 0 && unicode.IsUpper(c) && (!unicode.IsUpper(r[i-1]) || i+1 < len(r) && unicode.IsLower(r[i+1])) {
			b.WriteByte('_')
		}
		b.WriteRune(unicode.ToLower(c))
	}
	return b.String()
}
