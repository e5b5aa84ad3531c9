package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele/examples/internal/chromium"
	"github.com/clientele-go/clientele/internal/check"
)

// written runs the program and returns its page.
func written(t *testing.T, args ...string) string {
	t.Helper()
	var out, errs bytes.Buffer
	require.NoError(t, run(context.Background(), append(args, "-o", "-"), &out, &errs), errs.String())
	return out.String()
}

var (
	headings = regexp.MustCompile(`<section id="(\w+)">`)
	links    = regexp.MustCompile(`(?i)(?:src|href|action|data)\s*=\s*"([^"]*)"|url\(([^)]*)\)|@import`)
)

// checkPage checks what holds for the page of any base.
func checkPage(t *testing.T, page string) {
	t.Helper()
	assert.Less(t, len(page), 400<<10, "bytes")
	for _, bad := range []string{"NaN", "%!", "unassigned", "0001-01-01", "ZgotmplZ", "<script", "+Inf"} {
		assert.NotContains(t, page, bad)
	}
	for _, l := range links.FindAllStringSubmatch(page, -1) {
		assert.True(t, strings.HasPrefix(l[1], "#"), "%q leaves the page", l[0])
	}
	for _, tag := range []string{"section", "table", "figure", "svg", "g", "div", "ul", "main"} {
		opened, closed := strings.Count(page, "<"+tag+">")+strings.Count(page, "<"+tag+" "), strings.Count(page, "</"+tag+">")
		assert.Equal(t, opened, closed, tag)
	}
}

func sectionsOf(page string) (ids []string) {
	for _, m := range headings.FindAllStringSubmatch(page, -1) {
		ids = append(ids, m[1])
	}
	return ids
}

// The simulated shop has every section, in both languages.
func TestShop(t *testing.T) {
	var pages []string
	for _, in := range []struct {
		lang  string
		words []string
	}{
		{"en", []string{"Whom to call, and why", "Champions", "Is it true?", "95% interval", "Stability"}},
		{"zh", []string{"联系谁，为什么", "核心客户", "预测可信吗？", "95% 区间", "稳定期", `lang="zh-CN"`}},
	} {
		lang, words := in.lang, in.words
		page := written(t, "-lang", lang, "-top", "5")
		checkPage(t, page)
		assert.Equal(t, []string{"base", "segments", "stages", "value", "calls", "truth", "data"}, sectionsOf(page))
		assert.GreaterOrEqual(t, strings.Count(page, "<svg"), 12)
		assert.Equal(t, strings.Count(page, "<svg"), strings.Count(page, "<figcaption>"), "every picture says how to read it")
		for _, w := range words {
			assert.Contains(t, page, w)
		}
		pages = append(pages, page)
	}
	assert.Equal(t, pages[0], written(t, "-lang", "en", "-top", "5"), "the same page each time")
}

// The real sets go through unedited.
func TestRealSets(t *testing.T) {
	for _, file := range []string{"cdnow_sample_transactions.csv", "apparel_transactions.csv", "rfm_orders.csv"} {
		t.Run(file, func(t *testing.T) {
			path := check.Shared(t, "data", file)
			for _, lang := range []string{"en", "zh"} {
				page := written(t, "-transactions", path, "-lang", lang)
				checkPage(t, page)
				assert.Contains(t, page, file)
				assert.GreaterOrEqual(t, strings.Count(page, "<svg"), 8)
			}
		})
	}
}

// Key accounts are in the page where they are given, with what the log tells of them.
func TestAccounts(t *testing.T) {
	var b strings.Builder
	b.WriteString("account,revenue,profit,years,alignment,sharing,loyalty,dependence,potential\n")
	for i := range 20 {
		b.WriteString("C" + strconv.Itoa(1001+i) + "," + []string{"", strconv.Itoa(3000 + 1000*i)}[i%2] + ",,4,4,3," + []string{"", "90%"}[i%2] + ",0.4,3\n")
	}
	path := filepath.Join(t.TempDir(), "accounts.csv")
	require.NoError(t, os.WriteFile(path, []byte(b.String()), 0o644))
	for lang, want := range map[string]string{"en": "The key accounts", "zh": "大客户名单"} {
		page := written(t, "-accounts", path, "-lang", lang)
		checkPage(t, page)
		assert.Contains(t, sectionsOf(page), "accounts")
		assert.Contains(t, page, want)
	}
	var out, errs bytes.Buffer
	assert.Error(t, run(context.Background(), []string{"-accounts", "missing.csv"}, &out, &errs))
}

// Ids of a file cannot become markup.
func TestHostileIDs(t *testing.T) {
	var log strings.Builder
	log.WriteString("customer,date,amount\n")
	for i := range 60 {
		id := []string{`<script>alert(1)</script>`, `"><img src=x>`, "客户 & Co", "C1", "C2", "C3", "C4", "C5"}[i%8]
		log.WriteString(`"` + strings.ReplaceAll(id, `"`, `""`) + `",2024-` + []string{"01", "02", "03", "05", "08"}[i%5] + "-" + []string{"03", "09", "17", "26"}[i%4] + "," + strconv.Itoa(10+i) + "\n")
	}
	path := filepath.Join(t.TempDir(), "orders.csv")
	require.NoError(t, os.WriteFile(path, []byte(log.String()), 0o644))
	page := written(t, "-transactions", path)
	checkPage(t, page)
	assert.NotContains(t, page, "<img")
}

// What cannot be done is said.
func TestErrors(t *testing.T) {
	for _, args := range [][]string{{"-lang", "fr"}, {"-top", "0"}, {"-transactions", "missing.csv"}, {"-as-of", "soon"}, {"-horizon", "-1"}, {"-margin", "2"}, {"orders.csv"}, {"-rate", "10"}, {"-term", "x"}} {
		var out, errs bytes.Buffer
		assert.Error(t, run(context.Background(), args, &out, &errs), args)
		assert.Empty(t, out.String())
	}
}

// A browser shows the page without an error; its policy forbids scripts and every
// request, so that one would be an error. Nothing sticks out of a phone, nor of paper.
func TestBrowser(t *testing.T) {
	b := chromium.Start(t)
	for _, lang := range []string{"en", "zh"} {
		path := filepath.Join(t.TempDir(), "report.html")
		var stdout, stderr bytes.Buffer
		require.NoError(t, run(context.Background(), []string{"-lang", lang, "-o", path}, &stdout, &stderr))
		p := b.Open("file://"+path, 1200, 900)
		assert.Greater(t, len(p.Screenshot("report-"+lang, false)), 20_000, "bytes: a blank page has fewer")
		for _, width := range []int{500, 360, 320} {
			p.Resize(width, 900)
			assert.LessOrEqual(t, p.Eval("document.documentElement.scrollWidth"), float64(width))
		}
		assert.Less(t, p.Eval("document.documentElement.scrollHeight"), 25_000., "pixels on a phone")
		p.Screenshot("report-phone-"+lang, true)
		p.Resize(700, 900) // A4 without its margins
		p.Media("print")
		assert.LessOrEqual(t, p.Eval("document.documentElement.scrollWidth"), 700.)
		p.Screenshot("report-print-"+lang, true)
		paper := p.Print("report-" + lang)
		sheets := regexp.MustCompile(`/Type /Page\b`).FindAll(paper, -1)
		assert.LessOrEqual(t, len(sheets), 12, "sheets of paper")
		assert.GreaterOrEqual(t, len(sheets), 4)
	}
	assert.Empty(t, b.Consoles())
	for _, to := range b.Requests() {
		assert.Regexp(t, "^(file:///.*/report.html|data:)", to)
	}
}
