package cases

import (
	"fmt"
	"strings"
)

// numbers are ways to write an amount.
func numbers() []Case {
	whole := func(p Purchase, sign string, others int, decimal string) string {
		return fmt.Sprintf("%s%s%02d", grouped(p.Cents/100, sign, others), decimal, p.Cents%100)
	}
	return []Case{
		{Kind: "decimal sign", Name: "comma", Text: priced(func(p Purchase) string { return comma(p.Amount()) })},
		{Kind: "decimal sign", Name: "both", Text: priced(func(p Purchase) string {
			if p.Cents%2 == 0 {
				return comma(p.Amount())
			}
			return p.Amount()
		}), Said: true},
		{Kind: "grouping", Name: "European", Text: priced(func(p Purchase) string { return whole(p, ".", 3, ",") })},
		{Kind: "grouping", Name: "American", Text: priced(func(p Purchase) string { return whole(p, ",", 3, ".") })},
		{Kind: "grouping", Name: "Swiss", Text: priced(func(p Purchase) string { return "CHF " + whole(p, "'", 3, ".") })},
		{Kind: "grouping", Name: "Indian", Text: priced(func(p Purchase) string { return "₹" + whole(p, ",", 2, ".") })},
		{Kind: "grouping", Name: "narrow blanks", Text: priced(func(p Purchase) string { return whole(p, "\u202f", 3, ",") + " €" })},
		{Kind: "grouping", Name: "three decimals", Text: priced(func(p Purchase) string { return fmt.Sprintf("%d.%03d", 1+p.Cents%900, p.Cents%1000) }), Said: true},
		{Kind: "signs", Name: "minus behind", Text: strings.TrimSuffix(priced(Purchase.Amount), "\n") + "\n1003;2023-07-07;50.00\n1003;2023-07-09;50.00-\n", Said: true},
		{Kind: "signs", Name: "brackets", Text: strings.TrimSuffix(priced(Purchase.Amount), "\n") + "\n1003;2023-07-07;50.00\n1003;2023-07-09;(50.00)\n", Said: true},
		{Kind: "other digits", Name: "Arabic", Text: priced(func(p Purchase) string { return digits(p.Amount(), '٠', '٫') })},
		{Kind: "other digits", Name: "wide", Text: priced(func(p Purchase) string { return digits(p.Amount(), '０', '．') })},
		{Kind: "currencies", Name: "sign", Text: priced(func(p Purchase) string { return "US$" + p.Amount() })},
		{Kind: "currencies", Name: "word", Text: priced(func(p Purchase) string { return comma(p.Amount()) + " Euro" })},
		{Kind: "currencies", Name: "yuan", Text: priced(func(p Purchase) string { return p.Amount() + "元" })},
		{Kind: "currencies", Name: "several", Text: priced(func(p Purchase) string {
			return map[bool]string{true: "€", false: "$"}[p.Cents%2 == 0] + p.Amount()
		}), Said: true},
		{Kind: "currencies", Name: "several by column", Text: rows("customer,date,amount,currency", func(i int, p Purchase) string {
			return fmt.Sprintf("%d,%s,%s,%s", p.Customer, p.Day(), p.Amount(), map[bool]string{true: "EUR", false: "USD"}[i%4 == 0])
		}), Said: true},
		{Kind: "floats", Name: "short", Text: priced(func(p Purchase) string { return fmt.Sprint(float64(p.Cents) / 100) })},
		{Kind: "floats", Name: "exponents", Text: priced(func(p Purchase) string { return fmt.Sprintf("%.8e", float64(p.Cents)/100) })},
		{Kind: "floats", Name: "noise", Text: priced(func(p Purchase) string { return fmt.Sprintf("%.14f", float64(p.Cents)/100) })},
		{Kind: "cents", Name: "whole numbers", Text: rows("customer,date,amount_cents", func(_ int, p Purchase) string {
			return fmt.Sprintf("%d,%s,%d", p.Customer, p.Day(), p.Cents)
		}), Said: true},
	}
}
