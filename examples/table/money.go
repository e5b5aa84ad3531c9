package table

import (
	"fmt"
	"sort"
	"strings"
)

// signs of currencies and words for them, in lower case without full stops,
// with their codes. A sign that several share has a code of its own, so that
// "$" and "USD" are not called two currencies.
var currencySigns = map[string]string{
	"$": "$", "us$": "USD", "usd$": "USD", "dollar": "$", "dollars": "$", "a$": "AUD", "au$": "AUD", "c$": "CAD", "ca$": "CAD", "nz$": "NZD", "hk$": "HKD", "nt$": "TWD", "s$": "SGD", "mx$": "MXN", "r$": "BRL",
	"€": "EUR", "euro": "EUR", "euros": "EUR", "£": "GBP", "¥": "¥", "￥": "¥", "元": "CNY", "圆": "CNY", "rmb": "CNY", "人民币": "CNY", "円": "JPY", "원": "KRW", "₩": "KRW", "￦": "KRW", "₹": "INR", "rs": "INR", "₽": "RUB", "руб": "RUB", "р": "RUB", "₺": "TRY", "tl": "TRY",
	"kr": "kr", "zł": "PLN", "zl": "PLN", "kč": "CZK", "kc": "CZK", "ft": "HUF", "lei": "RON", "лв": "BGN", "fr": "CHF", "sfr": "CHF", "rm": "MYR", "₫": "VND", "đ": "VND", "฿": "THB", "₱": "PHP", "₦": "NGN", "₪": "ILS", "₴": "UAH", "грн": "UAH", "rp": "IDR", "r": "ZAR", "s/": "PEN", "₸": "KZT", "₡": "CRC", "₲": "PYG", "₼": "AZN", "₾": "GEL", "₭": "LAK", "៛": "KHR", "৳": "BDT", "﷼": "IRR", "د.إ": "AED", "ر.س": "SAR", "din": "RSD", "kn": "HRK", "元整": "CNY", "块": "CNY", "港币": "HKD", "美元": "USD", "欧元": "EUR", "日元": "JPY", "英镑": "GBP", "＄": "$", "元人民币": "CNY", "cad$": "CAD", "aud$": "AUD",
}

// currencyOf returns the code of a currency's sign, word or code, "" if it is none.
func currencyOf(word string) string {
	word = strings.ToLower(strings.TrimSpace(word))
	if code, ok := currencySigns[word]; ok {
		return code
	}
	word = strings.Trim(word, ".:")
	if code, ok := currencySigns[word]; ok {
		return code
	}
	if len(word) == 3 {
		if code := strings.ToUpper(word); isoCodes()[code] {
			return code
		}
	}
	return ""
}

// currencies counts the rows of each currency.
type currencies map[string]int

// sameCurrency tells the codes that a sign may stand for.
var sameCurrency = map[string]string{"$": "USD AUD CAD NZD HKD TWD SGD MXN", "¥": "CNY JPY", "kr": "SEK NOK DKK ISK"}

// settle joins a sign with the one code that it stands for, and returns the
// currencies, the most frequent first.
func (c currencies) settle() []string {
	for sign, codes := range sameCurrency {
		var found []string
		for code := range c {
			if strings.Contains(codes, code) && code != sign {
				found = append(found, code)
			}
		}
		if c[sign] > 0 && len(found) == 1 {
			c[found[0]] += c[sign]
			delete(c, sign)
		}
	}
	var names []string
	for name := range c {
		if name != "" {
			names = append(names, name)
		}
	}
	sort.Slice(names, func(i, j int) bool {
		if c[names[i]] != c[names[j]] {
			return c[names[i]] > c[names[j]]
		}
		return names[i] < names[j]
	})
	return names
}

// check refuses sums of different moneys.
func (c currencies) check(column string) (used string, err error) {
	names := c.settle()
	switch len(names) {
	case 0:
		return "", nil
	case 1:
		return names[0], nil
	}
	parts := make([]string, len(names))
	for i, n := range names {
		parts[i] = fmt.Sprintf("%s (%d rows)", n, c[n])
	}
	return "", fmt.Errorf("column %q holds several currencies, %s, which cannot be added: say -currency %s to read only those rows, or convert them first", column, strings.Join(parts[:min(len(parts), 6)], ", "), names[0])
}

// inCents reports whether a column of money counts hundredths, by its name.
func inCents(name string) bool {
	p := plain(name)
	for _, w := range []string{"cents", "incent", "pence", "centimes", "centavos", "kopecks", "minorunits", "分"} {
		if strings.HasSuffix(p, w) {
			return true
		}
	}
	return false
}

// inMultiples returns the words by which a column of money says that it counts in
// thousands or more, "" if it does not: 金额（万元）, amount (k EUR), sales_thousands.
func inMultiples(name string) string {
	for _, w := range strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return strings.ContainsRune(" _-()[]（）【】,.:/", r) }) {
		for _, unit := range []string{"万元", "千元", "百万元", "亿元", "百万", "万", "亿", "萬元", "萬", "億", "thousand", "thousands", "million", "millions", "tausend", "mio", "mn", "milliers", "miles", "millones", "тыс", "千円", "百万円", "万円", "k", "keur", "kusd", "k€", "k$", "€k", "$k", "teur", "t€", "m€", "mio€", "$m", "€m", "000s", "'000"} {
			if w == unit {
				return w
			}
		}
	}
	return ""
}

// refundColumn finds a column of what was given back, beside the amounts.
func (l *layout) refundColumn(c columns) int {
	for i, h := range l.header {
		p := plain(h)
		for _, w := range []string{"amountrefunded", "refundedamount", "refundamount", "totalrefunded", "totalrefund", "refunds", "refund", "退款金额", "退款", "退货金额"} {
			if p == w && !c.taken(i) {
				return i
			}
		}
	}
	return -1
}
