package table

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// Seeds with random bytes changed, cut and doubled are read to the end or refused,
// in no time and without a panic.
func TestMutated(t *testing.T) {
	seeds := [][]byte{
		[]byte("customer,date,amount\nA,2024-01-01,5\n\"B,2024-01-02,6\nA,2024-01-03,\"7\n8\"\n"),
		[]byte("\xef\xbb\xbfsep=;\nkunde;datum;betrag\r\n\"a\"\"b\";1.2.24;1,5\r"),
		[]byte("\xff\xfec\x00l\x00i\x00e\x00n\x00t\x00,\x00d\x00a\x00t\x00e\x00\n\x00"),
		[]byte("\xbf\xcd\xbb\xa7,\xc8\xd5\xc6\xda\n1,2024\xc4\xea1\xd4\xc21\xc8\xd5\n"),
		[]byte("customer date amount\n1 20240101T10:00 ($1.234,5)\n1 Fri, 5 Mar 2024 10:00 pm PST 1e5\n"),
		[]byte(dated("02 Jan 2006 15:04:05 -0700")[:400]),
		[]byte("id,frequency,recency,T,monetary\n1,2,3,4,5\n2,0,0,4,0\n"),
	}
	path := filepath.Join(t.TempDir(), "log")
	n := 3000
	if testing.Short() {
		n = 500
	}
	for i := range n {
		r := rand.New(rand.NewPCG(uint64(i), 3))
		data := append([]byte{}, seeds[r.IntN(len(seeds))]...)
		for range 1 + r.IntN(6) {
			k := r.IntN(len(data))
			switch r.IntN(4) {
			case 0:
				data[k] = byte(r.IntN(256))
			case 1:
				data = append(data[:k:k], data[k+min(len(data)-k, 1+r.IntN(5)):]...)
			case 2:
				data = append(data, data[k:]...)
			case 3:
				const signs = "\",;\n\r\t| .-:/年\x000129"
				data[k] = signs[r.IntN(len(signs))]
			}
			if len(data) == 0 {
				data = []byte("x")
			}
		}
		if err := os.WriteFile(path, data, 0o644); err != nil {
			t.Fatal(err)
		}
		done := make(chan bool)
		go func() {
			readFile(path, Options{})
			if h, err := OpenHistories(path, Options{}); err == nil {
				_ = h.Each(func(Customer) error { return nil })
				_ = h.Close()
			}
			close(done)
		}()
		select {
		case <-done:
		case <-time.After(8 * time.Second):
			t.Fatalf("hangs on %q", data)
		}
	}
}
