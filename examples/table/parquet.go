//go:build !js

package table

import (
	"errors"
	"fmt"
	"io"
	"math"
	"math/big"
	"strconv"
	"strings"
	"time"

	"github.com/parquet-go/parquet-go"
)

// inParquet reads a Parquet file; its values come as text, dates as
// 2024-03-31, numbers with a point.
func (s *source) inParquet(file opener) error {
	s.sheets = func() (r rowReader, err error) {
		defer recovered(&err)
		f, err := file()
		if err != nil {
			return nil, err
		}
		p, err := parquet.OpenFile(f, f.Size(), parquet.SkipPageIndex(true), parquet.SkipBloomFilters(true))
		if err != nil {
			f.Close()
			return nil, fmt.Errorf("the Parquet file cannot be read: %w", err)
		}
		return newParquetReader(f, p)
	}
	return nil
}

// recovered turns a panic of a library on a damaged file into an error.
func recovered(err *error) {
	if p := recover(); p != nil {
		*err = fmt.Errorf("the file is damaged: %v", p)
	}
}

// parquetReader gives the names of the columns first, then the rows.
type parquetReader struct {
	file   placed
	groups []parquet.RowGroup // still to come
	rows   parquet.Rows       // of the group that is read; nil between groups
	header [][]byte
	write  []func(dst []byte, v parquet.Value) []byte
	buf    []parquet.Row
	have   []parquet.Row
	line   int
	text   []byte
	fields [][]byte
}

func newParquetReader(f placed, p *parquet.File) (*parquetReader, error) {
	r := &parquetReader{file: f, buf: make([]parquet.Row, 64)}
	for _, path := range p.Schema().Columns() {
		leaf, ok := p.Schema().Lookup(path...)
		if !ok {
			continue
		}
		r.header = append(r.header, []byte(strings.Join(path, ".")))
		r.write = append(r.write, writerOf(leaf.Node))
	}
	if len(r.header) < 2 || len(r.header) > mostFields {
		f.Close()
		return nil, fmt.Errorf("the Parquet file has %d columns", len(r.header))
	}
	r.groups = p.RowGroups()
	return r, nil
}

func (r *parquetReader) close() (err error) {
	if r.rows != nil {
		err = r.rows.Close()
	}
	return errors.Join(err, r.file.Close())
}

func (r *parquetReader) next() (out row, err error) {
	defer recovered(&err)
	r.line++
	if r.line == 1 {
		return row{line: 1, fields: r.header}, nil
	}
	for len(r.have) == 0 {
		if r.rows == nil {
			if len(r.groups) == 0 {
				return row{}, io.EOF
			}
			r.rows, r.groups = r.groups[0].Rows(), r.groups[1:]
		}
		n, err := r.rows.ReadRows(r.buf)
		if err != nil && err != io.EOF {
			return row{}, fmt.Errorf("the Parquet file is damaged: %w", err)
		}
		r.have = r.buf[:n]
		if err == io.EOF || n == 0 {
			for i := range r.have { // the group owns the memory of its rows
				r.have[i] = r.have[i].Clone()
			}
			if err := r.rows.Close(); err != nil {
				return row{}, err
			}
			r.rows = nil
		}
	}
	values := r.have[0]
	r.have = r.have[1:]
	r.text = r.text[:0]
	ends := make([]int, len(r.header))
	at := 0
	for _, v := range values {
		c := v.Column()
		if c < 0 || c >= len(ends) || c < at-1 || c == at-1 { // a list: only its first value
			continue
		}
		for at < c {
			ends[at] = len(r.text)
			at++
		}
		if !v.IsNull() {
			r.text = r.write[c](r.text, v)
		}
		ends[at] = len(r.text)
		at++
	}
	for ; at < len(ends); at++ {
		ends[at] = len(r.text)
	}
	r.fields = r.fields[:0]
	from := 0
	for _, end := range ends {
		r.fields = append(r.fields, trim(r.text[from:end]))
		from = end
	}
	return row{line: r.line, fields: r.fields}, nil
}

// writerOf returns what writes the values of a column as text.
func writerOf(n parquet.Node) func([]byte, parquet.Value) []byte {
	t := n.Type()
	if l := t.LogicalType(); l != nil {
		switch {
		case l.Date != nil:
			return func(dst []byte, v parquet.Value) []byte {
				return time.Unix(int64(v.Int32())*86400, 0).UTC().AppendFormat(dst, time.DateOnly)
			}
		case l.Timestamp != nil:
			per := int64(time.Nanosecond)
			if l.Timestamp.Unit.Millis != nil {
				per = int64(time.Millisecond)
			} else if l.Timestamp.Unit.Micros != nil {
				per = int64(time.Microsecond)
			}
			layout := time.DateTime
			if l.Timestamp.IsAdjustedToUTC {
				layout = "2006-01-02 15:04:05Z"
			}
			return func(dst []byte, v parquet.Value) []byte {
				perSecond := int64(time.Second) / per
				seconds := v.Int64() / perSecond
				if v.Int64()%perSecond < 0 {
					seconds--
				}
				return time.Unix(seconds, 0).UTC().AppendFormat(dst, layout)
			}
		case l.Decimal != nil:
			scale := int(l.Decimal.Scale)
			return func(dst []byte, v parquet.Value) []byte { return appendDecimal(dst, v, scale) }
		}
	}
	return func(dst []byte, v parquet.Value) []byte {
		switch v.Kind() {
		case parquet.Int32:
			return strconv.AppendInt(dst, int64(v.Int32()), 10)
		case parquet.Int64:
			return strconv.AppendInt(dst, v.Int64(), 10)
		case parquet.Int96:
			b := v.Int96() // nanoseconds of the day, Julian day
			seconds := (int64(b[2])-2440588)*86400 + int64(uint64(b[1])<<32|uint64(b[0]))/1e9
			return time.Unix(seconds, 0).UTC().AppendFormat(dst, time.DateTime)
		case parquet.Float:
			return appendFloat(dst, float64(v.Float()), 32)
		case parquet.Double:
			return appendFloat(dst, v.Double(), 64)
		case parquet.Boolean:
			return strconv.AppendBool(dst, v.Boolean())
		}
		b := v.ByteArray()
		return append(dst, b[:min(len(b), longestRow)]...)
	}
}

func appendFloat(dst []byte, v float64, bits int) []byte {
	if math.IsNaN(v) {
		return dst
	}
	if math.Abs(v) < 1e15 && math.Abs(v) >= 1e-6 || v == 0 {
		return strconv.AppendFloat(dst, v, 'f', -1, bits)
	}
	return strconv.AppendFloat(dst, v, 'g', -1, bits)
}

func appendDecimal(dst []byte, v parquet.Value, scale int) []byte {
	n := new(big.Int)
	switch v.Kind() {
	case parquet.Int32:
		n.SetInt64(int64(v.Int32()))
	case parquet.Int64:
		n.SetInt64(v.Int64())
	default:
		b := v.ByteArray()
		if len(b) > 32 {
			return dst
		}
		n.SetBytes(b)
		if len(b) > 0 && b[0]&0x80 != 0 {
			n.Sub(n, new(big.Int).Lsh(big.NewInt(1), uint(8*len(b))))
		}
	}
	text := n.String()
	if n.Sign() < 0 {
		dst, text = append(dst, '-'), text[1:]
	}
	if scale <= 0 || scale > 60 {
		return append(dst, text...)
	}
	for len(text) <= scale {
		text = "0" + text
	}
	dst = append(dst, text[:len(text)-scale]...)
	dst = append(dst, '.')
	return append(dst, text[len(text)-scale:]...)
}
