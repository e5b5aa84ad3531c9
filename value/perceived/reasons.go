package perceived

import (
	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/reason"
)

// Codes of the reasons of this package. An item that holds the customer back
// has the code "perceived.holds-back-" and its name, see HoldsBackCode.
const (
	ReasonAhead   = "perceived.ahead"    // more delivered value than the best rival
	ReasonBehind  = "perceived.behind"   // less
	ReasonEven    = "perceived.even"     // no difference that is noticed, or certain
	ReasonNoRival = "perceived.no-rival" // nothing to compare with
)

// itemCodes are the codes of the items that hold a customer back.
var itemCodes [Items + 1]string

// HoldsBackCode returns the code of the reason that an item holds the customer
// back; "" for an item that is not declared.
func HoldsBackCode(i OfferItem) string {
	if !items.Valid(i) {
		return ""
	}
	return itemCodes[i]
}

var _ = reason.Register(texts())

func texts() map[string]reason.Text {
	out := map[string]reason.Text{
		ReasonAhead: {
			English: "delivers {value} {value|point|points} more than the best rival, over {limit}",
			Chinese: "让渡价值高出最强竞争者 {value} 分（界限 {limit}）"},
		ReasonBehind: {
			English: "delivers {value} {value|point|points} against the best rival, below {limit}",
			Chinese: "让渡价值与最强竞争者相差 {value} 分（界限 {limit}）"},
		ReasonEven: {
			English: "delivers as much as the best rival: {value} {value|point|points}, within {limit} or not certain",
			Chinese: "让渡价值与最强竞争者持平：{value} 分（界限 {limit}，或差异不确定）"},
		ReasonNoRival: {
			English: "no rival was rated on a value and a cost that we were rated on too",
			Chinese: "没有可比的竞争者评价"},
	}
	for i := OfferItemProduct; i <= Items; i++ {
		itemCodes[i] = "perceived.holds-back-" + i.String()
		out[itemCodes[i]] = reason.Text{
			English: i.Label(clientele.LangEnglish) + " holds the customer back most: {value} {value|point|points} against the best rival",
			Chinese: i.Label(clientele.LangChinese) + "是最大短板：与最强竞争者相比 {value} 分"}
	}
	return out
}
