package portrait

import (
	"math"
	"strings"
	"time"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/wire"
	"github.com/clientele-go/clientele/lifecycle"
	"github.com/clientele-go/clientele/loyalty"
	"github.com/clientele-go/clientele/segment/rfm"
)

// Statement is what a portrait says of one aspect, in one language, and why.
type Statement struct {
	Aspect  Aspect             `json:"aspect"`
	Verdict string             `json:"verdict"` // the verdict in words, an amount of money, a date
	Reasons []clientele.Reason `json:"reasons"`
}

// MarshalJSON writes the fields.
func (s Statement) MarshalJSON() ([]byte, error) { return wire.Marshal(s) }

// UnmarshalJSON reads what MarshalJSON writes.
func (s *Statement) UnmarshalJSON(data []byte) error { return wire.Unmarshal(data, s) }

// AppendReasons appends why the aspect is what it is.
func (s Statement) AppendReasons(dst []clientele.Reason) []clientele.Reason {
	return append(dst, s.Reasons...)
}

// Statements returns what the portrait says, aspect by aspect, in the order in
// which a salesperson would tell it: where the customer stands and whether they are
// lost, what they are worth and when they buy next, their segments, their loyalty,
// their tier. No fact is told twice; of a lost customer it says nothing of where they
// stand among the others by RFM; and what is unassigned is left out: Unknown tells
// what would make it known.
func (p *Portrait) Statements(lang clientele.Lang) []Statement {
	var out []Statement
	say := func(a Aspect, verdict string, reasons []clientele.Reason, without ...string) {
		s := Statement{Aspect: a, Verdict: verdict}
	next:
		for _, r := range reasons {
			for _, code := range without {
				if r.Code == code {
					continue next
				}
			}
			s.Reasons = append(s.Reasons, r)
		}
		out = append(out, s)
	}
	said := []string{lifecycle.ReasonNotSilent} // the loss says it
	if p.Loss.Lost() {
		said = append(said, lifecycle.ReasonSilent)
	}
	if p.Stage.Stage != 0 {
		say(AspectStage, p.Stage.Stage.Label(lang), p.Stage.Reasons, said...)
	}
	say(AspectLoss, p.Loss.State.Label(lang), p.Loss.AppendReasons(nil))
	say(AspectWorth, clientele.Reason{Code: summaryMoney, Value: p.Worth.Value, Limit: math.NaN()}.Text(lang), p.Worth.AppendReasons(nil))
	if next := p.nextReasons(nil); len(next) > 0 {
		say(AspectNext, p.Next.Likely.Format(time.DateOnly), next)
	}
	if p.Band.Band != 0 {
		say(AspectBand, p.Band.Band.Label(lang), p.Band.AppendReasons(nil))
	}
	if p.Segment.Segment != 0 && !p.Loss.Lost() {
		window := clientele.Reason{Code: ReasonWindow, Value: math.Round(p.Window), Limit: math.NaN()}
		say(AspectSegment, p.Segment.Segment.Label(lang), append([]clientele.Reason{window}, p.Segment.AppendReasons(nil)...), rfm.ReasonGone, rfm.ReasonNotGone)
	}
	if p.Cell.Cell != 0 && !p.Loss.Lost() {
		say(AspectCell, p.Cell.Cell.Label(lang), p.Cell.AppendReasons(nil))
	}
	if p.Strategy != 0 {
		say(AspectStrategy, p.Strategy.Label(lang), p.Cube.AppendReasons(nil))
	}
	if p.Leaning.Orientation != 0 {
		say(AspectOrientation, p.Leaning.Orientation.Label(lang), p.Leaning.AppendReasons(nil))
	}
	if p.Class.Class != 0 {
		say(AspectClass, p.Class.Class.Label(lang), p.Class.AppendReasons(nil))
	}
	if p.Loyalty.Level != 0 {
		say(AspectLoyalty, p.Loyalty.Level.Label(lang), p.Loyalty.AppendReasons(nil))
	}
	if p.AfterSales.Class != 0 && p.AfterSales.Class != loyalty.AfterSalesLost { // lost is said
		say(AspectAfterSales, p.AfterSales.Class.Label(lang), p.AfterSales.AppendReasons(nil))
	}
	if p.Tier != nil {
		say(AspectTier, p.Tier.Tier.Label(lang), p.Tier.AppendReasons(nil))
	}
	return out
}

// AppendReasons appends the reasons of all statements, in their order, and at last
// the measurements that are missing.
func (p *Portrait) AppendReasons(dst []clientele.Reason) []clientele.Reason {
	for _, s := range p.Statements(clientele.LangEnglish) {
		dst = append(dst, s.Reasons...)
	}
	for _, u := range p.Unknown {
		dst = u.AppendReasons(dst)
	}
	return dst
}

// Summary says in one sentence who this is and what to do.
func (p *Portrait) Summary(lang clientele.Lang) string {
	say := func(code string, value, limit float64) string {
		return clientele.Reason{Code: code, Value: value, Limit: limit}.Text(lang)
	}
	days := math.Round(p.Worth.Days)
	parts := []string{say(summaryBought, float64(p.Purchases), math.Round(p.AsOf.Sub(p.Last).Hours()/24))}
	worth := say(summaryNothing, 0, days)
	if p.Worth.Value >= 0.01*p.Money/float64(p.Purchases) {
		worth = say(summaryWorth, p.Worth.Value, days)
		if i := p.Worth.Interval; i.Level > 0 && !math.IsInf(i.Hi, 0) {
			worth += say(summaryInterval, i.Lo, i.Hi)
		}
	}
	parts = append(parts, worth)
	if p.Segment.Segment != 0 && !p.Loss.Lost() {
		parts = append(parts, "RFM: "+p.Segment.Segment.Label(lang))
	}
	for _, c := range p.Conflicts {
		parts = append(parts, say(summaryConflict, 0, 0)+c.Label(lang))
	}
	stage, since := p.Stage.Stage.Label(lang), p.Stage.Since.String()
	if lang == clientele.LangChinese {
		stage += "客户"
	}
	if p.Stage.Stage == 0 { // the days of purchases are not known
		stage, since = say(summaryCustomer, 0, 0), p.First.Format(time.DateOnly)
	}
	if lang == clientele.LangChinese {
		return stage + "（" + since + " 起）：" + strings.Join(parts, "；") + "。建议：" + p.Advice.Label(lang) + "。"
	}
	return stage + " since " + since + ": " + strings.Join(parts, "; ") + ". To do: " + p.Advice.Label(lang) + "."
}
