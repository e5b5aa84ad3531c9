//go:build js && wasm

package main

import (
	"fmt"
	"io"
	"syscall/js"
)

// blob is a file of the browser, read where it lies: a worker may wait for it.
type blob struct {
	file  js.Value
	size  int64
	block []byte // the last part that was read
	from  int64  // where it begins
}

const blockLength = 1 << 20

// ReadAt implements io.ReaderAt.
func (b *blob) ReadAt(p []byte, at int64) (n int, err error) {
	for n < len(p) && at < b.size {
		if at < b.from || at >= b.from+int64(len(b.block)) {
			if err := b.load(at); err != nil {
				return n, err
			}
		}
		k := copy(p[n:], b.block[at-b.from:])
		n, at = n+k, at+int64(k)
	}
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

// load reads the block that a place is in. A file that was moved or has changed since
// it was chosen cannot be read any more.
func (b *blob) load(at int64) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("the browser cannot read the file (%v): choose it again", p)
		}
	}()
	b.from = at / blockLength * blockLength
	end := min(b.from+blockLength, b.size)
	part := b.file.Call("slice", float64(b.from), float64(end))
	bytes := js.Global().Get("Uint8Array").New(js.Global().Get("FileReaderSync").New().Call("readAsArrayBuffer", part))
	if bytes.Length() != int(end-b.from) {
		return fmt.Errorf("the file has changed while it was read: choose it again")
	}
	b.block = b.block[:0]
	b.block = append(b.block, make([]byte, end-b.from)...)
	js.CopyBytesToGo(b.block, bytes)
	return nil
}
