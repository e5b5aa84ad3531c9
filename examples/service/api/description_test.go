package api

import (
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// description is the part of an OpenAPI document that tests hold the handlers to.
type description struct {
	Paths map[string]map[string]struct {
		Security  []any
		Responses map[string]struct {
			Headers map[string]struct{ Schema schema }
			Content map[string]struct{ Schema schema }
		}
	}
	Components struct{ Schemas map[string]schema }
}

type schema struct {
	Ref        string `json:"$ref"`
	Type       string
	Format     string
	Enum       []any
	Minimum    *float64
	Maximum    *float64
	Required   []string
	Properties map[string]schema
	Additional *bool `json:"additionalProperties"`
	Items      *schema
}

var described = func() (d description) {
	if err := json.Unmarshal(openapi, &d); err != nil {
		panic(err)
	}
	return d
}()

// checkAnswer holds an answer against the description of its operation.
func checkAnswer(t testing.TB, r *http.Request, w *httptest.ResponseRecorder) {
	t.Helper()
	method, path, _ := strings.Cut(r.Pattern, " ")
	if path == "" { // "/", which is no operation
		require.Equal(t, http.StatusNotFound, w.Code)
		return
	}
	op, ok := described.Paths[path][strings.ToLower(method)]
	require.True(t, ok, "%s is not described", r.Pattern)
	response, ok := op.Responses[fmt.Sprint(w.Code)]
	require.True(t, ok, "%s answers %d, which is not described: %s", r.Pattern, w.Code, w.Body.String())
	for name, header := range response.Headers {
		require.NoError(t, described.check(header.Schema, w.Header().Get(name), name), r.Pattern)
	}
	kind, _, _ := strings.Cut(w.Header().Get("Content-Type"), ";")
	content, ok := response.Content[kind]
	require.True(t, ok, "%s answers with %q, which is not described", r.Pattern, kind)
	if kind != "application/json" {
		return
	}
	var body any
	require.NoError(t, json.Unmarshal(w.Body.Bytes(), &body), r.Pattern)
	require.NoError(t, described.check(content.Schema, body, "answer"), "%s %d", r.Pattern, w.Code)
}

// check holds a value against a schema.
func (d *description) check(s schema, v any, at string) error {
	if s.Ref != "" {
		named, ok := d.Components.Schemas[strings.TrimPrefix(s.Ref, "#/components/schemas/")]
		if !ok {
			return fmt.Errorf("%s: there is no schema %s", at, s.Ref)
		}
		return d.check(named, v, at)
	}
	if s.Enum != nil && !slices.Contains(s.Enum, v) {
		return fmt.Errorf("%s: %v is none of %v", at, v, s.Enum)
	}
	ok := false
	switch v := v.(type) {
	case map[string]any:
		if ok = s.Type == "object"; ok {
			return d.checkObject(s, v, at)
		}
	case []any:
		ok = s.Type == "array"
		for i := range v {
			if err := d.check(*s.Items, v[i], fmt.Sprintf("%s[%d]", at, i)); err != nil {
				return err
			}
		}
	case string:
		ok = s.Type == "string"
		layout := map[string]string{"date": time.DateOnly, "date-time": time.RFC3339Nano}[s.Format]
		if _, err := time.Parse(layout, v); layout != "" && err != nil {
			return fmt.Errorf("%s: %w", at, err)
		}
	case float64:
		ok = (s.Type == "number" || s.Type == "integer" && v == math.Trunc(v)) && (s.Minimum == nil || v >= *s.Minimum) && (s.Maximum == nil || v <= *s.Maximum)
	case bool:
		ok = s.Type == "boolean"
	}
	if !ok {
		return fmt.Errorf("%s: %v is no %s", at, v, s.Type)
	}
	return nil
}

func (d *description) checkObject(s schema, v map[string]any, at string) error {
	for _, name := range s.Required {
		if _, ok := v[name]; !ok {
			return fmt.Errorf("%s: no %s", at, name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(v)) {
		property, ok := s.Properties[name]
		if !ok && s.Additional != nil && !*s.Additional {
			return fmt.Errorf("%s: %s is not described", at, name)
		}
		if ok {
			if err := d.check(property, v[name], at+"."+name); err != nil {
				return err
			}
		}
	}
	return nil
}
