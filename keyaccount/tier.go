package keyaccount

import (
	"time"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/enum"
)

// Tier is the rank of an account among the key accounts. Tiers compare: a
// greater value is a higher tier.
type Tier uint8

// The tiers, from the bottom up. The zero value is unassigned.
const (
	TierNone      Tier = iota + 1 // not a key account
	TierGeneral                   // 一般大客户: some cooperation, a smaller contribution
	TierImportant                 // 重要大客户: long cooperation, a large contribution to sales and profit
	TierStrategic                 // 战略大客户: long cooperation, shared resources, one strategic direction, high loyalty and dependence
)

var tiers = enum.New[Tier]("keyaccount.Tier",
	enum.Row{Name: "none", English: "Not a key account", Chinese: "非大客户"},
	enum.Row{Name: "general", English: "General key account", Chinese: "一般大客户"},
	enum.Row{Name: "important", English: "Important key account", Chinese: "重要大客户"},
	enum.Row{Name: "strategic", English: "Strategic key account", Chinese: "战略大客户"},
)

// String returns the permanent name, such as "strategic".
func (t Tier) String() string { return tiers.String(t) }

// Label returns the tier's name in lang.
func (t Tier) Label(lang clientele.Lang) string { return tiers.Label(t, uint8(lang)) }

// MarshalText implements encoding.TextMarshaler.
func (t Tier) MarshalText() ([]byte, error) { return tiers.MarshalText(t) }

// UnmarshalText implements encoding.TextUnmarshaler; it accepts only the permanent names.
func (t *Tier) UnmarshalText(text []byte) error { return tiers.UnmarshalText(t, text) }

// ReviewMonths returns how many months may pass between two reviews of an
// account of the tier: 3 for a strategic one, 6 for an important, 12 for a
// general one and for the others 24; 0 if the tier is unassigned. It is a
// common rhythm (quarterly business reviews at the top), not a law.
func (t Tier) ReviewMonths() int {
	switch t {
	case TierStrategic:
		return 3
	case TierImportant:
		return 6
	case TierGeneral:
		return 12
	case TierNone:
		return 24
	}
	return 0
}

// NextReview returns the day by which an account of the tier, last reviewed on
// the given day, is to be reviewed again.
func (t Tier) NextReview(last time.Time) time.Time { return last.AddDate(0, t.ReviewMonths(), 0) }
