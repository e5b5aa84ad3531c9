package api

import (
	"encoding"
	"math/rand/v2"
	"reflect"
	"runtime"
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/check"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// binary is what an accumulator can do.
type binary interface {
	encoding.BinaryMarshaler
	encoding.BinaryAppender
	encoding.BinaryUnmarshaler
	encoding.TextMarshaler
	encoding.TextUnmarshaler
}

// Every accumulator has a binary form, which is also its text, notices every
// flipped bit and every cut, and survives whatever stands under a right checksum.
func TestBinaryForms(t *testing.T) {
	for _, l := range listed {
		at := reflect.New(l.kind)
		if _, ok := at.Interface().(encoding.BinaryMarshaler); !ok {
			continue
		}
		t.Run(l.name, func(t *testing.T) {
			a, ok := at.Interface().(binary)
			require.True(t, ok, "it has a binary form, but lacks a part of it: Append, Marshal and Unmarshal, as binary and as text")
			if s, ok := samples[l.name]; ok {
				v := reflect.ValueOf(s)
				if v.Kind() == reflect.Pointer {
					a = v.Interface().(binary)
				} else {
					at.Elem().Set(v)
				}
			}
			data, err := a.MarshalBinary()
			require.NoError(t, err)
			appended, err := a.AppendBinary([]byte("before"))
			require.NoError(t, err)
			assert.Equal(t, "before"+string(data), string(appended))
			back := reflect.New(l.kind).Interface().(binary)
			require.NoError(t, back.UnmarshalBinary(data))
			again, err := back.MarshalBinary()
			require.NoError(t, err)
			assert.Equal(t, data, again)
			text, err := a.MarshalText()
			require.NoError(t, err)
			require.NoError(t, back.UnmarshalText(text))

			refused := func(bad []byte) {
				err := back.UnmarshalBinary(bad)
				var input *clientele.InputError
				if !assert.ErrorAs(t, err, &input) {
					t.FailNow()
				}
			}
			for bit := 0; bit < 8*len(data); bit += 1 + len(data)/200 {
				bad := append([]byte(nil), data...)
				bad[bit/8] ^= 1 << (bit % 8)
				refused(bad)
			}
			for n := 0; n < len(data); n += 1 + len(data)/200 {
				refused(data[:n])
			}
			refused(append(data[:len(data):len(data)], 0))
			r := rand.New(rand.NewPCG(3, uint64(len(data))))
			for range 300 {
				bad := check.Sealed(data, func(body []byte) []byte {
					for range 1 + r.IntN(3) {
						if len(body) > 5 {
							body[5+r.IntN(len(body)-5)] ^= 1 << r.IntN(8)
						}
					}
					return body
				})
				assert.NotPanics(t, func() {
					before := allocated()
					err := back.UnmarshalBinary(bad)
					assert.LessOrEqual(t, allocated()-before, uint64(1<<20+1000*len(bad)), "more memory than the input can fill")
					if err == nil {
						_, err := back.MarshalBinary()
						assert.NoError(t, err)
					}
				})
			}
		})
	}
}

// allocated returns the bytes allocated so far.
func allocated() uint64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.TotalAlloc
}
