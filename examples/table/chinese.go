package table

import (
	"strings"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/examples/internal/phrase"
)

// In says a text of a ReadAs, a note, or what is wrong with a row, in a language;
// errors are in English only.
func In(lang clientele.Lang, text string) string {
	if lang != clientele.LangChinese {
		return text
	}
	parts, all := strings.Split(text, "; "), true // several may be joined, and one may hold the sign
	for i, p := range parts {
		parts[i] = chinese.Say(p)
		all = all && parts[i] != p
	}
	if all {
		return strings.Join(parts, "；")
	}
	return chinese.Say(text)
}

// chinese is every text that a ReadAs may hold. A test reads the source for those
// that are missing.
var chinese = phrase.New([][2]string{
	// columns
	{"column %q was taken for the date by what it holds", "列 %q 按其内容视为日期"},
	{"column %q was taken for the date; %q holds dates too: -columns date=… takes another", "以列 %q 为日期；%q 也含日期：可用 -columns date=… 另选"},
	{"column %q was taken for the customer; %q names one too: -columns customer=… takes another", "以列 %q 为客户；%q 也像客户：可用 -columns customer=… 另选"},
	{"column %q was taken for the amount; %q holds amounts too: -columns amount=… takes another", "以列 %q 为金额；%q 也含金额：可用 -columns amount=… 另选"},
	{"column %q was taken for what was paid: there is no quantity", "列 %q 视为实付金额：没有数量列"},
	{"the column of amounts, %q, is empty in the first rows", "金额列 %q 的前若干行为空"},
	{"the file has no header: by what they hold, column %d was taken for the customer, %d for the date, %d for the amount", "文件没有表头：按内容，以第 %d 列为客户，第 %d 列为日期，第 %d 列为金额"},
	{"%d rows above the header were passed over", "跳过了表头之前的 %d 行"},
	{"%d rows set aside", "%d 行未采用"},
	// dates
	{"dates are written in several orders: %s", "日期的写法有多种顺序：%s"},
	{"column %q: dates such as %s were read as %s: %s to %s", "列 %q：%s 之类的日期按%s读取：%s 至 %s"},
	{"dates such as %s were read as %s: %s to %s", "%s 之类的日期按%s读取：%s 至 %s"},
	{"column %q: %s", "列 %q：%s"},
	{"column %q: %d of %d dates are numbers (%s), the others written out", "列 %q：共 %[3]d 个日期，其中 %[2]d 个是数字（%[4]s），其余为文字"},
	{"column %q: %d of %d rows are of %s and earlier, %d days before all others: -from %s leaves them out", "列 %q：共 %[3]d 行，其中 %[2]d 行的日期在 %[4]s 或更早，比其余各行早 %[5]d 天：可用 -from %[6]s 排除"},
	{"column %q: the offsets of dates are %s, as in a zone with summer time: the day is the one written; -zone turns them to another", "列 %q：日期的时差为 %s，属于有夏令时的时区：以所写的日期为准；可用 -zone 换算"},
	{"names of months in %s", "月份名称（%s）"},
	{"days of %s", "按 %s 的日期"},
	{"days as written, in %s", "按所写日期（%s）"},
	{"%s and %s", "%s 与 %s"},
	{"%s (%d)", "%s（%d）"},
	{"%s, %s", "%s，%s"},
	{"%s: %s", "%s：%s"},
	{"the whole column fits no other order", "整列只符合这一种顺序"},
	{"as said", "按指定"},
	{"the year stands first", "年份在前"},
	{"day-month-year", "日-月-年"},
	{"month-day-year", "月-日-年"},
	{"year-month-day", "年-月-日"},
	{"year-day-month", "年-日-月"},
	{"stamps of year, month and day", "年月日数字"},
	{"stamps of day, month and year", "日月年数字"},
	{"stamps of month, day and year", "月日年数字"},
	{"stamps of two digits of the year, month and day", "两位年份的年月日数字"},
	{"stamps of day, month and two digits of the year", "两位年份的日月年数字"},
	{"stamps of month, day and two digits of the year", "两位年份的月日年数字"},
	{"stamps of two digits of the year, month, day, hour and minute", "两位年份的年月日时分数字"},
	{"serial numbers of days, as spreadsheets count them from 1900", "电子表格的日期序号（自 1900 年起）"},
	{"serial numbers of days from 1904", "日期序号（自 1904 年起）"},
	{"days from 1970", "自 1970 年起的天数"},
	{"days from 1960", "自 1960 年起的天数"},
	{"seconds from 1960", "自 1960 年起的秒数"},
	{"seconds from 1970 in UTC", "自 1970 年起的秒数（UTC）"},
	{"milliseconds from 1970 in UTC", "自 1970 年起的毫秒数（UTC）"},
	{"microseconds from 1970 in UTC", "自 1970 年起的微秒数（UTC）"},
	{"nanoseconds from 1970 in UTC", "自 1970 年起的纳秒数（UTC）"},
	{"ticks of 100 nanoseconds from the year 1", "自公元 1 年起以 100 纳秒计的刻数"},
	{"as written", "按所写"},
	// numbers
	{"comma, as said", "逗号，按指定"},
	{"point, as said", "句点，按指定"},
	{"both point and comma", "句点与逗号并用"},
	{"point", "句点"},
	{"comma", "逗号"},
	{"none", "无"},
	{"none; commas set off the thousands", "无；逗号为千位分隔"},
	{"none; points set off the thousands", "无；句点为千位分隔"},
	{"none; the thousands are set off by %s", "无；千位以 %s 分隔"},
	{"none: every purchase counts 1", "无：每次购买计为 1"},
	{"quantity × price", "数量 × 单价"},
	{"column %q: %d numbers have a decimal point (%s) and %d a decimal comma (%s): each was read by its own sign", "列 %q：%d 个数用小数点（%s），%d 个用小数逗号（%s）：各按其符号读取"},
	// amounts
	{"column %q says the same on every line of an order (%q): it was taken for the order's total and counted once an order", "列 %q 在同一订单（%q）的各行相同：视为订单总额，每单只计一次"},
	{"column %q is filled on one line of an order (%q) and empty on the others: it was taken for the order's total", "列 %q 在每个订单（%q）中只有一行有值：视为订单总额"},
	{"the column of amounts, %q, is empty: only purchases are counted", "金额列 %q 为空：只计购买次数"},
	{"column %q is the price of a piece, as %q is: amounts are %q × %q", "列 %q 与 %q 一样是单价：金额为 %q × %q"},
	{"column %q is %q × %q in only %d of %d rows: it was taken for what was paid", "列 %[1]q 仅在 %[5]d 行中的 %[4]d 行等于 %[2]q × %[3]q：视为实付金额"},
	{"amounts are quantity × price: %q × %q", "金额为数量 × 单价：%q × %q"},
	{"there is no column of amounts: every purchase counts 1, and values are numbers of purchases", "没有金额列：每次购买计为 1，价值即购买次数"},
	{"column %q was taken for hundredths, by its name: amounts are a hundredth of its numbers", "列 %q 按名称视为以分计：金额为其百分之一"},
	{"column %q counts in %q, by its name: so does every amount and value here", "列 %q 按名称以 %q 计：此处的金额与价值同此单位"},
	{"column %q: %d amounts say that they are %s and %d say nothing: all were taken for the same", "列 %q：%d 个金额注明为 %s，%d 个未注明：全部视为同一币种"},
	{"%d amounts or quantities are negative: they give back", "%d 个金额或数量为负：视为退款"},
	// customers and rows
	{"column %q: the id 0 was taken for no customer; -nobody none counts it", "列 %q：编号 0 不视为客户；可用 -nobody none 计入"},
	{"column %q: is %q (%d rows) a customer? -nobody %s leaves it out", "列 %q：%q（%d 行）是客户吗？可用 -nobody %s 排除"},
	{"column %q: %d rows are of ids such as %q: each id was taken for a customer", "列 %q：%d 行的编号形如 %q：每个编号视为一位客户"},
	{"column %q: %d of %d rows have no customer: they were set aside", "列 %q：共 %[3]d 行，其中 %[2]d 行没有客户，未采用"},
	{"column %q: about %d customers are written in two ways, in capitals or with zeros in front: each was taken as one", "列 %q：约 %d 位客户有两种写法（大小写或前导零）：各视为一位"},
	{"column %q: %q has at least %d of %d rows: is it a customer? -nobody %s leaves it out", "列 %q：%q 至少占 %[4]d 行中的 %[3]d 行：是客户吗？可用 -nobody %[5]s 排除"},
	{"%d rows are equal to an earlier one in every column and were kept: -duplicates drop leaves them out", "%d 行与先前某行各列全同，已保留：可用 -duplicates drop 排除"},
	{"about %d rows are equal to an earlier one in every column and were kept: -duplicates drop leaves them out", "约 %d 行与先前某行各列全同，已保留：可用 -duplicates drop 排除"},
	{"column %q: %d rows whose status is %s are no purchases; %s count", "列 %q：%d 行的状态为 %s，不算购买；%s 计入"},
	{"column %q: all rows count, whether their status is %s", "列 %q：各种状态（%s）的行均计入"},
	{"column %q holds money in %d rows that was given back later and was not taken off", "列 %q 有 %d 行记录了后来退还的金额，未作扣除"},
	{"column %q: %d numbers such as C123 look like cancellations and their amounts are not negative: they were taken for purchases", "列 %q：%d 个单号形如 C123，像是取消单，但金额不为负：视为购买"},
	{"column %q: all rows count, whether their type is %s", "列 %q：各种类型（%s）的行均计入"},
	{"column %q: %d rows whose type is %s give back; %s count", "列 %q：%d 行的类型为 %s，视为退款；%s 计入"},
	{"column %q: %d rows were taken for no purchases by what it says: -columns void=none counts them", "列 %q：据其内容，%d 行不算购买：可用 -columns void=none 计入"},
	{"column %q: %d rows that have a date there were taken for no purchases: -columns void=none counts them", "列 %q：%d 行在此有日期，不算购买：可用 -columns void=none 计入"},
	// the file
	{"%d zero bytes were taken out of the text: the file is damaged there", "从文本中去除了 %d 个零字节：文件在该处损坏"},
	{"the encoding was taken for %s, but others fit as well: -encoding decides; it changes letters of ids, no number", "编码按 %s 读取，但其他编码同样可行：可用 -encoding 指定；只影响编号中的字符，不影响数字"},
	{"%q was read out of the archive", "读取了压缩包中的 %q"},
	{"of %d sheets, %s were read: those with the same header", "共 %d 个工作表，读取了表头相同的 %s"},
	{"tab", "制表符"},
	{"blanks", "空格"},
	{"text", "文本"},
	{"text in gzip", "gzip 中的文本"},
	{"text in zip", "zip 中的文本"},
	// histories
	{"column %q is the time since the last purchase: customers without a repeat have all of %q there; it was turned around", "列 %q 是距最近一次购买的时间：没有复购的客户在此等于 %q；已换算"},
	{"column %q counts the first purchase: nobody has 0, and who has 1 has no time between purchases; 1 was taken off", "列 %q 计入了首次购买：无人为 0，为 1 者没有购买间隔；已减 1"},
	{"column %q counts the first purchase and %q is the time since the last: nobody has 0, and who has 1 has all of %q there; both were turned", "列 %q 计入了首次购买，列 %q 是距最近一次的时间：无人为 0，为 1 者在此等于 %q；两者均已换算"},
	{"column %q: nobody is without a repeat purchase: if such customers were left out, the fit takes all others for more loyal than they are", "列 %q：没有一位客户未复购：若此类客户被略去，拟合会高估其余客户的忠诚"},
	{"column %q was taken for the number of customers with that history", "列 %q 视为具有该历史的客户数"},
	{"no column is the mean of the repeat purchases, so that values are numbers of purchases; if %q is, say -columns monetary=%s", "没有复购均额列，价值即购买次数；若 %q 是，请用 -columns monetary=%s"},
	{"there is no column of money: values are numbers of purchases", "没有金额列：价值即购买次数"},
	{"column %q: %d of %d customers with repeat purchases have 0 there, as if they had paid nothing", "列 %[1]q：共 %[3]d 位复购客户，其中 %[2]d 位在此为 0，如同未付款"},
	// accounts
	{"no account", "没有客户"},
	{"accounts that came before", "先前出现过的客户"},
	{"%s is negative", "%s 为负"},
	{"%s is above %g", "%s 大于 %g"},
	// rows that are set aside
	{"%d of %d rows set aside: %s (the first: line %d, %q)", "共 %[2]d 行，其中 %[1]d 行未采用：%[3]s（首例：第 %[4]d 行，%[5]q）"},
	{"%d of %d rows set aside: %s (the first: line %d, %q); their amounts add to %.2f", "共 %[2]d 行，其中 %[1]d 行未采用：%[3]s（首例：第 %[4]d 行，%[5]q）；金额合计 %[6].2f"},
	{"totals, which add up other rows", "合计行"},
	{"comments", "注释行"},
	{"the header again", "重复的表头"},
	{"customers of several lines; a quote may not be closed", "客户编号跨行，可能有引号未闭合"},
	{"no customer", "没有客户"},
	{"no date", "没有日期"},
	{"no amount", "没有金额"},
	{"orders that did not stand, by their status", "按状态未成立的订单"},
	{"orders that did not stand, by a column of yes and no", "按是否标记未成立的订单"},
	{"further lines of an order, whose total is counted once", "同一订单的其余各行，总额只计一次"},
	{"days outside of what was asked for", "日期在所选范围之外"},
	{"rows that are equal to an earlier one in every column", "与先前某行各列全同"},
	{"another currency than the one asked for", "不是所选币种"},
	{"amounts that are no numbers; write them as 1234.56", "金额不是数字；应写作 1234.56"},
	{"amounts that are no numbers; write them as 1234,56", "金额不是数字；应写作 1234,56"},
	{"ids that came before", "先前出现过的编号"},
	{"months without a day", "只有月份，没有日"},
	{"weeks without a day", "只有周次，没有日"},
	{"zones that are not known; write offsets such as +08:00", "时区不明；应写作 +08:00 之类的时差"},
	{"a quote is opened and not closed; close it or remove it", "引号未闭合；应闭合或去除"},
	{"fewer fields than the %d of the header; lines may be cut off", "字段少于表头的 %d 个；该行可能被截断"},
	{"more fields than the %d of the header; put quotes around values that hold %q", "字段多于表头的 %d 个；含 %q 的值应加引号"},
	{"dates that are none; write them as 2024-03-31", "不是日期；应写作 2024-03-31"},
	{"days that there are not; write them as 2024-03-31", "不存在的日期；应写作 2024-03-31"},
	{"%s is no number", "%s 不是数字"},
	{"monetary is no number", "均额不是数字"},
	{"the number of customers is no whole number from 0 to 10 million", "客户数不是 0 到一千万之间的整数"},
}...)
