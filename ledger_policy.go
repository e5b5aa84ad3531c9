package clientele

import (
	"time"

	"github.com/clientele-go/clientele/internal/enum"
)

// Policy says how a ledger reads a log where logs differ. The zero value of
// every field is its default.
type Policy struct {
	// Period is the length of a purchase occasion, default Day: purchases of a
	// customer in one period are one occasion, and their amounts add. It is a
	// whole number of days, which are then calendar days of Zone (a Week begins
	// on Monday), or a whole number of minutes below a day, counted from
	// 1970-01-01 UTC.
	Period Unit
	// Zone decides which day a time belongs to; nil is UTC. time.Local is
	// refused, because the answer would depend on the machine.
	Zone       *time.Location
	Refunds    RefundPolicy
	Zeros      ZeroPolicy
	Duplicates DuplicatePolicy
	Later      LaterPolicy
}

// RefundPolicy says what becomes of negative amounts.
type RefundPolicy uint8

// The policies for refunds; the first is the default. A purchase occasion of
// which refunds leave nothing, or less, is no purchase any more.
const (
	NetPeriod     RefundPolicy = iota + 1 // subtract from the customer's purchases of the same period
	NetEarlier                            // subtract from the same period, then from earlier purchases, the latest first
	DropRefunds                           // leave them out
	RefuseRefunds                         // Add returns an error
)

var refundPolicies = enum.New[RefundPolicy]("clientele.RefundPolicy",
	enum.Row{Name: "net-period", English: "Net within the period", Chinese: "冲抵同期购买"},
	enum.Row{Name: "net-earlier", English: "Net against earlier purchases", Chinese: "冲抵先前购买"},
	enum.Row{Name: "drop", English: "Drop", Chinese: "剔除"},
	enum.Row{Name: "refuse", English: "Refuse", Chinese: "报错"},
)

// ZeroPolicy says what becomes of transactions with amount 0.
type ZeroPolicy uint8

// The policies for zero amounts; the first is the default.
const (
	KeepZeros   ZeroPolicy = iota + 1 // purchases of amount 0, as in the CDNOW data
	DropZeros                         // leave them out
	RefuseZeros                       // Add returns an error
)

var zeroPolicies = enum.New[ZeroPolicy]("clientele.ZeroPolicy",
	enum.Row{Name: "keep", English: "Keep as a purchase", Chinese: "计为购买"},
	enum.Row{Name: "drop", English: "Drop", Chinese: "剔除"},
	enum.Row{Name: "refuse", English: "Refuse", Chinese: "报错"},
)

// DuplicatePolicy says what becomes of transaction ids that come again.
type DuplicatePolicy uint8

// The policies for transaction ids; the first is the default. The other two
// need an id in every transaction and remember them all, so that memory grows
// with every row until it is settled; the same id with another customer, period
// or amount is an error in both.
const (
	IgnoreIDs        DuplicatePolicy = iota + 1 // do not look at ids, nor hold them
	DropDuplicates                              // a row whose id was seen is left out
	RefuseDuplicates                            // Add and Merge return an error
)

var duplicatePolicies = enum.New[DuplicatePolicy]("clientele.DuplicatePolicy",
	enum.Row{Name: "ignore", English: "Ignore ids", Chinese: "忽略编号"},
	enum.Row{Name: "drop", English: "Drop", Chinese: "剔除"},
	enum.Row{Name: "refuse", English: "Refuse", Chinese: "报错"},
)

// LaterPolicy says what a reading does with purchases after the end of observation.
type LaterPolicy uint8

// The policies for later purchases; the first is the default. None changes the
// history: it ends with the observation.
const (
	HoldLater   LaterPolicy = iota + 1 // they are the record's holdout
	DropLater                          // leave them out
	RefuseLater                        // Records, Record and Split return an error
)

var laterPolicies = enum.New[LaterPolicy]("clientele.LaterPolicy",
	enum.Row{Name: "hold", English: "Holdout", Chinese: "留作检验期"},
	enum.Row{Name: "drop", English: "Drop", Chinese: "剔除"},
	enum.Row{Name: "refuse", English: "Refuse", Chinese: "报错"},
)

// filled returns p with the defaults written out; the nil Zone stays.
func (p Policy) filled() Policy {
	if p.Period == 0 {
		p.Period = Day
	}
	if p.Zone == time.UTC {
		p.Zone = nil
	}
	p.Refunds = max(p.Refunds, NetPeriod)
	p.Zeros = max(p.Zeros, KeepZeros)
	p.Duplicates = max(p.Duplicates, IgnoreIDs)
	p.Later = max(p.Later, HoldLater)
	return p
}

