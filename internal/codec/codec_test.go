package codec

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestRoundTrip(t *testing.T) {
	data := Header(nil, "TEST", 3)
	data = Uint(data, math.MaxUint64)
	data = Int(data, math.MinInt64)
	data = Float(data, math.Copysign(0, -1))
	data = Bool(data, true)
	data = Bool(data, false)
	data = String(data, "客户")
	data = Int(data, -7)
	data = Uint(data, 2)
	data = Seal(append(data, 'x', 'y'), 0)

	r := NewReader(data, "a test", "TEST", 3)
	assert.Equal(t, uint64(math.MaxUint64), r.Uint())
	assert.Equal(t, int64(math.MinInt64), r.Int())
	assert.Equal(t, math.Float64bits(math.Copysign(0, -1)), math.Float64bits(r.Float()))
	assert.True(t, r.Bool())
	assert.False(t, r.Bool())
	assert.Equal(t, "客户", r.String())
	assert.Equal(t, int64(-7), r.Between(-7, 7))
	assert.Equal(t, 2, r.Count(1))
	require.NoError(t, r.Err())
	assert.EqualError(t, r.Close(), damaged("has 2 bytes too many"))
}

func TestReaderRefuses(t *testing.T) {
	read := map[string]func(*Reader){
		"uint":    func(r *Reader) { r.Uint() },
		"int":     func(r *Reader) { r.Int() },
		"between": func(r *Reader) { r.Between(0, 9) },
		"float":   func(r *Reader) { r.Float() },
		"bool":    func(r *Reader) { r.Bool() },
		"count":   func(r *Reader) { r.Count(4) },
		"string":  func(r *Reader) { _ = r.String() },
	}
	for _, test := range []struct {
		read, body, err string
	}{
		{"uint", "", "is cut off"},
		{"uint", "\x80", "is cut off"},
		{"uint", "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x7f", "is cut off"},
		{"int", "", "is cut off"},
		{"between", "", "is cut off"},
		{"between", "\x01", "has -1 where a number from 0 to 9 belongs"},
		{"between", "\x14", "has 10 where a number from 0 to 9 belongs"},
		{"float", "1234567", "is cut off"},
		{"bool", "", "is cut off"},
		{"bool", "\x02", "has 2 where 0 or 1 belongs"},
		{"count", "\x02abcdefg", "announces 2 items but holds 7 bytes"},
		{"string", "\x03ab", "announces 3 items but holds 2 bytes"},
	} {
		r := NewReader(Seal([]byte("TEST\x01"+test.body), 0), "a test", "TEST", 1)
		read[test.read](r)
		assert.EqualError(t, r.Close(), damaged(test.err), "%s of %q", test.read, test.body)
	}
}

func TestReaderRefusesHeaders(t *testing.T) {
	for _, data := range []string{"", "TEST", "TES\x01T", "BEST\x01"} {
		assert.EqualError(t, NewReader([]byte(data), "a test", "TEST", 1).Close(),
			damaged(`is not an encoding of this type: it does not begin with "TEST"`), "%q", data)
	}
	assert.EqualError(t, NewReader([]byte("TEST\x02"), "a test", "TEST", 1).Close(),
		damaged("has version 2: this library reads version 1"))
	assert.EqualError(t, NewReader([]byte("TEST\x01"), "a test", "TEST", 1).Close(), damaged("is damaged: its checksum is wrong"))
	assert.PanicsWithValue(t, "codec: a tag has four letters", func() { Header(nil, "LONGER", 1) })
}

// The first failure sticks, and what is read after it is zero.
func TestFirstFailureSticks(t *testing.T) {
	r := NewReader(Seal([]byte("TEST\x01\x09"), 0), "a test", "TEST", 1)
	r.Fail("is odd")
	assert.Zero(t, r.Uint())
	assert.Zero(t, r.Int())
	assert.Zero(t, r.Between(5, 9))
	assert.Zero(t, r.Float())
	assert.False(t, r.Bool())
	assert.Zero(t, r.Count(1))
	assert.Zero(t, r.String())
	assert.EqualError(t, r.Close(), damaged("is odd"))
}

func FuzzReader(f *testing.F) {
	f.Add([]byte("TEST\x01"), []byte{0, 1, 2, 3, 4, 5, 6})
	f.Add([]byte("TEST\x01\x05hello\x02"), []byte{6, 0})
	f.Fuzz(func(t *testing.T, data, reads []byte) {
		r := NewReader(Seal(data[:len(data):len(data)], 0), "a test", "TEST", 1)
		for _, kind := range reads {
			before := len(r.data)
			switch kind % 7 {
			case 0:
				r.Uint()
			case 1:
				r.Int()
			case 2:
				r.Float()
			case 3:
				r.Bool()
			case 4:
				require.LessOrEqual(t, 3*r.Count(3), before)
			case 5:
				require.LessOrEqual(t, len(r.String()), before)
			case 6:
				v := r.Between(-3, 3)
				require.True(t, v >= -3 && v <= 3)
			}
			require.True(t, len(r.data) < before || r.Err() != nil, "every read takes something or fails")
		}
	})
}

// damaged is the message of a failure.
func damaged(problem string) string {
	return "a test: the encoding is one that " + problem + ": want what the same type and version wrote, whole"
}

// Every flipped bit is noticed.
func TestFlippedBits(t *testing.T) {
	data := Seal(String(Float(Int(Header(nil, "TEST", 1), -5), 3.25), "客户"), 0)
	for bit := range 8 * len(data) {
		bad := append([]byte(nil), data...)
		bad[bit/8] ^= 1 << (bit % 8)
		assert.Error(t, NewReader(bad, "a test", "TEST", 1).Err(), bit)
	}
}
