package table

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
)

// source is a file that can be read from its beginning as often as needed.
type source struct {
	path   string
	format string                        // for people: "CSV", "Excel", "CSV in gzip"
	open   func() (io.ReadCloser, error) // of text
	sheets func() (rowReader, error)     // of a workbook or Parquet; nil for text
	notes  []string                      // what was chosen within the file
	given  bool                          // by the caller, not by its path: nothing is written to the disk
	remove string                        // temporary file
}

// opener opens a file that can be read at any place.
type opener func() (placed, error)

// placed is a file that is open.
type placed interface {
	io.Reader
	io.ReaderAt
	io.Closer
	Size() int64
}

// onDisk is a file of the system.
type onDisk struct {
	*os.File
	size int64
}

func (f onDisk) Size() int64 { return f.size }

func openDisk(path string) opener {
	return func() (placed, error) {
		f, err := os.Open(path)
		if err != nil {
			return nil, err
		}
		info, err := f.Stat()
		if err != nil {
			f.Close()
			return nil, err
		}
		return onDisk{f, info.Size()}, nil
	}
}

// held is a file that the caller holds.
type held struct{ *io.SectionReader }

func (held) Close() error { return nil }

func openHeld(r io.ReaderAt, size int64) opener {
	return func() (placed, error) { return held{io.NewSectionReader(r, 0, size)}, nil }
}

// stream is the file from its beginning on.
func (o opener) stream() (io.ReadCloser, error) { return o() }

// row is one row as it stands in the file; it is valid until the next is read.
type row struct {
	line   int
	fields [][]byte
	raw    []byte // of text; nil elsewhere
	fault  string // why the fields cannot be used
	hash   uint64 // of the customer's id, where rows come in batches
	unix   int64  // of the date, where it was seen to be 2024-03-31 or 2024/03/31
	dated  byte   // '-' or '/' then, else 0
}

// rowReader gives row after row, io.EOF after the last.
type rowReader interface {
	next() (row, error)
	close() error
}

func (s *source) close() error {
	if s.remove == "" {
		return nil
	}
	return os.Remove(s.remove)
}

// headLength is how much of a file is looked at to tell what it is.
const headLength = 64 << 10

// What is unpacked to a temporary file, and to memory, is bounded.
const (
	largestUnpacked = 16 << 30
	largestHeld     = 1 << 30
)

// openSource tells what kind of file this is. What is not a file that ends, or
// no table at all, is refused before anything is read.
func openSource(path string) (*source, error) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, err
	case info.IsDir():
		return nil, fmt.Errorf("%s is a folder: name the file in it", path)
	case !info.Mode().IsRegular():
		return nil, fmt.Errorf("%s is a device or a pipe, which cannot be read twice: write it into a file first", path)
	}
	return newSource(&source{path: path}, openDisk(path))
}

// newSource is openSource of what can be read already.
func newSource(s *source, file opener) (*source, error) {
	s.open = file.stream
	if err := s.recognise(file, 0); err != nil {
		_ = s.close()
		return nil, fmt.Errorf("%s: %w", s.path, err)
	}
	return s, nil
}

func readHead(open func() (io.ReadCloser, error)) ([]byte, error) {
	r, err := open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	head := make([]byte, headLength)
	n, err := io.ReadFull(r, head)
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		err = nil
	}
	return head[:n], err
}

// recognise looks at the first bytes; file is nil if they come out of a compressed
// one.
func (s *source) recognise(file opener, depth int) error {
	head, err := readHead(s.open)
	if err != nil {
		return err
	}
	if len(head) == 0 {
		return fmt.Errorf("the file is empty: it needs a header line with the names of the columns")
	}
	has := func(magic string) bool { return bytes.HasPrefix(head, []byte(magic)) }
	switch {
	case has("\x1f\x8b"), has("PK\x03\x04"), has("PK\x05\x06"), has("PAR1"):
		if depth > 1 {
			return fmt.Errorf("compressed within compressed: unpack it first")
		}
		if has("\x1f\x8b") {
			return s.inGzip(depth)
		}
		if file == nil {
			if file, err = s.spool(); err != nil {
				return err
			}
		}
		if has("PAR1") {
			s.format += "Parquet"
			return s.inParquet(file)
		}
		return s.inZip(file, depth)
	}
	for magic, what := range map[string]string{
		"\xd0\xcf\x11\xe0": "a workbook of Excel before 2007 (.xls)", "%PDF": "a PDF", "\x89PNG": "a picture", "\xff\xd8\xff": "a picture", "GIF8": "a picture",
		"\x7fELF": "a program", "MZ\x90": "a program", "SQLite format 3": "an SQLite database", "(\xb5/\xfd": "compressed by zstd", "BZh": "compressed by bzip2",
		"\xfd7zXZ": "compressed by xz", "7z\xbc\xaf": "a 7z archive", "Rar!": "a RAR archive", "ARROW1": "an Arrow file", "\x89HDF": "an HDF5 file", "Obj\x01": "an Avro file",
		"ORC": "an ORC file", "RDX3": "an R data file", "\x80\x04\x95": "a pickle", "{\\rtf": "rich text",
	} {
		if has(magic) && (magic != "ORC" || bytes.IndexByte(head, 0) >= 0) {
			return fmt.Errorf("this is %s, no table: save it as CSV, .xlsx or Parquet", what)
		}
	}
	text := bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), " \t\r\n")
	switch {
	case bytes.HasPrefix(text, []byte("<")):
		return fmt.Errorf("this is HTML or XML, no table: save it as CSV, .xlsx or Parquet")
	case bytes.HasPrefix(text, []byte("{\"")), bytes.HasPrefix(text, []byte("[{")):
		return fmt.Errorf("this is JSON, no table: save it as CSV, .xlsx or Parquet")
	case unreadable(head):
		return fmt.Errorf("the file is binary, no text: save it as CSV in UTF-8, .xlsx or Parquet")
	}
	s.format = "text" + s.format
	return nil
}

