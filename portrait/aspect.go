package portrait

import (
	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/enum"
)

// Aspect is a part of a portrait.
type Aspect uint8

// The aspects, in the order in which a salesperson would tell them.
const (
	AspectStage       Aspect = iota + 1 // where the relationship stands
	AspectLoss                          // lost or not
	AspectWorth                         // what they bring
	AspectNext                          // when they buy next
	AspectBand                          // layer of the pyramid
	AspectSegment                       // RFM
	AspectCell                          // one of the eight cells
	AspectStrategy                      // value × potential × loyalty
	AspectOrientation                   // relationship or transaction customer
	AspectClass                         // kind of value of a relationship customer
	AspectLoyalty                       // loyalty score
	AspectAfterSales                    // class after the sale
	AspectTier                          // key-account tier, of an account
)

var aspects = enum.New[Aspect]("portrait.Aspect",
	enum.Row{Name: "stage", English: "Stage", Chinese: "阶段"},
	enum.Row{Name: "loss", English: "Lost", Chinese: "是否流失"},
	enum.Row{Name: "worth", English: "Worth", Chinese: "价值"},
	enum.Row{Name: "next", English: "Next purchase", Chinese: "下次购买"},
	enum.Row{Name: "band", English: "Pyramid", Chinese: "客户金字塔"},
	enum.Row{Name: "segment", English: "RFM segment", Chinese: "RFM 细分"},
	enum.Row{Name: "cell", English: "Eight cells", Chinese: "RFM 八类"},
	enum.Row{Name: "strategy", English: "Strategy by value, potential and loyalty", Chinese: "价值·潜力·忠诚度策略"},
	enum.Row{Name: "orientation", English: "Relationship or transaction customer", Chinese: "关系型或交易型"},
	enum.Row{Name: "class", English: "Kind of value", Chinese: "价值类型"},
	enum.Row{Name: "loyalty", English: "Loyalty", Chinese: "忠诚度"},
	enum.Row{Name: "after-sales", English: "Class after the sale", Chinese: "售后分类"},
	enum.Row{Name: "tier", English: "Key-account tier", Chinese: "大客户等级"},
)

// String returns the permanent name, such as "orientation".
func (a Aspect) String() string { return aspects.String(a) }

// Label returns the aspect's name in lang.
func (a Aspect) Label(lang clientele.Lang) string { return aspects.Label(a, uint8(lang)) }

// MarshalText implements encoding.TextMarshaler.
func (a Aspect) MarshalText() ([]byte, error) { return aspects.MarshalText(a) }

// UnmarshalText implements encoding.TextUnmarshaler; it accepts only the permanent names.
func (a *Aspect) UnmarshalText(text []byte) error { return aspects.UnmarshalText(a, text) }
