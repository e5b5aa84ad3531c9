package table

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/clientele-go/clientele"
)

// ReadAs says what was read and how it was understood. Its JSON keys are those
// of report.read_as.
type ReadAs struct {
	Format    string     `json:"format"`
	Encoding  string     `json:"encoding,omitempty"`
	Separator string     `json:"separator,omitempty"`
	Header    int        `json:"header_line"` // 0 if the file has none
	Columns   []Taken    `json:"columns"`
	Unused    []string   `json:"columns_not_used"`
	Amount    string     `json:"amount,omitempty"` // what it is made of
	Dates     string     `json:"dates,omitempty"`  // order of the parts and how it was decided
	Zone      string     `json:"zone,omitempty"`
	Decimal   string     `json:"decimal,omitempty"`
	Currency  string     `json:"currency,omitempty"`
	Rows      int        `json:"rows"` // below the header
	Kept      int        `json:"kept"`
	SetAside  []SetAside `json:"set_aside"`
	Notes     []string   `json:"notes"` // what to know and maybe to decide otherwise
}

// SetAside is the rows that were not used for one reason.
type SetAside struct {
	Why   string  `json:"why"`
	Rows  int     `json:"rows"`
	Money float64 `json:"money,omitempty"` // of their amounts, as far as they can be read
	Line  int     `json:"first_line"`
	Value string  `json:"first_value"`
}

// String writes the pattern: "31 of 101 rows …".
func (s SetAside) text(rows int) string {
	out := fmt.Sprintf("%d of %d rows set aside: %s (the first: line %d, %q)", s.Rows, rows, s.Why, s.Line, s.Value)
	if s.Money != 0 {
		out += fmt.Sprintf("; their amounts add to %.2f", s.Money)
	}
	return out
}

// Texts returns the patterns of what was set aside.
func (r *ReadAs) Texts() []string {
	var out []string
	for _, s := range r.SetAside {
		out = append(out, s.text(r.Rows))
	}
	return out
}

// readAsNames are the words in front of the lines of a ReadAs.
var readAsNames = map[string]string{"file": "文件", "not used": "未用", "amount": "金额", "dates": "日期", "zone": "时区", "decimals": "小数", "currency": "币种", "rows": "行数",
	"customer": "客户", "date": "日期", "quantity": "数量", "price": "单价", "order": "订单", "status": "状态", "type": "类型", "void": "作废",
	"id": "编号", "x": "复购次数", "tx": "末次时间", "t": "观察期", "monetary": "均额", "weight": "人数",
	"account": "客户", "revenue": "年销售额", "before": "上年销售额", "profit": "年利润", "years": "合作年限", "alignment": "战略协同", "sharing": "资源共享",
	"loyalty": "忠诚度", "dependence": "依存度", "potential": "潜力", "service": "服务成本"}

// RoleName is what a role is called.
func RoleName(lang clientele.Lang, r Role) string {
	if lang == clientele.LangChinese {
		return cmp.Or(readAsNames[string(r)], string(r))
	}
	return string(r)
}

// String writes it as a few lines of English.
func (r *ReadAs) String() string { return r.Text(clientele.LangEnglish) }

// Text writes it as a few lines.
func (r *ReadAs) Text(lang clientele.Lang) string {
	var b strings.Builder
	zh := lang == clientele.LangChinese
	line := func(name, text string) {
		switch {
		case text == "":
		case zh:
			fmt.Fprintf(&b, "%s：%s\n", cmp.Or(readAsNames[name], name), In(lang, text))
		default:
			fmt.Fprintf(&b, "%-10s %s\n", name, text)
		}
	}
	pick := func(english, chinese string) string {
		if zh {
			return chinese
		}
		return english
	}
	what := In(lang, r.Format)
	if r.Encoding != "" {
		what += pick(", ", "，") + r.Encoding
	}
	if r.Separator != "" {
		what += fmt.Sprintf(pick(", separated by %s", "，分隔符 %s"), In(lang, r.Separator))
	}
	if r.Header > 0 {
		what += fmt.Sprintf(pick(", header in line %d", "，表头在第 %d 行"), r.Header)
	} else {
		what += pick(", no header", "，无表头")
	}
	line("file", what)
	for _, c := range r.Columns {
		line(string(c.Role), fmt.Sprintf("%q", c.Column))
	}
	if len(r.Unused) > 0 {
		line("not used", list(r.Unused, 20))
	}
	line("amount", r.Amount)
	line("dates", r.Dates)
	line("zone", r.Zone)
	line("decimals", r.Decimal)
	line("currency", r.Currency)
	line("rows", fmt.Sprintf(pick("%[1]d of %[2]d kept", "共 %[2]d 行，采用 %[1]d 行"), r.Kept, r.Rows))
	return b.String()
}

// Problem is one row that could not be used: where, what and why.
type Problem struct {
	Line  int    `json:"line"`
	Value string `json:"value"`
	Want  string `json:"problem"`
}

func (p Problem) String() string { return p.Text(clientele.LangEnglish) }

// Text says it in a language.
func (p Problem) Text(lang clientele.Lang) string {
	if lang == clientele.LangChinese {
		return fmt.Sprintf("第 %d 行：%q：%s", p.Line, p.Value, In(lang, p.Want))
	}
	return fmt.Sprintf("line %d: %q: %s", p.Line, p.Value, p.Want)
}

// ShownProblems is how many bad rows are kept one by one.
const ShownProblems = 10

// tally is the rows that are set aside while a file is read.
type tally struct {
	rows, kept, bad int
	why             map[string]*SetAside
	order           []string
	benign          map[string]bool
	problems        []Problem
}

func newTally() *tally { return &tally{why: map[string]*SetAside{}, benign: map[string]bool{}} }

// aside counts a row that is not used; benign rows are no damage, however many.
func (t *tally) aside(line int, value []byte, why string, money float64, benign bool) {
	s := t.why[why]
	if s == nil {
		s = &SetAside{Why: why, Line: line, Value: clip(string(value))}
		t.why[why] = s
		t.order = append(t.order, why)
		t.benign[why] = benign
	}
	s.Rows++
	s.Money += money
	if !benign {
		t.bad++
		if len(t.problems) < ShownProblems {
			t.problems = append(t.problems, Problem{line, clip(string(value)), why})
		}
	}
}

// list returns the reasons in the order in which they came.
func (t *tally) list() []SetAside {
	out := []SetAside{}
	for _, w := range t.order {
		out = append(out, *t.why[w])
	}
	return out
}

// check refuses what is more than damage here and there.
func (t *tally) check() error {
	for _, w := range t.order {
		s := t.why[w]
		if !t.benign[w] && s.Rows > max(9, t.rows/50) {
			return fmt.Errorf("%d of %d rows cannot be used: %s (the first: line %d, %q); without so many the rest is no fair sample", s.Rows, t.rows, w, s.Line, s.Value)
		}
	}
	if t.kept == 0 {
		if t.rows == 0 {
			return fmt.Errorf("there is a header and no row below it")
		}
		s := t.why[t.order[0]]
		return fmt.Errorf("none of the %d rows can be used; the first: line %d: %q: %s", t.rows, s.Line, s.Value, s.Why)
	}
	return nil
}
