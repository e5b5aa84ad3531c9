package check

import "github.com/clientele-go/clientele/internal/codec"

// Sealed returns a copy of a binary form in which edit changed something, under
// a right checksum: damage that only a look at the content can find.
func Sealed(data []byte, edit func(body []byte) []byte) []byte {
	body := append([]byte(nil), data[:max(0, len(data)-4)]...)
	if edit != nil {
		body = edit(body)
	}
	return codec.Seal(body, 0)
}
