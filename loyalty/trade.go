package loyalty

import (
	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/enum"
)

// Trade is a way of doing business, in which the same marker means different things.
type Trade uint8

// The trades.
const (
	TradeRetail   Trade = iota + 1 // shops, light subscription: every purchase is a choice 零售
	TradeContract                  // frame contracts, supply, telecommunication: rhythm and discount are the contract's 合同制业务
	TradeBanking                   // accounts that run by themselves: breadth and wallet tell, time hardly 银行
)

var trades = enum.New[Trade]("loyalty.Trade",
	enum.Row{Name: "retail", English: "Retail", Chinese: "零售"},
	enum.Row{Name: "contract", English: "Contract business", Chinese: "合同制业务"},
	enum.Row{Name: "banking", English: "Banking", Chinese: "银行"},
)

// String returns the permanent name, such as "banking".
func (t Trade) String() string { return trades.String(t) }

// Label returns the trade's name in lang.
func (t Trade) Label(lang clientele.Lang) string { return trades.Label(t, uint8(lang)) }

// MarshalText implements encoding.TextMarshaler.
func (t Trade) MarshalText() ([]byte, error) { return trades.MarshalText(t) }

// UnmarshalText implements encoding.TextUnmarshaler; it accepts only the permanent names.
func (t *Trade) UnmarshalText(text []byte) error { return trades.UnmarshalText(t, text) }

// tradeRules are the rules of the trades, index Trade − 1. They weigh what the
// literature names as marks of relational customers: buying at full price and
// insensitivity to it most (Garbarino and Johnson 1999), then share of wallet,
// tenure, breadth, referrals and use of service (Reinartz and Kumar 2003). What
// binds without attachment counts nothing: switching cost everywhere, and the
// rhythm and the discount of a contract. The ends are conventions;
// FitOrientationRules takes them from a base.
var tradeRules = [...]MarkerRules{
	TradeRetail - 1: {
		MarkerDiscountShare - 1:    {0.6, 0.1, clientele.Known(1.5)},
		MarkerPriceSensitivity - 1: {0.8, 0.2, clientele.Known(1.5)},
		MarkerRegularity - 1:       {0.2, 0.8, clientele.Known(0.5)},
		MarkerBreadth - 1:          {1, 4, clientele.Known(0.75)},
		MarkerTenure - 1:           {0.5, 3, clientele.Known(1)},
		MarkerShareOfWallet - 1:    {0.2, 0.6, clientele.Known(1.25)},
		MarkerReferrals - 1:        {0, 2, clientele.Known(0.75)},
		MarkerServiceUse - 1:       {0, 3, clientele.Known(0.75)},
		MarkerSwitchingCost - 1:    {0.2, 0.8, clientele.Known(0)},
	},
	TradeContract - 1: {
		MarkerDiscountShare - 1:    {0.6, 0.1, clientele.Known(0)},
		MarkerPriceSensitivity - 1: {0.8, 0.2, clientele.Known(1.5)},
		MarkerRegularity - 1:       {0.2, 0.8, clientele.Known(0)},
		MarkerBreadth - 1:          {1, 4, clientele.Known(0.75)},
		MarkerTenure - 1:           {1, 6, clientele.Known(1)},
		MarkerShareOfWallet - 1:    {0.2, 0.6, clientele.Known(1.5)},
		MarkerReferrals - 1:        {0, 2, clientele.Known(0.75)},
		MarkerServiceUse - 1:       {0, 6, clientele.Known(0.75)},
		MarkerSwitchingCost - 1:    {0.2, 0.8, clientele.Known(0)},
	},
	TradeBanking - 1: {
		MarkerDiscountShare - 1:    {0.6, 0.1, clientele.Known(0)},
		MarkerPriceSensitivity - 1: {0.8, 0.2, clientele.Known(1.25)},
		MarkerRegularity - 1:       {0.2, 0.8, clientele.Known(0)},
		MarkerBreadth - 1:          {1, 4, clientele.Known(1.5)},
		MarkerTenure - 1:           {2, 10, clientele.Known(0.5)},
		MarkerShareOfWallet - 1:    {0.2, 0.6, clientele.Known(1.5)},
		MarkerReferrals - 1:        {0, 2, clientele.Known(0.75)},
		MarkerServiceUse - 1:       {0, 6, clientele.Known(0.75)},
		MarkerSwitchingCost - 1:    {0.2, 0.8, clientele.Known(0)},
	},
}
