package btyd

import (
	"time"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/codec"
)

const (
	covariateTag     = "CVPN"
	covariateVersion = 2
)

// AppendBinary implements encoding.BinaryAppender. Panels with the same
// customers have the same encoding, whatever came when.
func (p *CovariatePanel) AppendBinary(dst []byte) ([]byte, error) {
	start := len(dst)
	if p == nil {
		p = new(CovariatePanel)
	}
	unit := ""
	if p.Unit != 0 {
		text, err := p.Unit.MarshalText()
		if err != nil {
			return dst, err
		}
		unit = string(text)
	}
	dst = codec.String(codec.Header(dst, covariateTag, covariateVersion), unit)
	dst = codec.Bool(dst, !p.AsOf.IsZero())
	if !p.AsOf.IsZero() {
		dst = codec.Int(codec.Int(dst, p.AsOf.Unix()), int64(p.AsOf.Nanosecond()))
	}
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
	var unit clientele.Unit
	if text := r.String(); text != "" {
		if err := unit.UnmarshalText([]byte(text)); err != nil {
			return err
		}
	}
	var asOf time.Time
	if r.Bool() {
		const years = 1 << 38 // seconds: beyond ± 8,000 years
		asOf = time.Unix(r.Between(-years, years), r.Between(0, 999_999_999)).UTC()
	}
	names := make([]string, r.Count(1))
	for i := range names {
		names[i] = r.String()
	}
	if r.Err() != nil {
		return r.Err()
	}
	in := new(CovariatePanel)
	if len(names) > 0 { // the zero panel has none
		var err error
		if in, err = NewCovariatePanel(names...); err != nil {
			return err
		}
	}
	in.Unit, in.AsOf = unit, asOf
	z := make([]float64, len(names))
	for range r.Count(1 + 8 + 8 + 8*len(names)) {
		h := clientele.History{Repeats: r.Number(clientele.MaxRepeats), Last: r.Float(), Age: r.Float()}
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

// MarshalText implements encoding.TextMarshaler: the binary form in base64,
// which is how a panel stands in JSON.
func (p *CovariatePanel) MarshalText() ([]byte, error) { return codec.MarshalText(p) }

// UnmarshalText implements encoding.TextUnmarshaler; p is unchanged on error.
func (p *CovariatePanel) UnmarshalText(text []byte) error {
	return codec.UnmarshalText(text, "btyd.CovariatePanel", p)
}
