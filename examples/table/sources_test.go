package table

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"testing"
	"time"

	"github.com/parquet-go/parquet-go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"
)

func gzipped(t *testing.T, data []byte) []byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, err := z.Write(data)
	require.NoError(t, err)
	require.NoError(t, z.Close())
	return b.Bytes()
}

func zipped(t *testing.T, files map[string][]byte) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, data := range files {
		w, err := z.Create(name)
		require.NoError(t, err)
		_, err = w.Write(data)
		require.NoError(t, err)
	}
	require.NoError(t, z.Close())
	return b.Bytes()
}

// workbook is the base as Excel stores it, over two sheets and a third of
// something else.
func workbook(t *testing.T) []byte {
	f := excelize.NewFile()
	require.NoError(t, f.SetSheetName("Sheet1", "About"))
	require.NoError(t, f.SetCellValue("About", "A1", "Sales of 2023"))
	style, err := f.NewStyle(&excelize.Style{NumFmt: 22})
	require.NoError(t, err)
	all := base()
	for k, name := range []string{"First", "Second"} {
		_, err := f.NewSheet(name)
		require.NoError(t, err)
		require.NoError(t, f.SetSheetRow(name, "A1", &[]any{"Invoice", "Customer ID", "InvoiceDate", "Total"}))
		for i, p := range all[k*len(all)/2 : (k+1)*len(all)/2] {
			require.NoError(t, f.SetSheetRow(name, fmt.Sprintf("A%d", i+2), &[]any{"I" + itoa(i), p.customer, p.time, float64(p.cents) / 100}))
			require.NoError(t, f.SetCellStyle(name, fmt.Sprintf("C%d", i+2), fmt.Sprintf("C%d", i+2), style))
		}
	}
	var b bytes.Buffer
	require.NoError(t, f.Write(&b))
	return b.Bytes()
}

type parquetSale struct {
	Customer int64     `parquet:"customer_id"`
	Time     time.Time `parquet:"order_date,timestamp(microsecond)"`
	Amount   float64   `parquet:"amount"`
	Note     *string   `parquet:"note,optional"`
}

func parquetFile(t *testing.T) []byte {
	var rows []parquetSale
	for _, p := range base() {
		rows = append(rows, parquetSale{Customer: int64(p.customer), Time: p.time, Amount: float64(p.cents) / 100})
	}
	var b bytes.Buffer
	w := parquet.NewGenericWriter[parquetSale](&b, parquet.Compression(&parquet.Snappy))
	_, err := w.Write(rows)
	require.NoError(t, err)
	require.NoError(t, w.Close())
	return b.Bytes()
}

// Every kind of file gives the same sales.
func TestSources(t *testing.T) {
	plain := []byte(dated(time.DateOnly))
	for name, data := range map[string][]byte{
		"log.csv.gz":      gzipped(t, plain),
		"log.zip":         zipped(t, map[string][]byte{"orders.csv": plain, "__MACOSX/._orders.csv": []byte("x")}),
		"log.xlsx":        workbook(t),
		"log.xlsx.gz":     gzipped(t, workbook(t)),
		"xlsx.zip":        zipped(t, map[string][]byte{"orders.xlsx": workbook(t)}),
		"log.parquet":     parquetFile(t),
		"log.parquet.zip": zipped(t, map[string][]byte{"a.parquet": parquetFile(t)}),
		"zip.gz":          gzipped(t, zipped(t, map[string][]byte{"orders.csv": plain})),
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), name)
			require.NoError(t, os.WriteFile(path, data, 0o644))
			r := readFile(path, Options{})
			require.NoError(t, r.err)
			assert.True(t, r.right(), "%s %v\n%.10q", r.read.String(), r.read.Notes, r.sales)

			held, err := NewLog(name, bytes.NewReader(data), int64(len(data)), Options{})
			require.NoError(t, err)
			var sales []string
			require.NoError(t, held.Each(func(s Sale) error {
				s.Seat = nil // a place in memory
				sales = append(sales, fmt.Sprint(s))
				return nil
			}))
			assert.Empty(t, held.src.remove, "nothing is written to the disk")
			require.NoError(t, held.Close())
			file, err := OpenLog(path, Options{})
			require.NoError(t, err)
			defer file.Close()
			var same []string
			require.NoError(t, file.Each(func(s Sale) error {
				s.Seat = nil
				same = append(same, fmt.Sprint(s))
				return nil
			}))
			assert.Equal(t, same, sales)
		})
	}
}

