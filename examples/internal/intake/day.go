package intake

import (
	"fmt"
	"strings"
	"time"
)

// ParseDay reads the date of a flag.
func ParseDay(s string) (time.Time, error) {
	for _, layout := range []string{time.DateOnly, "2006/01/02", "2006.01.02", "20060102", "2006年1月2日", "2006-1-2"} {
		if t, err := time.Parse(layout, strings.TrimSpace(s)); err == nil {
			return t, nil
		}
	}
	return time.Time{}, fmt.Errorf("%q is not a date: write it as 2024-03-31", s)
}

// Day prints a date.
func Day(t time.Time) string { return t.Format(time.DateOnly) }