// Check returns nil if p can be followed, and otherwise an *InputError.
func (p Policy) Check() error {
	bad := func(field string, value any, want string) error {
		return &InputError{Where: "clientele.Policy", Field: field, Value: value, Want: want}
	}
	p = p.filled()
	switch {
	case p.Period < 0 || p.Period > Year || (p.Period%Day != 0 && (p.Period > Day || p.Period%Minute != 0)):
		return bad("Period", p.Period, "whole days up to a year, or whole minutes below a day")
	case p.Zone == time.Local:
		return bad("Zone", p.Zone, "a zone by name (time.LoadLocation), so that the answer does not depend on the machine")
	case !refundPolicies.Valid(p.Refunds):
		return bad("Refunds", p.Refunds, "one of the RefundPolicy constants")
	case !zeroPolicies.Valid(p.Zeros):
		return bad("Zeros", p.Zeros, "one of the ZeroPolicy constants")
	case !duplicatePolicies.Valid(p.Duplicates):
		return bad("Duplicates", p.Duplicates, "one of the DuplicatePolicy constants")
	case !laterPolicies.Valid(p.Later):
		return bad("Later", p.Later, "one of the LaterPolicy constants")
	}
	return nil
}

// differs returns the first field in which p and q, both filled, are not the same.
func (p Policy) differs(q Policy) (field string, mine, theirs any) {
	switch {
	case p.Period != q.Period:
		return "Period", p.Period, q.Period
	case zoneMark(p.Zone) != zoneMark(q.Zone):
		return "Zone", p.Zone, q.Zone
	case p.Refunds != q.Refunds:
		return "Refunds", p.Refunds, q.Refunds
	case p.Zeros != q.Zeros:
		return "Zeros", p.Zeros, q.Zeros
	case p.Duplicates != q.Duplicates:
		return "Duplicates", p.Duplicates, q.Duplicates
	case p.Later != q.Later:
		return "Later", p.Later, q.Later
	}
	return "", nil, nil
}

// String returns the permanent name.
func (p RefundPolicy) String() string { return refundPolicies.String(p) }

// Label returns the policy's name in lang.
func (p RefundPolicy) Label(lang Lang) string { return refundPolicies.Label(p, uint8(lang)) }

// MarshalText implements encoding.TextMarshaler.
func (p RefundPolicy) MarshalText() ([]byte, error) { return refundPolicies.MarshalText(p) }

// UnmarshalText implements encoding.TextUnmarshaler; it accepts only the permanent names.
func (p *RefundPolicy) UnmarshalText(text []byte) error { return refundPolicies.UnmarshalText(p, text) }

// String returns the permanent name.
func (p ZeroPolicy) String() string { return zeroPolicies.String(p) }

// Label returns the policy's name in lang.
func (p ZeroPolicy) Label(lang Lang) string { return zeroPolicies.Label(p, uint8(lang)) }

// MarshalText implements encoding.TextMarshaler.
func (p ZeroPolicy) MarshalText() ([]byte, error) { return zeroPolicies.MarshalText(p) }

// UnmarshalText implements encoding.TextUnmarshaler; it accepts only the permanent names.
func (p *ZeroPolicy) UnmarshalText(text []byte) error { return zeroPolicies.UnmarshalText(p, text) }

// String returns the permanent name.
func (p DuplicatePolicy) String() string { return duplicatePolicies.String(p) }

// Label returns the policy's name in lang.
func (p DuplicatePolicy) Label(lang Lang) string { return duplicatePolicies.Label(p, uint8(lang)) }

// MarshalText implements encoding.TextMarshaler.
func (p DuplicatePolicy) MarshalText() ([]byte, error) { return duplicatePolicies.MarshalText(p) }

// UnmarshalText implements encoding.TextUnmarshaler; it accepts only the permanent names.
func (p *DuplicatePolicy) UnmarshalText(text []byte) error {
	return duplicatePolicies.UnmarshalText(p, text)
}

// String returns the permanent name.
func (p LaterPolicy) String() string { return laterPolicies.String(p) }

// Label returns the policy's name in lang.
func (p LaterPolicy) Label(lang Lang) string { return laterPolicies.Label(p, uint8(lang)) }

// MarshalText implements encoding.TextMarshaler.
func (p LaterPolicy) MarshalText() ([]byte, error) { return laterPolicies.MarshalText(p) }

// UnmarshalText implements encoding.TextUnmarshaler; it accepts only the permanent names.
func (p *LaterPolicy) UnmarshalText(text []byte) error { return laterPolicies.UnmarshalText(p, text) }
