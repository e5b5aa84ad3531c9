package btyd

import (
	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/codec"
)

const (
	covariateTag     = "CVPN"
	covariateVersion = 1
)

// AppendBinary implements encoding.BinaryAppender. Panels with the same
// customers have the same encoding, whatever came when.
func (p *CovariatePanel) AppendBinary(dst []byte) ([]byte, error) {
	start := len(dst)
	dst = codec.Header(dst, covariateTag, covariateVersion)
	dst = codec.Uint(dst, uint64(len(p.names)))
	for _, name := range p.names {
		dst = codec.String(dst, name)
	}
	dst = codec.Uint(dst, uint64(len(p.hs)))
	for h, z := range p.All() {
		dst = codec.Uint(dst, uint64(h.Repeats))
		dst = codec.Float(codec.Float(dst, h.Last), h.Age)
		for _, v := range z {
			dst = codec.Float(dst, v)
		}
	}
	return codec.Seal(dst, start), nil
}

// MarshalBinary implements encoding.BinaryMarshaler.
func (p *CovariatePanel) MarshalBinary() ([]byte, error) { return p.AppendBinary(nil) }

// UnmarshalBinary implements encoding.BinaryUnmarshaler. Every customer must
// pass the checks of Add; p is unchanged on error.
func (p *CovariatePanel) UnmarshalBinary(data []byte) error {
	r := codec.NewReader(data, "btyd.CovariatePanel", covariateTag, covariateVersion)
	names := make([]string, r.Count(1))
	for i := range names {
		names[i] = r.String()
	}
	if r.Err() != nil {
		return r.Err()
	}
	in, err := NewCovariatePanel(names...)
	if err != nil {
		return err
	}
	z := make([]float64, len(names))
	for range r.Count(1 + 8 + 8 + 8*len(names)) {
		h := clientele.History{Repeats: int(min(r.Uint(), clientele.MaxRepeats+1)), Last: r.Float(), Age: r.Float()}
		for i := range z {
			z[i] = r.Float()
		}
		if r.Err() != nil {
			return r.Err()
		}
		if err := in.Add(h, z); err != nil {
			return err
		}
	}
	if err := r.Close(); err != nil {
		return err
	}
	*p = *in
	return nil
}
