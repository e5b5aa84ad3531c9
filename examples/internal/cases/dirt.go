package cases

import (
	"fmt"
	"strings"
)

// dirt is what exports have in them.
func dirt() []Case {
	plain := Plain()
	lines := strings.SplitAfter(plain, "\n")
	with := func(rows string) string { return plain + rows }
	half := len(lines) / 2
	within := func(row string) string {
		return strings.Join(lines[:half], "") + row + strings.Join(lines[half:], "")
	}
	ids := func(id func(i int, p Purchase) string) string {
		return rows("customer,date,amount", func(i int, p Purchase) string {
			return fmt.Sprintf("%s,%s,%s", id(i, p), p.Day(), p.Amount())
		})
	}
	return []Case{
		{Kind: "ids written two ways", Name: "capitals", Text: ids(func(i int, p Purchase) string {
			return map[bool]string{true: "a", false: "A"}[i%2 == 0] + fmt.Sprint(p.Customer)
		}), Said: true},
		{Kind: "ids written two ways", Name: "zeros", Text: ids(func(i int, p Purchase) string { return strings.Repeat("0", i%2*2) + fmt.Sprint(p.Customer) }), Said: true},
		{Kind: "ids written two ways", Name: "floats", Text: ids(func(i int, p Purchase) string { return fmt.Sprint(p.Customer) + strings.Repeat(".0", i%2) })},
		{Kind: "ids written two ways", Name: "wide digits", Text: ids(func(i int, p Purchase) string {
			if i%2 == 0 {
				return digits(fmt.Sprint(p.Customer), '０', '.')
			}
			return fmt.Sprint(p.Customer)
		}), Said: true},
		{Kind: "ids", Name: "worn by a spreadsheet", Text: ids(func(_ int, p Purchase) string { return fmt.Sprintf("%.2E", float64(p.Customer)*1e9) }), Said: true},
		{Kind: "no customer", Name: "placeholders", Text: with("NULL,2023-05-05,70.00\n,2023-05-06,71.00\nguest,2023-05-07,72.00\n#N/A,2023-05-08,73.00\n匿名,2023-05-09,74.00\n")},
		{Kind: "no customer", Name: "zeros", Text: with(strings.Repeat("0,2023-05-05,70.00\n0,2023-06-05,71.00\n", 3)), Said: true},
		{Kind: "one person with most", Name: "walk-in", Text: with(strings.Repeat("77777,2023-05-05,70.00\n77777,2023-05-06,71.00\n77777,2023-08-06,72.00\n", 60)), Said: true},
		{Kind: "totals", Name: "at the end", Text: with("Total,,99999.00\n")},
		{Kind: "totals", Name: "in Chinese", Text: with("合计,,99999.00\n")},
		{Kind: "totals", Name: "without a word", Text: with(",,99999.00\n")},
		{Kind: "titles", Name: "above", Text: "Sales report 2023\n\n" + plain, Said: true},
		{Kind: "comments", Name: "above", Text: "# exported\n# by me\n" + plain, Said: true},
		{Kind: "comments", Name: "within", Text: within("# the second half\n"), Said: true},
		{Kind: "headers again", Name: "within", Text: within("customer,date,amount\n"), Said: true},
		{Kind: "ragged rows", Name: "short", Text: within("1003,2023-06\n")},
		{Kind: "ragged rows", Name: "long", Text: within("1003,2023-06-06,7,8\n")},
		{Kind: "ragged rows", Name: "many", Text: rows("customer,date,amount", func(i int, p Purchase) string {
			if i%5 == 0 {
				return fmt.Sprintf("%d,%s", p.Customer, p.Day())
			}
			return fmt.Sprintf("%d,%s,%s", p.Customer, p.Day(), p.Amount())
		}), Said: true},
		{Kind: "rows twice", Name: "all", Text: with(strings.Join(lines[1:], "")), Said: true},
		{Kind: "rows twice", Name: "a few", Text: with(lines[5] + lines[9]), Said: true},
		{Kind: "rows twice", Name: "dropped", Text: with(strings.Join(lines[1:], "")), Args: []string{"-duplicates", "drop"}},
		{Kind: "damaged rows", Name: "one date", Text: within("1003,2023-02-31,5.00\n")},
		{Kind: "damaged rows", Name: "an open quote", Text: within("\"1003,2023-02-03,5.00\n")},
		{Kind: "damaged rows", Name: "zero bytes", Text: strings.Replace(plain, "1003", "10\x0003", 1), Said: true},
		{Kind: "lonely dates", Name: "future", Text: with("1003,2099-12-31,5.00\n"), Said: true},
		{Kind: "lonely dates", Name: "1970", Text: with("1003,1970-01-01,5.00\n"), Said: true},
		{Kind: "lonely dates", Name: "1900", Text: with("1003,1900-01-01,5.00\n"), Said: true},
	}
}
