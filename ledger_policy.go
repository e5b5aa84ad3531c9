package clientele

import (
	"time"

	"github.com/clientele-go/clientele/internal/enum"
	"github.com/clientele-go/clientele/internal/policy"
	"github.com/clientele-go/clientele/internal/wire"
)

// LedgerPolicy says how a ledger reads a log where logs differ. The zero value of
// every field is its default.
type LedgerPolicy struct {
	// Period is the length of a purchase occasion, default Day: purchases of a
	// customer in one period are one occasion, and their amounts add. It is a
	// whole number of days, which are then calendar days of Zone (a Week begins
	// on Monday), or a whole number of minutes below a day, counted from
	// 1970-01-01 UTC.
	Period Unit
	// Zone decides which day a time belongs to; nil is UTC. time.Local is
	// refused, because the answer would depend on the machine.
	Zone       *time.Location
	Refunds    RefundRule
	Zeros      ZeroRule
	Duplicates DuplicateRule
	Later      LaterRule
	EmptyKeys  EmptyKeyRule
}

// RefundRule says what becomes of negative amounts.
type RefundRule uint8

// The rules for refunds; the first is the default. A purchase occasion of
// which refunds leave nothing, or less, is no purchase any more.
const (
	RefundNetPeriod  RefundRule = iota + 1 // subtract from the customer's purchases of the same period
	RefundNetEarlier                       // subtract from the same period, then from earlier purchases, the latest first
	RefundDrop                             // leave them out
	RefundRefuse                           // Add returns an error
)

var refundRules = enum.New[RefundRule]("clientele.RefundRule",
	enum.Row{Name: "net-period", English: "Net within the period", Chinese: "冲抵同期购买"},
	enum.Row{Name: "net-earlier", English: "Net against earlier purchases", Chinese: "冲抵先前购买"},
	enum.Row{Name: "drop", English: "Drop", Chinese: "剔除"},
	enum.Row{Name: "refuse", English: "Refuse", Chinese: "报错"},
)

// ZeroRule says what becomes of transactions with amount 0.
type ZeroRule uint8

// The rules for zero amounts; the first is the default.
const (
	ZeroKeep   ZeroRule = iota + 1 // purchases of amount 0, as in the CDNOW data
	ZeroDrop                       // leave them out
	ZeroRefuse                     // Add returns an error
)

var zeroRules = enum.New[ZeroRule]("clientele.ZeroRule",
	enum.Row{Name: "keep", English: "Keep as a purchase", Chinese: "计为购买"},
	enum.Row{Name: "drop", English: "Drop", Chinese: "剔除"},
	enum.Row{Name: "refuse", English: "Refuse", Chinese: "报错"},
)

// DuplicateRule says what becomes of transaction ids that come again.
type DuplicateRule uint8

// The rules for transaction ids; the first is the default. The other two
// need an id in every transaction and remember them all, so that memory grows
// with every row until it is settled; the same id with another customer, period
// or amount is an error in both.
const (
	DuplicateIgnore DuplicateRule = iota + 1 // do not look at ids, nor hold them
	DuplicateDrop                            // a row whose id was seen is left out
	DuplicateRefuse                          // Add and Merge return an error
)

var duplicateRules = enum.New[DuplicateRule]("clientele.DuplicateRule",
	enum.Row{Name: "ignore", English: "Ignore ids", Chinese: "忽略编号"},
	enum.Row{Name: "drop", English: "Drop", Chinese: "剔除"},
	enum.Row{Name: "refuse", English: "Refuse", Chinese: "报错"},
)

// LaterRule says what a reading does with purchases after the end of observation.
type LaterRule uint8

// The rules for later purchases; the first is the default. None changes the
// history: it ends with the observation.
const (
	LaterHold   LaterRule = iota + 1 // they are the record's holdout
	LaterDrop                        // leave them out
	LaterRefuse                      // Records, Record and Split return an error
)

var laterRules = enum.New[LaterRule]("clientele.LaterRule",
	enum.Row{Name: "hold", English: "Holdout", Chinese: "留作检验期"},
	enum.Row{Name: "drop", English: "Drop", Chinese: "剔除"},
	enum.Row{Name: "refuse", English: "Refuse", Chinese: "报错"},
)

