package cases

import (
	"fmt"
	"strings"
	"time"
)

// words writes day, month's name and year.
func words(names string) string {
	months := strings.Fields(names)
	return dated(func(t time.Time) string { return fmt.Sprintf("%d %s %d", t.Day(), months[t.Month()-1], t.Year()) })
}

// dates are ways to write the day of a purchase.
func dates() []Case {
	number := func(of func(t time.Time) int64) string {
		return dated(func(t time.Time) string { return fmt.Sprint(of(t)) })
	}
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		panic("cases: no zones")
	}
	era := dated(func(t time.Time) string {
		return fmt.Sprintf("令和%d年%d月%d日", t.Year()-2018, t.Month(), t.Day())
	})
	week := func(t time.Time, day bool) string {
		y, w := t.ISOWeek()
		s := fmt.Sprintf("%d-W%02d", y, w)
		if day {
			s += fmt.Sprintf("-%d", (int(t.Weekday())+6)%7+1)
		}
		return s
	}
	return []Case{
		{Kind: "date order", Name: "year first", Text: layout("2006/01/02")},
		{Kind: "date order", Name: "year, day, month", Text: dated(func(t time.Time) string { return t.Format("2006") + t.Format("-02-01") })},
		{Kind: "date order", Name: "day first", Text: layout("02/01/2006")},
		{Kind: "date order", Name: "month first", Text: layout("01/02/2006")},
		{Kind: "date order", Name: "mixed", Text: dated(func(t time.Time) string {
			if t.Second()%2 == 0 {
				return t.Format("02/01/2006")
			}
			return t.Format("01/02/2006")
		}), Said: true},
		{Kind: "two-digit years", Name: "day first", Text: layout("02/01/06")},
		{Kind: "two-digit years", Name: "year first", Text: layout("06-01-02"), Said: true},
		{Kind: "two-digit years", Name: "dots", Text: layout("02.01.06")},
		{Kind: "serial numbers", Name: "from 1900", Text: number(func(t time.Time) int64 { return t.Unix()/86400 + 25569 }), Said: true},
		{Kind: "serial numbers", Name: "with the time", Text: dated(func(t time.Time) string { return fmt.Sprintf("%.6f", float64(t.Unix())/86400+25569) }), Said: true},
		{Kind: "serial numbers", Name: "from 1904", Text: number(func(t time.Time) int64 { return t.Unix()/86400 + 24107 }), Args: []string{"-dates", "serial-1904"}},
		{Kind: "serial numbers", Name: "from 1904, not told", Text: number(func(t time.Time) int64 { return t.Unix()/86400 + 24107 }), Said: true},
		{Kind: "epochs", Name: "seconds", Text: number(func(t time.Time) int64 { return t.Unix() }), Said: true},
		{Kind: "epochs", Name: "milliseconds", Text: number(func(t time.Time) int64 { return t.UnixMilli() }), Said: true},
		{Kind: "epochs", Name: "microseconds", Text: number(func(t time.Time) int64 { return t.UnixMicro() }), Said: true},
		{Kind: "compact stamps", Name: "days", Text: layout("20060102")},
		{Kind: "compact stamps", Name: "seconds", Text: layout("20060102150405")},
		{Kind: "compact stamps", Name: "T", Text: layout("20060102T150405Z")},
		{Kind: "compact stamps", Name: "day first", Text: layout("02012006")},
		{Kind: "weekdays", Name: "English", Text: layout("Mon, 02 Jan 2006 15:04:05")},
		{Kind: "weekdays", Name: "Chinese", Text: dated(func(t time.Time) string {
			return t.Format("2006-01-02 ") + "星期" + strings.Split("日一二三四五六", "")[t.Weekday()]
		})},
		{Kind: "a.m. and p.m.", Name: "AM", Text: layout("1/2/2006 3:04:05 PM")},
		{Kind: "a.m. and p.m.", Name: "a. m.", Text: dated(func(t time.Time) string {
			return strings.NewReplacer("AM", "a. m.", "PM", "p. m.").Replace(t.Format("02/01/2006 03:04:05 PM"))
		})},
		{Kind: "a.m. and p.m.", Name: "上午", Text: dated(func(t time.Time) string {
			return strings.NewReplacer("AM", "上午", "PM", "下午").Replace(t.Format("2006/1/2 PM3:04:05"))
		})},
		{Kind: "names of months", Name: "German", Text: words("Januar Februar März April Mai Juni Juli August September Oktober November Dezember")},
		{Kind: "names of months", Name: "French", Text: words("janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.")},
		{Kind: "names of months", Name: "Polish", Text: words("stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia")},
		{Kind: "names of months", Name: "Turkish", Text: words("Oca Şub Mar Nis May Haz Tem Ağu Eyl Eki Kas Ara")},
		{Kind: "names of months", Name: "Hindi", Text: words("जनवरी फ़रवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर अक्तूबर नवंबर दिसंबर")},
		{Kind: "names of months", Name: "unknown", Text: words("Foo Bar Baz Qux Quux Corge Grault Garply Waldo Fred Plugh Xyzzy"), Said: true},
		{Kind: "months alone", Name: "2023-05", Text: layout("2006-01"), Said: true},
		{Kind: "weeks alone", Name: "2023-W05", Text: dated(func(t time.Time) string { return week(t, false) }), Said: true},
		{Kind: "weeks alone", Name: "with the day", Text: dated(func(t time.Time) string { return week(t, true) })},
		{Kind: "zones", Name: "UTC", Text: layout(time.RFC3339)},
		{Kind: "zones", Name: "summer time", Text: dated(func(t time.Time) string {
			return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), 0, 0, berlin).Format(time.RFC3339)
		}), Said: true},
		{Kind: "zones", Name: "named", Text: dated(func(t time.Time) string { return t.Format("2006-01-02T15:04:05") + "+01:00[Europe/Paris]" })},
		{Kind: "zones", Name: "mixed offsets", Text: dated(func(t time.Time) string {
			if t.Second()%2 == 0 {
				return t.Format("2006-01-02T15:04:05+09:00")
			}
			return t.Format("2006-01-02T15:04:05-08:00")
		}), Said: true},
		{Kind: "other calendars", Name: "Japanese eras", Text: era, Said: true},
		{Kind: "other calendars", Name: "Thai years", Text: dated(func(t time.Time) string { return fmt.Sprintf("%d/%d/%d", t.Day(), t.Month(), t.Year()+543) }), Said: true},
		{Kind: "other calendars", Name: "years of the Republic", Text: dated(func(t time.Time) string { return fmt.Sprintf("%d/%02d/%02d", t.Year()-1911, t.Month(), t.Day()) }), Said: true},
		{Kind: "other calendars", Name: "Persian years", Text: dated(func(t time.Time) string { return fmt.Sprintf("%d/%02d/%02d", t.Year()-621, t.Month(), t.Day()) }), Said: true},
		{Kind: "other digits", Name: "Arabic dates", Text: dated(func(t time.Time) string { return digits(t.Format("2006/01/02"), '٠', '.') }), Said: true},
		{Kind: "other digits", Name: "wide dates", Text: dated(func(t time.Time) string { return digits(t.Format("2006-01-02"), '０', '.') }), Said: true},
	}
}
