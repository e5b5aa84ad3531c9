package btyd

import (
	"strings"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/enum"
)

// Target is what a covariate z with coefficient g acts on. In continuous time the
// process of purchases is the same in all models, λ for a customer being e^{gz} times
// what it is at z = 0; dropout is that of the model.
type Target uint8

// The targets. The zero value is unassigned.
const (
	// TargetPurchase multiplies the purchase rate by e^{gz}: α·e^{−gz}. In BG/BB it adds gz
	// to the log odds of the mean purchase probability: α·e^{gz/2} and β·e^{−gz/2}.
	TargetPurchase Target = iota + 1
	// TargetDropout, in Pareto/NBD and GGompertz/NBD, multiplies the dropout rate by
	// e^{gz}: β·e^{−gz}. In BG/NBD, MBG/NBD and their regular kin it adds gz to the log odds
	// of the mean dropout probability a/(a+b): a·e^{gz/2} and b·e^{−gz/2}; in BG/BB to those
	// of γ/(γ+δ).
	TargetDropout
	// TargetBoth is TargetPurchase and TargetDropout with one coefficient.
	TargetBoth
	// TargetA is a·e^{gz}, for all models with a coin after each purchase: with TargetB, dropout with two
	// coefficients of its own [Fader and Hardie 2007].
	TargetA
	// TargetB is b·e^{gz}, for the same.
	TargetB
	// TargetAB is a·e^{gz} and b·e^{gz}: the mean dropout probability stays, and only
	// how much customers differ in it changes. It is what CLVTools estimates.
	TargetAB
)

var targets = enum.New[Target]("btyd.Target",
	enum.Row{Name: "purchase", English: "Purchase rate", Chinese: "购买率"},
	enum.Row{Name: "dropout", English: "Dropout", Chinese: "流失"},
	enum.Row{Name: "both", English: "Purchase rate and dropout", Chinese: "购买率与流失"},
	enum.Row{Name: "a", English: "Dropout parameter a", Chinese: "流失参数 a"},
	enum.Row{Name: "b", English: "Dropout parameter b", Chinese: "流失参数 b"},
	enum.Row{Name: "ab", English: "Dropout parameters a and b", Chinese: "流失参数 a 与 b"},
)

// String returns the permanent name, such as "purchase".
func (t Target) String() string { return targets.String(t) }

// Label returns the target's name in lang.
func (t Target) Label(lang clientele.Lang) string { return targets.Label(t, uint8(lang)) }

// MarshalText implements encoding.TextMarshaler.
func (t Target) MarshalText() ([]byte, error) { return targets.MarshalText(t) }

// UnmarshalText implements encoding.TextUnmarshaler; it accepts only the permanent names.
func (t *Target) UnmarshalText(text []byte) error { return targets.UnmarshalText(t, text) }

// purchases reports whether t acts on the purchase rate.
func (t Target) purchases() bool { return t == TargetPurchase || t == TargetBoth }

// list joins names for a message.
func list(names []string) string { return strings.Join(names, ", ") }
