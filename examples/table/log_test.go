package table

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding/htmlindex"
)

// purchase is a row of the base that all files of these tests are made of.
type purchase struct {
	customer int
	time     time.Time
	cents    int
}

// makeBase makes purchases of 2023: a few customers buy often, some once.
var base = sync.OnceValue(makeBase)

func makeBase() []purchase {
	r := rand.New(rand.NewPCG(7, 7))
	var out []purchase
	for c := range 40 {
		for range 1 + r.IntN(3)*r.IntN(5) {
			at := time.Date(2023, 1, 1+r.IntN(365), 8+r.IntN(12), r.IntN(60), r.IntN(60), 0, time.UTC)
			out = append(out, purchase{1001 + c, at, 100 + r.IntN(300000)/(1+r.IntN(40))})
		}
	}
	return out
}

// key is a purchase as it is compared: the day counts, not the hour.
func key(customer string, t time.Time, amount float64) string {
	return fmt.Sprintf("%s %s %.2f", customer, t.Format(time.DateOnly), amount)
}

var want = sync.OnceValue(wanted)

func wanted() []string {
	var out []string
	for _, p := range base() {
		out = append(out, key(itoa(p.customer), p.time, float64(p.cents)/100))
	}
	sort.Strings(out)
	return out
}

// result is what came of a file.
type result struct {
	sales []string
	read  ReadAs
	err   error
}

func readFile(path string, o Options) (r result) {
	l, err := OpenLog(path, o)
	if err != nil {
		return result{err: err}
	}
	defer l.Close()
	r.err = l.Each(func(s Sale) error {
		if s.Amount != 0 || l.HasAmounts() {
			r.sales = append(r.sales, key(s.Customer, s.Time, s.Amount))
		}
		return nil
	})
	sort.Strings(r.sales)
	r.read = l.ReadAs()
	return r
}

func readText(t testing.TB, text string, o Options) result {
	path := filepath.Join(t.TempDir(), "log.csv")
	require.NoError(t, os.WriteFile(path, []byte(text), 0o644))
	return readFile(path, o)
}

// said reports whether a result comes with a word that clean files do not get.
func (r result) said() bool { return r.err != nil || len(r.read.Notes)+len(r.read.SetAside) > 0 }

func (r result) right() bool {
	if r.err != nil {
		return false
	}
	w := want()
	if len(w) != len(r.sales) {
		return false
	}
	for i := range w {
		if w[i] != r.sales[i] {
			return false
		}
	}
	return true
}

// written is the base with each row as the function says.
func written(header string, row func(i int, p purchase) string) string {
	var b strings.Builder
	b.WriteString(header)
	if header != "" {
		b.WriteString("\n")
	}
	for i, p := range base() {
		b.WriteString(row(i, p) + "\n")
	}
	return b.String()
}

func amount(p purchase) string { return fmt.Sprintf("%d.%02d", p.cents/100, p.cents%100) }

// dated writes customer, date as the layout says, and amount.
func dated(layout string) string {
	return written("customer,date,amount", func(i int, p purchase) string {
		return fmt.Sprintf(`%d,"%s",%s`, p.customer, p.time.Format(layout), amount(p))
	})
}

// worded writes the date by a function.
func worded(date func(time.Time) string) string {
	return written("customer,date,amount", func(i int, p purchase) string {
		return fmt.Sprintf(`%d,"%s",%s`, p.customer, date(p.time), amount(p))
	})
}

// priced writes the amount by a function.
func priced(a func(p purchase) string) string {
	return written("customer,date,amount", func(i int, p purchase) string {
		return fmt.Sprintf(`%d,%s,"%s"`, p.customer, p.time.Format(time.DateOnly), a(p))
	})
}

func grouped3(n int, sep string) string {
	s := itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + sep + s[i:]
	}
	return s
}

func monthsOf(names string) func(time.Time) string {
	months := strings.Fields(names)
	return func(t time.Time) string { return fmt.Sprintf("%d %s %d", t.Day(), months[t.Month()-1], t.Year()) }
}

