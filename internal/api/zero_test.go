package api

import (
	"reflect"
	"testing"
	"time"
)

// A zero value has no answer, or the answer of nothing: none of its questions, asked
// with zero arguments, panics. A type that must be made first says so in
// needMaking.
func TestZeroValues(t *testing.T) {
	for _, l := range listed {
		if reason, made := needMaking[l.name]; made {
			if reason == "" {
				t.Errorf("%s has no reason", l.name)
			}
			continue
		}
		kind := reflect.PointerTo(l.kind)
		for i := range kind.NumMethod() {
			m := kind.Method(i)
			if m.Type.IsVariadic() || m.Type.NumIn() > 1 {
				continue
			}
			if fault := panics(reflect.New(l.kind).Method(i)); fault != nil {
				t.Errorf("the zero %s panics in %s: %v", l.name, m.Name, fault)
			}
		}
	}
}

// panics calls a function without arguments, and returns what it panics with. A
// sequence that it returns is run through.
func panics(f reflect.Value) (fault any) {
	done := make(chan any, 1)
	go func() {
		defer func() { done <- recover() }()
		for _, out := range f.Call(nil) {
			if out.Kind() == reflect.Func && !out.IsNil() && out.Type().NumIn() == 1 && out.Type().NumOut() == 0 && out.Type().In(0).Kind() == reflect.Func {
				n := 0
				out.Call([]reflect.Value{reflect.MakeFunc(out.Type().In(0), func([]reflect.Value) []reflect.Value {
					n++
					return []reflect.Value{reflect.ValueOf(n < 1000)}
				})})
			}
		}
	}()
	select {
	case fault = <-done:
		return fault
	case <-time.After(20 * time.Second):
		return "no end"
	}
}

// needMaking are the types whose zero value is no value, and why.
var needMaking = map[string]string{
	"value.FittedCLV": "it holds the CLV that NewFittedCLV made of two fits",
}
