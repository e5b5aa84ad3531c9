package cases

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

type history struct {
	id             int
	x              int
	last, age, mid float64
}

func base() []history {
	r := rand.New(rand.NewPCG(3, 9))
	var out []history
	for i := range 120 {
		h := history{id: 5000 + i, age: float64(140+r.IntN(200)) / 7}
		rate, gone := 0.05+0.25*r.ExpFloat64(), 3+30*r.ExpFloat64()
		for t := r.ExpFloat64() / rate; t < h.age && t < gone; t += r.ExpFloat64() / rate {
			h.x++
			h.last = float64(int(t*7)+1) / 7
		}
		h.last = min(h.last, h.age)
		if h.x > 0 {
			h.mid = 5 + 40*r.ExpFloat64()
		}
		out = append(out, h)
	}
	return out
}

func table(header string, row func(i int, h history) string) string {
	var b strings.Builder
	b.WriteString(header + "\n")
	for i, h := range base() {
		b.WriteString(row(i, h) + "\n")
	}
	return b.String()
}

// PlainHistories is the base of histories as plainly as can be.
func PlainHistories() string {
	return table("id,x,tx,T,monetary", func(_ int, h history) string {
		return fmt.Sprintf("%d,%d,%.6f,%.6f,%.2f", h.id, h.x, h.last, h.age, h.mid)
	})
}

