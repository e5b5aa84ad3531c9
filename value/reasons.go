package value

import "github.com/clientele-go/clientele/internal/reason"

// Codes of the reasons of this package.
const (
	ReasonKeepingPays  = "value.keeping-pays"  // a unit of money spent on keeping brings more
	ReasonWinningPays  = "value.winning-pays"  // a unit of money spent on winning brings more
	ReasonKeepingLoses = "value.keeping-loses" // keeping costs more than it brings
	ReasonWinningLoses = "value.winning-loses" // winning costs more than it brings
)

var _ = reason.Register(map[string]reason.Text{
	ReasonKeepingPays: {
		English: "a unit of money spent on keeping customers brings {value} beyond itself, spent on winning them {limit}",
		Chinese: "维系投入的回报率为 {value}，获取投入为 {limit}"},
	ReasonWinningPays: {
		English: "a unit of money spent on winning customers brings {value} beyond itself, spent on keeping them {limit}",
		Chinese: "获取投入的回报率为 {value}，维系投入为 {limit}"},
	ReasonKeepingLoses: {
		English: "keeping customers costs more than it brings: {value} per unit of money",
		Chinese: "维系投入得不偿失：每单位投入回报 {value}"},
	ReasonWinningLoses: {
		English: "winning customers costs more than it brings: {value} per unit of money",
		Chinese: "获取投入得不偿失：每单位投入回报 {value}"},
})
