package main

import (
	"fmt"
	"strings"
	"unicode"
)

// column is something to read from a file: the names it goes by, the
// likeliest first, compared without case, spaces and punctuation.
type column struct {
	what  string // for messages
	names []string
}

// The columns of a transaction log.
var (
	customerColumn = column{"customer", []string{"customerid", "customer", "custid", "clientid", "client", "userid", "user", "memberid", "member", "accountid", "account", "buyerid", "buyer", "customername", "customerno", "customernumber", "cid", "客户编号", "客户id", "客户号", "客户", "会员编号", "会员id", "会员号", "会员", "用户id", "用户编号", "用户", "买家id", "买家", "客户名称", "id"}}
	dateColumn     = column{"date", []string{"date", "orderdate", "transactiondate", "purchasedate", "invoicedate", "datetime", "timestamp", "ordertime", "transactiontime", "time", "day", "createdat", "日期", "交易日期", "订单日期", "购买日期", "消费日期", "下单日期", "下单时间", "交易时间", "购买时间", "订单时间", "付款时间", "时间"}}
	amountColumn   = column{"amount", []string{"amount", "revenue", "sales", "spend", "total", "totalamount", "orderamount", "ordervalue", "orderrevenue", "totalprice", "value", "monetary", "monetaryvalue", "price", "payment", "金额", "消费金额", "交易金额", "订单金额", "付款金额", "实付金额", "销售额", "购买金额", "收入"}}
)

// The columns of customer histories.
var (
	repeatsColumn  = column{"x", []string{"x", "repeats", "frequency", "xcal", "repeatpurchases", "重复购买次数"}}
	lastColumn     = column{"tx", []string{"tx", "recency", "txcal", "last"}}
	ageColumn      = column{"T", []string{"t", "tcal", "age", "tobs"}}
	idColumn       = column{"id", []string{"id", "customerid", "customer", "custid", "cust", "userid", "clientid", "客户编号", "客户id", "客户", "会员编号"}}
	monetaryColumn = column{"monetary", []string{"monetary", "monetaryvalue", "monetarymeanrepeat", "monetarymean", "meanspend", "averagespend", "avgspend", "spend", "zbar", "mx", "amount", "平均金额", "平均消费"}}
)

// plain returns a column's name as it is compared: letters and digits, in lower case.
func plain(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, name)
}

// knows reports whether the name is one of the column's.
func (c column) knows(name string) bool {
	name = plain(name)
	for _, n := range c.names {
		if n == name {
			return true
		}
	}
	return false
}

// anyKnows returns a function that reports whether a name is one of the columns'.
func anyKnows(columns ...column) func(string) bool {
	return func(name string) bool {
		for _, c := range columns {
			if c.knows(name) {
				return true
			}
		}
		return false
	}
}

// find returns the place of the column in the header, −1 if it is not there:
// the column's likeliest name decides if several are there.
func (c column) find(header []string) int {
	for _, n := range c.names {
		for i, h := range header {
			if plain(h) == n {
				return i
			}
		}
	}
	return -1
}

// need is find for a column that must be there.
func (c column) need(header []string) (int, error) {
	if i := c.find(header); i >= 0 {
		return i, nil
	}
	return -1, fmt.Errorf("there is no column %q among %s: name one so, or %s", c.what, strings.Join(quotedNames(header), ", "), strings.Join(quotedNames(c.names[1:min(4, len(c.names))]), ", "))
}

func quotedNames(names []string) []string {
	out := make([]string, len(names))
	for i, n := range names {
		out[i] = fmt.Sprintf("%q", n)
	}
	return out
}
