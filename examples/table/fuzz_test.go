package table

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

// Any bytes are read to the end, or refused; nothing panics, and what is kept
// has a customer, a day and a number.
func FuzzLog(f *testing.F) {
	f.Add([]byte("customer,date,amount\nA,2024-01-01,5\n\"B,2024-01-02,6\nA,2024-01-03,\"7\n8\"\n"))
	f.Add([]byte("\xef\xbb\xbfsep=;\nkunde;datum;betrag\r\n\"a\"\"b\";1.2.24;1,5\r"))
	f.Add([]byte("\xff\xfec\x00l\x00i\x00e\x00n\x00t\x00,\x00d\x00a\x00t\x00e\x00\n\x00"))
	f.Add([]byte("\xbf\xcd\xbb\xa7,\xc8\xd5\xc6\xda\n1,2024\xc4\xea1\xd4\xc21\xc8\xd5\n"))
	f.Add([]byte("customer date amount\n1 20240101T10:00 ($1.234,5)\n1 Fri, 5 Mar 2024 10:00 pm PST 1e5\n"))
	f.Add([]byte(dated("02 Jan 2006 15:04:05 -0700")[:400]))
	f.Fuzz(func(t *testing.T, data []byte) {
		path := filepath.Join(t.TempDir(), "log")
		if err := os.WriteFile(path, data, 0o644); err != nil {
			t.Fatal(err)
		}
		l, err := OpenLog(path, Options{})
		if err == nil {
			rows := 0
			err = l.Each(func(s Sale) error {
				rows++
				assert.NotEmpty(t, s.Customer)
				assert.False(t, s.Time.IsZero())
				assert.False(t, s.Amount != s.Amount)
				return nil
			})
			assert.LessOrEqual(t, rows, len(data))
			read := l.ReadAs()
			_ = read.String()
			_ = l.Close()
		}
		if h, err := OpenHistories(path, Options{}); err == nil {
			_ = h.Each(func(Customer) error { return nil })
			_ = h.Close()
		}
		if err != nil {
			assert.NotContains(t, strings.ReplaceAll(err.Error(), path, ""), "%!")
		}
	})
}

// Any text is a number or not, a date or not, without a panic, and a number
// that can be read one way only keeps its digits.
func FuzzFields(f *testing.F) {
	for _, s := range []string{"1,234.56", "(12.50)", "R$ 1.234,5", "1e5", "3 Mar 2024", "2024-03-31T15:04:05.123+08:00[Asia/Shanghai]", "2024年3月31日 下午3时", "45382.5", "31.12.99 1:02 p. m.", "-.5", "’"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, n := range []numbers{{}, {comma: true}, {each: true}} {
			v, ok := n.parse([]byte(s))
			assert.False(t, ok && v != v)
		}
		d := newDates()
		d.look([]byte(s), 1)
		c, err := d.decide("date", Options{Zone: time.UTC})
		if err == nil {
			_, _ = c.reckon([]byte(s))
		}
		_ = cleanID([]byte(s))
		_ = sameID([]byte(s), nil)
	})
}
