package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"time"

	"github.com/parquet-go/parquet-go"

	"github.com/clientele-go/clientele"
)

// recordRow is a record in a Parquet file: times in days, money in minor units.
type recordRow struct {
	Customer   string    `parquet:"customer"`
	First      time.Time `parquet:"first,timestamp(millisecond)"`
	Repeats    int64     `parquet:"repeats"`
	Last       float64   `parquet:"last"`
	Age        float64   `parquet:"age"`
	Mean       float64   `parquet:"mean"`     // of the repeat purchases
	MeanAll    float64   `parquet:"mean_all"` // of all of them
	LogGaps    float64   `parquet:"log_gaps"`
	Recent     int64     `parquet:"recent"`
	RecentMean float64   `parquet:"recent_mean"`
}

// about is what a file of records says of itself, in its metadata.
type about struct {
	Version int            `json:"version"`
	Unit    clientele.Unit `json:"unit"`
	Zone    string         `json:"zone"`
	AsOf    time.Time      `json:"as_of"`
	Since   time.Time      `json:"since"`
	Minor   int            `json:"minor"` // decimals of the money
}

const (
	aboutKey     = "clientele.records"
	aboutVersion = 1
)

// writeParquet writes rows to a new file, which is there whole or not at all.
func writeParquet[R any](path string, rows iter.Seq2[R, error], options ...parquet.WriterOption) (n int, err error) {
	part := path + ".part"
	f, err := os.OpenFile(part, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return 0, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(part))
		}
	}()
	n, err = writeRows(f, rows, options...)
	if err = errors.Join(err, f.Close()); err != nil {
		return 0, err
	}
	return n, os.Rename(part, path)
}

// groupRows is how many rows stay in memory until they are written out.
const groupRows = 1 << 16

func writeRows[R any](to io.Writer, rows iter.Seq2[R, error], options ...parquet.WriterOption) (n int, err error) {
	w := parquet.NewGenericWriter[R](to, append(options, parquet.Compression(&parquet.Snappy), parquet.MaxRowsPerRowGroup(groupRows))...)
	some := make([]R, 0, 1024)
	flush := func() error {
		_, err := w.Write(some)
		some = some[:0]
		return err
	}
	for row, err := range rows {
		if err != nil {
			return n, err
		}
		n++
		if some = append(some, row); len(some) == cap(some) {
			if err := flush(); err != nil {
				return n, err
			}
		}
	}
	if err := flush(); err != nil {
		return n, err
	}
	return n, w.Close()
}

// writeRecords writes the records with what they are about.
func (r *reading) writeRecords(ctx context.Context, path string) (n int, err error) {
	says, err := json.Marshal(about{aboutVersion, clientele.Day, r.asOf.Location().String(), r.asOf, r.since, r.minor})
	if err != nil {
		return 0, err
	}
	return writeParquet(path, func(yield func(recordRow, error) bool) {
		for record, err := range r.all(ctx) {
			row := recordRow{record.Customer, record.First.UTC(), int64(record.History.Repeats), record.History.Last, record.History.Age,
				record.Spend.Mean, record.SpendAll.Mean, record.LogGaps, int64(record.Recent.Count), record.Recent.Mean}
			if !yield(row, err) {
				return
			}
		}
	}, parquet.KeyValueMetadata(aboutKey, string(says)))
}

// readRecords reads what writeRecords wrote, a few rows at a time. Every record is
// checked as the database's are.
func readRecords(path string) (r *reading, err error) {
	defer damaged(path, &err)
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	file, err := openParquet(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	says, ok := file.Lookup(aboutKey)
	var a about
	if !ok {
		return nil, refused(path, "a file without "+aboutKey, "one that this program wrote")
	}
	if err := json.Unmarshal([]byte(says), &a); err != nil || a.Version != aboutVersion || a.Unit != clientele.Day || a.Minor < 0 || a.Minor > 6 {
		return nil, refused(path, fmt.Sprintf("%.200q", says), fmt.Sprintf("records in days of version %d", aboutVersion))
	}
	zone, err := time.LoadLocation(a.Zone)
	if err != nil {
		return nil, refused(path, a.Zone, "the name of a zone")
	}
	return &reading{a.AsOf.In(zone), a.Since.In(zone), a.Minor, func(context.Context) iter.Seq2[clientele.Record[string], error] {
		return func(yield func(clientele.Record[string], error) bool) {
			if err := eachRecord(path, zone, yield); err != nil {
				yield(clientele.Record[string]{}, fmt.Errorf("%s: %w", path, err))
			}
		}
	}}, nil
}

func openParquet(f *os.File) (*parquet.File, error) {
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	return parquet.OpenFile(f, info.Size(), parquet.SkipPageIndex(true), parquet.SkipBloomFilters(true))
}

// eachRecord gives the records of a file to a function until it has enough.
func eachRecord(path string, zone *time.Location, yield func(clientele.Record[string], error) bool) (err error) {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	file, err := openParquet(f)
	if err != nil {
		return err
	}
	rows := parquet.NewGenericReader[recordRow](file)
	defer rows.Close()
	buf := make([]recordRow, 1024)
	for {
		n, err := readSome(rows, buf)
		for _, row := range buf[:n] {
			record, bad := row.record(zone)
			if bad != nil {
				return bad
			}
			if !yield(record, nil) {
				return nil
			}
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

func readSome(rows *parquet.GenericReader[recordRow], buf []recordRow) (n int, err error) {
	defer damaged("rows", &err)
	return rows.Read(buf)
}

// damaged turns a panic of the Parquet library on a damaged file into an error.
func damaged(what string, err *error) {
	if p := recover(); p != nil {
		*err = fmt.Errorf("%s: the file is damaged: %v", what, p)
	}
}

func (row *recordRow) record(zone *time.Location) (r clientele.Record[string], err error) {
	n := int(row.Repeats)
	r = clientele.Record[string]{
		Customer: row.Customer, First: row.First.In(zone),
		History: clientele.History{Repeats: n, Last: row.Last, Age: row.Age},
		Spend:   clientele.Spend{Count: n, Mean: row.Mean}, SpendAll: clientele.Spend{Count: n + 1, Mean: row.MeanAll},
		LogGaps: row.LogGaps, Recent: clientele.Spend{Count: int(row.Recent), Mean: row.RecentMean},
	}
	if err := errors.Join(r.History.Check(), r.Spend.Check(), r.SpendAll.Check(), r.Recent.Check()); err != nil {
		return r, fmt.Errorf("customer %.100q: %w", row.Customer, err)
	}
	return r, nil
}
