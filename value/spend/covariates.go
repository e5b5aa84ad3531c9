package spend

import (
	"cmp"
	"iter"
	"math"
	"slices"
	"time"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/codec"
	"github.com/clientele-go/clientele/internal/covariate"
)

// CovariateSpends holds what customers spent together with their covariates:
// properties that do not change, such as the channel of the first purchase, as
// numbers (1 and 0 for yes and no; one column a level, the first left out, for
// a category). It is what FitRegression runs over, in any order of the customers.
type CovariateSpends struct {
	AsOf time.Time // end of observation; zero if it is not known

	names    []string
	rows     []covariateSpend
	excluded int
}

// covariateSpend is a customer.
type covariateSpend struct {
	clientele.Spend
	z []float64
}

func (a covariateSpend) compare(b covariateSpend) int {
	return cmp.Or(compareSpend(a.Spend, b.Spend), slices.Compare(a.z, b.z))
}

// NewCovariateSpends returns an empty panel for covariates of these names, in
// the order of the rows given to Add. The error is an *InputError if there is
// none, or one that is empty or not the only one of its name.
func NewCovariateSpends(names ...string) (*CovariateSpends, error) {
	if err := covariate.CheckNames("spend.NewCovariateSpends", names); err != nil {
		return nil, err
	}
	return &CovariateSpends{names: slices.Clone(names)}, nil
}

// Add counts one customer with covariates z, in the order of the names, each at
// most 1e30 in size. Errors are those of SpendPanel.Add, and an *InputError that
// names the column; p is then unchanged.
func (p *CovariateSpends) Add(z []float64, s clientele.Spend) error {
	if err := new(SpendPanel).Add(s); err != nil {
		return err
	}
	if err := covariate.CheckRow("spend.CovariateSpends", p.names, z, maxAmount); err != nil {
		return err
	}
	s.Mean += 0 // -0 becomes +0
	p.rows = append(p.rows, covariateSpend{s, covariate.Row(z)})
	return nil
}

// Merge adds the customers of q; q is unchanged, and nil counts as empty. Other
// covariates, or another order of them, give an *InputError, and p is unchanged.
// The merged panel keeps the later end of observation.
func (p *CovariateSpends) Merge(q *CovariateSpends) error {
	if q == nil {
		return nil
	}
	if err := covariate.CheckSame("spend.CovariateSpends", p.names, q.names); err != nil {
		return err
	}
	if q.AsOf.After(p.AsOf) {
		p.AsOf = q.AsOf
	}
	p.rows = append(p.rows, q.rows...)
	p.excluded += q.excluded
	return nil
}

// Names returns the names of the covariates, in the order of the rows.
func (p *CovariateSpends) Names() []string { return slices.Clone(p.names) }

// Len returns the number of customers, those without a purchase too.
func (p *CovariateSpends) Len() int { return len(p.rows) }

// Excluded returns the number of customers that Positive left out.
func (p *CovariateSpends) Excluded() int { return p.excluded }

// All yields every customer's covariates and spend, sorted by spend and then by
// covariates; the row must not be changed.
func (p *CovariateSpends) All() iter.Seq2[[]float64, clientele.Spend] {
	return func(yield func([]float64, clientele.Spend) bool) {
		for _, r := range p.sorted() {
			if !yield(r.z, r.Spend) {
				return
			}
		}
	}
}

func (p *CovariateSpends) sorted() []covariateSpend {
	rows := slices.Clone(p.rows)
	slices.SortFunc(rows, covariateSpend.compare)
	return rows
}

// Positive returns a panel without the customers that SpendPanel.Positive
// leaves out. Their number stays with the panel, and every fit to it warns of them.
func (p *CovariateSpends) Positive() *CovariateSpends {
	q := &CovariateSpends{AsOf: p.AsOf, names: p.names, excluded: p.excluded}
	for _, r := range p.rows {
		if r.Count > 0 && r.Mean < 1/maxAmount {
			q.excluded++
		} else {
			q.rows = append(q.rows, r)
		}
	}
	return q
}

const (
	covariatesTag     = "spcv"
	covariatesVersion = 1
)

// AppendBinary implements encoding.BinaryAppender; equal panels give equal bytes.
func (p *CovariateSpends) AppendBinary(dst []byte) ([]byte, error) {
	if p == nil {
		p = new(CovariateSpends)
	}
	start := len(dst)
	dst = codec.Time(codec.Header(dst, covariatesTag, covariatesVersion), p.AsOf)
	dst = codec.Uint(covariate.AppendNames(dst, p.names), uint64(p.excluded))
	dst = codec.Uint(dst, uint64(len(p.rows)))
	for _, r := range p.sorted() {
		dst = codec.Float(codec.Uint(dst, uint64(r.Count)), r.Mean)
		for _, v := range r.z {
			dst = codec.Float(dst, v)
		}
	}
	return codec.Seal(dst, start), nil
}

// MarshalBinary implements encoding.BinaryMarshaler.
func (p *CovariateSpends) MarshalBinary() ([]byte, error) { return p.AppendBinary(nil) }

// UnmarshalBinary implements encoding.BinaryUnmarshaler; p is unchanged on error.
func (p *CovariateSpends) UnmarshalBinary(data []byte) error {
	r := codec.NewReader(data, "spend.CovariateSpends", covariatesTag, covariatesVersion)
	q := CovariateSpends{AsOf: r.Time(), names: covariate.ReadNames(r), excluded: r.Number(math.MaxInt)}
	for range r.Count(9 + 8*len(q.names)) {
		s := clientele.Spend{Count: r.Number(math.MaxInt), Mean: r.Float()}
		if err := q.Add(covariate.ReadRow(r, q.names), s); err != nil {
			r.Fail("holds a bad row: %v", err)
		}
		if r.Err() != nil {
			break
		}
	}
	if err := r.Close(); err != nil {
		return err
	}
	*p = q
	return nil
}

// MarshalText implements encoding.TextMarshaler: the binary form in base64,
// which is how a panel stands in JSON.
func (p *CovariateSpends) MarshalText() ([]byte, error) { return codec.MarshalText(p) }

// UnmarshalText reads what MarshalText writes; p is unchanged on error.
func (p *CovariateSpends) UnmarshalText(text []byte) error {
	return codec.UnmarshalText(text, "spend.CovariateSpends", p)
}
