// Package codec is the binary form of the library's accumulators: a tag of
// four letters, a version byte, then numbers, then a checksum. Decoding never
// panics, never allocates more than the input can fill, and refuses what is
// damaged or left over.
package codec

import (
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"math"

	"github.com/clientele-go/clientele/internal/refuse"
)

// castagnoli is the CRC-32C: it finds every error of up to three bits in an
// encoding of up to 2³¹ bits and every burst of up to 32, and processors have
// it in hardware.
var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// Seal appends the checksum of what was appended from dst[start] on, the
// header included. It is the last call of every encoder.
func Seal(dst []byte, start int) []byte {
	return binary.LittleEndian.AppendUint32(dst, crc32.Checksum(dst[start:], castagnoli))
}

// Header appends the tag (four ASCII letters) and the version.
func Header(dst []byte, tag string, version byte) []byte {
	if len(tag) != 4 {
		panic("codec: a tag has four letters")
	}
	return append(append(dst, tag...), version)
}

// Uint appends v in 1 to 10 bytes.
func Uint(dst []byte, v uint64) []byte { return binary.AppendUvarint(dst, v) }

// Int appends v, small magnitudes in few bytes.
func Int(dst []byte, v int64) []byte { return binary.AppendVarint(dst, v) }

// Float appends the eight bytes of v.
func Float(dst []byte, v float64) []byte {
	return binary.LittleEndian.AppendUint64(dst, math.Float64bits(v))
}

// Bool appends one byte, 0 or 1.
func Bool(dst []byte, v bool) []byte {
	if v {
		return append(dst, 1)
	}
	return append(dst, 0)
}

// String appends the length and the bytes of s.
func String(dst []byte, s string) []byte { return append(Uint(dst, uint64(len(s))), s...) }

// Reader takes values off an encoding in the order they were appended. The
// first failure sticks: later reads return zeros, and Close returns the error.
type Reader struct {
	data []byte
	what string
	err  error
}

// NewReader checks the header and the checksum, and returns a reader of what
// is between them. What names the type in errors, such as "clientele.Panel".
func NewReader(data []byte, what, tag string, version byte) *Reader {
	r := &Reader{what: what}
	switch {
	case len(data) < 5 || string(data[:4]) != tag:
		r.Fail("is not an encoding of this type: it does not begin with %q", tag)
	case data[4] != version:
		r.Fail("has version %d: this library reads version %d", data[4], version)
	case len(data) < 9 || crc32.Checksum(data[:len(data)-4], castagnoli) != binary.LittleEndian.Uint32(data[len(data)-4:]):
		r.Fail("is damaged: its checksum is wrong")
	default:
		r.data = data[5 : len(data)-4]
	}
	return r
}

// Fail records the first failure.
func (r *Reader) Fail(format string, args ...any) {
	if r.err == nil {
		r.err = refuse.Input(r.what, "the encoding", "one that "+fmt.Sprintf(format, args...), "what the same type and version wrote, whole")
		r.data = nil
	}
}

// Err returns the first failure so far.
func (r *Reader) Err() error { return r.err }

// Close returns the first failure, bytes left over counting as one.
func (r *Reader) Close() error {
	if r.err == nil && len(r.data) > 0 {
		r.Fail("has %d bytes too many", len(r.data))
	}
	return r.err
}

// Uint reads what Uint appended.
func (r *Reader) Uint() uint64 {
	v, n := binary.Uvarint(r.data)
	if n <= 0 {
		r.Fail("is cut off")
		return 0
	}
	r.data = r.data[n:]
	return v
}

// Number reads what Uint appended, and fails if it is more than most. An int
// bounds it too, so that 32-bit processors refuse what they cannot hold.
func (r *Reader) Number(most int) int {
	v := r.Uint()
	if v > uint64(most) {
		r.Fail("has %d where a number up to %d belongs", v, most)
		return 0
	}
	return int(v)
}

// Int reads what Int appended.
func (r *Reader) Int() int64 {
	v, n := binary.Varint(r.data)
	if n <= 0 {
		r.Fail("is cut off")
		return 0
	}
	r.data = r.data[n:]
	return v
}

// Between reads what Int appended, and fails if it is not in [lo, hi].
func (r *Reader) Between(lo, hi int64) int64 {
	v := r.Int()
	if r.err == nil && (v < lo || v > hi) {
		r.Fail("has %d where a number from %d to %d belongs", v, lo, hi)
	}
	if r.err != nil {
		return 0
	}
	return v
}

// Bool reads what Bool appended.
func (r *Reader) Bool() bool {
	if len(r.data) == 0 {
		r.Fail("is cut off")
		return false
	}
	b := r.data[0]
	if r.data = r.data[1:]; b > 1 {
		r.Fail("has %d where 0 or 1 belongs", b)
	}
	return b == 1
}

// Float reads what Float appended.
func (r *Reader) Float() float64 {
	if len(r.data) < 8 {
		r.Fail("is cut off")
		return 0
	}
	v := math.Float64frombits(binary.LittleEndian.Uint64(r.data))
	r.data = r.data[8:]
	return v
}

// Count reads the number of items that follow, each of at least size ≥ 1
// bytes, and fails if the input cannot hold them.
func (r *Reader) Count(size int) int {
	n := r.Uint()
	if n > uint64(len(r.data)/size) {
		r.Fail("announces %d items but holds %d bytes", n, len(r.data))
		return 0
	}
	return int(n)
}

// Bytes reads n bytes as they are; they are not to be changed.
func (r *Reader) Bytes(n int) []byte {
	if len(r.data) < n {
		r.Fail("is cut off")
		return make([]byte, n)
	}
	b := r.data[:n]
	r.data = r.data[n:]
	return b
}

// String reads what String appended.
func (r *Reader) String() string {
	n := r.Count(1)
	s := string(r.data[:n])
	r.data = r.data[n:]
	return s
}
