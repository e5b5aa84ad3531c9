package main

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

func TestNumber(t *testing.T) {
	for text, want := range map[string]float64{
		"12": 12, "12.5": 12.5, "-3": -3, "1e3": 1000, "1.5E-3": 0.0015, ".5": 0.5, "0": 0,
		"1,234.56": 1234.56, "1,234,567": 1234567, "1'234.50": 1234.5, "1 234.50": 1234.5, "1\u00a0234.50": 1234.5,
		"$1,234.50": 1234.5, "€ 12.50": 12.5, "12.50 USD": 12.5, "EUR12.50": 12.5, "￥12": 12, "12元": 12, "１２．５": 12.5,
		"(12.50)": -12.5, "12.50-": -12.5, "−7": -7,
	} {
		got, err := number(text, false)
		if assert.NoError(t, err, text) {
			assert.Equal(t, want, got, text)
		}
	}
	for text, want := range map[string]float64{"12,5": 12.5, "1.234,56": 1234.56, "1.234": 1234, "1.234.567,8": 1234567.8, "12": 12, "-0,5": -0.5, "3,5E2": 350} {
		got, err := number(text, true)
		if assert.NoError(t, err, text) {
			assert.Equal(t, want, got, text)
		}
	}
	for _, text := range []string{"", "-", "x", "NaN", "Inf", "1e999", "0x10", "1_000", "12.5.6", "1.2,3", "five", "--5", "USD"} {
		_, err := number(text, false)
		assert.Error(t, err, text)
	}
}

// The decimal sign is the one that some number of the file can only have.
func TestDecimals(t *testing.T) {
	for texts, comma := range map[string]bool{
		"1,234 5,5": true, "1.234 5.5": false, "1,234 5": false, "1.234,5 1.234": true, "1,234.5": false,
		"1,234,567 1,234": false, "1.234.567 12": true, "0,123 5": true, "0.123": false, "12": false,
	} {
		var d decimals
		for _, s := range strings.Fields(texts) {
			d.look(s)
		}
		assert.Equal(t, comma, d.comma(), texts)
	}
	ambiguous := decimals{semicolons: true}
	ambiguous.look("1,234")
	assert.True(t, ambiguous.comma(), "semicolons go with decimal commas")
}

func TestDate(t *testing.T) {
	want := time.Date(2024, 3, 5, 0, 0, 0, 0, time.UTC)
	for _, text := range []string{"2024-03-05", "2024/3/5", "2024.03.05", "20240305", "2024年3月5日", "5 Mar 2024", "5-Mar-24", "March 5, 2024", "Mar 5 2024", "2024 Mar 5", "2024-03-05T00:00:00Z", "2024-03-05 00:00:00.000+08:00"} {
		got, err := date(text, false)
		if assert.NoError(t, err, text) {
			assert.Equal(t, want, got, text)
		}
	}
	for text, dayFirst := range map[string]bool{"05.03.2024": true, "5/3/24": true, "3/5/2024": false, "03-05-2024": false} {
		got, err := date(text, dayFirst)
		if assert.NoError(t, err, text) {
			assert.Equal(t, want, got, text)
		}
	}
	for text, clock := range map[string]time.Duration{
		"2024-03-05 15:04": 15*time.Hour + 4*time.Minute, "2024-03-05T15:04:30+02:00": 15*time.Hour + 4*time.Minute + 30*time.Second,
		"2024-03-05 3:04 PM": 15*time.Hour + 4*time.Minute, "2024-03-05 12:00 am": 0, "20240305 23:59": 23*time.Hour + 59*time.Minute,
	} {
		got, err := date(text, false)
		if assert.NoError(t, err, text) {
			assert.Equal(t, want.Add(clock), got, text)
		}
	}
	for _, text := range []string{"", "2024", "2024-13-01", "2024-02-30", "31/31/2024", "yesterday", "2024-03-05 25:00", "2024-03-05 noon", "12:30", "1/2", "5 Foo 2024", "99999999"} {
		_, err := date(text, false)
		assert.Error(t, err, text)
	}
}

// Which of day and month comes first is told by the dates that leave no doubt.
func TestDates(t *testing.T) {
	for texts, dayFirst := range map[string]bool{
		"3/4/2024 13/4/2024": true, "3/4/2024 4/13/2024": false, "3.4.2024 5.4.2024": true, "3/4/2024 5/4/2024": false,
	} {
		var d dates
		for _, s := range strings.Fields(texts) {
			d.look(s)
		}
		assert.Equal(t, dayFirst, d.first(), texts)
		assert.Equal(t, !strings.Contains(texts, "13"), d.note() != "", "a note where nothing decides: %s", texts)
	}
}

// Any bytes are read to the end, or refused; nothing panics.
func FuzzRead(f *testing.F) {
	f.Add([]byte("customer,date,amount\nA,2024-01-01,5\n\"B,2024-01-02,6\nC,2024-01-03,\"7\n8\"\n"))
	f.Add([]byte("\xef\xbb\xbfsep=;\nkunde;date\r\n\"a\"\"b\";1.2.24\r"))
	f.Add([]byte("\xff\xfea\x00,\x00b\x00\n\x00"))
	f.Add([]byte("\xbf\xcd\xbb\xa7,\xc8\xd5\xc6\xda\n1,2024\xc4\xea1\xd4\xc21\xc8\xd5\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		text, _, err := decode(data)
		if err != nil {
			return
		}
		table, err := openTable(text, anyKnows(customerColumn, dateColumn, amountColumn))
		if err != nil {
			return
		}
		rows := 0
		for line, ok := table.next(); ok; line, ok = table.next() {
			assert.GreaterOrEqual(t, len(table.fields), len(table.header))
			assert.GreaterOrEqual(t, line, 1)
			for _, s := range table.fields {
				_, _ = number(s, len(s)%2 == 0)
				_, _ = date(s, len(s)%2 == 0)
			}
			rows++
		}
		assert.LessOrEqual(t, rows+len(table.skipped), len(text)+1)
	})
}
