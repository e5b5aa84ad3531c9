package table

import (
	"bytes"
	"fmt"
	"math"
	"regexp"
	"runtime"
	"testing"
	"time"

	"github.com/clientele-go/clientele/examples/internal/cases"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// seeds are the files of the cases, cut short, and what has broken readers.
func seeds(f *testing.F, from []cases.Case) {
	for _, c := range from {
		f.Add([]byte(c.Text[:min(len(c.Text), 700)]))
		f.Add([]byte(c.Text[:min(len(c.Text), 150)]))
	}
	for _, s := range []string{
		"customer,date,amount\nA,2024-01-01,5\n\"B,2024-01-02,6\nA,2024-01-03,\"7\n8\"\n",
		"\xef\xbb\xbfsep=;\nkunde;datum;betrag\r\n\"a\"\"b\";1.2.24;1,5\r",
		"\xff\xfec\x00l\x00i\x00e\x00n\x00t\x00,\x00d\x00a\x00t\x00e\x00\n\x00",
		"customer date amount\n1 20240101T10:00 ($1.234,5)\n1 Fri, 5 Mar 2024 10:00 pm PST 1e5\n",
		"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff", "PK\x03\x04", "PAR1",
	} {
		f.Add([]byte(s))
	}
}

// temporary is the name of an unpacked file.
var temporary = regexp.MustCompile(`\S*table-\d+`)

// bounded fails where reading so many bytes takes much more memory than they are.
func bounded(t *testing.T, size int, read func()) {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	read()
	runtime.ReadMemStats(&after)
	if got, most := after.TotalAlloc-before.TotalAlloc, uint64(64<<20+2000*size); got > most {
		t.Errorf("%d bytes took %d of memory", size, got)
	}
}

// Any bytes are read to the end, or refused; nothing panics or takes memory
// without end, what is kept has a customer, a day and a number, every row is
// counted once, and one pass gives what two do.
func FuzzLog(f *testing.F) {
	seeds(f, cases.Logs())
	surveyed = 3
	f.Fuzz(func(t *testing.T, data []byte) {
		var sales [2][]Sale
		var said [2]string
		bounded(t, len(data), func() {
			for pass := range 2 {
				l, err := NewLog("log", bytes.NewReader(data), int64(len(data)), Options{})
				if err == nil {
					take := func(s Sale) error {
						sales[pass] = append(sales[pass], s)
						return nil
					}
					if pass == 0 {
						err = l.Each(take)
					} else {
						err = l.Read(func() error { sales[1] = nil; return nil }, take)
					}
					read := l.ReadAs()
					said[pass] = fmt.Sprint(read.String(), read.Notes, read.Texts())
					if err == nil {
						aside := 0
						for _, s := range read.SetAside {
							aside += s.Rows
						}
						assert.Equal(t, read.Kept, len(sales[pass]))
						assert.GreaterOrEqual(t, read.Kept+aside, read.Rows)
					}
					assert.NoError(t, l.Close())
				}
				if err != nil {
					sales[pass], said[pass] = nil, temporary.ReplaceAllString(err.Error(), "")
					assert.NotContains(t, err.Error(), "%!")
				}
			}
		})
		require.Equal(t, said[0], said[1])
		require.Equal(t, sales[0], sales[1])
		for _, s := range sales[0] {
			if s.Customer == "" || s.Time.IsZero() || math.IsNaN(s.Amount) || math.IsInf(s.Amount, 0) {
				t.Errorf("%+v", s)
			}
		}
	})
}

// The same of histories.
func FuzzHistories(f *testing.F) {
	seeds(f, cases.Histories())
	f.Fuzz(func(t *testing.T, data []byte) {
		bounded(t, len(data), func() {
			src, err := newSource(&source{path: "histories", given: true}, openHeld(bytes.NewReader(data), int64(len(data))))
			if err != nil {
				return
			}
			h, err := openHistories(src, Options{})
			if err != nil {
				return
			}
			_ = h.Each(func(c Customer) error {
				if math.IsNaN(c.Repeats) || math.IsNaN(c.Last) || math.IsNaN(c.Age) || c.Weight < 0 {
					t.Errorf("%+v", c)
				}
				return nil
			})
			_ = fmt.Sprint(h.ReadAs())
			assert.NoError(t, h.Close())
		})
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
