package cases

import "fmt"

// orders are the ways in which exports say which orders stood, and what an order
// of several lines came to.
func orders() []Case {
	var out []Case
	// struck writes the base with a column of which one value says that an order did
	// not stand, and such orders at the end.
	struck := func(name, column, stood, not string) {
		text := rows("customer,date,amount,"+column, func(_ int, p Purchase) string {
			return fmt.Sprintf("%d,%s,%s,%s", p.Customer, p.Day(), p.Amount(), stood)
		})
		for i, p := range Base()[:20] {
			text += fmt.Sprintf("%d,%s,%d.00,%s\n", p.Customer, p.Day(), 50+i, not)
		}
		out = append(out, Case{Kind: "flags", Name: name, Text: text})
	}
	struck("is_cancelled", "is_cancelled", "False", "True")
	struck("refunded", "refunded", "0", "1")
	struck("deleted", "is_deleted", "f", "t")
	struck("returned", "Returned?", "No", "Yes")
	struck("paid", "paid", "true", "false")
	struck("valid", "isValid", "1", "0")
	struck("in Chinese", "是否退款", "否", "是")
	struck("in German", "storniert", "nein", "ja")
	struck("empty but for some", "cancelled", "", "x")
	struck("a date", "voided_at", "", "2023-12-24")
	struck("a date in Chinese", "退款时间", "", "2023/12/24 10:11")

	// lines writes every order on one to three lines.
	lines := func(name, header string, line func(i, k, n int, p Purchase) string) {
		out = append(out, Case{Kind: "order totals", Name: name, Text: rows(header, func(i int, p Purchase) string {
			n, text := 1+i%3, ""
			for k := range n {
				if k > 0 {
					text += "\n"
				}
				text += line(i, k, n, p)
			}
			return text
		})})
	}
	lines("on every line", "order_id,customer_id,order_date,sku,order_total", func(i, k, _ int, p Purchase) string {
		return fmt.Sprintf("%d,%d,%s,sku%d,%s", 500+i, p.Customer, p.Day(), k, p.Amount())
	})
	lines("beside prices", "Order ID,Customer ID,Order Date,Item,Item Price,Quantity,Order Total", func(i, k, n int, p Purchase) string {
		return fmt.Sprintf("%d,%d,%s,thing %d,%d.%02d,1,%s", 500+i, p.Customer, p.Day(), k, p.Cents/n/100, p.Cents/n%100, p.Amount())
	})
	lines("lines alike", "订单编号,买家会员名,付款时间,商品,实付金额", func(i, _, _ int, p Purchase) string {
		return fmt.Sprintf("T%d,买家%d,%s,手工皂,%s", 500+i, p.Customer, p.Time.Format("2006-01-02 15:04:05"), p.Amount())
	})
	lines("on the first line", "order_id,email,created_at,total,lineitem_name,lineitem_price,lineitem_quantity", func(i, k, n int, p Purchase) string {
		total := p.Amount()
		if k > 0 {
			total = ""
		}
		return fmt.Sprintf("%d,%d@example.com,%s,%s,thing %d,%d.%02d,1", 500+i, p.Customer, p.Day(), total, k, p.Cents/n/100, p.Cents/n%100)
	})
	lines("amounts of lines", "order_id,customer_id,order_date,sku,amount", func(i, k, n int, p Purchase) string { // these add up
		cents := p.Cents / n
		if k == 0 {
			cents = p.Cents - (n-1)*cents
		}
		return fmt.Sprintf("%d,%d,%s,sku%d,%d.%02d", 500+i, p.Customer, p.Day(), k, cents/100, cents%100)
	})

	base := Base()
	apart := "order_id,customer_id,order_date,sku,order_total\n"
	for k := range 3 { // all first lines, then all second lines, …
		for i, p := range base {
			if k <= i%3 {
				apart += fmt.Sprintf("%d,%d,%s,sku%d,%s\n", 500+i, p.Customer, p.Day(), k, p.Amount())
			}
		}
	}
	out = append(out,
		Case{Kind: "order totals", Name: "lines apart", Text: apart},
		Case{Kind: "units in names", Name: "万元", Text: rows("客户,日期,金额（万元）", func(_ int, p Purchase) string {
			return fmt.Sprintf("%d,%s,%.6f", p.Customer, p.Day(), float64(p.Cents)/1e6)
		}), Said: true},
		Case{Kind: "units in names", Name: "thousands", Text: rows("customer,date,sales (k EUR)", func(_ int, p Purchase) string {
			return fmt.Sprintf("%d,%s,%.5f", p.Customer, p.Day(), float64(p.Cents)/1e5)
		}), Said: true},
		Case{Kind: "status", Name: "drafts", Text: rows("customer,date,amount,status", func(_ int, p Purchase) string {
			return fmt.Sprintf("%d,%s,%s,invoiced", p.Customer, p.Day(), p.Amount())
		}) + "1003,2023-06-06,99.00,draft\n"},
		Case{Kind: "status", Name: "pending", Text: rows("customer,date,amount,status", func(_ int, p Purchase) string {
			return fmt.Sprintf("%d,%s,%s,completed", p.Customer, p.Day(), p.Amount())
		}) + "1003,2023-06-06,99.00,pending\n", Said: true},
		Case{Kind: "type", Name: "top-up", Text: rows("customer,date,amount,type", func(_ int, p Purchase) string {
			return fmt.Sprintf("%d,%s,%s,purchase", p.Customer, p.Day(), p.Amount())
		}) + "1003,2023-06-06,99.00,top-up\n", Said: true},
		Case{Kind: "amounts that are none", Name: "about", Text: priced(func(p Purchase) string { return "~" + p.Amount() }), Said: true},
		Case{Kind: "amounts that are none", Name: "ranges", Text: priced(func(p Purchase) string { return p.Amount() + "-" + p.Amount() }), Said: true},
		Case{Kind: "amounts that are none", Name: "K", Text: priced(func(p Purchase) string { return fmt.Sprintf("%.5fK", float64(p.Cents)/1e5) }), Said: true},
		Case{Kind: "amounts that are none", Name: "no such column", Text: rows("user_id,item_id,rating,timestamp", func(i int, p Purchase) string {
			return fmt.Sprintf("%d,%d,%d,%s", p.Customer, i, 1+i%5, p.Day())
		}), Said: true},
		Case{Kind: "signs", Name: "sales as credits", Text: rows("customer,date,amount", func(_ int, p Purchase) string {
			return fmt.Sprintf("%d,%s,-%s", p.Customer, p.Day(), p.Amount())
		}), Said: true},
		Case{Kind: "no customer", Name: "numbered guests", Text: guests(), Said: true},
		Case{Kind: "epochs", Name: "ticks", Text: rows("customer,date,amount", func(_ int, p Purchase) string {
			return fmt.Sprintf("%d,%d,%s", p.Customer, 621355968000000000+p.Time.Unix()*1e7, p.Amount())
		})},
		Case{Kind: "parts of dates", Name: "in three columns", Text: rows("customer,year,month,day,amount", func(_ int, p Purchase) string {
			return fmt.Sprintf("%d,%s,%s", p.Customer, p.Time.Format("2006,1,2"), p.Amount())
		}), Said: true},
		Case{Kind: "layout", Name: "deals", Text: rows("Opportunity ID,Account Name,Close Date,Amount,Stage", func(i int, p Purchase) string {
			return fmt.Sprintf("006%06d,Account %d,%s,%s,Closed Won", i, p.Customer, p.Time.Format("1/2/2006"), p.Amount())
		}) + "0069,Account 1003,6/6/2023,99.00,Closed Lost\n"},
		Case{Kind: "layout", Name: "Jingdong", Text: encoded("gb18030", rows("订单号,下单帐号,下单时间,订单金额,订单状态,支付方式", func(i int, p Purchase) string {
			return fmt.Sprintf("%d,jd_%d,%s,%s,完成,在线支付", 290000000000+i, p.Customer, p.Time.Format("2006-01-02 15:04:05"), p.Amount())
		})+"299,jd_1003,2023-06-06 10:10:10,99.00,已取消,在线支付\n")},
	)
	return out
}

// guests is the base, and purchases of people who have a number and no name.
func guests() string {
	text := Plain()
	for i, p := range Base()[:40] {
		text += fmt.Sprintf("Guest%d,%s,77.00\n", i, p.Day())
	}
	return text
}
