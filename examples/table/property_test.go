package table

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"golang.org/x/text/encoding/htmlindex"
)

// dress is one random way to write the base.
type dress struct {
	names                  [3]string
	sep                    string
	date                   func(time.Time) string
	amount                 func(p purchase) string
	id                     func(p purchase) string
	encoding               string
	dirt                   []func(lines []string, r *rand.Rand) []string
	what                   []string
	ends                   string
	quoteAll, extra, shift bool
}

type choice[T any] struct {
	name string
	v    T
}

func pick[T any](r *rand.Rand, d *dress, from []choice[T]) T {
	c := from[r.IntN(len(from))]
	d.what = append(d.what, c.name)
	return c.v
}

func layoutOf(layout string) func(time.Time) string {
	return func(t time.Time) string { return t.Format(layout) }
}

// newDress draws a combination of separators, styles, encodings, names and dirt.
func newDress(r *rand.Rand) *dress {
	d := &dress{}
	d.names = pick(r, d, []choice[[3]string]{
		{"plain", [3]string{"customer", "date", "amount"}}, {"snake", [3]string{"customer_id", "order_date", "total_amount"}}, {"camel", [3]string{"CustomerID", "InvoiceDate", "Revenue"}},
		{"spaces", [3]string{"Customer ID", "Order Date", "Order Total"}}, {"kaggle", [3]string{"customer_id", "trans_date", "tran_amount"}}, {"money", [3]string{"user_id", "created_at", "amount_usd"}},
		{"German", [3]string{"Kundennummer", "Bestelldatum", "Umsatz"}}, {"French", [3]string{"client", "date", "montant"}}, {"Spanish", [3]string{"cliente", "fecha", "importe"}},
		{"Chinese", [3]string{"客户编号", "消费日期", "消费金额"}}, {"Chinese money", [3]string{"会员ID", "下单时间", "实付金额（元）"}}, {"Japanese", [3]string{"顧客番号", "購入日", "購入金額"}}, {"Russian", [3]string{"клиент", "дата", "сумма"}},
	})
	d.sep = pick(r, d, []choice[string]{{",", ","}, {";", ";"}, {"tab", "\t"}, {"|", "|"}})
	months := func(names string) func(time.Time) string { return monthsOf(names) }
	d.date = pick(r, d, []choice[func(time.Time) string]{
		{"iso", layoutOf("2006-01-02")}, {"iso time", layoutOf("2006-01-02 15:04:05")}, {"rfc", layoutOf(time.RFC3339)}, {"slash", layoutOf("2006/1/2")}, {"dmy", layoutOf("02/01/2006")}, {"mdy", layoutOf("01/02/2006")},
		{"mdy time", layoutOf("1/2/2006 3:04:05 PM")}, {"dots", layoutOf("02.01.2006 15:04")}, {"dashes", layoutOf("02-01-2006")}, {"dm yy", layoutOf("02/01/06")}, {"yy", layoutOf("06-01-02")}, {"ydm", layoutOf("2006-02-01")}, {"compact", layoutOf("20060102")}, {"compact time", layoutOf("20060102150405")},
		{"named", layoutOf("02 Jan 2006")}, {"long", layoutOf("January 2, 2006")}, {"weekday", layoutOf("Mon, 02 Jan 2006 15:04:05 MST")}, {"French", months("janvier février mars avril mai juin juillet août septembre octobre novembre décembre")}, {"Spanish", months("ene feb mar abr may jun jul ago sept oct nov dic")},
		{"cn", layoutOf("2006年1月2日")}, {"cn noon", func(x time.Time) string {
			return strings.NewReplacer("AM", "上午", "PM", "下午").Replace(x.Format("2006/1/2 PM3:04"))
		}},
		{"epoch", func(x time.Time) string { return itoa(int(x.Unix())) }}, {"ms", func(x time.Time) string { return itoa(int(x.UnixMilli())) }}, {"serial", func(x time.Time) string { return itoa(int(x.Unix()/86400) + 25569) }},
		{"month", layoutOf("2006-01")}, {"week", func(x time.Time) string { y, w := x.ISOWeek(); return fmt.Sprintf("%d-W%02d", y, w) }}, {"dmyy compact", layoutOf("020106")}, {"dmy compact", layoutOf("02012006")},
	})
	swap := func(s string) string { return strings.Replace(s, ".", ",", 1) }
	d.amount = pick(r, d, []choice[func(p purchase) string]{
		{"point", amount}, {"comma", func(p purchase) string { return swap(amount(p)) }}, {"European", func(p purchase) string { return fmt.Sprintf("%s,%02d", grouped3(p.cents/100, "."), p.cents%100) }}, {"American", func(p purchase) string { return fmt.Sprintf("%s.%02d", grouped3(p.cents/100, ","), p.cents%100) }},
		{"Swiss", func(p purchase) string { return fmt.Sprintf("%s.%02d", grouped3(p.cents/100, "’"), p.cents%100) }}, {"spaces", func(p purchase) string { return fmt.Sprintf("%s,%02d", grouped3(p.cents/100, " "), p.cents%100) }}, {"float", func(p purchase) string { return fmt.Sprint(float64(p.cents) / 100) }},
		{"$", func(p purchase) string { return "$" + amount(p) }}, {"EUR", func(p purchase) string { return swap(amount(p)) + " EUR" }}, {"yuan", func(p purchase) string { return "￥" + amount(p) }}, {"kr", func(p purchase) string { return swap(amount(p)) + " kr" }},
		{"mixed", func(p purchase) string {
			if p.cents%3 == 0 {
				return swap(amount(p))
			}
			return amount(p)
		}}, {"two currencies", func(p purchase) string {
			if p.cents%3 == 0 {
				return amount(p) + " EUR"
			}
			return amount(p) + " USD"
		}}, {"exponent", func(p purchase) string { return fmt.Sprintf("%.6e", float64(p.cents)/100) }},
	})
	d.id = pick(r, d, []choice[func(p purchase) string]{
		{"number", func(p purchase) string { return itoa(p.customer) }}, {"float", func(p purchase) string { return itoa(p.customer) + ".0" }}, {"half float", func(p purchase) string {
			if p.cents%2 == 0 {
				return itoa(p.customer) + ".0"
			}
			return itoa(p.customer)
		}}, {"zeros", func(p purchase) string {
			if p.cents%2 == 0 {
				return "00" + itoa(p.customer)
			}
			return itoa(p.customer)
		}}, {"blanks", func(p purchase) string { return " " + itoa(p.customer) + " " }},
	})
	d.encoding = pick(r, d, []choice[string]{{"utf-8", ""}, {"bom", "bom"}, {"utf-16", "utf-16le"}, {"gb", "gb18030"}, {"1252", "windows-1252"}, {"sjis", "shift_jis"}, {"1251", "windows-1251"}})
	d.ends = pick(r, d, []choice[string]{{"lf", "\n"}, {"crlf", "\r\n"}, {"cr", "\r"}, {"blank lines", "\n\n"}})
	d.quoteAll, d.extra, d.shift = r.IntN(3) == 0, r.IntN(3) == 0, r.IntN(6) == 0
	for range r.IntN(3) {
		d.dirt = append(d.dirt, pick(r, d, dirt))
	}
	return d
}

