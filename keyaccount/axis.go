package keyaccount

import (
	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/reason"
)

// axis is a quantity that a portfolio cuts into levels; its name is the middle
// of the codes of its three reasons, "keyaccount.importance-high" and so on.
type axis string

const (
	axisImportance     axis = "importance"
	axisDifficulty     axis = "difficulty"
	axisAttractiveness axis = "attractiveness"
	axisStrength       axis = "strength"
	axisMargin         axis = "margin"
	axisCustomers      axis = "customers"
)

// Codes of the reasons for a place in a portfolio. Value is what was seen and
// Limit the cut that it reached or, for the low ones, missed. Margins are
// shares of revenue.
const (
	ReasonImportanceLow        = "keyaccount.importance-low"
	ReasonImportanceHigh       = "keyaccount.importance-high"
	ReasonDifficultyLow        = "keyaccount.difficulty-low"
	ReasonDifficultyHigh       = "keyaccount.difficulty-high"
	ReasonAttractivenessLow    = "keyaccount.attractiveness-low"
	ReasonAttractivenessMedium = "keyaccount.attractiveness-medium"
	ReasonAttractivenessHigh   = "keyaccount.attractiveness-high"
	ReasonStrengthLow          = "keyaccount.strength-low"
	ReasonStrengthMedium       = "keyaccount.strength-medium"
	ReasonStrengthHigh         = "keyaccount.strength-high"
	ReasonMarginLow            = "keyaccount.margin-low"
	ReasonMarginMedium         = "keyaccount.margin-medium"
	ReasonMarginHigh           = "keyaccount.margin-high"
	ReasonCustomersFew         = "keyaccount.customers-low"
	ReasonCustomersSome        = "keyaccount.customers-medium"
	ReasonCustomersMany        = "keyaccount.customers-high"
)

var _ = reason.Register(map[string]reason.Text{
	ReasonImportanceLow:        {English: "strategic importance is rated {value}; key accounts begin at {limit}", Chinese: "战略重要性评分 {value}，低于“重要客户”的门槛 {limit}"},
	ReasonImportanceHigh:       {English: "strategic importance is rated {value}, which reaches the {limit} of a key account", Chinese: "战略重要性评分 {value}，达到“重要客户”的门槛 {limit}"},
	ReasonDifficultyLow:        {English: "managing it is rated {value} for difficulty; difficult begins at {limit}", Chinese: "管理难度评分 {value}，低于“难管理”的门槛 {limit}"},
	ReasonDifficultyHigh:       {English: "managing it is rated {value} for difficulty, and difficult begins at {limit}", Chinese: "管理难度评分 {value}，达到“难管理”的门槛 {limit}"},
	ReasonAttractivenessLow:    {English: "the customer's business is rated {value}; it would be of medium attractiveness from {limit}", Chinese: "客户业务吸引力评分 {value}，低于“中等”的门槛 {limit}"},
	ReasonAttractivenessMedium: {English: "the customer's business is rated {value}, of medium attractiveness from {limit}", Chinese: "客户业务吸引力评分 {value}，达到“中等”的门槛 {limit}"},
	ReasonAttractivenessHigh:   {English: "the customer's business is rated {value}, of high attractiveness from {limit}", Chinese: "客户业务吸引力评分 {value}，达到“高”的门槛 {limit}"},
	ReasonStrengthLow:          {English: "the relationship is rated {value}; it would be of medium strength from {limit}", Chinese: "关系强度评分 {value}，低于“中等”的门槛 {limit}"},
	ReasonStrengthMedium:       {English: "the relationship is rated {value}, of medium strength from {limit}", Chinese: "关系强度评分 {value}，达到“中等”的门槛 {limit}"},
	ReasonStrengthHigh:         {English: "the relationship is rated {value}, strong from {limit}", Chinese: "关系强度评分 {value}，达到“强”的门槛 {limit}"},
	ReasonMarginLow:            {English: "the margin is {value:%}; it would be medium from {limit:%}", Chinese: "利润率 {value:%}，低于“中等”的门槛 {limit:%}"},
	ReasonMarginMedium:         {English: "the margin is {value:%}, medium from {limit:%}", Chinese: "利润率 {value:%}，达到“中等”的门槛 {limit:%}"},
	ReasonMarginHigh:           {English: "the margin is {value:%}, high from {limit:%}", Chinese: "利润率 {value:%}，达到“高”的门槛 {limit:%}"},
	ReasonCustomersFew:         {English: "there {value|is|are} {value} {value|customer|customers}, fewer than {limit}", Chinese: "客户 {value} 个，少于 {limit} 个"},
	ReasonCustomersSome:        {English: "there {value|is|are} {value} {value|customer|customers}, a medium number from {limit}", Chinese: "客户 {value} 个，达到“数量中等”的门槛 {limit}"},
	ReasonCustomersMany:        {English: "there {value|is|are} {value} {value|customer|customers}, many from {limit}", Chinese: "客户 {value} 个，达到“数量众多”的门槛 {limit}"},
})

// axisReason returns why v stands at the level.
func axisReason(a axis, l clientele.Level, v, medium, high float64) clientele.Reason {
	limit := medium
	if l == clientele.LevelHigh {
		limit = high
	}
	return clientele.Reason{Code: axisCodes[a][l-clientele.LevelLow], Value: v, Limit: limit}
}

// axisCodes holds the codes by level, so that making a reason allocates nothing.
var axisCodes = map[axis][3]string{
	axisImportance:     {ReasonImportanceLow, "", ReasonImportanceHigh},
	axisDifficulty:     {ReasonDifficultyLow, "", ReasonDifficultyHigh},
	axisAttractiveness: {ReasonAttractivenessLow, ReasonAttractivenessMedium, ReasonAttractivenessHigh},
	axisStrength:       {ReasonStrengthLow, ReasonStrengthMedium, ReasonStrengthHigh},
	axisMargin:         {ReasonMarginLow, ReasonMarginMedium, ReasonMarginHigh},
	axisCustomers:      {ReasonCustomersFew, ReasonCustomersSome, ReasonCustomersMany},
}
