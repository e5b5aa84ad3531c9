package codec

import (
	"encoding"
	"encoding/base64"

	"github.com/clientele-go/clientele/internal/refuse"
)

// MarshalText returns the binary form of m in base64: the form in which an
// accumulator travels inside JSON.
func MarshalText(m encoding.BinaryMarshaler) ([]byte, error) {
	data, err := m.MarshalBinary()
	if err != nil {
		return nil, err
	}
	return base64.StdEncoding.AppendEncode(nil, data), nil
}

// UnmarshalText reads what MarshalText returned. What names the type in errors.
func UnmarshalText(text []byte, what string, m encoding.BinaryUnmarshaler) error {
	data, err := base64.StdEncoding.AppendDecode(nil, text)
	if err != nil {
		return refuse.Input(what, "the encoding", "no base64", "what MarshalText of the same type wrote")
	}
	return m.UnmarshalBinary(data)
}
