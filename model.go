package clientele

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// Param is one parameter of a model.
type Param struct {
	Name   string  // symbol of the literature in lower case, such as "alpha"; the JSON key
	Value  float64 // in the model's natural scale
	Domain Domain
}

// Model is all that fitting and reporting need to know about a model M: a
// small value with exported parameters. Params lists them in a fixed order;
// WithParams returns a model of the same kind with other values.
type Model[M any] interface {
	Params() []Param
	WithParams(v []float64) M
}

// Validate returns nil if every parameter of m lies in its domain, and
// otherwise an *InputError that names the first one that does not.
func Validate[M Model[M]](m M) error {
	for _, p := range m.Params() {
		if !p.Domain.contains(p.Value) {
			return &InputError{Where: fmt.Sprintf("%T", m), Field: p.Name, Value: p.Value, Want: p.Domain.want()}
		}
	}
	return nil
}

// MarshalModel writes the parameters of m as one JSON object, name to value.
// Models use it for their MarshalJSON.
func MarshalModel[M Model[M]](m M) ([]byte, error) {
	if err := Validate(m); err != nil {
		return nil, err
	}
	var b bytes.Buffer
	b.WriteByte('{')
	for i, p := range m.Params() {
		if i > 0 {
			b.WriteByte(',')
		}
		v, err := json.Marshal(p.Value)
		if err != nil {
			return nil, err
		}
		fmt.Fprintf(&b, "%q:%s", p.Name, v)
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// UnmarshalModel reads what MarshalModel writes and validates it: every
// parameter must be there, and nothing else; *m is unchanged on error. Models
// use it for their UnmarshalJSON.
func UnmarshalModel[M Model[M]](data []byte, m *M) error {
	var values map[string]*float64
	if err := json.Unmarshal(data, &values); err != nil {
		return err
	}
	params := (*m).Params()
	v := make([]float64, len(params))
	for i, p := range params {
		x := values[p.Name]
		if x == nil {
			return &InputError{Where: fmt.Sprintf("%T", *m), Field: p.Name, Value: "missing", Want: p.Domain.want()}
		}
		v[i] = *x
		delete(values, p.Name)
	}
	for name := range values {
		return &InputError{Where: fmt.Sprintf("%T", *m), Field: name, Value: "not a parameter", Want: "the model's own parameters only"}
	}
	w := (*m).WithParams(v)
	if err := Validate(w); err != nil {
		return err
	}
	*m = w
	return nil
}
