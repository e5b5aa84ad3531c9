package main

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/examples/internal/note"
)

// writeTable prints a Markdown table; columns after the first are aligned right.
func writeTable(b *strings.Builder, head []string, rows [][]string) {
	line := func(cells []string) {
		for _, c := range cells {
			fmt.Fprintf(b, "| %s ", note.Plain(c))
		}
		b.WriteString("|\n")
	}
	fmt.Fprintf(b, "| %s |\n", strings.Join(head, " | "))
	for i := range head {
		if i == 0 {
			b.WriteString("|---")
		} else {
			b.WriteString("|---:")
		}
	}
	b.WriteString("|\n")
	for _, r := range rows {
		line(r)
	}
	b.WriteByte('\n')
}

// short prints four significant digits.
func short(v float64) string {
	switch {
	case math.IsNaN(v):
		return "–"
	case math.IsInf(v, 0):
		return "∞"
	}
	return strconv.FormatFloat(v, 'g', 4, 64)
}

// fixed prints three decimals.
func fixed(v float64) string { return finite(v, 3) }

// count prints a whole number.
func count(v float64) string { return finite(v, 0) }

// money prints two decimals, none from 10,000 on.
func money(v float64) string {
	if math.Abs(v) >= 10_000 {
		return finite(v, 0)
	}
	return finite(v, 2)
}

func finite(v float64, decimals int) string {
	if math.IsNaN(v) || math.IsInf(v, 0) || math.Abs(v) >= 1e15 {
		return short(v)
	}
	return strconv.FormatFloat(v, 'f', decimals, 64)
}

func between(iv clientele.Interval, print func(float64) string) string {
	return print(iv.Lo) + " … " + print(iv.Hi)
}

func percent(v float64) string { return strconv.FormatFloat(100*v, 'g', 4, 64) + " %" }

func yes(v bool) string {
	if v {
		return "yes"
	}
	return "no"
}

// writeBlock prints a text as it is, in a fence that nothing in it can close.
func writeBlock(b *strings.Builder, head, text string) {
	fence := "```"
	for strings.Contains(text, fence) {
		fence += "`"
	}
	fmt.Fprintf(b, "%s%s\n%s%s\n\n", head, fence, text, fence)
}