// What is no table is refused at once and by name.
func TestNoTables(t *testing.T) {
	dir := t.TempDir()
	for name, c := range map[string]struct{ data, want string }{
		"png":          {"\x89PNG\r\n\x1a\n....", "picture"},
		"pdf":          {"%PDF-1.7\n", "PDF"},
		"xls":          {"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "before 2007"},
		"json":         {`[{"customer":1}]`, "JSON"},
		"html":         {"<html><table></table></html>", "HTML"},
		"sqlite":       {"SQLite format 3\x00", "SQLite"},
		"zeros":        {strings.Repeat("\x00", 1000), "binary"},
		"binary":       {"PK\x00\x01\xff\xfe\x07\x08", "binary"},
		"empty":        {"", "empty"},
		"blank":        {"\n\n  \n", "empty"},
		"one column":   {"customer\n1\n2\n", "separator"},
		"two files":    {string(zipped(t, map[string][]byte{"a.csv": []byte("a"), "b.csv": []byte("b")})), "2 files"},
		"damaged zip":  {"PK\x03\x04nonsense", "zip"},
		"parquet":      {"PAR1nonsensePAR1", "Parquet"},
		"long line":    {"customer,date,amount\n" + strings.Repeat("x", 3<<20), "longer"},
		"many fields":  {"customer,date,amount\n" + strings.Repeat(",", 10000), "fields"},
		"header alone": {"customer,date,amount\n", "no row"},
	} {
		path := filepath.Join(dir, name)
		require.NoError(t, os.WriteFile(path, []byte(c.data), 0o644))
		r := readFile(path, Options{})
		if assert.Error(t, r.err, name) {
			assert.Contains(t, r.err.Error(), c.want, name)
		}
	}
	assert.ErrorContains(t, readFile(dir, Options{}).err, "folder")
	assert.ErrorContains(t, readFile("/dev/zero", Options{}).err, "device")
}

// The layouts of public files give what their plain form gives.
func TestPublicLayouts(t *testing.T) {
	root := os.Getenv("CLIENTELE_SHARED")
	if root == "" {
		root = "../../../shared"
	}
	f, err := os.Open(filepath.Join(root, "data", "cdnow_sample_transactions.csv"))
	if err != nil {
		t.Skip("no shared reference material")
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	require.NoError(t, err)
	rows = rows[1:]
	var want []string
	for _, r := range rows {
		when, err := time.Parse(time.DateOnly, r[1])
		require.NoError(t, err)
		v, ok := numbers{}.parse([]byte(r[3]))
		require.True(t, ok)
		want = append(want, key(r[0], when, v))
	}
	sort.Strings(want)
	layout := func(header string, row func(i int, r []string, when time.Time) string) string {
		var b strings.Builder
		b.WriteString(header)
		for i, r := range rows {
			when, _ := time.Parse(time.DateOnly, r[1])
			b.WriteString(row(i, r, when) + "\r\n")
		}
		return b.String()
	}
	for name, text := range map[string]string{
		"CDNOW master": layout("", func(i int, r []string, when time.Time) string {
			return fmt.Sprintf(" %05s %s %2s %7s", pad(r[0]), when.Format("20060102"), r[2], r[3])
		}),
		"Online Retail": layout("InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\r\n", func(i int, r []string, when time.Time) string {
			return fmt.Sprintf("%d,85123A,\"HOLDER, WHITE\",1,%s 8:26,%s,%s.0,United Kingdom", 536365+i, when.Format("1/2/2006"), r[3], r[0])
		}),
		"Online Retail II": layout("Invoice,StockCode,Description,Quantity,InvoiceDate,Price,Customer ID,Country\r\n", func(i int, r []string, when time.Time) string {
			return fmt.Sprintf("%d,85123A,HOLDER,1,%s 08:26:00,%s,%s.0,France", 536365+i, when.Format(time.DateOnly), r[3], r[0])
		}),
		"Olist": layout("order_id,customer_id,customer_unique_id,order_status,order_purchase_timestamp,order_approved_at,order_delivered_customer_date,order_estimated_delivery_date,payment_value\r\n", func(i int, r []string, when time.Time) string {
			return fmt.Sprintf("o%d,c%d,%s,delivered,%s 10:56:33,%s 11:07:15,%s 21:25:13,%s 00:00:00,%s", i, i, r[0], when.Format(time.DateOnly), when.AddDate(0, 0, 1).Format(time.DateOnly), when.AddDate(0, 0, 8).Format(time.DateOnly), when.AddDate(0, 0, 16).Format(time.DateOnly), r[3])
		}),
		"Kaggle retail transactions": layout("customer_id,trans_date,tran_amount\r\n", func(i int, r []string, when time.Time) string {
			return fmt.Sprintf("%s,%s,%s", r[0], when.Format("02-Jan-06"), r[3])
		}),
		"Kaggle retail sales": layout("Transaction ID,Date,Customer ID,Gender,Age,Product Category,Quantity,Price per Unit,Total Amount\r\n", func(i int, r []string, when time.Time) string {
			q := max(1, int(r[2][0]-'0'))
			v, _ := numbers{}.parse([]byte(r[3]))
			return fmt.Sprintf("%d,%s,%s,Male,34,Beauty,%d,%.6f,%s", i, when.Format(time.DateOnly), r[0], q, v/float64(q), r[3])
		}),
		"Chinese lesson": layout("订单号,用户ID,付款时间,实付金额,订单状态\r\n", func(i int, r []string, when time.Time) string {
			return fmt.Sprintf("%d,%s,%s 10:00:00,￥%s,交易成功", i, r[0], when.Format("2006/1/2"), r[3])
		}),
		"Shopify": layout("Name,Email,Financial Status,Paid at,Fulfillment Status,Currency,Subtotal,Shipping,Taxes,Total,Created at\r\n", func(i int, r []string, when time.Time) string {
			return fmt.Sprintf("#%d,%s,paid,%s 10:56:33 -0500,fulfilled,USD,1.00,0.00,0.00,%s,%s 10:56:33 -0500", 1000+i, r[0], when.Format(time.DateOnly), r[3], when.Format(time.DateOnly))
		}),
		"SAP": layout("Kunde;Belegdatum;Nettobetrag;Währung\r\n", func(i int, r []string, when time.Time) string {
			return fmt.Sprintf("%s;%s;%s;EUR", r[0], when.Format("02.01.2006"), strings.Replace(r[3], ".", ",", 1))
		}),
	} {
		t.Run(name, func(t *testing.T) {
			r := readText(t, text, Options{Repeated: RepeatedKeep})
			require.NoError(t, r.err)
			for i := range r.sales {
				r.sales[i] = strings.TrimLeft(r.sales[i], "0")
			}
			sort.Strings(r.sales)
			if !assert.Equal(t, len(want), len(r.sales)) || !assert.Equal(t, want[:50], r.sales[:50]) || !assert.Equal(t, want, r.sales) {
				t.Log(r.read.String(), r.read.Notes, r.read.Texts())
			}
		})
	}
}

func pad(s string) string { return strings.Repeat("0", max(0, 5-len(s))) + s }
