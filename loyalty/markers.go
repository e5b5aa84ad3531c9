package loyalty

import (
	"fmt"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/enum"
)

// Marker is a sign of what a customer wants from the supplier.
type Marker uint8

// The markers, in the order of the rules.
const (
	MarkerDiscountShare    Marker = iota + 1 // share of spend bought at a discount, in [0, 1]
	MarkerPriceSensitivity                   // how strongly purchases follow price, in [0, 1]
	MarkerRegularity                         // evenness of the purchase rhythm, in [0, 1]
	MarkerBreadth                            // product categories bought, >= 0
	MarkerTenure                             // years as a customer, >= 0
	MarkerShareOfWallet                      // share of the customer's category spend, in [0, 1]
	MarkerReferrals                          // customers referred, >= 0
	MarkerServiceUse                         // uses of service, advice or community a year, >= 0
	MarkerSwitchingCost                      // how hard leaving would be, in [0, 1]
)

const numMarkers = 9

var markers = enum.New[Marker]("loyalty.Marker",
	enum.Row{Name: "discount-share", English: "Discount share", Chinese: "折扣购买占比"},
	enum.Row{Name: "price-sensitivity", English: "Price sensitivity", Chinese: "价格敏感度"},
	enum.Row{Name: "regularity", English: "Regularity", Chinese: "购买规律性"},
	enum.Row{Name: "breadth", English: "Breadth of categories", Chinese: "品类广度"},
	enum.Row{Name: "tenure", English: "Tenure", Chinese: "关系年限"},
	enum.Row{Name: "share-of-wallet", English: "Share of wallet", Chinese: "钱包份额"},
	enum.Row{Name: "referrals", English: "Referrals", Chinese: "推荐次数"},
	enum.Row{Name: "service-use", English: "Service use", Chinese: "服务使用"},
	enum.Row{Name: "switching-cost", English: "Switching cost", Chinese: "转换成本"},
)

// String returns the permanent name, such as "discount-share".
func (m Marker) String() string { return markers.String(m) }

// Label returns the marker's name in lang.
func (m Marker) Label(lang clientele.Lang) string { return markers.Label(m, uint8(lang)) }

// MarshalText implements encoding.TextMarshaler.
func (m Marker) MarshalText() ([]byte, error) { return markers.MarshalText(m) }

// UnmarshalText implements encoding.TextUnmarshaler; it accepts only the permanent names.
func (m *Marker) UnmarshalText(text []byte) error { return markers.UnmarshalText(m, text) }

// Markers are what is known of one customer; each may be missing. The
// constants of Marker say their units.
type Markers struct {
	DiscountShare    clientele.Measure `json:"discount_share"`
	PriceSensitivity clientele.Measure `json:"price_sensitivity"`
	Regularity       clientele.Measure `json:"regularity"`
	Breadth          clientele.Measure `json:"breadth"`
	Tenure           clientele.Measure `json:"tenure"`
	ShareOfWallet    clientele.Measure `json:"share_of_wallet"`
	Referrals        clientele.Measure `json:"referrals"`
	ServiceUse       clientele.Measure `json:"service_use"`
	SwitchingCost    clientele.Measure `json:"switching_cost"`

	// Purchases is the number of purchases behind the shares of discount, price
	// and rhythm: of few, what they show is drawn towards the dividing line.
	Purchases clientele.Measure `json:"purchases"`
}

// maxMarker bounds the markers that are not shares.
const maxMarker = 1e9

// all returns the measures in the order of the constants.
func (m *Markers) all() [numMarkers]clientele.Measure {
	return [...]clientele.Measure{m.DiscountShare, m.PriceSensitivity, m.Regularity, m.Breadth, m.Tenure, m.ShareOfWallet, m.Referrals, m.ServiceUse, m.SwitchingCost}
}

// top returns the largest value that a marker may have.
func (m Marker) top() float64 {
	switch m {
	case MarkerBreadth, MarkerTenure, MarkerReferrals, MarkerServiceUse:
		return maxMarker
	}
	return 1
}

// Check returns an *clientele.InputError for the first marker outside its range.
func (m *Markers) Check() error {
	for i, v := range m.all() {
		k := Marker(i + 1)
		if x, known := v.Value(); known && !(x >= 0 && x <= k.top()) {
			return &clientele.InputError{Where: "loyalty.Markers", Field: k.String(), Value: x, Want: fmt.Sprintf("a number from 0 to %g, or leave it missing", k.top())}
		}
	}
	return m.Purchases.Check("loyalty.Markers", "purchases", 0, maxMarker)
}

// perPurchase reports whether the marker is a share of purchases.
func (m Marker) perPurchase() bool { return m >= MarkerDiscountShare && m <= MarkerRegularity }

// Orientation is what a customer seeks: a good deal or a good relationship.
type Orientation uint8

// The orientations.
const (
	OrientationTransaction  Orientation = iota + 1 // looks at the price alone; loyal to no one 交易型
	OrientationRelationship                        // looks for quality, service and a long friendly relation 关系型
)

var orientations = enum.New[Orientation]("loyalty.Orientation",
	enum.Row{Name: "transaction", English: "Transaction customer", Chinese: "交易型客户"},
	enum.Row{Name: "relationship", English: "Relationship customer", Chinese: "关系型客户"},
)

// String returns the permanent name, "transaction" or "relationship".
func (o Orientation) String() string { return orientations.String(o) }

// Label returns the orientation's name in lang.
func (o Orientation) Label(lang clientele.Lang) string { return orientations.Label(o, uint8(lang)) }

// MarshalText implements encoding.TextMarshaler.
func (o Orientation) MarshalText() ([]byte, error) { return orientations.MarshalText(o) }

// UnmarshalText implements encoding.TextUnmarshaler; it accepts only the permanent names.
func (o *Orientation) UnmarshalText(text []byte) error { return orientations.UnmarshalText(o, text) }
