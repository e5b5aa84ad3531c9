package clientele

import (
	"encoding/json"
	"strings"

	"github.com/clientele-go/clientele/internal/reason"
)

// Warning is a caveat of an answer: something to show beside it. It is not a failure.
type Warning struct {
	Code    string  // permanent, such as "fit.few-repeats"
	Subject string  // what it is about, such as a parameter's name; may be empty
	Value   float64 // the number behind it
}

// Codes of warnings that any fit can carry.
const (
	WarnBoundary   = "fit.boundary"    // the likelihood rises towards the edge of the parameter space
	WarnFlat       = "fit.flat"        // a direction of the parameters makes no difference
	WarnCorrelated = "fit.correlated"  // two estimates are nearly exchangeable
	WarnFewRepeats = "fit.few-repeats" // little information on what happens after a purchase
)

var _ = reason.Register(map[string]reason.Text{
	WarnBoundary: {
		English: "the likelihood keeps rising as {subject} runs to the edge of its range: the estimate is a limit, its standard error does not exist, and only quantities that settle on the way have intervals",
		Chinese: "似然在 {subject} 趋于边界时仍在上升：估计值是极限，没有标准误，只有趋于稳定的量才有区间"},
	WarnFlat: {
		English: "the likelihood does not change along a direction of {subject}: read quantities that depend on it as unknown",
		Chinese: "似然沿 {subject} 的某个方向不变：依赖它的量应视为未知"},
	WarnCorrelated: {
		English: "the estimates of {subject} have correlation {value}: interpret them together, not one by one",
		Chinese: "{subject} 的估计相关系数为 {value}：应合并解释，不宜单独解读"},
	WarnFewRepeats: {
		English: "only {value} repeat purchases or renewals stand behind the estimates: intervals are approximate",
		Chinese: "估计只依据 {value} 次重复购买或续约：区间是近似的"},
})

// Text renders the warning in lang (English unless lang is Chinese).
func (w Warning) Text(lang Lang) string {
	return strings.ReplaceAll(reason.Render(w.Code, uint8(lang), w.Value, 0), "{subject}", w.Subject)
}

type warningJSON struct {
	Code    string   `json:"code"`
	Subject string   `json:"subject,omitempty"`
	Value   *float64 `json:"value,omitempty"`
	Text    string   `json:"text,omitempty"`
}

// MarshalJSON writes the fields and the English text.
func (w Warning) MarshalJSON() ([]byte, error) {
	return json.Marshal(warningJSON{w.Code, w.Subject, finite(w.Value), w.Text(LangEnglish)})
}

// UnmarshalJSON reads what MarshalJSON writes; the text is ignored.
func (w *Warning) UnmarshalJSON(data []byte) error {
	var j warningJSON
	if err := json.Unmarshal(data, &j); err != nil {
		return err
	}
	*w = Warning{j.Code, j.Subject, orNaN(j.Value)}
	return nil
}
