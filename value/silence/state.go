package silence

import (
	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/enum"
)

// LossState is what a verdict says.
type LossState uint8

// The states. The zero value is unassigned.
const (
	LossStatePresent LossState = iota + 1 // 未流失
	LossStateLost                         // 流失
	LossStateUnknown                      // 无法判断
)

var states = enum.New[LossState]("silence.LossState",
	enum.Row{Name: "present", English: "Not lost", Chinese: "未流失"},
	enum.Row{Name: "lost", English: "Lost", Chinese: "流失"},
	enum.Row{Name: "unknown", English: "Not known", Chinese: "无法判断"},
)

// String returns the permanent name, such as "lost".
func (s LossState) String() string { return states.String(s) }

// Label returns the state's name in lang.
func (s LossState) Label(lang clientele.Lang) string { return states.Label(s, uint8(lang)) }

// MarshalText implements encoding.TextMarshaler.
func (s LossState) MarshalText() ([]byte, error) { return states.MarshalText(s) }

// UnmarshalText implements encoding.TextUnmarshaler; it accepts only the permanent names.
func (s *LossState) UnmarshalText(text []byte) error { return states.UnmarshalText(s, text) }

// LossBasis is what a verdict rests on.
type LossBasis uint8

// The bases. The zero value is unassigned.
const (
	LossBasisModel    LossBasis = iota + 1 // a fitted model of purchases 购买模型
	LossBasisRhythm                        // the rhythm of the base 客户群购买周期
	LossBasisContract                      // renewal of a contract 合同续约
)

var bases = enum.New[LossBasis]("silence.LossBasis",
	enum.Row{Name: "model", English: "Purchase model", Chinese: "购买模型"},
	enum.Row{Name: "rhythm", English: "BaseRhythm of the base", Chinese: "客户群购买周期"},
	enum.Row{Name: "contract", English: "Contract", Chinese: "合同续约"},
)

// String returns the permanent name, such as "model".
func (b LossBasis) String() string { return bases.String(b) }

// Label returns the basis's name in lang.
func (b LossBasis) Label(lang clientele.Lang) string { return bases.Label(b, uint8(lang)) }

// MarshalText implements encoding.TextMarshaler.
func (b LossBasis) MarshalText() ([]byte, error) { return bases.MarshalText(b) }

// UnmarshalText implements encoding.TextUnmarshaler; it accepts only the permanent names.
func (b *LossBasis) UnmarshalText(text []byte) error { return bases.UnmarshalText(b, text) }
