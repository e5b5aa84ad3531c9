package cases

import (
	"fmt"
	"strings"
	"time"
)

// Logs are logs of purchases.
func Logs() []Case {
	var out []Case
	for _, part := range [][]Case{layouts(), orders(), dates(), numbers(), texts(), dirt()} {
		out = append(out, part...)
	}
	return out
}

// layouts are those of shops and of public data sets.
func layouts() []Case {
	quantity := func(p Purchase) (int, string) { // a quantity and a price of which the amount is the product
		for _, q := range []int{4, 3, 2} {
			if p.Cents%q == 0 {
				return q, fmt.Sprintf("%d.%02d", p.Cents/q/100, p.Cents/q%100)
			}
		}
		return 1, p.Amount()
	}
	retail := rows("InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country", func(i int, p Purchase) string {
		q, price := quantity(p)
		return fmt.Sprintf("%d,85123A,\"WHITE HANGING HEART, T-LIGHT\",%d,%s,%s,%d,United Kingdom", 536365+i, q, p.Time.Format("1/2/2006 15:04"), price, p.Customer)
	})
	return []Case{
		{Kind: "quantity × price", Name: "Online Retail", Text: retail + "C536379,D,Discount,-1,12/31/2023 09:41,27.5,,United Kingdom\n"},
		{Kind: "quantity × price", Name: "Online Retail II", Text: rows("Invoice,StockCode,Description,Quantity,InvoiceDate,Price,Customer ID,Country", func(i int, p Purchase) string {
			q, price := quantity(p)
			return fmt.Sprintf("%d,21232,STRAWBERRY BOX,%d,%s,%s,%d.0,France", 489434+i, q, p.Time.Format("2006-01-02 15:04:05"), price, p.Customer)
		})},
		{Kind: "unit price", Name: "price beside a quantity", Text: rows("customer_id,purchase_date,qty,unit_price", func(_ int, p Purchase) string {
			q, price := quantity(p)
			return fmt.Sprintf("%d,%s,%d,%s", p.Customer, p.Day(), q, price)
		})},
		{Kind: "layout", Name: "Olist", Text: rows(`"order_id","customer_unique_id","order_status","order_purchase_timestamp","order_approved_at","order_estimated_delivery_date","payment_value"`, func(i int, p Purchase) string {
			return fmt.Sprintf(`"%032x","%032x","delivered","%s","%s","%s 00:00:00",%s`, i*7919+1, p.Customer*104729, p.Time.Format("2006-01-02 15:04:05"), p.Time.Add(time.Hour).Format("2006-01-02 15:04:05"), p.Time.AddDate(0, 0, 20).Format(time.DateOnly), p.Amount())
		})},
		{Kind: "layout", Name: "CDNOW", Text: rows("", func(_ int, p Purchase) string {
			return fmt.Sprintf(" %05d %s %2d %7s", p.Customer, p.Time.Format("20060102"), 1+p.Cents%3, p.Amount())
		}), Said: true},
		{Kind: "layout", Name: "CDNOW with names", Text: rows("id date cds amount", func(_ int, p Purchase) string {
			return fmt.Sprintf(" %05d %s %2d %7s", p.Customer, p.Time.Format("20060102"), 1+p.Cents%3, p.Amount())
		})},
		{Kind: "layout", Name: "retail transactions", Text: rows("customer_id,trans_date,tran_amount", func(_ int, p Purchase) string {
			return fmt.Sprintf("CS%d,%s,%s", p.Customer, p.Time.Format("02-Jan-06"), p.Amount())
		})},
		{Kind: "layout", Name: "RFM lesson", Text: encoded("gb18030", rows("品牌名,买家昵称,付款日期,订单状态,实付金额,邮费,省份,城市,购买数量", func(_ int, p Purchase) string {
			return fmt.Sprintf("一只阿木木,买家%d,%s,交易成功,%s,6,上海,上海市,1", p.Customer, p.Time.Format("2006/1/2 15:04"), p.Amount())
		})+"一只阿木木,买家1003,2023/6/6 10:10,付款以后用户退款成功，交易自动关闭,99,0,上海,上海市,1\n")},
		{Kind: "layout", Name: "Taobao", Text: encoded("gb18030", rows("订单编号,买家会员名,买家应付货款,买家应付邮费,总金额,买家实际支付金额,订单状态,订单创建时间,订单付款时间 ,宝贝标题", func(i int, p Purchase) string {
			return fmt.Sprintf("=\"%d\",t_%d,%s,0.00,%s,%s,交易成功,%s,%s,\"手工皂\"", 21407300627014900+i, p.Customer, p.Amount(), p.Amount(), p.Amount(), p.Time.Format("2006-01-02 15:04:05"), p.Time.Format("2006-01-02 15:04:05"))
		})+"=\"99\",t_1003,9.00,0.00,9.00,0.00,交易关闭,2023-06-06 10:10:10,,\"手工皂\"\n")},
		{Kind: "layout", Name: "Youzan", Text: rows("订单号,订单状态,订单类型,买家手机号,订单实付金额,买家付款时间,退款金额", func(i int, p Purchase) string {
			return fmt.Sprintf("E2023%012d,交易完成,普通类型,1380000%d,%s,%s,0.00", i, p.Customer, p.Amount(), p.Time.Format("2006-01-02 15:04:05"))
		})},
		{Kind: "layout", Name: "Shopify", Text: rows("Name,Email,Financial Status,Paid at,Fulfillment Status,Currency,Subtotal,Shipping,Taxes,Total,Discount Amount,Created at,Lineitem quantity,Lineitem name,Lineitem price,Id", func(i int, p Purchase) string {
			at := p.Time.Format("2006-01-02 15:04:05 +0000")
			first := fmt.Sprintf("#%d,u%d@example.com,paid,%s,fulfilled,USD,%s,0.00,0.00,%s,0.00,%s,1,Soap,%s,%d", 1001+i, p.Customer, at, p.Amount(), p.Amount(), at, p.Amount(), 5000+i)
			if i%3 == 0 { // further lines of an order say nothing of its total
				first += fmt.Sprintf("\n#%d,u%d@example.com,,,,,,,,,,%s,2,Brush,0.00,", 1001+i, p.Customer, at)
			}
			return first
		}), Said: true},
		{Kind: "layout", Name: "WooCommerce", Text: rows("Order ID,Order Date,Order Status,Customer Email,Order Total,Payment Method", func(i int, p Purchase) string {
			return fmt.Sprintf("%d,%s,wc-completed,u%d@example.com,%s,stripe", 700+i, p.Time.Format("January 2, 2006"), p.Customer, p.Amount())
		}) + "9001,\"June 6, 2023\",wc-cancelled,u1003@example.com,88.00,stripe\n", Said: true},
		{Kind: "layout", Name: "Stripe", Text: rows("id,Description,Seller Message,Created (UTC),Amount,Amount Refunded,Currency,Converted Amount,Fee,Status,Customer ID,Customer Email,Captured", func(i int, p Purchase) string {
			return fmt.Sprintf("ch_3M%08d,Order,Payment complete.,%s,%s,0.00,eur,%s,0.30,Paid,cus_%d,u%d@example.com,true", i, p.Time.Format("2006-01-02 15:04"), p.Amount(), p.Amount(), p.Customer, p.Customer)
		}) + "ch_x,Order,The bank declined.,2023-06-06 10:10,50.00,0.00,eur,50.00,0.00,Failed,cus_1003,u1003@example.com,false\n"},
		{Kind: "refunds", Name: "type column", Text: rows("transaction_id,customer_id,transaction_date,transaction_type,amount", func(i int, p Purchase) string {
			return fmt.Sprintf("%d,%d,%s,Sale,%s", i, p.Customer, p.Day(), p.Amount())
		}) + "9001,1003,2023-07-07,Sale,50.00\n9002,1003,2023-07-09,Refund,50.00\n", Said: true},
		{Kind: "refunds", Name: "amounts below 0", Text: Plain() + "1003,2023-07-07,50.00\n1003,2023-07-09,-50.00\n", Said: true},
		{Kind: "balances", Name: "statement", Text: rows("Account,Booking Date,Text,Amount,Balance", func(i int, p Purchase) string {
			return fmt.Sprintf("%d,%s,Card payment,%s,%d.00", p.Customer, p.Day(), p.Amount(), 5000+37*i)
		}), Said: true},
		{Kind: "orders", Name: "order key taken for customers", Text: rows("customer_id,customer_unique_id,order_purchase_timestamp,payment_value", func(i int, p Purchase) string {
			return fmt.Sprintf("o%05d,c%d,%s,%s", i, p.Customer, p.Time.Format("2006-01-02 15:04:05"), p.Amount())
		})},
		{Kind: "orders", Name: "only the order's key", Text: rows("customer_id,date,amount", func(i int, p Purchase) string {
			return fmt.Sprintf("o%05d,%s,%s", i, p.Day(), p.Amount())
		}), Said: true},
		{Kind: "orders", Name: "cancelled by number, sign and status", Text: rows("invoice,customer,date,amount,status", func(i int, p Purchase) string {
			return fmt.Sprintf("%d,%d,%s,%s,Shipped", 1000+i, p.Customer, p.Day(), p.Amount())
		}) + "5000,1003,2023-07-07,31.00,Cancelled\n5001,1003,2023-07-07,32.00,returned\n", Said: true},
		{Kind: "discounts", Name: "percent", Text: rows("customer,date,discount,amount", func(_ int, p Purchase) string {
			return fmt.Sprintf("%d,%s,10%%,%s", p.Customer, p.Day(), p.Amount())
		})},
		{Kind: "quantities", Name: "with units", Text: rows("customer,date,quantity,unit price", func(_ int, p Purchase) string {
			q, price := quantity(p)
			return fmt.Sprintf("%d,%s,%d pcs,%s", p.Customer, p.Day(), q, price)
		}), Said: true},
		{Kind: "columns not used", Name: "many", Text: rows("row,region,birthday,customer_id,signup_date,order_date,sku,amount,tax,shipping", func(i int, p Purchase) string {
			return fmt.Sprintf("%d,North,1980-02-03,%d,2020-01-05,%s,S1,%s,1.00,5.00", i, p.Customer, p.Day(), p.Amount())
		})},
		{Kind: "named columns", Name: "nothing known", Text: rows("a,b,c", func(_ int, p Purchase) string {
			return fmt.Sprintf("%d,%s,%s", p.Customer, p.Day(), p.Amount())
		}), Args: []string{"-columns", "customer=a,date=b,amount=c"}},
	}
}

