package table

import "strings"

// endings are parts of the words for orders that did not stand.
var endings = []string{"cancel", "refund", "return", "reject", "void", "fail", "declin", "chargeback", "charge back", "abandon", "expired", "unpaid", "not paid", "storn", "retour", "annul", "rembours", "devuelt", "devolv", "reembols", "rimbors", "reso", "terugb", "zwrot", "anulow", "zrus", "iptal", "iade", "отмен", "возвр", "скасов", "取消", "关闭", "關閉", "退款", "退货", "退貨", "作废", "失败", "未付款", "未支付", "待付款", "キャンセル", "返品", "返金", "취소", "환불", "반품", "huy", "hủy", "batal", "draft", "quote", "quotation", "proforma", "pro forma", "unconfirmed", "entwurf", "angebot", "devis", "brouillon", "草稿", "报价", "未确认", "closed lost", "closedlost", "输单", "丢单"}

// gifts are parts of the words for what gives back the money of an earlier row.
var gifts = []string{"refund", "return", "credit note", "creditnote", "credit memo", "chargeback", "reversal", "gutschrift", "retour", "rückgabe", "erstattung", "avoir", "rembours", "devol", "reembols", "nota de cr", "reso", "rimbors", "terugb", "zwrot", "iade", "возвр", "退款", "退货", "退貨", "返金", "返品", "환불", "반품"}

// givesBack reports whether the type of a row says that it gives back.
func givesBack(kind string) bool {
	s := strings.ToLower(strings.TrimSpace(kind))
	for _, w := range gifts {
		if strings.Contains(s, w) && voided(s) == voided(w) {
			return true
		}
	}
	return false
}

// standing are words that hold such a part and mean the contrary.
var standing = []string{"not cancel", "no return", "not return", "non-return", "unreturned", "non cancel", "no refund", "未退", "无退", "reson"}

// voided reports whether a status says that an order did not stand.
func voided(status string) bool {
	s := strings.ToLower(strings.TrimSpace(status))
	for _, w := range standing {
		if strings.Contains(s, w) {
			return false
		}
	}
	for _, w := range endings {
		if strings.Contains(s, w) && (w != "reso" || s == "reso" || strings.HasPrefix(s, "reso ")) {
			return true
		}
	}
	return false
}

// totals are words of rows that add up others, in lower case.
var totals = map[string]bool{}

func init() {
	for _, w := range strings.Split("total|totals|grand total|sub total|subtotal|sum|overall|average|mean|count|total:|sum:|合计|总计|小计|汇总|合計|總計|小計|总和|summe|gesamt|gesamtsumme|zwischensumme|total général|total general|totale|totaal|totalt|summa|yhteensä|razem|suma|celkem|összesen|toplam|genel toplam|итого|всего|разом|jumlah|tổng|tổng cộng|σύνολο|総計|합계|총계|all|(all)", "|") {
		totals[w] = true
	}
}

// isTotal reports whether a field is the name of a row that adds up others.
func isTotal(f []byte) bool {
	if len(f) == 0 || len(f) > 30 || f[0] >= '0' && f[0] <= '9' {
		return false
	}
	return totals[strings.ToLower(strings.TrimRight(string(f), " :"))]
}