// insert puts a line at a random place below the header.
func insert(line string) func([]string, *rand.Rand) []string {
	return func(lines []string, r *rand.Rand) []string {
		at := 1 + r.IntN(len(lines)-1)
		out := append([]string{}, lines[:at]...)
		return append(append(out, line), lines[at:]...)
	}
}

// dirt is what exports have in them; §C, §D and §A stand for a customer, a date
// and an amount as the file writes them.
var dirt = []choice[func([]string, *rand.Rand) []string]{
	{"no customer", insert("§|§D|§A")}, {"NULL", insert("NULL|§D|§A")}, {"nan", insert("nan|§D|§A")}, {"no date", insert("§C||§A")}, {"bad date", insert("§C|soon|§A")}, {"no amount", insert("§C|§D|§")}, {"bad amount", insert("§C|§D|lots")},
	{"cut off", insert("§C|§D")}, {"header again", func(lines []string, r *rand.Rand) []string { return insert(lines[0])(lines, r) }}, {"total", func(lines []string, r *rand.Rand) []string { return append(lines, "Total||§T") }}, {"title", func(lines []string, r *rand.Rand) []string { return append([]string{"Sales report"}, lines...) }},
	{"open quote", insert("\"§C|§D|§A")}, {"refund", insert("§C|§D|-§A")}, {"far future", insert("§C|§F|§A")}, {"twice", func(lines []string, r *rand.Rand) []string { return append(lines, lines[len(lines)/2:]...) }},
	{"one row twice", func(lines []string, r *rand.Rand) []string { return append(lines, lines[len(lines)/2]) }}, {"comment", func(lines []string, r *rand.Rand) []string { return append([]string{"# exported"}, lines...) }},
}