// Histories are files of customers.
func Histories() []Case {
	cases := []Case{
		{Kind: "recency since the last purchase", Name: "RFM table", Text: table("customer_id,frequency,recency,T,monetary_value", func(_ int, h history) string {
			return fmt.Sprintf("%d,%d,%.6f,%.6f,%.2f", h.id, h.x, h.age-h.last, h.age, h.mid)
		}), Said: true},
		{Kind: "frequency with the first purchase", Name: "counted from 1", Text: table("customer_id,frequency,recency,T,monetary_value", func(_ int, h history) string {
			return fmt.Sprintf("%d,%d,%.6f,%.6f,%.2f", h.id, h.x+1, h.last, h.age, h.mid)
		}), Said: true},
		{Kind: "frequency with the first purchase", Name: "and recency since", Text: table("customer_id,frequency,recency,T,monetary_value", func(_ int, h history) string {
			return fmt.Sprintf("%d,%d,%.6f,%.6f,%.2f", h.id, h.x+1, h.age-h.last, h.age, h.mid)
		}), Said: true},
		{Kind: "weights", Name: "num_custs", Text: func() string {
			all := base()
			n := map[string]int{}
			var order []string
			for _, h := range append(all, all[:20]...) {
				k := fmt.Sprintf("%d,%.6f,%.6f", h.x, h.last, h.age)
				if n[k] == 0 {
					order = append(order, k)
				}
				n[k]++
			}
			var b strings.Builder
			b.WriteString("x,t.x,T.cal,custs\n")
			for _, k := range order {
				fmt.Fprintf(&b, "%s,%d\n", k, n[k])
			}
			return b.String()
		}(), Said: true},
		{Kind: "index columns", Name: "of a data frame", Text: table(",frequency,recency,T,monetary_value", func(_ int, h history) string {
			return fmt.Sprintf("%d,%d,%.6f,%.6f,%.2f", h.id, h.x, h.last, h.age, h.mid)
		})},
		{Kind: "index columns", Name: "beside ids", Text: table(",customer_id,frequency,recency,T,monetary_value", func(i int, h history) string {
			return fmt.Sprintf("%d,%d,%d,%.6f,%.6f,%.2f", i, h.id, h.x, h.last, h.age, h.mid)
		})},
		{Kind: "holdout columns", Name: "lifetimes", Text: table("customer_id,frequency_cal,recency_cal,T_cal,monetary_value_cal,frequency_holdout,monetary_value_holdout,duration_holdout", func(i int, h history) string {
			return fmt.Sprintf("%d,%d,%.6f,%.6f,%.2f,%d,9.99,26", h.id, h.x, h.last, h.age, h.mid, i%4)
		})},
		{Kind: "holdout columns", Name: "BTYD", Text: table("cust,x,t.x,T.cal,x.star,monetary", func(i int, h history) string {
			return fmt.Sprintf("%d,%d,%.6f,%.6f,%d,%.2f", h.id, h.x, h.last, h.age, i%4, h.mid)
		})},
		{Kind: "holdout columns", Name: "CLVTools", Text: table("Id,x,t.x,T.cal,date.first.actual.trans,Spending", func(_ int, h history) string {
			return fmt.Sprintf("%d,%d,%.6f,%.6f,2023-01-05,%.2f", h.id, h.x, h.last, h.age, h.mid)
		}), Args: []string{"-columns", "monetary=Spending"}},
		{Kind: "ids twice", Name: "one customer twice", Text: PlainHistories() + "5003,2,3.000000,20.000000,11.00\n", Said: true},
		{Kind: "numbers", Name: "decimal commas", Text: table("id;x;tx;T;monetary", func(_ int, h history) string {
			return fmt.Sprintf("%d;%d;%s;%s;%s", h.id, h.x, comma(fmt.Sprintf("%.6f", h.last)), comma(fmt.Sprintf("%.6f", h.age)), comma(fmt.Sprintf("%.2f", h.mid)))
		})},
		{Kind: "numbers", Name: "counts as floats", Text: table("id,frequency,recency,T,monetary_value", func(_ int, h history) string {
			return fmt.Sprintf("%d,%d.0,%.6f,%.6f,%.2f", h.id, h.x, h.last, h.age, h.mid)
		})},
		{Kind: "columns swapped", Name: "T and recency", Text: table("id,x,tx,T,monetary", func(_ int, h history) string {
			return fmt.Sprintf("%d,%d,%.6f,%.6f,%.2f", h.id, h.x, h.age, h.last, h.mid)
		}), Said: true},
		{Kind: "monetary", Name: "empty without a repeat", Text: table("id,x,tx,T,monetary", func(_ int, h history) string {
			if h.x == 0 {
				return fmt.Sprintf("%d,%d,%.6f,%.6f,", h.id, h.x, h.last, h.age)
			}
			return fmt.Sprintf("%d,%d,%.6f,%.6f,%.2f", h.id, h.x, h.last, h.age, h.mid)
		})},
		{Kind: "monetary", Name: "sums", Text: table("id,x,tx,T,total_spend", func(_ int, h history) string {
			return fmt.Sprintf("%d,%d,%.6f,%.6f,%.2f", h.id, h.x, h.last, h.age, h.mid*float64(h.x))
		}), Said: true},
		{Kind: "monetary", Name: "none", Text: table("id,x,tx,T", func(_ int, h history) string {
			return fmt.Sprintf("%d,%d,%.6f,%.6f", h.id, h.x, h.last, h.age)
		}), Said: true},
		{Kind: "monetary", Name: "0 for many", Text: table("id,x,tx,T,monetary", func(i int, h history) string {
			return fmt.Sprintf("%d,%d,%.6f,%.6f,%.2f", h.id, h.x, h.last, h.age, h.mid*float64(i%2))
		}), Said: true},
		{Kind: "units", Name: "days", Text: table("id,x,tx,T,monetary", func(_ int, h history) string {
			return fmt.Sprintf("%d,%d,%.0f,%.0f,%.2f", h.id, h.x, 7*h.last, 7*h.age, h.mid)
		}), Said: true},
		{Kind: "customers left out", Name: "without a repeat", Text: func() string {
			var b strings.Builder
			b.WriteString("id,x,tx,T,monetary\n")
			for _, h := range base() {
				if h.x > 0 {
					fmt.Fprintf(&b, "%d,%d,%.6f,%.6f,%.2f\n", h.id, h.x, h.last, h.age, h.mid)
				}
			}
			return b.String()
		}(), Said: true},
	}
	for i := range cases {
		cases[i].History = true
	}
	return cases
}
