package keyaccount

import (
	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/enum"
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

// DependencePolicy holds the shares from which one side depends on the other. A
// zero field means the default.
type DependencePolicy struct {
	Ours   float64 `json:"ours,omitempty"`   // their part of our revenue from which we depend on them; default 0.10
	Theirs float64 `json:"theirs,omitempty"` // our part of what they buy of our kind from which they depend on us; default 0.30
}

// Codes of the reasons for a balance; shares in per cent.
const (
	ReasonWeDepend   = "keyaccount.we-depend"
	ReasonWeFree     = "keyaccount.we-free"
	ReasonTheyDepend = "keyaccount.they-depend"
	ReasonTheyFree   = "keyaccount.they-free"
)

var _ = reason.Register(map[string]reason.Text{
	ReasonWeDepend:   {English: "it brings {value} % of our revenue; from {limit} % on we depend on it", Chinese: "占我方销售额的 {value}%，达到依赖界线 {limit}%"},
	ReasonWeFree:     {English: "it brings {value} % of our revenue; we would depend on it from {limit} %", Chinese: "占我方销售额的 {value}%，低于依赖界线 {limit}%"},
	ReasonTheyDepend: {English: "we supply {value} % of what it buys of our kind; from {limit} % on it depends on us", Chinese: "我方占其同类采购的 {value}%，达到依赖界线 {limit}%"},
	ReasonTheyFree:   {English: "we supply {value} % of what it buys of our kind; it would depend on us from {limit} %", Chinese: "我方占其同类采购的 {value}%，低于依赖界线 {limit}%"},
})

// Balance weighs their part of our revenue against our part of what they buy,
// both in [0, 1]. Values out of range give an *InputError.
func (p *DependencePolicy) Balance(ours, theirs float64) (Balance, error) {
	q, err := p.withDefaults()
	if err != nil {
		return 0, err
	}
	if !(ours >= 0 && ours <= 1) || !(theirs >= 0 && theirs <= 1) {
		return 0, bad("Balance", "shares", [2]float64{ours, theirs}, "two shares in [0, 1]")
	}
	b := BalanceLoose
	if theirs >= q.Theirs {
		b = BalanceTheyDepend
	}
	if ours >= q.Ours {
		b += BalanceWeDepend - BalanceLoose
	}
	return b, nil
}

func (p *DependencePolicy) withDefaults() (DependencePolicy, error) {
	var q DependencePolicy
	if p != nil {
		q = *p
	}
	if q.Ours == 0 {
		q.Ours = .10
	}
	if q.Theirs == 0 {
		q.Theirs = .30
	}
	if !(q.Ours > 0 && q.Ours <= 1) || !(q.Theirs > 0 && q.Theirs <= 1) {
		return q, bad("DependencePolicy", "shares", [2]float64{q.Ours, q.Theirs}, "two shares in (0, 1]")
	}
	return q, nil
}

// AppendReasons appends why Balance answers as it does.
func (p *DependencePolicy) AppendReasons(dst []clientele.Reason, ours, theirs float64) []clientele.Reason {
	q, err := p.withDefaults()
	if err != nil {
		return dst
	}
	we, they := ReasonWeFree, ReasonTheyFree
	if ours >= q.Ours {
		we = ReasonWeDepend
	}
	if theirs >= q.Theirs {
		they = ReasonTheyDepend
	}
	return append(dst,
		clientele.Reason{Code: we, Value: 100 * ours, Limit: 100 * q.Ours},
		clientele.Reason{Code: they, Value: 100 * theirs, Limit: 100 * q.Theirs})
}