// Layouts that can be read and must be, without a doubt and a wrong number.
func TestReadable(t *testing.T) {
	plain := dated(time.DateOnly)
	encode := func(name, text string) string {
		e, err := htmlindex.Get(name)
		require.NoError(t, err)
		out, err := e.NewEncoder().String(text)
		require.NoError(t, err)
		return out
	}
	withName := func(name string) string {
		return written(name+",date,amount", func(i int, p purchase) string {
			return fmt.Sprintf("%d,%s,%s", p.customer, p.time.Format(time.DateOnly), amount(p))
		})
	}
	for name, text := range map[string]string{
		"plain":             plain,
		"slashes":           dated("2006/01/02"),
		"day first":         dated("02/01/2006"),
		"month first":       dated("01/02/2006"),
		"month first bare":  dated("1/2/2006"),
		"dots":              dated("2.1.2006"),
		"two digits":        dated("02/01/06"),
		"two digits US":     dated("1/2/06 15:04"),
		"year day month":    dated("2006-02-01"),
		"compact":           dated("20060102"),
		"compact time":      dated("20060102150405"),
		"compact minutes":   dated("200601021504"),
		"compact T zone":    dated("20060102T150405Z"),
		"yymmdd":            dated("06-01-02"),
		"RFC 1123":          dated(time.RFC1123),
		"RFC 1123 Z":        dated(time.RFC1123Z),
		"RFC 850":           dated(time.RFC850),
		"ANSI":              dated(time.ANSIC),
		"Unix":              dated(time.UnixDate),
		"RFC 3339":          dated(time.RFC3339),
		"RFC 3339 nano":     dated("2006-01-02T15:04:05.000000Z"),
		"offset":            dated("2006-01-02T15:04:05+08:00"),
		"am pm":             dated("1/2/2006 3:04:05 PM"),
		"am pm tight":       dated("1/2/2006 3:04PM"),
		"weekday":           dated("Monday, January 2, 2006"),
		"weekday short":     dated("Mon 02 Jan 2006"),
		"ordinal":           worded(func(t time.Time) string { return fmt.Sprintf("%s %dth, %d", t.Month(), t.Day(), t.Year()) }),
		"of":                worded(func(t time.Time) string { return fmt.Sprintf("%d of %s %d", t.Day(), t.Month(), t.Year()) }),
		"month in capitals": worded(func(t time.Time) string { return strings.ToUpper(t.Format("02-Jan-2006")) }),
		"month two digits":  dated("02-Jan-06"),
		"SAS":               worded(func(t time.Time) string { return strings.ToUpper(t.Format("02Jan2006:15:04:05")) }),
		"SAS date":          worded(func(t time.Time) string { return strings.ToUpper(t.Format("02Jan2006")) }),
		"Spanish":           worded(monthsOf("enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre")),
		"Spanish de": worded(func(x time.Time) string {
			return strings.ReplaceAll(monthsOf("enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre")(x), " ", " de ")
		}),
		"German": worded(monthsOf("Januar Februar März April Mai Juni Juli August September Oktober November Dezember")),
		"German dot": worded(func(x time.Time) string {
			return strings.Replace(monthsOf("Jan. Feb. März Apr. Mai Juni Juli Aug. Sept. Okt. Nov. Dez.")(x), " ", ". ", 1)
		}),
		"French":      worded(monthsOf("janvier février mars avril mai juin juillet août septembre octobre novembre décembre")),
		"French bare": worded(monthsOf("janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre")),
		"Italian":     worded(monthsOf("gen feb mar apr mag giu lug ago set ott nov dic")),
		"Portuguese":  worded(monthsOf("jan. fev. mar. abr. mai. jun. jul. ago. set. out. nov. dez.")),
		"Dutch":       worded(monthsOf("jan. feb. mrt. apr. mei jun. jul. aug. sep. okt. nov. dec.")),
		"Russian":     worded(monthsOf("января февраля марта апреля мая июня июля августа сентября октября ноября декабря")),
		"Russian year": worded(func(x time.Time) string {
			return monthsOf("янв. февр. мар. апр. мая июн. июл. авг. сент. окт. нояб. дек.")(x) + " г."
		}),
		"Polish":       worded(monthsOf("stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia")),
		"Polish short": worded(monthsOf("sty lut mar kwi maj cze lip sie wrz paź lis gru")),
		"Czech":        worded(monthsOf("ledna února března dubna května června července srpna září října listopadu prosince")),
		"Turkish":      worded(monthsOf("Ocak Şubat Mart Nisan Mayıs Haziran Temmuz Ağustos Eylül Ekim Kasım Aralık")),
		"Swedish":      worded(monthsOf("jan. feb. mars apr. maj juni juli aug. sep. okt. nov. dec.")),
		"Finnish":      worded(monthsOf("tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta syyskuuta lokakuuta marraskuuta joulukuuta")),
		"Hungarian": worded(func(x time.Time) string {
			return fmt.Sprintf("%d. %s %d.", x.Year(), strings.Fields("jan. febr. márc. ápr. máj. jún. júl. aug. szept. okt. nov. dec.")[x.Month()-1], x.Day())
		}),
		"Greek":        worded(monthsOf("Ιανουαρίου Φεβρουαρίου Μαρτίου Απριλίου Μαΐου Ιουνίου Ιουλίου Αυγούστου Σεπτεμβρίου Οκτωβρίου Νοεμβρίου Δεκεμβρίου")),
		"Indonesian":   worded(monthsOf("Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember")),
		"Ukrainian":    worded(monthsOf("січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня")),
		"Vietnamese":   worded(func(x time.Time) string { return fmt.Sprintf("%d tháng %d, %d", x.Day(), x.Month(), x.Year()) }),
		"Chinese":      dated("2006年1月2日"),
		"Chinese time": dated("2006年01月02日 15时04分05秒"),
		"Chinese morning": worded(func(x time.Time) string {
			return strings.NewReplacer("AM", "上午", "PM", "下午").Replace(x.Format("2006/1/2 PM3:04:05"))
		}),
		"Chinese months": worded(func(x time.Time) string {
			return fmt.Sprintf("%d年%s月%d日", x.Year(), strings.Fields("一 二 三 四 五 六 七 八 九 十 十一 十二")[x.Month()-1], x.Day())
		}),
		"Chinese weekday": worded(func(x time.Time) string {
			return x.Format("2006-01-02 ") + "星期" + strings.Split("日一二三四五六", "")[x.Weekday()]
		}),
		"Japanese": dated("2006年1月2日(月)"),
		"Korean":   dated("2006년 1월 2일"),
		"Korean afternoon": worded(func(x time.Time) string {
			return strings.NewReplacer("AM", "오전", "PM", "오후").Replace(x.Format("2006. 1. 2. PM 3:04:05"))
		}),
		"nanosecond space": dated("2006-01-02 15:04:05.000000000"),
		"Python zone":      dated("2006-01-02 15:04:05+00:00"),
		"bracket zone":     dated("2006-01-02T15:04:05+01:00[Europe/Berlin]"),

		"decimal comma": priced(func(p purchase) string { return strings.Replace(amount(p), ".", ",", 1) }),
		"European":      priced(func(p purchase) string { return fmt.Sprintf("%s,%02d", grouped3(p.cents/100, "."), p.cents%100) }),
		"American":      priced(func(p purchase) string { return fmt.Sprintf("%s.%02d", grouped3(p.cents/100, ","), p.cents%100) }),
		"Swiss":         priced(func(p purchase) string { return fmt.Sprintf("CHF %s.%02d", grouped3(p.cents/100, "'"), p.cents%100) }),
		"French spaces": priced(func(p purchase) string {
			return fmt.Sprintf("%s,%02d €", grouped3(p.cents/100, "\u202f"), p.cents%100)
		}),
		"no-break spaces": priced(func(p purchase) string { return fmt.Sprintf("%s,%02d", grouped3(p.cents/100, "\u00a0"), p.cents%100) }),
		"dollars":         priced(func(p purchase) string { return "$" + amount(p) }),
		"US dollars":      priced(func(p purchase) string { return "US$ " + amount(p) }),
		"code before":     priced(func(p purchase) string { return "EUR " + amount(p) }),
		"code behind":     priced(func(p purchase) string { return amount(p) + " usd" }),
		"yuan":            priced(func(p purchase) string { return "¥" + amount(p) }),
		"yuan word":       priced(func(p purchase) string { return amount(p) + "元" }),
		"zloty":           priced(func(p purchase) string { return strings.Replace(amount(p), ".", ",", 1) + " zł" }),
		"rupees":          priced(func(p purchase) string { return "Rs. " + amount(p) }),
		"euro word":       priced(func(p purchase) string { return amount(p) + " Euro" }),
		"Arabic digits": priced(func(p purchase) string {
			return strings.Map(func(r rune) rune {
				if r >= '0' && r <= '9' {
					return r - '0' + '٠'
				}
				if r == '.' {
					return '٫'
				}
				return r
			}, amount(p))
		}),
		"wide digits": priced(func(p purchase) string {
			return strings.Map(func(r rune) rune {
				if r >= '0' && r <= '9' {
					return r - '0' + '０'
				}
				return r
			}, amount(p))
		}),
		"four decimals": priced(func(p purchase) string { return amount(p) + "00" }),
		"floats":        priced(func(p purchase) string { return fmt.Sprint(float64(p.cents) / 100) }),

		"semicolons":          strings.ReplaceAll(plain, ",", ";"),
		"tabs":                strings.ReplaceAll(plain, ",", "\t"),
		"bars":                strings.ReplaceAll(plain, ",", "|"),
		"tilde":               strings.ReplaceAll(plain, ",", "~"),
		"control-A":           strings.ReplaceAll(plain, ",", "\x01"),
		"wide blanks":         strings.ReplaceAll(strings.ReplaceAll(plain, "\"", ""), ",", "    "),
		"CR":                  strings.ReplaceAll(plain, "\n", "\r"),
		"CR LF":               strings.ReplaceAll(plain, "\n", "\r\n"),
		"blank lines":         strings.ReplaceAll(plain, "\n", "\n\n"),
		"sep":                 "sep=;\n" + strings.ReplaceAll(plain, ",", ";"),
		"BOM":                 "\ufeff" + plain,
		"trailing separators": strings.ReplaceAll(plain, "\n", ",\n"),
		"UTF-16":              encode("utf-16le", "\ufeff"+plain),
		"index": written(",customer,date,amount", func(i int, p purchase) string {
			return fmt.Sprintf("%d,%d,%s,%s", i, p.customer, p.time.Format(time.DateOnly), amount(p))
		}),
		"R names": written(`"customer","date","amount"`, func(i int, p purchase) string {
			return fmt.Sprintf(`"%d",%d,"%s",%s`, i+1, p.customer, p.time.Format(time.DateOnly), amount(p))
		}),
		"GBK":    encode("gb18030", strings.Replace(plain, "customer,date,amount", "客户编号,消费日期,消费金额", 1)),
		"Big5":   encode("big5", strings.Replace(plain, "customer,date,amount", "客戶編號,日期,金額", 1)),
		"SJIS":   encode("shift_jis", strings.Replace(plain, "customer,date,amount", "顧客番号,購入日,購入金額", 1)),
		"EUC-KR": encode("euc-kr", strings.Replace(plain, "customer,date,amount", "고객번호,주문일자,결제금액", 1)),
		"cp1251": encode("windows-1251", strings.Replace(plain, "customer,date,amount", "клиент,дата,сумма", 1)),
		"cp1252": encode("windows-1252", strings.Replace(plain, "customer,date,amount", "client,date,montant réglé (€)", 1)),
		"float ids": written("CustomerID,date,amount", func(i int, p purchase) string {
			return fmt.Sprintf("%d.0,%s,%s", p.customer, p.time.Format(time.DateOnly), amount(p))
		}),
		"total beside quantity and price": written("customer,date,quantity,unit price,total", func(i int, p purchase) string {
			return fmt.Sprintf("%d,%s,2,%.3f,%s", p.customer, p.time.Format(time.DateOnly), float64(p.cents)/200, amount(p))
		}),
		"customer_id": withName("customer_id"), "Customer ID": withName("Customer ID"), "cust_no": withName("cust_no"), "UserID": withName("UserID"), "Kundennummer": withName("Kundennummer"), "member id": withName("member id"), "Client": withName("Client"), "客户ID": withName("客户ID"), "email": withName("email"),
	} {
		t.Run(name, func(t *testing.T) {
			r := readText(t, text, Options{})
			if !r.right() {
				t.Errorf("%v\n%s%v\n%v\n%.5v", r.err, r.read.String(), r.read.Notes, r.read.SetAside, r.sales)
			}
		})
	}
}

