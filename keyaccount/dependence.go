package keyaccount

import (
	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/enum"
	"github.com/clientele-go/clientele/internal/policy"
	"github.com/clientele-go/clientele/internal/reason"
)

// Balance says who depends on whom.
type Balance uint8

// The balances. The zero value is unassigned.
const (
	BalanceLoose      Balance = iota + 1 // 松散: neither depends on the other
	BalanceTheyDepend                    // 客户依赖我方
	BalanceWeDepend                      // 我方依赖客户
	BalanceMutual                        // 相互依赖
)

var balances = enum.New[Balance]("keyaccount.Balance",
	enum.Row{Name: "loose", English: "Neither depends on the other", Chinese: "互不依赖"},
	enum.Row{Name: "they-depend", English: "They depend on us", Chinese: "客户依赖我方"},
	enum.Row{Name: "we-depend", English: "We depend on them", Chinese: "我方依赖客户"},
	enum.Row{Name: "mutual", English: "Mutual dependence", Chinese: "相互依赖"},
)

// String returns the permanent name, such as "mutual".
func (b Balance) String() string { return balances.String(b) }

// Label returns the balance's name in lang.
func (b Balance) Label(lang clientele.Lang) string { return balances.Label(b, uint8(lang)) }

// MarshalText implements encoding.TextMarshaler.
func (b Balance) MarshalText() ([]byte, error) { return balances.MarshalText(b) }

// UnmarshalText implements encoding.TextUnmarshaler; it accepts only the permanent names.
func (b *Balance) UnmarshalText(text []byte) error { return balances.UnmarshalText(b, text) }

// DependencePolicy holds the shares from which one side depends on the other,
// in (0, 1]. Nil and each zero field mean the default.
type DependencePolicy struct {
	Ours   float64 `json:"ours,omitempty"`   // their part of our revenue from which we depend on them; default 0.10
	Theirs float64 `json:"theirs,omitempty"` // our part of what they buy of our kind from which they depend on us; default 0.30
}

func (p *DependencePolicy) filled() DependencePolicy {
	q := policy.Copy(p)
	policy.Default(&q.Ours, .10)
	policy.Default(&q.Theirs, .30)
	return q
}

// Check returns an *clientele.InputError unless both shares lie in (0, 1].
func (p *DependencePolicy) Check() error {
	q := p.filled()
	if !(q.Ours > 0 && q.Ours <= 1) || !(q.Theirs > 0 && q.Theirs <= 1) {
		return bad("DependencePolicy", "shares", [2]float64{q.Ours, q.Theirs}, "two shares in (0, 1]")
	}
	return nil
}

// Codes of the reasons for a balance, whose shares are in [0, 1].
const (
	ReasonWeDepend   = "keyaccount.we-depend"
	ReasonWeFree     = "keyaccount.we-free"
	ReasonTheyDepend = "keyaccount.they-depend"
	ReasonTheyFree   = "keyaccount.they-free"
)

var _ = reason.Register(map[string]reason.Text{
	ReasonWeDepend:   {English: "it brings {value:%} of our revenue; from {limit:%} on we depend on it", Chinese: "占我方销售额的 {value:%}，达到依赖门槛 {limit:%}"},
	ReasonWeFree:     {English: "it brings {value:%} of our revenue; we would depend on it from {limit:%}", Chinese: "占我方销售额的 {value:%}，低于依赖门槛 {limit:%}"},
	ReasonTheyDepend: {English: "we supply {value:%} of what it buys of our kind; from {limit:%} on it depends on us", Chinese: "我方占其同类采购的 {value:%}，达到依赖门槛 {limit:%}"},
	ReasonTheyFree:   {English: "we supply {value:%} of what it buys of our kind; it would depend on us from {limit:%}", Chinese: "我方占其同类采购的 {value:%}，低于依赖门槛 {limit:%}"},
})

// DependenceScale says who depends on whom. Make it with NewDependenceScale; the
// zero value is the default.
type DependenceScale struct{ policy DependencePolicy }

// NewDependenceScale returns the scale of a policy, nil for the default. A
// policy that makes no sense is an *clientele.InputError.
func NewDependenceScale(policy *DependencePolicy) (DependenceScale, error) {
	if err := policy.Check(); err != nil {
		return DependenceScale{}, err
	}
	return DependenceScale{policy.filled()}, nil
}

// Policy returns the policy with the defaults written out.
func (d DependenceScale) Policy() DependencePolicy { return d.policy.filled() }

// BalanceVerdict is who depends on whom, with what was seen and the limits.
type BalanceVerdict struct {
	Balance Balance          `json:"balance"`
	Ours    float64          `json:"ours"`   // their part of our revenue
	Theirs  float64          `json:"theirs"` // our part of what they buy of our kind
	Limits  DependencePolicy `json:"limits"`
}

// Classify weighs their part of our revenue against our part of what they buy,
// both in [0, 1]. Values out of range give an *InputError.
func (d DependenceScale) Classify(ours, theirs float64) (BalanceVerdict, error) {
	if !(ours >= 0 && ours <= 1) || !(theirs >= 0 && theirs <= 1) {
		return BalanceVerdict{}, bad("Balance", "shares", [2]float64{ours, theirs}, "two shares in [0, 1]")
	}
	v := BalanceVerdict{Balance: BalanceLoose, Ours: ours, Theirs: theirs, Limits: d.Policy()}
	if theirs >= v.Limits.Theirs {
		v.Balance = BalanceTheyDepend
	}
	if ours >= v.Limits.Ours {
		v.Balance += BalanceWeDepend - BalanceLoose
	}
	return v, nil
}

// AppendReasons appends the two shares with their limits; nothing for an
// unassigned balance.
func (v BalanceVerdict) AppendReasons(dst []clientele.Reason) []clientele.Reason {
	if v.Balance == 0 {
		return dst
	}
	we, they := ReasonWeFree, ReasonTheyFree
	if v.Ours >= v.Limits.Ours {
		we = ReasonWeDepend
	}
	if v.Theirs >= v.Limits.Theirs {
		they = ReasonTheyDepend
	}
	return append(dst, clientele.Reason{Code: we, Value: v.Ours, Limit: v.Limits.Ours}, clientele.Reason{Code: they, Value: v.Theirs, Limit: v.Limits.Theirs})
}
