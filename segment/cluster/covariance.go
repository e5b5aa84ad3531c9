package cluster

import (
	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/enum"
)

// Covariance is the form of the covariance matrices of a mixture.
type Covariance uint8

// The forms. The zero value behaves as CovarianceFull.
const (
	CovarianceFull     Covariance = iota + 1 // a matrix of its own for each cluster
	CovarianceDiagonal                       // columns independent inside a cluster
)

var covariances = enum.New[Covariance]("cluster.Covariance",
	enum.Row{Name: "full", English: "Full covariance", Chinese: "完全协方差"},
	enum.Row{Name: "diagonal", English: "Diagonal covariance", Chinese: "对角协方差"},
)

// String returns the permanent name, "full" or "diagonal".
func (c Covariance) String() string { return covariances.String(c) }

// Label returns the form's name in lang.
func (c Covariance) Label(lang clientele.Lang) string { return covariances.Label(c, uint8(lang)) }

// MarshalText implements encoding.TextMarshaler.
func (c Covariance) MarshalText() ([]byte, error) { return covariances.MarshalText(c) }

// UnmarshalText implements encoding.TextUnmarshaler; it accepts only the permanent names.
func (c *Covariance) UnmarshalText(text []byte) error { return covariances.UnmarshalText(c, text) }

// parameters returns the number of free parameters of a mixture of k normal
// distributions in d dimensions.
func (c Covariance) parameters(k, d int) int {
	each := d * (d + 1) / 2
	if c == CovarianceDiagonal {
		each = d
	}
	return k - 1 + k*d + k*each
}
