package reason

import "testing"

func TestNumber(t *testing.T) {
	for v, want := range map[float64]string{0: "0", 3: "3", -12: "-12", 0.123456: "0.1235", 12345.6: "12346", 1234.56: "1235", 2e15: "2e+15", 1e6: "1000000"} {
		if got := number(v); got != want {
			t.Errorf("number(%g) = %q, want %q", v, got, want)
		}
	}
}

func TestRegister(t *testing.T) {
	Register(map[string]Text{"test.code": {"{value} above {limit}", "{value} 高于 {limit}"}})
	if got := Render("test.code", 1, 3, 2.5); got != "3 above 2.5" {
		t.Error(got)
	}
	if got := Render("test.code", 2, 3, 2.5); got != "3 高于 2.5" {
		t.Error(got)
	}
	if got := Codes("test."); len(got) != 1 || got[0] != "test.code" {
		t.Error(got)
	}
	defer func() {
		if recover() == nil {
			t.Error("a code registered twice")
		}
	}()
	Register(map[string]Text{"test.code": {"a", "b"}})
}