// EmptyKeyRule says what becomes of rows whose customer is "" or the UUID of
// zeros: all of them together would be one customer, who is nobody.
type EmptyKeyRule uint8

// The rules for empty keys; the first is the default.
const (
	EmptyKeyKeep   EmptyKeyRule = iota + 1 // one customer like any other; the report counts their rows
	EmptyKeyDrop                           // leave them out
	EmptyKeyRefuse                         // Add returns an error
)

var emptyKeyRules = enum.New[EmptyKeyRule]("clientele.EmptyKeyRule",
	enum.Row{Name: "keep", English: "Keep as one customer", Chinese: "计为一位客户"},
	enum.Row{Name: "drop", English: "Drop", Chinese: "剔除"},
	enum.Row{Name: "refuse", English: "Refuse", Chinese: "报错"},
)

// filled returns p with the defaults written out; the nil Zone stays.
func (p *LedgerPolicy) filled() LedgerPolicy {
	q := policy.Copy(p)
	policy.Default(&q.Period, Day)
	if q.Zone == time.UTC {
		q.Zone = nil
	}
	policy.Default(&q.Refunds, RefundNetPeriod)
	policy.Default(&q.Zeros, ZeroKeep)
	policy.Default(&q.Duplicates, DuplicateIgnore)
	policy.Default(&q.Later, LaterHold)
	policy.Default(&q.EmptyKeys, EmptyKeyKeep)
	return q
}

// Check returns nil if p can be followed, and otherwise an *InputError.
func (given *LedgerPolicy) Check() error {
	bad := func(field string, value any, want string) error {
		return &InputError{Where: "clientele.LedgerPolicy", Field: field, Value: value, Want: want}
	}
	p := given.filled()
	switch {
	case p.Period < 0 || p.Period > Year || (p.Period%Day != 0 && (p.Period > Day || p.Period%Minute != 0)):
		return bad("Period", p.Period, "whole days up to a year, or whole minutes below a day")
	case p.Zone == time.Local:
		return bad("Zone", p.Zone, "a zone by name (time.LoadLocation), so that the answer does not depend on the machine")
	case !refundRules.Valid(p.Refunds):
		return bad("Refunds", p.Refunds, "one of the RefundRule constants")
	case !zeroRules.Valid(p.Zeros):
		return bad("Zeros", p.Zeros, "one of the ZeroRule constants")
	case !duplicateRules.Valid(p.Duplicates):
		return bad("Duplicates", p.Duplicates, "one of the DuplicateRule constants")
	case !laterRules.Valid(p.Later):
		return bad("Later", p.Later, "one of the LaterRule constants")
	case !emptyKeyRules.Valid(p.EmptyKeys):
		return bad("EmptyKeys", p.EmptyKeys, "one of the EmptyKeyRule constants")
	}
	return nil
}

// differs returns the first field in which p and q, both filled, are not the same.
func (p LedgerPolicy) differs(q LedgerPolicy) (field string, mine, theirs any) {
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
	case p.EmptyKeys != q.EmptyKeys:
		return "EmptyKeys", p.EmptyKeys, q.EmptyKeys
	}
	return "", nil, nil
}

// String returns the permanent name.
func (p RefundRule) String() string { return refundRules.String(p) }

// Label returns the rule's name in lang.
func (p RefundRule) Label(lang Lang) string { return refundRules.Label(p, uint8(lang)) }

// MarshalText implements encoding.TextMarshaler.
func (p RefundRule) MarshalText() ([]byte, error) { return refundRules.MarshalText(p) }

// UnmarshalText implements encoding.TextUnmarshaler; it accepts only the permanent names.
func (p *RefundRule) UnmarshalText(text []byte) error { return refundRules.UnmarshalText(p, text) }

// String returns the permanent name.
func (p ZeroRule) String() string { return zeroRules.String(p) }

// Label returns the rule's name in lang.
func (p ZeroRule) Label(lang Lang) string { return zeroRules.Label(p, uint8(lang)) }

