package clientele

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"

	"github.com/clientele-go/clientele/internal/wire"
)

// Param is one parameter of a model.
type Param struct {
	Name   string  // symbol of the literature in lower case, such as "alpha"; the JSON key
	Value  float64 // in the model's natural scale
	Domain Domain
}

// MarshalJSON writes the fields; a number that is not finite is null.
func (p Param) MarshalJSON() ([]byte, error) { return wire.Marshal(p) }

// UnmarshalJSON reads what MarshalJSON writes; null is NaN.
func (p *Param) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, p) }

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

// Timed is a model whose parameters are in a unit of time, of which it may know
// which one. Models that have a field Unit are Timed.
type Timed[M any] interface {
	// TimeUnit returns the unit, or 0 if the model does not know it.
	TimeUnit() Unit
	// WithUnit returns the model with the unit u written to it; no parameter changes.
	WithUnit(u Unit) M
}

// Kind returns the permanent name of a model's type, such as "btyd.BGNBD" or
// "btyd.Regression[btyd.BGNBD]": what a stored model says it is. A model that
// holds another one has a method Kind that tells that one's.
func Kind(m any) string {
	if holder, ok := m.(interface{ Kind() string }); ok {
		return holder.Kind()
	}
	return packagePaths.ReplaceAllString(fmt.Sprintf("%T", m), "")
}

// packagePaths matches the folders before the package of a type argument.
var packagePaths = regexp.MustCompile(`[^\[\],*]*/`)

// modelVersion is the version of the form that MarshalModel writes.
const modelVersion = 1

// envelope is what a stored model says of itself beside its parameters.
type envelope struct {
	Kind    *string `json:"kind"`
	Version *int    `json:"version"`
	Unit    *Unit   `json:"unit"`
}

// open takes the envelope off the values of a stored model and holds it against
// what the caller reads into: a kind, a version or a unit that is another one is
// an *InputError. A unit it does not name is that of the receiver.
func (e *envelope) open(kind string, version int, unit Unit) error {
	bad := func(field string, value any, want string) error {
		return &InputError{Where: kind, Field: field, Value: value, Want: want}
	}
	switch {
	case e.Kind != nil && *e.Kind != kind:
		return bad("kind", *e.Kind, kind+"; decode it into its own type")
	case e.Version != nil && *e.Version != version:
		return bad("version", *e.Version, fmt.Sprintf("%d, the version that this library reads", version))
	case e.Unit != nil && unit != 0 && *e.Unit != unit:
		return bad("unit", *e.Unit, "the unit of the receiver, "+unit.String())
	case e.Unit == nil && unit != 0:
		e.Unit = &unit
	}
	return nil
}

// MarshalModel writes m as one JSON object: its kind, a version, its unit where
// it knows one, and its parameters, name to value. Models use it for their
// MarshalJSON.
func MarshalModel[M Model[M]](m M) ([]byte, error) {
	if err := Validate(m); err != nil {
		return nil, err
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, `{"kind":%q,"version":%d`, Kind(m), modelVersion)
	if timed, ok := any(m).(Timed[M]); ok && timed.TimeUnit() != 0 {
		unit, err := timed.TimeUnit().MarshalText()
		if err != nil {
			return nil, err
		}
		fmt.Fprintf(&b, `,"unit":%q`, unit)
	}
	for _, p := range m.Params() {
		v, err := json.Marshal(p.Value)
		if err != nil {
			return nil, err
		}
		fmt.Fprintf(&b, ",%q:%s", p.Name, v)
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// UnmarshalModel reads what MarshalModel writes and validates it: every
// parameter must be there, and nothing else; *m is unchanged on error. A bare
// object of parameters, written by hand, is read too. A model of another kind
// or version, and one in another unit than *m says already, are an *InputError.
// A model with
// a method Check is checked by it too. Models use UnmarshalModel for their UnmarshalJSON.
func UnmarshalModel[M Model[M]](data []byte, m *M) error {
	where := Kind(*m)
	var said envelope
	if err := json.Unmarshal(data, &said); err != nil {
		return err
	}
	timed, isTimed := any(*m).(Timed[M])
	var unit Unit
	if isTimed {
		unit = timed.TimeUnit()
	}
	if err := said.open(where, modelVersion, unit); err != nil {
		return err
	}
	if said.Unit != nil && !isTimed {
		return &InputError{Where: where, Field: "unit", Value: *said.Unit, Want: "none: the parameters of this model are not in units of time"}
	}
	var values map[string]json.RawMessage
	if err := json.Unmarshal(data, &values); err != nil {
		return err
	}
	delete(values, "kind")
	delete(values, "version")
	delete(values, "unit")
	params := (*m).Params()
	v := make([]float64, len(params))
	for i, p := range params {
		var x *float64
		if raw, ok := values[p.Name]; ok {
			if err := json.Unmarshal(raw, &x); err != nil {
				return &InputError{Where: where, Field: p.Name, Value: string(raw), Want: p.Domain.want()}
			}
		}
		if x == nil {
			return &InputError{Where: where, Field: p.Name, Value: "missing", Want: p.Domain.want()}
		}
		v[i] = *x
		delete(values, p.Name)
	}
	for name := range values {
		return &InputError{Where: where, Field: name, Value: "not a parameter", Want: "the model's own parameters only"}
	}
	w := (*m).WithParams(v)
	if said.Unit != nil {
		w = any(w).(Timed[M]).WithUnit(*said.Unit)
	}
	for i, p := range w.Params() { // a fixed parameter may be a count, or of a few values
		if p.Value != v[i] {
			return &InputError{Where: where, Field: p.Name, Value: v[i], Want: "a value that the model can have, such as " + number(p.Value)}
		}
	}
	if checked, ok := any(w).(interface{ Check() error }); ok {
		if err := checked.Check(); err != nil {
			return err
		}
	}
	if err := Validate(w); err != nil {
		return err
	}
	*m = w
	return nil
}
