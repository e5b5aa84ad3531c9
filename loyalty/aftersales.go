package loyalty

import (
	"math"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/enum"
)

// AfterSales is a class of customers after the sale.
type AfterSales uint8

// The classes after the sale.
const (
	AfterSalesLoyal       AfterSales = iota + 1 // 忠诚
	AfterSalesOrdinary                          // 一般
	AfterSalesComplaining                       // 抱怨
	AfterSalesLost                              // 流失
)

var afterSales = enum.New[AfterSales]("loyalty.AfterSales",
	enum.Row{Name: "loyal", English: "Loyal customer", Chinese: "忠诚客户"},
	enum.Row{Name: "ordinary", English: "Ordinary customer", Chinese: "一般客户"},
	enum.Row{Name: "complaining", English: "Complaining customer", Chinese: "抱怨客户"},
	enum.Row{Name: "lost", English: "Lost customer", Chinese: "流失客户"},
)

// String returns the permanent name, such as "complaining".
func (a AfterSales) String() string { return afterSales.String(a) }

// Label returns the class's name in lang.
func (a AfterSales) Label(lang clientele.Lang) string { return afterSales.Label(a, uint8(lang)) }

// MarshalText implements encoding.TextMarshaler.
func (a AfterSales) MarshalText() ([]byte, error) { return afterSales.MarshalText(a) }

// UnmarshalText implements encoding.TextUnmarshaler; it accepts only the permanent names.
func (a *AfterSales) UnmarshalText(text []byte) error { return afterSales.UnmarshalText(a, text) }

// AfterSalesRecord is what is known of a customer after the sale; each may be missing.
type AfterSalesRecord struct {
	Alive          clientele.Measure `json:"alive"`           // probability of still being a customer
	OpenComplaints clientele.Measure `json:"open_complaints"` // not yet settled
	ComplaintRate  clientele.Measure `json:"complaint_rate"`  // complaints of contacts, in [0, 1]
	RepeatRate     clientele.Measure `json:"repeat_rate"`     // in [0, 1]
	Satisfaction   clientele.Measure `json:"satisfaction"`    // in [0, 1]
}

// Check returns an *clientele.InputError for the first value outside its range.
func (s *AfterSalesRecord) Check() error {
	for _, v := range [...]struct {
		name string
		m    clientele.Measure
		top  float64
	}{{"alive", s.Alive, 1}, {"open_complaints", s.OpenComplaints, maxMarker}, {"complaint_rate", s.ComplaintRate, 1}, {"repeat_rate", s.RepeatRate, 1}, {"satisfaction", s.Satisfaction, 1}} {
		if err := v.m.Check("loyalty.AfterSalesRecord", v.name, 0, v.top); err != nil {
			return err
		}
	}
	return nil
}

// AfterSalesPolicy says which customer is which after the sale.
type AfterSalesPolicy struct {
	Lost       float64 `json:"lost"`       // probability of being a customer below which one is lost
	Complaints float64 `json:"complaints"` // complaint rate from which a customer complains; an open complaint does in any case
	Repeat     float64 `json:"repeat"`     // repeat rate from which a customer may be loyal
	Satisfied  float64 `json:"satisfied"`  // satisfaction a loyal customer has at least, where it is known
}

// DefaultAfterSalesPolicy: lost where leaving is four times as likely as
// staying, complaining from one contact in ten, loyal from a repeat rate of ½
// and the fourth of five points of satisfaction. All are conventions.
func DefaultAfterSalesPolicy() AfterSalesPolicy {
	return AfterSalesPolicy{Lost: 0.2, Complaints: 0.1, Repeat: 0.5, Satisfied: 0.75}
}

// Check returns an *clientele.InputError unless all limits lie in (0, 1).
func (p AfterSalesPolicy) Check() error {
	return checkCuts("loyalty.AfterSalesPolicy", p.Lost, p.Complaints, p.Repeat, p.Satisfied)
}

// Classify returns the class of a customer. In order: lost; complaining; loyal,
// which needs a repeat rate; otherwise ordinary. What is missing fires no rule.
// Unassigned for values that fail their Check.
func (p AfterSalesPolicy) Classify(s AfterSalesRecord) AfterSales {
	class, _ := p.judge(s)
	return class
}

// AppendReasons appends the rule that fired; nothing where Classify is
// unassigned.
func (p AfterSalesPolicy) AppendReasons(dst []clientele.Reason, s AfterSalesRecord) []clientele.Reason {
	class, why := p.judge(s)
	if class == 0 {
		return dst
	}
	return append(dst, why)
}

func (p AfterSalesPolicy) judge(s AfterSalesRecord) (AfterSales, clientele.Reason) {
	if s.Check() != nil {
		return 0, clientele.Reason{}
	}
	alive, rate, repeat := s.Alive.Or(1), s.ComplaintRate.Or(0), s.RepeatRate.Or(0)
	satisfaction, asked := s.Satisfaction.Value()
	switch {
	case alive < p.Lost:
		return AfterSalesLost, clientele.Reason{Code: ReasonAfterLost, Value: alive, Limit: p.Lost}
	case s.OpenComplaints.Or(0) > 0:
		return AfterSalesComplaining, clientele.Reason{Code: ReasonAfterOpen, Value: s.OpenComplaints.Or(0), Limit: 0}
	case rate >= p.Complaints:
		return AfterSalesComplaining, clientele.Reason{Code: ReasonAfterComplaints, Value: rate, Limit: p.Complaints}
	case repeat >= p.Repeat && asked && satisfaction < p.Satisfied:
		return AfterSalesOrdinary, clientele.Reason{Code: ReasonAfterDissatisfied, Value: satisfaction, Limit: p.Satisfied}
	case repeat >= p.Repeat:
		return AfterSalesLoyal, clientele.Reason{Code: ReasonAfterLoyal, Value: repeat, Limit: p.Repeat}
	}
	if _, known := s.RepeatRate.Value(); !known {
		return AfterSalesOrdinary, clientele.Reason{Code: ReasonAfterUnknown, Value: math.NaN(), Limit: p.Repeat}
	}
	return AfterSalesOrdinary, clientele.Reason{Code: ReasonAfterOrdinary, Value: repeat, Limit: p.Repeat}
}