// MarshalText implements encoding.TextMarshaler.
func (p ZeroRule) MarshalText() ([]byte, error) { return zeroRules.MarshalText(p) }

// UnmarshalText implements encoding.TextUnmarshaler; it accepts only the permanent names.
func (p *ZeroRule) UnmarshalText(text []byte) error { return zeroRules.UnmarshalText(p, text) }

// String returns the permanent name.
func (p DuplicateRule) String() string { return duplicateRules.String(p) }

// Label returns the rule's name in lang.
func (p DuplicateRule) Label(lang Lang) string { return duplicateRules.Label(p, uint8(lang)) }

// MarshalText implements encoding.TextMarshaler.
func (p DuplicateRule) MarshalText() ([]byte, error) { return duplicateRules.MarshalText(p) }

// UnmarshalText implements encoding.TextUnmarshaler; it accepts only the permanent names.
func (p *DuplicateRule) UnmarshalText(text []byte) error {
	return duplicateRules.UnmarshalText(p, text)
}

// String returns the permanent name.
func (p LaterRule) String() string { return laterRules.String(p) }

// Label returns the rule's name in lang.
func (p LaterRule) Label(lang Lang) string { return laterRules.Label(p, uint8(lang)) }

// MarshalText implements encoding.TextMarshaler.
func (p LaterRule) MarshalText() ([]byte, error) { return laterRules.MarshalText(p) }

// UnmarshalText implements encoding.TextUnmarshaler; it accepts only the permanent names.
func (p *LaterRule) UnmarshalText(text []byte) error { return laterRules.UnmarshalText(p, text) }

// String returns the permanent name.
func (p EmptyKeyRule) String() string { return emptyKeyRules.String(p) }

// Label returns the rule's name in lang.
func (p EmptyKeyRule) Label(lang Lang) string { return emptyKeyRules.Label(p, uint8(lang)) }

// MarshalText implements encoding.TextMarshaler.
func (p EmptyKeyRule) MarshalText() ([]byte, error) { return emptyKeyRules.MarshalText(p) }

// UnmarshalText implements encoding.TextUnmarshaler; it accepts only the permanent names.
func (p *EmptyKeyRule) UnmarshalText(text []byte) error { return emptyKeyRules.UnmarshalText(p, text) }

// ledgerPolicyJSON is the stored form: a zone is its name.
type ledgerPolicyJSON struct {
	Period     Unit          `json:"period,omitempty"`
	Zone       string        `json:"zone"`
	Refunds    RefundRule    `json:"refunds"`
	Zeros      ZeroRule      `json:"zeros"`
	Duplicates DuplicateRule `json:"duplicates"`
	Later      LaterRule     `json:"later"`
	EmptyKeys  EmptyKeyRule  `json:"empty_keys"`
}

// MarshalJSON writes the policy, the zone by its name, "UTC" for nil.
func (p LedgerPolicy) MarshalJSON() ([]byte, error) {
	zone := "UTC"
	if p.Zone != nil && p.Zone.String() != "" {
		zone = p.Zone.String()
	}
	return wire.Marshal(ledgerPolicyJSON{p.Period, zone, p.Refunds, p.Zeros, p.Duplicates, p.Later, p.EmptyKeys})
}

// UnmarshalJSON reads what MarshalJSON writes; the zone must be one that
// time.LoadLocation knows. On an error p is unchanged.
func (p *LedgerPolicy) UnmarshalJSON(data []byte) error {
	j := ledgerPolicyJSON{Zone: "UTC"}
	if err := wire.Unmarshal(data, &j); err != nil {
		return err
	}
	q := LedgerPolicy{j.Period, nil, j.Refunds, j.Zeros, j.Duplicates, j.Later, j.EmptyKeys}
	if j.Zone != "" && j.Zone != "UTC" {
		zone, err := time.LoadLocation(j.Zone)
		if err != nil {
			return &InputError{Where: "clientele.LedgerPolicy", Field: "zone", Value: j.Zone, Want: "the name of a zone, such as Asia/Shanghai"}
		}
		q.Zone = zone
	}
	if err := q.Check(); err != nil {
		return err
	}
	*p = q
	return nil
}