// unreadable reports whether bytes have more control characters than any text.
func unreadable(head []byte) bool {
	if wide(head) {
		return false
	}
	zeros, controls := 0, 0
	for _, c := range head {
		switch {
		case c == 0:
			zeros++
		case c < ' ' && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != 0x1a && c != 0x1f && c != 0x1e && c != 0x01:
			controls++
		}
	}
	return zeros*20 > len(head) || controls*100 > len(head)
}

// wide reports whether bytes are UTF-16.
func wide(head []byte) bool {
	return bytes.HasPrefix(head, []byte{0xff, 0xfe}) || bytes.HasPrefix(head, []byte{0xfe, 0xff}) || zerosAt(head, 0) || zerosAt(head, 1)
}

// inGzip goes on within gzip.
func (s *source) inGzip(depth int) error {
	outer := s.open
	s.open = func() (io.ReadCloser, error) {
		f, err := outer()
		if err != nil {
			return nil, err
		}
		z, err := gzip.NewReader(f)
		if err != nil {
			f.Close()
			return nil, err
		}
		return &within{z, f}, nil
	}
	s.format += " in gzip"
	return s.recognise(nil, depth+1)
}

// within is a reader that closes the one below it too.
type within struct {
	io.ReadCloser
	outer io.Closer
}

func (w *within) Close() error { return errors.Join(w.ReadCloser.Close(), w.outer.Close()) }

// inZip goes on within the one file of an archive, or reads a workbook.
func (s *source) inZip(file opener, depth int) error {
	f, err := file()
	if err != nil {
		return err
	}
	defer f.Close()
	z, err := zip.NewReader(f, f.Size())
	if err != nil {
		return fmt.Errorf("the zip archive is damaged: %w", err)
	}
	var names []string
	for _, f := range z.File {
		if f.Name == "xl/workbook.xml" {
			s.format += "Excel"
			return s.inWorkbook(file)
		}
		if !strings.HasSuffix(f.Name, "/") && !strings.HasPrefix(f.Name, "__MACOSX/") && !strings.HasPrefix(f.Name, ".") {
			names = append(names, f.Name)
		}
	}
	if len(names) != 1 {
		return fmt.Errorf("the archive holds %d files (%s): unpack it and name the one to read", len(names), list(names, 5))
	}
	s.open = func() (io.ReadCloser, error) {
		outer, err := file()
		if err != nil {
			return nil, err
		}
		z, err := zip.NewReader(outer, outer.Size())
		if err != nil {
			outer.Close()
			return nil, err
		}
		f, err := z.Open(names[0])
		if err != nil {
			outer.Close()
			return nil, err
		}
		return &within{f, outer}, nil
	}
	s.format += " in zip"
	s.notes = append(s.notes, fmt.Sprintf("%q was read out of the archive", names[0]))
	return s.recognise(nil, depth+1)
}

// spool unpacks to a temporary file, or to memory where the caller gave the file:
// workbooks and Parquet are read at several places at once.
func (s *source) spool() (opener, error) {
	r, err := s.open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	if s.given {
		data, err := io.ReadAll(io.LimitReader(r, largestHeld))
		if err == nil && len(data) == largestHeld {
			err = fmt.Errorf("it unpacks to more than %d GiB", largestHeld>>30)
		}
		return openHeld(bytes.NewReader(data), int64(len(data))), err
	}
	f, err := os.CreateTemp("", "table-*")
	if err != nil {
		return nil, err
	}
	s.remove = f.Name()
	n, err := io.Copy(f, io.LimitReader(r, largestUnpacked))
	if err == nil && n == largestUnpacked {
		err = fmt.Errorf("it unpacks to more than %d GiB", largestUnpacked>>30)
	}
	return openDisk(s.remove), errors.Join(err, f.Close())
}

// list writes the first n names.
func list(names []string, n int) string {
	quoted := make([]string, 0, n)
	for i, s := range names {
		if i == n {
			quoted = append(quoted, fmt.Sprintf("… %d more", len(names)-n))
			break
		}
		quoted = append(quoted, fmt.Sprintf("%q", clip(s)))
	}
	return strings.Join(quoted, ", ")
}

// clip shortens a text that is shown.
func clip(s string) string {
	const longest = 60
	n := 0
	for i := range s {
		if n++; n > longest {
			return s[:i] + "…"
		}
	}
	return s
}
