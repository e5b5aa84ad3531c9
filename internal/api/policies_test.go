package api

import (
	"reflect"
	"strings"
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// policyTest makes the thing that a policy is for, and returns the policy with
// its defaults written out and something that the thing says.
type policyTest struct {
	kind reflect.Type
	run  func(p reflect.Value) (filled, verdict any, err error)
}

// policies holds a case of every policy of the library, by name as in listed;
// each part of the library adds its own.
var policies = map[string]policyTest{
	"..LedgerPolicy": policyCase(func(p *clientele.LedgerPolicy) (clientele.LedgerPolicy, any, error) {
		l, err := clientele.NewLedger[string](p)
		if err != nil {
			return clientele.LedgerPolicy{}, nil, err
		}
		return l.Policy(), l.Report(), nil
	}),
}

func policyCase[P any](run func(*P) (filled P, verdict any, err error)) policyTest {
	return policyTest{reflect.TypeFor[P](), func(p reflect.Value) (any, any, error) {
		f, v, err := run(p.Interface().(*P))
		return f, v, err
	}}
}

// Nil, the zero policy and a policy with any one field set to its default are
// the default; a policy with any one field set to something else works or says
// why not. Nothing panics, and nothing else comes out.
func TestPolicies(t *testing.T) {
	for _, l := range listed {
		if !strings.HasSuffix(l.name, "Policy") {
			continue
		}
		t.Run(l.name, func(t *testing.T) {
			c, ok := policies[l.name]
			require.True(t, ok, "it has no case in policies: add one")
			filled, verdict, err := c.run(reflect.Zero(reflect.PointerTo(c.kind)))
			require.NoError(t, err, "nil is the default")
			same := func(p reflect.Value, what string) {
				f, v, err := c.run(p)
				require.NoError(t, err, what)
				assert.Equal(t, filled, f, what)
				assert.Equal(t, verdict, v, what)
			}
			same(reflect.New(c.kind), "the zero policy")
			all := reflect.New(c.kind)
			all.Elem().Set(reflect.ValueOf(filled))
			same(all, "the policy with the defaults written out")
			for i := range c.kind.NumField() {
				if !c.kind.Field(i).IsExported() {
					continue
				}
				name := c.kind.Field(i).Name
				one := reflect.New(c.kind)
				one.Elem().Field(i).Set(reflect.ValueOf(filled).Field(i))
				same(one, name+" at its default")
				for _, other := range others(reflect.ValueOf(filled).Field(i)) {
					one := reflect.New(c.kind)
					one.Elem().Field(i).Set(other)
					assert.NotPanics(t, func() {
						if _, _, err := c.run(one); err != nil {
							var input *clientele.InputError
							assert.ErrorAs(t, err, &input, "%s alone is %v", name, other)
						}
					}, "%s alone is %v", name, other)
				}
			}
		})
	}
}

// others returns values of a field beside its default: near it and far away.
func others(v reflect.Value) []reflect.Value {
	var out []reflect.Value
	add := func(set func(x reflect.Value)) {
		x := reflect.New(v.Type()).Elem()
		x.Set(v)
		set(x)
		out = append(out, x)
	}
	switch v.Kind() {
	case reflect.Float64:
		for _, f := range []float64{v.Float() * 0.9, v.Float() * 1.1, -1, 1e9} {
			add(func(x reflect.Value) { x.SetFloat(f) })
		}
	case reflect.Int, reflect.Int64, reflect.Int32:
		for _, n := range []int64{v.Int() + 1, -1, 1 << 30} {
			add(func(x reflect.Value) { x.SetInt(n) })
		}
	case reflect.Uint8:
		for _, n := range []uint64{1, 2, 250} {
			add(func(x reflect.Value) { x.SetUint(n) })
		}
	case reflect.Struct:
		if m, ok := v.Interface().(clientele.Measure); ok {
			at := m.Or(1)
			for _, f := range []float64{0, at * 0.9, at * 1.1, -1} {
				add(func(x reflect.Value) { x.Set(reflect.ValueOf(clientele.Known(f))) })
			}
		}
	}
	return out
}