// Files that hold something that a person would ask about: the right purchases,
// or a word.
func TestSaid(t *testing.T) {
	plain := dated(time.DateOnly)
	row := func(text string) string { return plain + text + "\n" }
	lines := strings.SplitAfter(plain, "\n")
	for name, text := range map[string]string{
		"future":           row("1001,2199-01-01,5.00"),
		"1900":             row("1001,1900-01-01,5.00"),
		"twice":            plain + strings.Join(lines[1:], ""),
		"header again":     plain + plain,
		"total":            row("Total,,99999.00"),
		"total cn":         row("合计,,99999.00"),
		"total without id": row(",,99999.00"),
		"comment":          "# exported 2024\n" + plain,
		"title":            "Sales report\nfrom 2023\n\n" + plain,
		"no customer":      row("NULL,2023-05-05,70.00\n,2023-06-06,80.00"),
		"guest":            row(strings.Repeat("guest,2023-05-05,70.00\n", 30)),
		"zero id":          row(strings.Repeat("0,2023-05-05,70.00\n", 5)),
		"one person":       row(strings.Repeat("77777,2023-05-05,70.00\n77777,2023-05-06,71.00\n", 100)),
		"damaged":          row("1001,2023-05"),
		"damaged date":     row("1001,2023-99-99,5"),
		"refund":           row("1001,2023-12-31,-5.00"),
		"case of ids": written("customer,date,amount", func(i int, p purchase) string {
			return fmt.Sprintf("%s,%s,%s", map[bool]string{true: "a", false: "A"}[i%2 == 0]+itoa(p.customer), p.time.Format(time.DateOnly), amount(p))
		}),
		"zeros before ids": written("customer,date,amount", func(i int, p purchase) string {
			return fmt.Sprintf("%s%d,%s,%s", map[bool]string{true: "00", false: ""}[i%2 == 0], p.customer, p.time.Format(time.DateOnly), amount(p))
		}),
		"order as customer": written("customer_id,date,amount", func(i int, p purchase) string {
			return fmt.Sprintf("%d,%s,%s", 5000+i, p.time.Format(time.DateOnly), amount(p))
		}),
		"lost digits": written("customer,date,amount", func(i int, p purchase) string {
			return fmt.Sprintf("%.2E,%s,%s", float64(p.customer)*1e9, p.time.Format(time.DateOnly), amount(p))
		}),
		"months":      dated("2006-01"),
		"month names": dated("January 2006"),
		"quarters":    worded(func(x time.Time) string { return fmt.Sprintf("%dQ%d", x.Year(), (int(x.Month())+2)/3) }),
		"weeks":       worded(func(x time.Time) string { y, w := x.ISOWeek(); return fmt.Sprintf("%d-W%02d", y, w) }),
		"mixed order": worded(func(x time.Time) string {
			if x.Unix()%2 == 0 {
				return x.Format("01/02/2006")
			}
			return x.Format("02/01/2006")
		}),
		"mixed offsets": worded(func(x time.Time) string {
			if x.Unix()%2 == 0 {
				return x.Format("2006-01-02T15:04:05+09:00")
			}
			return x.Format("2006-01-02T15:04:05-08:00")
		}),
		"first of month": worded(func(x time.Time) string {
			return x.Format("01/02/2006")[:3] + "0" + itoa(1+x.Day()%9) + x.Format("/2006")
		}),
		"strange months": worded(monthsOf("Foo Bar Baz Qux Quux Corge Grault Garply Waldo Fred Plugh Xyzzy")),
		"currencies":     priced(func(p purchase) string { return map[bool]string{true: "€", false: "$"}[p.cents%2 == 0] + amount(p) }),
		"three decimals": priced(func(p purchase) string { return fmt.Sprintf("%d.%03d", 1+p.cents%999, p.cents%1000) }),
		"both decimals": priced(func(p purchase) string {
			if p.cents%2 == 0 {
				return amount(p)
			}
			return strings.Replace(amount(p), ".", ",", 1)
		}),
		"comma unquoted":   strings.ReplaceAll(plain, ".", ","),
		"epoch":            worded(func(x time.Time) string { return itoa(int(x.Unix())) }),
		"epoch ms":         worded(func(x time.Time) string { return itoa(int(x.UnixMilli())) }),
		"serial":           worded(func(x time.Time) string { return itoa(int(x.Unix()/86400) + 25569) }),
		"serial with time": worded(func(x time.Time) string { return fmt.Sprintf("%.5f", float64(x.Unix())/86400+25569) }),
		"days from 1970":   worded(func(x time.Time) string { return itoa(int(x.Unix() / 86400)) }),
		"only unit price": written("customer,date,quantity,price", func(i int, p purchase) string {
			return fmt.Sprintf("%d,%s,2,%.3f", p.customer, p.time.Format(time.DateOnly), float64(p.cents)/200)
		}),
		"amount is the quantity": written("customer,date,amount,price", func(i int, p purchase) string {
			return fmt.Sprintf("%d,%s,2,%.3f", p.customer, p.time.Format(time.DateOnly), float64(p.cents)/200)
		}),
		"amount is the price": written("customer,date,amount,quantity,unit price", func(i int, p purchase) string {
			return fmt.Sprintf("%d,%s,%.3f,2,%.3f", p.customer, p.time.Format(time.DateOnly), float64(p.cents)/200, float64(p.cents)/200)
		}),
		"cancelled": written("order,customer,date,amount,status", func(i int, p purchase) string {
			return fmt.Sprintf("%d,%d,%s,%s,paid", i, p.customer, p.time.Format(time.DateOnly), amount(p))
		}) + "900,1001,2023-07-07,50.00,Refunded\n901,1001,2023-07-08,50.00,cancelled by customer\n",
		"currency column": written("customer,date,amount,currency", func(i int, p purchase) string {
			return fmt.Sprintf("%d,%s,%s,%s", p.customer, p.time.Format(time.DateOnly), amount(p), map[bool]string{true: "EUR", false: "USD"}[i%3 == 0])
		}),
		"two digits either": worded(func(x time.Time) string { return x.Format("06/01/02")[:6] + fmt.Sprintf("%02d", 1+x.Day()%12) }),
		"no header": written("", func(i int, p purchase) string {
			return fmt.Sprintf("%d,%s,%s", p.customer, p.time.Format(time.DateOnly), amount(p))
		}),
		"no header blanks": written("", func(i int, p purchase) string {
			return fmt.Sprintf(" %d %s  %d %s", p.customer, p.time.Format("20060102"), 1, amount(p))
		}),
	} {
		t.Run(name, func(t *testing.T) {
			r := readText(t, text, Options{})
			t.Logf("right %v: %v %v", r.right(), r.err, append(r.read.Notes, r.read.Texts()...))
			if !r.right() && !r.said() {
				t.Errorf("%s%.5v", r.read.String(), r.sales)
			}
		})
	}
}
