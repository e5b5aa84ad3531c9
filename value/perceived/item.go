package perceived

import (
	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/enum"
)

// OfferItem is one part of what a customer gets or gives.
type OfferItem uint8

// The items. The zero value is unassigned.
const (
	OfferItemProduct   OfferItem = iota + 1 // 产品价值
	OfferItemService                        // 服务价值
	OfferItemPersonnel                      // 人员价值
	OfferItemImage                          // 形象价值
	OfferItemMoney                          // 货币成本
	OfferItemTime                           // 时间成本
	OfferItemEnergy                         // 精力成本
	OfferItemPsychic                        // 精神成本
)

// Items is the number of items.
const Items = 8

var items = enum.New[OfferItem]("perceived.OfferItem",
	enum.Row{Name: "product", English: "Product value", Chinese: "产品价值"},
	enum.Row{Name: "service", English: "Service value", Chinese: "服务价值"},
	enum.Row{Name: "personnel", English: "Personnel value", Chinese: "人员价值"},
	enum.Row{Name: "image", English: "Image value", Chinese: "形象价值"},
	enum.Row{Name: "money", English: "Monetary cost", Chinese: "货币成本"},
	enum.Row{Name: "time", English: "Time cost", Chinese: "时间成本"},
	enum.Row{Name: "energy", English: "Energy cost", Chinese: "精力成本"},
	enum.Row{Name: "psychic", English: "Psychic cost", Chinese: "精神成本"},
)

// Cost reports whether the item is a cost: more of it is worse.
func (i OfferItem) Cost() bool { return i >= OfferItemMoney && i <= OfferItemPsychic }

// String returns the permanent name, such as "product".
func (i OfferItem) String() string { return items.String(i) }

// Label returns the item's name in lang.
func (i OfferItem) Label(lang clientele.Lang) string { return items.Label(i, uint8(lang)) }

// MarshalText implements encoding.TextMarshaler.
func (i OfferItem) MarshalText() ([]byte, error) { return items.MarshalText(i) }

// UnmarshalText implements encoding.TextUnmarshaler; it accepts only the permanent names.
func (i *OfferItem) UnmarshalText(text []byte) error { return items.UnmarshalText(i, text) }
