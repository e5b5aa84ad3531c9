package clientele

import (
	"archive/zip"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// In every zone of the world, every day from 1970 to 2050 begins in itself, and
// not a second later than it must: a ledger that reports the day of a purchase
// reports that day, and takes it back.
func TestDaysBeginInThemselves(t *testing.T) {
	root, err := exec.Command("go", "env", "GOROOT").Output()
	require.NoError(t, err)
	list, err := zip.OpenReader(filepath.Join(strings.TrimSpace(string(root)), "lib", "time", "zoneinfo.zip"))
	if err != nil {
		t.Skipf("this Go has no list of zones: %v", err)
	}
	defer list.Close()
	first, last := int32(0), int32(time.Date(2050, 12, 31, 0, 0, 0, 0, time.UTC).Unix()/daySeconds)
	step := int32(1)
	zones := 0
	for i, file := range list.File {
		if strings.HasSuffix(file.Name, "/") || testing.Short() && i%8 != 0 {
			continue
		}
		zone, err := time.LoadLocation(file.Name)
		require.NoError(t, err)
		zones++
		c := newClock(LedgerPolicy{Period: Day, Zone: zone})
		previous := c.time(first - 1)
		for tick := first; tick <= last; tick += step {
			begin := c.time(tick)
			require.False(t, begin.Before(previous), "%s: day %d begins before the one before it", zone, tick)
			skipped := begin.Equal(c.time(tick + 1))
			at, ok := c.tick(begin)
			if !ok || !skipped && at != tick || skipped && at != tick+1 {
				t.Fatalf("%s: %v, the beginning of day %d, lies in day %d", zone, begin, tick, at)
			}
			if before, _ := c.tick(begin.Add(-time.Second)); before >= tick {
				t.Fatalf("%s: day %d began before %v", zone, tick, begin)
			}
			previous = begin
		}
	}
	t.Logf("%d zones", zones)
}
