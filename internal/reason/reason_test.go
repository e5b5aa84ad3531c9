package reason

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestNumber(t *testing.T) {
	for v, want := range map[float64]string{0: "0", 3: "3", -12: "-12", 0.123456: "0.1235", 12345.6: "12346", 1234.56: "1235", 2e15: "2e+15", 1e6: "1000000"} {
		if got := number(v, "", false, 0); got != want {
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

func TestForms(t *testing.T) {
	Register(map[string]Text{
		"test.share": {English: "{value:%} of {limit:%}", Chinese: "{value:%}，{limit:%}"},
		"test.money": {English: "{value:money}", Chinese: "{value:money}"},
		"test.many":  {English: "{value} {value|complaint is|complaints are} open, {unknown}", Chinese: "{value} 件"},
		"test.plain": {English: "{value} below {limit}", Chinese: "{value}，{limit}"},
	})
	const english, chinese = 1, 2
	for _, c := range []struct {
		code         string
		lang         uint8
		value, limit float64
		want         string
	}{
		{"test.share", english, .125, .7, "12.5 % of 70 %"},
		{"test.share", chinese, 0, 1, "0%，100%"},
		{"test.share", english, .69996, .7, "69.996 % of 70 %"},
		{"test.share", english, .7, .7, "70 % of 70 %"},
		{"test.share", english, .00034, .999, "0 % of 99.9 %"},
		{"test.money", english, 2e7, 0, "20,000,000"},
		{"test.money", chinese, 2e7, 0, "2000 万"},
		{"test.money", chinese, -123456, 0, "-12.35 万"},
		{"test.money", chinese, 1.5e9, 0, "15 亿"},
		{"test.money", english, -1234567.8, 0, "-1,234,568"},
		{"test.money", english, 9999, 0, "9999"},
		{"test.money", english, 4.5e-12, 0, "0"},
		{"test.many", english, 1, 0, "1 complaint is open, {unknown}"},
		{"test.many", english, 2, 0, "2 complaints are open, {unknown}"},
		{"test.plain", english, .99999, 1, "0.99999 below 1"},
		{"test.plain", english, 1e-7, 1e20, "1e-07 below 1e+20"},
		{"test.plain", english, math.NaN(), math.Inf(1), "NaN below +Inf"},
		{"test.plain", english, 0.038461538, 12.345678, "0.03846 below 12.35"},
	} {
		assert.Equal(t, c.want, Render(c.code, c.lang, c.value, c.limit))
	}
}
