package contractual

import (
	"iter"
	"slices"

	"github.com/clientele-go/clientele/internal/codec"
	"github.com/clientele-go/clientele/internal/covariate"
)

// CovariateTenures holds tenures together with covariates of the customers:
// properties that do not change, such as plan, channel or region, as numbers (1
// and 0 for yes and no; one column a level, the first left out, for a
// category). It is what FitRegression runs over, in any order of the customers.
type CovariateTenures struct {
	names []string
	rows  []covariateRow // sorted by covariates, which differ
}

// covariateRow is customers with the same covariates.
type covariateRow struct {
	z       []float64
	tenures *Tenures
}

// maxCovariate bounds a covariate, so that its effect is a float.
const maxCovariate = 1e6

// NewCovariateTenures returns no tenures yet, for covariates of these names, in
// the order of the rows given to Add. The error is an *clientele.InputError if
// there is none, or one that is empty or not the only one of its name.
func NewCovariateTenures(names ...string) (*CovariateTenures, error) {
	if err := covariate.CheckNames("contractual.NewCovariateTenures", names); err != nil {
		return nil, err
	}
	return &CovariateTenures{names: slices.Clone(names)}, nil
}

// Add counts customers with covariates z, in the order of the names, each at
// most 1e6 in size; tenures are copied, and nil counts as empty. The error is an
// *clientele.InputError that names the column, or that of Tenures.Merge; p is
// then unchanged.
func (p *CovariateTenures) Add(z []float64, tenures *Tenures) error {
	if err := covariate.CheckRow("contractual.CovariateTenures", p.names, z, maxCovariate); err != nil {
		return err
	}
	if _, err := p.together(tenures); err != nil {
		return err
	}
	z = covariate.Row(z)
	i, known := slices.BinarySearchFunc(p.rows, z, func(r covariateRow, z []float64) int { return slices.Compare(r.z, z) })
	if !known {
		p.rows = slices.Insert(p.rows, i, covariateRow{z, new(Tenures)})
	}
	return p.rows[i].tenures.Merge(tenures)
}

// together returns all customers, and those of more, without covariates.
func (p *CovariateTenures) together(more *Tenures) (*Tenures, error) {
	all := new(Tenures)
	for _, r := range p.rows {
		if err := all.Merge(r.tenures); err != nil {
			return nil, err
		}
	}
	return all, all.Merge(more)
}

// Merge adds the customers of q; q is unchanged, and nil counts as empty. Other
// covariates, another order of them, or another unit give an
// *clientele.InputError, and p is unchanged.
func (p *CovariateTenures) Merge(q *CovariateTenures) error {
	if q == nil {
		return nil
	}
	if err := covariate.CheckSame("contractual.CovariateTenures", p.names, q.names); err != nil {
		return err
	}
	theirs, err := q.together(nil)
	if err != nil {
		return err
	}
	if _, err := p.together(theirs); err != nil {
		return err
	}
	for _, r := range slices.Clone(q.rows) {
		if err := p.Add(r.z, r.tenures); err != nil {
			return err
		}
	}
	return nil
}

// Names returns the names of the covariates, in the order of the rows.
func (p *CovariateTenures) Names() []string { return slices.Clone(p.names) }

// Len returns the number of customers.
func (p *CovariateTenures) Len() int {
	n := 0
	for _, r := range p.rows {
		n += r.tenures.Len()
	}
	return n
}

// All yields every row of covariates, sorted, with the tenures of its
// customers; neither must be changed.
func (p *CovariateTenures) All() iter.Seq2[[]float64, *Tenures] {
	return func(yield func([]float64, *Tenures) bool) {
		for _, r := range p.rows {
			if !yield(r.z, r.tenures) {
				return
			}
		}
	}
}

const (
	covariatesTag     = "CTCV"
	covariatesVersion = 1
)

// AppendBinary appends an encoding that depends on the contents only.
func (p *CovariateTenures) AppendBinary(dst []byte) ([]byte, error) {
	if p == nil {
		p = new(CovariateTenures)
	}
	start := len(dst)
	dst = covariate.AppendNames(codec.Header(dst, covariatesTag, covariatesVersion), p.names)
	dst = codec.Uint(dst, uint64(len(p.rows)))
	for _, r := range p.rows {
		for _, v := range r.z {
			dst = codec.Float(dst, v)
		}
		dst = codec.Time(codec.Int(dst, int64(r.tenures.Unit)), r.tenures.AsOf)
		dst = r.tenures.appendCells(dst)
	}
	return codec.Seal(dst, start), nil
}

// MarshalBinary implements encoding.BinaryMarshaler.
func (p *CovariateTenures) MarshalBinary() ([]byte, error) { return p.AppendBinary(nil) }

// UnmarshalBinary reads what MarshalBinary writes and checks it; the receiver is
// unchanged on error.
func (p *CovariateTenures) UnmarshalBinary(data []byte) error {
	r := codec.NewReader(data, "contractual.CovariateTenures", covariatesTag, covariatesVersion)
	out := CovariateTenures{names: covariate.ReadNames(r)}
	for range r.Count(3 + 8*len(out.names)) {
		z := covariate.ReadRow(r, out.names)
		ts := &Tenures{Unit: readUnit(r), AsOf: r.Time()}
		ts.readCells(r)
		if r.Err() != nil {
			break
		}
		if k := len(out.rows); k > 0 && slices.Compare(out.rows[k-1].z, z) >= 0 {
			r.Fail("has rows out of order")
			break
		}
		if err := covariate.CheckRow("contractual.CovariateTenures", out.names, z, maxCovariate); err != nil {
			r.Fail("holds a bad row: %v", err)
			break
		}
		out.rows = append(out.rows, covariateRow{covariate.Row(z), ts})
	}
	if err := r.Close(); err != nil {
		return err
	}
	if _, err := out.together(nil); err != nil {
		return err
	}
	*p = out
	return nil
}

// MarshalText implements encoding.TextMarshaler: the binary form in base64,
// which is how the tenures stand in JSON.
func (p *CovariateTenures) MarshalText() ([]byte, error) { return codec.MarshalText(p) }

// UnmarshalText reads what MarshalText writes; the receiver is unchanged on error.
func (p *CovariateTenures) UnmarshalText(text []byte) error {
	return codec.UnmarshalText(text, "contractual.CovariateTenures", p)
}

// compiled returns all customers together, and the rows of the likelihood,
// sorted by covariates and tenure.
func (p *CovariateTenures) compiled() (*Tenures, []row, error) {
	all, err := p.together(nil)
	var rows []row
	for _, r := range p.rows {
		for _, c := range r.tenures.sorted() {
			rows = append(rows, row{c, r.z, r.tenures.cells[c]})
		}
	}
	return all, rows, err
}
