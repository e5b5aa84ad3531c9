package tree

import "github.com/clientele-go/clientele/internal/reason"

// Codes of the reasons that this package gives.
const (
	ReasonScaleHigh      = "tree.scale-high"      // transaction scale at least the threshold
	ReasonScaleLow       = "tree.scale-low"       // under it
	ReasonYearsHigh      = "tree.years-high"      // years of cooperation at least the threshold
	ReasonYearsLow       = "tree.years-low"       // under it
	ReasonRepurchaseHigh = "tree.repurchase-high" // repurchase rate at least the threshold
	ReasonRepurchaseLow  = "tree.repurchase-low"  // under it
	ReasonAtLeast        = "tree.at-least"        // an indicator at least its threshold
	ReasonUnder          = "tree.under"           // under it
)

var _ = reason.Register(map[string]reason.Text{
	ReasonScaleHigh:      {English: "transaction scale {value:money}, at least {limit:money}", Chinese: "交易规模 {value:money}，不低于 {limit:money}"},
	ReasonScaleLow:       {English: "transaction scale {value:money}, under {limit:money}", Chinese: "交易规模 {value:money}，低于 {limit:money}"},
	ReasonYearsHigh:      {English: "{value} {value|year|years} of cooperation, at least {limit}", Chinese: "合作 {value} 年，不少于 {limit} 年"},
	ReasonYearsLow:       {English: "{value} {value|year|years} of cooperation, under {limit}", Chinese: "合作 {value} 年，少于 {limit} 年"},
	ReasonRepurchaseHigh: {English: "repurchase rate {value:%}, at least {limit:%}", Chinese: "复购率 {value:%}，不低于 {limit:%}"},
	ReasonRepurchaseLow:  {English: "repurchase rate {value:%}, under {limit:%}", Chinese: "复购率 {value:%}，低于 {limit:%}"},
	ReasonAtLeast:        {English: "the indicator is {value}, at least {limit}", Chinese: "指标为 {value}，不低于 {limit}"},
	ReasonUnder:          {English: "the indicator is {value}, under {limit}", Chinese: "指标为 {value}，低于 {limit}"},
})
