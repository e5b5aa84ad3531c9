// Package check is the test kit of the library. Only tests import it.
package check

import (
	"encoding/csv"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// Close fails the test unless got is within rel of want, relative to |want|;
// equal infinities and two NaNs are close. Numbers below 1e-300 are compared
// absolutely at that size.
func Close(t testing.TB, want, got, rel float64, what ...any) bool {
	t.Helper()
	if e := RelErr(want, got); !(e <= rel) {
		t.Errorf("%v: want %.17g, got %.17g: relative error %.3g > %.3g", what, want, got, e, rel)
		return false
	}
	return true
}

// RelErr returns |got−want|/|want|, 0 for equal values of any kind, +Inf where
// one is NaN or infinite and the other is not the same.
func RelErr(want, got float64) float64 {
	switch {
	case want == got || (math.IsNaN(want) && math.IsNaN(got)):
		return 0
	case math.IsNaN(want) || math.IsNaN(got) || math.IsInf(want, 0) || math.IsInf(got, 0):
		return math.Inf(1)
	}
	return math.Abs(got-want) / math.Max(math.Abs(want), 1e-300)
}

// Root returns the folder of the library's go.mod: the nearest above the
// package under test, where go test starts. The path that the compiler recorded
// would do only where it was not trimmed.
func Root() string {
	dir, err := os.Getwd()
	if err != nil {
		panic(err)
	}
	for ; ; dir = filepath.Dir(dir) {
		if mod, err := os.ReadFile(filepath.Join(dir, "go.mod")); err == nil && strings.HasPrefix(string(mod), "module github.com/clientele-go/clientele\n") {
			return dir
		}
		if dir == filepath.Dir(dir) {
			panic("no go.mod of the library above the test's folder")
		}
	}
}

// Shared returns the path of a file of the shared reference material, such as
// Shared(t, "data", "cdnow_sample_summary.csv"), or skips the test, saying so,
// where the material is absent. The environment variable CLIENTELE_SHARED
// names its folder; the default is ../shared beside the module's root.
func Shared(t testing.TB, elem ...string) string {
	t.Helper()
	dir := os.Getenv("CLIENTELE_SHARED")
	if dir == "" {
		dir = filepath.Join(Root(), "..", "shared")
	}
	path := filepath.Join(append([]string{dir}, elem...)...)
	if _, err := os.Stat(path); err != nil {
		t.Skipf("shared reference material is absent: no %s; set CLIENTELE_SHARED to its folder", filepath.Join(elem...))
	}
	return path
}

// All reports whether the long tests go through everything, by the environment variable
// CLIENTELE_ALL=1, instead of a part that a change can wait for.
func All() bool { return os.Getenv("CLIENTELE_ALL") != "" }

// JSON decodes a file into a T.
func JSON[T any](t testing.TB, path string) T {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var v T
	if err := json.Unmarshal(data, &v); err != nil {
		t.Fatalf("%s: %v", filepath.Base(path), err)
	}
	return v
}

// CSV reads a file with a header line into one map a row.
func CSV(t testing.TB, path string) []map[string]string {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatalf("%s: %v", filepath.Base(path), err)
	}
	out := make([]map[string]string, len(rows)-1)
	for i, row := range rows[1:] {
		out[i] = make(map[string]string, len(row))
		for j, name := range rows[0] {
			out[i][name] = row[j]
		}
	}
	return out
}

// Number parses a decimal of any length, "Infinity" and "NaN" included.
func Number(t testing.TB, s string) float64 {
	t.Helper()
	v, err := strconv.ParseFloat(s, 64)
	if err != nil && !math.IsInf(v, 0) {
		t.Fatal(err)
	}
	return v
}

// Float is a number in a reference file: a JSON number, a string of digits
// longer than a float, "Infinity" or "NaN"; null is NaN.
type Float float64

// UnmarshalJSON implements json.Unmarshaler.
func (f *Float) UnmarshalJSON(data []byte) error {
	s := string(data)
	if s == "null" {
		*f = Float(math.NaN())
		return nil
	}
	if s[0] == '"' {
		s = s[1 : len(s)-1]
	}
	v, err := strconv.ParseFloat(s, 64)
	if err != nil && !math.IsInf(v, 0) && v != 0 {
		return err
	}
	*f = Float(v)
	return nil
}
