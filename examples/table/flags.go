package table

import (
	"slices"
	"strings"
)

// flag is a column that says of each row, by yes or no or by being filled, whether
// it did not stand: is_cancelled, 是否退款, voided_at, paid.
type flag struct {
	at     int
	void   map[string]bool // values of rows that did not stand
	filled bool            // any value says so
}

// says reports whether a row did not stand.
func (f flag) says(value []byte) bool { return f.filled && !missing(value) || f.void[string(value)] }

// flagSeen is what a survey sees of a column that may be a flag.
type flagSeen struct {
	at       int
	good     bool           // yes says that a row stood
	values   map[string]int // nil once there are too many
	empty    int
	dates    int
	somewhat int // neither yes nor no, nor a date
}

const mostFlagValues = 12

func (s *flagSeen) look(f []byte) {
	if missing(f) {
		s.empty++
		return
	}
	if n := s.values[string(f)]; n > 0 || len(s.values) < mostFlagValues {
		s.values[string(f)] = n + 1
		return
	}
	if dismantle(f).kind.isDate() {
		s.dates++
	} else {
		s.somewhat++
	}
}

// goodFlags are the names, without is, of what is true of orders that stood.
var goodFlags = words("paid valid success successful succeeded completed confirmed captured approved settled accepted fulfilled 支付 已支付 付款 已付款 有效 成功 完成 成交 bezahlt gültig payé pagado pago")

// badFlags are parts of the names of what is true of those that did not, beside
// those of a status.
var badFlags = []string{"delet", "istest", "testorder", "fraud", "spam", "删除", "测试"}

// noFlags are parts of names that hold such words and mean something else.
var noFlags = []string{"returning", "returncustomer", "refundable", "returnable", "reason", "policy", "amount", "qty", "quantity", "count", "rate", "days", "fee", "原因", "金额", "数量", "率"}

var yesWords = words("true t yes y 1 x ✓ √ ✔ 是 已 有 真 oui ja si sí sim tak да evet wahr vrai verdadero verdadeiro vero はい 예 on")
var noWords = words("false f no n 0 否 未 无 非 假 non nein nej não nie нет hayır falsch faux falso いいえ 아니오 off")

func words(s string) []string { return strings.Fields(s) }

// flagColumns finds the columns whose names are such: all, or the one that the
// caller names.
func (l *layout) flagColumns(c columns) []*flagSeen {
	var out []*flagSeen
	told, isTold := c[RoleVoid]
	for i, h := range l.header {
		good, ok := flagName(h)
		if isTold && i == told || !isTold && ok && !c.taken(i) {
			out = append(out, &flagSeen{at: i, good: ok && good, values: map[string]int{}})
		}
	}
	return out
}

// flagName reports whether a name is that of a flag, and of which kind.
func flagName(name string) (good, ok bool) {
	p := plain(name)
	for _, w := range noFlags {
		if strings.Contains(p, w) {
			return false, false
		}
	}
	for _, prefix := range []string{"is", "was", "has", "order", "是否", "是否已"} {
		if slices.Contains(goodFlags, strings.TrimPrefix(p, prefix)) {
			return true, true
		}
	}
	return false, voided(name) || voided(p) || slices.ContainsFunc(badFlags, func(w string) bool { return strings.Contains(p, w) })
}

// decideFlags tells which rows did not stand by their flags.
func (s *survey) decideFlags() {
	l := s.log
	for _, seen := range s.flags {
		name := l.layout.header[seen.at]
		f := flag{at: seen.at, void: map[string]bool{}}
		var yes, no, other, dates int
		for v, n := range seen.values {
			switch w := strings.ToLower(strings.TrimSpace(v)); {
			case slices.Contains(yesWords, w):
				yes += n
				f.void[v] = !seen.good
			case slices.Contains(noWords, w):
				no += n
				f.void[v] = seen.good
			default:
				if dismantle([]byte(v)).kind.isDate() {
					dates += n
				} else {
					other += n
				}
			}
		}
		dates += seen.dates
		other += seen.somewhat
		switch {
		case other == 0 && dates == 0 && yes > 0 && no+seen.empty > 0:
			n := yes
			if seen.good {
				n = no
			}
			if n == 0 { // some rows say nothing, and the others that they stood
				continue
			}
			l.note("column %q: %d rows were taken for no purchases by what it says: -columns void=none counts them", name, n)
		case !seen.good && other == 0 && yes == 0 && no == 0 && dates > 0 && dates < seen.empty:
			f.filled = true
			l.note("column %q: %d rows that have a date there were taken for no purchases: -columns void=none counts them", name, dates)
		default:
			continue
		}
		l.flags = append(l.flags, f)
		if seen.at == s.refundAt {
			s.refundAt, s.refunded = -1, 0
		}
	}
}
