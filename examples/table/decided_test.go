package table

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
)

// readOnce is readFile by Read: one pass that begins again where the first rows
// misled.
func readOnce(path string, o Options) (r result, begun int) {
	l, err := OpenLog(path, o)
	if err != nil {
		return result{err: err}, 0
	}
	defer l.Close()
	r.err = l.Read(func() error {
		r.sales = nil
		begun++
		return nil
	}, func(s Sale) error {
		if s.Amount != 0 || l.HasAmounts() {
			r.sales = append(r.sales, key(s.Customer, s.Time, s.Amount))
		}
		return nil
	})
	sort.Strings(r.sales)
	r.read = l.ReadAs()
	return r, begun
}

// few lets the first rows be few.
func few(t testing.TB, rows int) {
	t.Helper()
	before := surveyed
	surveyed = rows
	t.Cleanup(func() { surveyed = before })
}

// One pass over a file in any dress gives what two do, to the last note.
func TestReadOnce(t *testing.T) {
	n := 800
	if testing.Short() {
		n = 200
	}
	dir := t.TempDir()
	again := 0
	for i := range n {
		r := rand.New(rand.NewPCG(uint64(i), 11))
		d := newDress(r)
		text, ok := d.text(r)
		if !ok {
			continue
		}
		path := filepath.Join(dir, "log.csv")
		require.NoError(t, os.WriteFile(path, []byte(text), 0o644))
		want := readFile(path, Options{})
		before := surveyed
		surveyed = 1 + r.IntN(80)
		got, begun := readOnce(path, Options{})
		surveyed = before
		if begun > 1 {
			again++
		}
		require.Equal(t, fmt.Sprint(want.err), fmt.Sprint(got.err), "%d: %v", i, d.what)
		if want.err == nil {
			require.Equal(t, want, got, "%d: %v", i, d.what)
		}
	}
	assert.Positive(t, again, "some files mislead at first")
	t.Logf("%d files of %d began again", again, n)
}

// A row that contradicts the first ones counts, wherever it stands.
func TestLaterRowsCount(t *testing.T) {
	few(t, 50)
	early := written("customer,date,amount", func(i int, p purchase) string { // no day above 12
		day := time.Date(2023, p.time.Month(), 1+p.time.Day()%12, 0, 0, 0, 0, time.UTC)
		return fmt.Sprintf("%d,%s,%s", p.customer, day.Format("2006")+day.Format("-02-01"), amount(p))
	})
	for name, c := range map[string]struct {
		row  string
		want string
	}{
		"order of dates": {strings.Repeat("1001,2023-25-03,7.00\n1002,2023-26-03,8.00\n", 3), "1001 2023-03-25 7.00"},
		"refund":         {"1001,2023-01-03,-7.00\n", "-7.00"},
		"zeros in ids":   {"01001,2023-01-03,7.00\n", "1001 2023-01-03 7.00"},
	} {
		t.Run(name, func(t *testing.T) {
			text := early + c.row
			path := filepath.Join(t.TempDir(), "log.csv")
			require.NoError(t, os.WriteFile(path, []byte(text), 0o644))
			got, begun := readOnce(path, Options{})
			require.NoError(t, got.err)
			assert.Equal(t, 2, begun)
			assert.Contains(t, fmt.Sprint(got.sales), c.want)
			assert.Equal(t, readFile(path, Options{}), got)
		})
	}
}

// Ids beyond those that are kept are looked at one by one, with the same answer.
func TestManyPeople(t *testing.T) {
	var p people
	for i := range 5000 {
		id := []byte(fmt.Sprintf("customer number %d", i/2))
		who, fresh := p.find(id, hashOf(0, id))
		assert.Equal(t, i%2 == 0, fresh)
		assert.Equal(t, string(id), string(who.raw()))
		who.rows++
	}
	n := 0
	p.each(func(who *person) {
		assert.EqualValues(t, 2, who.rows)
		n++
	})
	assert.Equal(t, 2500, n)

	defer func(most int) { mostPeople = most }(mostPeople)
	path := filepath.Join(t.TempDir(), "log.csv")
	require.NoError(t, os.WriteFile(path, []byte(dated(time.DateOnly)), 0o644))
	want := readFile(path, Options{})
	mostPeople = 5
	got, _ := readOnce(path, Options{})
	assert.Equal(t, want, got)

	// Nor does a ledger that is told their seats count one's rows for another.
	var many strings.Builder
	many.WriteString("customer,date,amount\n")
	for i := range 14*64 + 1 { // the last one has the others posted
		fmt.Fprintf(&many, "%d,2024-%02d-%02d,%d.50\n", 1000+i*i%97, 1+i/75, 1+i%28, 1+i%50)
	}
	require.NoError(t, os.WriteFile(path, []byte(many.String()), 0o644))
	var looked, seated clientele.Ledger[string]
	l, err := OpenLog(path, Options{})
	require.NoError(t, err)
	require.NoError(t, l.Read(func() error { looked.Reset(); seated.Reset(); return nil }, func(s Sale) error {
		row := clientele.Transaction[string]{Customer: s.Customer, Time: s.Time, Amount: s.Amount}
		return errors.Join(looked.Add(row), seated.AddAt(s.Seat, row))
	}))
	require.Positive(t, looked.Len())
	counted, err := looked.MarshalBinary()
	require.NoError(t, err)
	told, err := seated.MarshalBinary()
	require.NoError(t, err)
	assert.Equal(t, counted, told)
}
