package main

import (
	"fmt"
	"strings"
	"time"
)

// dialect is where two databases differ.
type dialect interface {
	in(table name) name
	collation() string                             // the order of bytes
	time(column string) string                     // the time of a row
	TimeFits() string                              // whether it lies in the years 1800 to 2299, as a ledger asks
	Span() string                                  // the first and the last time, as two columns of whole numbers
	day(zone *time.Location, span [2]int64) string // the calendar day of a time, since 1970-01-01
	exact(column, one string) string               // an amount in minor units, of which one make a unit
	whole() string                                 // whether exact is a whole number
}

// postgres keeps times as types, and knows zones.
type postgres struct{ timed bool } // the column is of instants, not of days as written

func (postgres) in(table name) name        { return table }
func (postgres) collation() string         { return `"C"` }
func (postgres) time(column string) string { return column }
func (postgres) TimeFits() string          { return "at >= '1800-01-01' AND at < '2300-01-01'" }
func (p postgres) Span() string {
	return "coalesce(min(" + p.day(time.UTC, [2]int64{}) + "), 0), coalesce(max(" + p.day(time.UTC, [2]int64{}) + "), 0)"
}

func (p postgres) day(zone *time.Location, _ [2]int64) string {
	at := "at"
	if p.timed {
		at = fmt.Sprintf("(at AT TIME ZONE %s)", literal(zone.String()))
	}
	return fmt.Sprintf("CASE WHEN isfinite(at) THEN CAST(%s AS date) - DATE '1970-01-01' END", at)
}

func (postgres) exact(column, one string) string {
	return fmt.Sprintf("CAST(%s AS numeric) * %s", column, one)
}
func (postgres) whole() string { return "exact = round(exact)" }

// sqlite keeps times as text of ISO 8601 or as seconds since 1970, and knows no zones:
// the offsets of a zone are written into the SQL, as Go knows them.
type sqlite struct{ timed bool } // a zone is asked for, so a day without a time does not do

// in names the database, because SQLite takes a bare name for that of a part of the query.
func (sqlite) in(table name) name {
	if len(table) == 1 {
		return append(name{"main"}, table...)
	}
	return table
}

func (sqlite) collation() string { return "BINARY" }

// time reads dates that look like dates only: unixepoch takes now and numbers, too.
func (s sqlite) time(column string) string {
	date := strings.ReplaceAll("####-##-##", "#", "[0-9]")
	if s.timed {
		date += "[T ]"
	}
	return fmt.Sprintf("CASE typeof(%[1]s) WHEN 'integer' THEN %[1]s WHEN 'text' THEN CASE WHEN %[1]s GLOB '%[2]s*' THEN unixepoch(%[1]s) END END", column, date)
}
func (sqlite) TimeFits() string { return fmt.Sprintf("at BETWEEN %d AND %d", year(1800), year(2300)-1) }
func (sqlite) Span() string     { return "coalesce(min(at), 0), coalesce(max(at), 0)" }

func year(y int) int64 { return time.Date(y, 1, 1, 0, 0, 0, 0, time.UTC).Unix() }

// day divides whole numbers, which rounds to zero: a hundred thousand days more make
// all times of a ledger positive.
func (sqlite) day(zone *time.Location, span [2]int64) string {
	const more = 100_000
	at := "at"
	if zone != time.UTC {
		at += " + " + offsets(zone, span)
	}
	return fmt.Sprintf("(%s + %d) / 86400 - %d", at, more*86400, more)
}

func (sqlite) exact(column, one string) string {
	return fmt.Sprintf("CASE WHEN typeof(%[1]s) IN ('integer', 'real') THEN %[1]s * %[2]s END", column, one)
}

// whole allows for the two roundings of a decimal that is a float: 19.99 * 100 is
// 1998.9999999999998.
func (sqlite) whole() string { return "abs(exact - round(exact)) <= 1e-6 + 4.5e-16 * abs(exact)" }

// offsets is the offset of a zone at the time at, in seconds, between two times: one
// comparison more for every doubling of the changes of the clocks.
func offsets(zone *time.Location, span [2]int64) string {
	type change struct{ at, offset int64 }
	var changes []change
	for t := time.Unix(span[0], 0).In(zone); ; {
		_, offset := t.Zone()
		changes = append(changes, change{t.Unix(), int64(offset)})
		_, end := t.ZoneBounds()
		if end.IsZero() || end.Unix() > span[1] {
			break
		}
		t = end
	}
	var choose func(c []change) string
	choose = func(c []change) string {
		if len(c) == 1 {
			return fmt.Sprint(c[0].offset)
		}
		half := len(c) / 2
		return fmt.Sprintf("CASE WHEN at < %d THEN %s ELSE %s END", c[half].at, choose(c[:half]), choose(c[half:]))
	}
	return choose(changes)
}
