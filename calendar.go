package clientele

import (
	"fmt"
	"time"

	"github.com/clientele-go/clientele/internal/enum"
)

// CalendarPeriod is a stretch of the calendar that reports are made by. Its
// periods are not equally long and no rate runs in them: models count in a Unit.
type CalendarPeriod uint8

// The calendar periods.
const (
	CalendarPeriodWeek    CalendarPeriod = iota + 1 // of ISO 8601, from Monday
	CalendarPeriodMonth                             // 自然月
	CalendarPeriodQuarter                           // 季度
	CalendarPeriodYear
)

var calendarPeriods = enum.New[CalendarPeriod]("clientele.CalendarPeriod",
	enum.Row{Name: "week", English: "Calendar week", Chinese: "自然周"},
	enum.Row{Name: "month", English: "Calendar month", Chinese: "自然月"},
	enum.Row{Name: "quarter", English: "Quarter", Chinese: "季度"},
	enum.Row{Name: "year", English: "Calendar year", Chinese: "自然年"},
)

// String returns the permanent name, such as "month".
func (p CalendarPeriod) String() string { return calendarPeriods.String(p) }

// Label returns the name in lang.
func (p CalendarPeriod) Label(lang Lang) string { return calendarPeriods.Label(p, uint8(lang)) }

// MarshalText implements encoding.TextMarshaler.
func (p CalendarPeriod) MarshalText() ([]byte, error) { return calendarPeriods.MarshalText(p) }

// UnmarshalText implements encoding.TextUnmarshaler; it accepts only the permanent names.
func (p *CalendarPeriod) UnmarshalText(text []byte) error {
	return calendarPeriods.UnmarshalText(p, text)
}

// Of returns the number of the period that t lies in by the calendar of t's own
// zone: for another, pass t.In(zone). Numbers of one kind follow each other:
// the month before January is one less. Months are 12·year + month − 1, quarters
// 4·year + quarter − 1, weeks those since the one of 1970-01-01. It panics for an
// undeclared period.
func (p CalendarPeriod) Of(t time.Time) int {
	switch p {
	case CalendarPeriodWeek:
		return int(floorDiv(dayOf(t)+mondays, 7))
	case CalendarPeriodMonth:
		return 12*t.Year() + int(t.Month()) - 1
	case CalendarPeriodQuarter:
		return 4*t.Year() + int(t.Month()-1)/3
	case CalendarPeriodYear:
		return t.Year()
	}
	panic("clientele: CalendarPeriod must be a declared one")
}

// Begin returns the first instant of a period in a zone, UTC for nil; the next
// period's Begin is the end. It panics for an undeclared period.
func (p CalendarPeriod) Begin(number int, zone *time.Location) time.Time {
	if zone == nil {
		zone = time.UTC
	}
	return dayStart(p.day(number), zone)
}

// day is the number of a period's first day since 1970-01-01.
func (p CalendarPeriod) day(number int) int {
	months := number
	switch p {
	case CalendarPeriodWeek:
		return 7*number - mondays
	case CalendarPeriodMonth:
	case CalendarPeriodQuarter:
		months = 3 * number
	case CalendarPeriodYear:
		months = 12 * number
	default:
		panic("clientele: CalendarPeriod must be a declared one")
	}
	return int(dayOf(time.Date(0, time.Month(1+months), 1, 0, 0, 0, 0, time.UTC)))
}

// Name returns what a period is called: "2024-W13", "2024-03", "2024-Q1" or
// "2024". It panics for an undeclared period.
func (p CalendarPeriod) Name(number int) string {
	first := time.Unix(int64(p.day(number))*daySeconds, 0).UTC()
	switch p {
	case CalendarPeriodWeek:
		year, week := first.ISOWeek()
		return fmt.Sprintf("%04d-W%02d", year, week)
	case CalendarPeriodMonth:
		return first.Format("2006-01")
	case CalendarPeriodQuarter:
		return fmt.Sprintf("%04d-Q%d", first.Year(), (first.Month()+2)/3)
	}
	return fmt.Sprintf("%04d", first.Year())
}
