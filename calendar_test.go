package clientele_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/clientele-go/clientele"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var calendarPeriods = []clientele.CalendarPeriod{clientele.CalendarPeriodWeek, clientele.CalendarPeriodMonth, clientele.CalendarPeriodQuarter, clientele.CalendarPeriodYear}

// In zones that change their clocks, that have no midnight now and then, or
// left out a day, every instant lies in its period, and periods join.
func TestCalendarPeriods(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 4))
	for _, name := range []string{"UTC", "Europe/Berlin", "America/New_York", "Asia/Shanghai", "Asia/Kolkata", "America/Sao_Paulo", "Asia/Beirut", "Pacific/Apia", "Australia/Lord_Howe", "Atlantic/Azores", "America/Havana", "Pacific/Kiritimati"} {
		zone, err := time.LoadLocation(name)
		require.NoError(t, err)
		for _, p := range calendarPeriods {
			for range 300 {
				at := time.Unix(r.Int64N(6e9)-2.5e9, 0).In(zone) // 1890 to 2080
				n := p.Of(at)
				begin, end := p.Begin(n, zone), p.Begin(n+1, zone)
				require.False(t, at.Before(begin) || !at.Before(end), "%s of %v is %d, from %v to %v", p, at, n, begin, end)
				require.Equal(t, n, p.Of(begin), "%v", begin)
				require.Equal(t, n-1, p.Of(begin.Add(-time.Second)), "%v", begin)
				require.Equal(t, name1(p, at), p.Name(n))
			}
		}
	}
}

// name1 names the period by the standard library.
func name1(p clientele.CalendarPeriod, t time.Time) string {
	switch p {
	case clientele.CalendarPeriodWeek:
		year, week := t.ISOWeek()
		return fmt.Sprintf("%04d-W%02d", year, week)
	case clientele.CalendarPeriodMonth:
		return t.Format("2006-01")
	case clientele.CalendarPeriodQuarter:
		return fmt.Sprintf("%d-Q%d", t.Year(), (int(t.Month())-1)/3+1)
	}
	return fmt.Sprint(t.Year())
}

func TestCalendarPeriodOfZones(t *testing.T) {
	at := time.Date(2024, 12, 31, 23, 30, 0, 0, time.UTC)
	shanghai := time.FixedZone("", 8*3600)
	assert.Equal(t, 12*2024+11, clientele.CalendarPeriodMonth.Of(at))
	assert.Equal(t, 12*2025, clientele.CalendarPeriodMonth.Of(at.In(shanghai)))
	assert.Equal(t, 4*2024+3, clientele.CalendarPeriodQuarter.Of(at))
	assert.Equal(t, 4*2025, clientele.CalendarPeriodQuarter.Of(at.In(shanghai)))
	assert.Equal(t, clientele.CalendarPeriodWeek.Of(at), clientele.CalendarPeriodWeek.Of(at.In(shanghai)), "the week of 2024-12-30 to 2025-01-05")
	assert.Equal(t, "2025-W01", clientele.CalendarPeriodWeek.Name(clientele.CalendarPeriodWeek.Of(at)))
	assert.Equal(t, time.Date(2024, 10, 1, 0, 0, 0, 0, time.UTC), clientele.CalendarPeriodQuarter.Begin(4*2024+3, nil))
	assert.Panics(t, func() { clientele.CalendarPeriod(0).Of(at) })
	assert.Panics(t, func() { clientele.CalendarPeriod(9).Begin(1, nil) })
}