// texts are ways to write a table.
func texts() []Case {
	plain := Plain()
	noted := rows("customer,note,date,amount", func(_ int, p Purchase) string {
		return fmt.Sprintf("%d,\"said \"\"no\"\",\nthen left\",%s,%s", p.Customer, p.Day(), p.Amount())
	})
	return []Case{
		{Kind: "text", Name: "quoted lines", Text: noted},
		{Kind: "text", Name: "byte order mark", Text: "\ufeff" + plain},
		{Kind: "encoding", Name: "UTF-16", Text: encoded("utf-16le", "\ufeff"+plain)},
		{Kind: "encoding", Name: "UTF-16 big", Text: "\xfe\xff" + encoded("utf-16be", plain)},
		{Kind: "encoding", Name: "Latin-1", Text: encoded("windows-1252", strings.Replace(plain, "customer,date,amount", "Kunde,Datum,Gesamtbetrag für Käufe", 1)), Said: true},
		{Kind: "encoding", Name: "Shift JIS", Text: encoded("shift_jis", strings.Replace(plain, "customer,date,amount", "顧客番号,購入日,購入金額", 1))},
		{Kind: "text", Name: "semicolons and commas", Text: rows("Kunde;Datum;Betrag", func(_ int, p Purchase) string {
			return fmt.Sprintf("%d;%s;%s", p.Customer, p.Time.Format("02.01.2006"), comma(p.Amount()))
		})},
		{Kind: "text", Name: "line ends of old Macs", Text: strings.ReplaceAll(plain, "\n", "\r")},
		{Kind: "text", Name: "tabs and quotes", Text: rows("\"customer\"\t\"date\"\t\"amount\"", func(_ int, p Purchase) string {
			return fmt.Sprintf("\"%d\"\t\"%s\"\t\"%s\"", p.Customer, p.Day(), p.Amount())
		})},
		{Kind: "text", Name: "bars", Text: strings.ReplaceAll(plain, ",", "|")},
		{Kind: "text", Name: "two bars", Text: strings.ReplaceAll(plain, ",", "||"), Said: true},
		{Kind: "text", Name: "colons", Text: strings.ReplaceAll(plain, ",", "::"), Said: true},
		{Kind: "text", Name: "commas and blanks", Text: strings.ReplaceAll(plain, ",", " , ")},
		{Kind: "text", Name: "declared separator", Text: "sep=|\n" + strings.ReplaceAll(plain, ",", "|")},
		{Kind: "text", Name: "names of rows", Text: rows(`"customer","date","amount"`, func(i int, p Purchase) string {
			return fmt.Sprintf(`"%d",%d,"%s",%s`, i+1, p.Customer, p.Day(), p.Amount())
		})},
		{Kind: "text", Name: "formulas around ids", Text: rows("customer,date,amount", func(_ int, p Purchase) string {
			return fmt.Sprintf("=\"%d\",%s,%s", p.Customer, p.Day(), p.Amount())
		})},
		{Kind: "text", Name: "no header", Text: strings.TrimPrefix(plain, "customer,date,amount\n"), Said: true},
		{Kind: "text", Name: "a header of several lines", Text: "Sales report,,\nfrom 2023-01-01 to 2023-12-31,,\n,,\n" + plain, Said: true},
	}
}