// text writes the base in the dress; ok is false if its letters are not in the encoding.
func (d *dress) text(r *rand.Rand) (string, bool) {
	quote := func(s string) string {
		if strings.Contains(s, d.sep) || d.quoteAll {
			return `"` + s + `"`
		}
		return s
	}
	join := func(f ...string) string {
		for i := range f {
			f[i] = quote(f[i])
		}
		if d.extra {
			f = append([]string{"x" + f[0][len(f[0])/2:]}, f...)
		}
		if d.shift {
			f = append(f, "note")
		}
		return strings.Join(f, d.sep)
	}
	head := []string{d.names[0], d.names[1], d.names[2]}
	header := strings.Join(head, d.sep)
	if d.extra {
		header = "sku" + d.sep + header
	}
	if d.shift {
		header += d.sep + "remark"
	}
	lines := []string{header}
	all := base()
	for _, p := range all {
		lines = append(lines, join(d.id(p), d.date(p.time), d.amount(p)))
	}
	p := all[r.IntN(len(all))]
	for _, dirty := range d.dirt {
		lines = dirty(lines, r)
	}
	far := p.time.AddDate(150, 0, 0)
	for i, l := range lines {
		if !strings.Contains(l, "§") {
			continue
		}
		f := strings.Split(l, "|")
		for k := range f {
			f[k] = strings.NewReplacer("§C", d.id(p), "§D", d.date(p.time), "§A", d.amount(p), "§F", d.date(far), "§T", d.amount(purchase{cents: 123456789}), "§", "").Replace(f[k])
		}
		if strings.HasPrefix(l, "\"") {
			lines[i] = strings.Join(f, d.sep)
			continue
		}
		if len(f) == 3 {
			lines[i] = join(f...)
		} else {
			lines[i] = strings.Join(f, d.sep)
		}
	}
	text := strings.Join(lines, d.ends) + d.ends
	switch d.encoding {
	case "":
		return text, true
	case "bom":
		return "\ufeff" + text, true
	case "utf-16le":
		text = "\ufeff" + text
	}
	e, err := htmlindex.Get(d.encoding)
	if err != nil {
		return "", false
	}
	out, err := e.NewEncoder().String(text)
	return out, err == nil
}

// One base in random dress: the reader gives its purchases, or says something
// that it does not say of the clean file. In 10,000 dresses, a tenth as many
// with -short, none is wrong.
func TestNeverSilent(t *testing.T) {
	n := 11_600 // of which some letters are in no encoding
	if testing.Short() {
		n = 1_160
	}
	var right, refused, noted, wrong atomic.Int64
	var workers sync.WaitGroup
	shards := runtime.GOMAXPROCS(0)
	for shard := range shards {
		path := filepath.Join(t.TempDir(), "log.csv")
		workers.Go(func() {
			for i := shard; i < n && wrong.Load() < 5; i += shards {
				r := rand.New(rand.NewPCG(uint64(i), 1))
				d := newDress(r)
				text, ok := d.text(r)
				if !ok {
					continue
				}
				if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
					t.Error(err)
					return
				}
				switch got := readFile(path, Options{}); {
				case got.right():
					right.Add(1)
				case got.err != nil:
					refused.Add(1)
				case got.said():
					noted.Add(1)
				default:
					wrong.Add(1)
					t.Errorf("%d: %v: %s%.5v", i, d.what, got.read.String(), got.sales)
				}
			}
		})
	}
	workers.Wait()
	if !testing.Short() {
		assert.GreaterOrEqual(t, right.Load()+refused.Load()+noted.Load(), int64(10_000))
	}
	t.Logf("right %d, refused %d, noted %d, wrong %d", right.Load(), refused.Load(), noted.Load(), wrong.Load())
}
