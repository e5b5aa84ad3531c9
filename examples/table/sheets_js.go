package table

import "fmt"

// In a browser neither library is at hand: with them a page is three times as large.

type sheetReader struct {
	rowReader
	names []string
}

func (*sheetReader) from1904() bool { return false }

func (s *source) inWorkbook(opener) error {
	return fmt.Errorf("this is an Excel workbook, which is not read here: save it as CSV")
}

func (s *source) inParquet(opener) error {
	return fmt.Errorf("this is a Parquet file, which is not read here: save it as CSV")
}

func (s *source) sheetLayout([]Role, map[Role]string) (*layout, []string, error) {
	return nil, nil, s.inWorkbook(nil)
}
