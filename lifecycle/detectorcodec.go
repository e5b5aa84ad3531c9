package lifecycle

import (
	"math"

	"github.com/clientele-go/clientele/internal/codec"
)

const (
	detectorTag     = "CLSD"
	detectorVersion = 2
)

// AppendBinary appends the state of the detector. The rules are not part of it.
func (d *Detector) AppendBinary(dst []byte) ([]byte, error) {
	if d == nil {
		d = new(Detector)
	}
	start := len(dst)
	dst = codec.Header(dst, detectorTag, detectorVersion)
	flags := uint64(0)
	for i, set := range [3]bool{d.buying, d.costed, d.open} {
		if set {
			flags |= 1 << i
		}
	}
	for _, v := range []uint64{uint64(d.stage), uint64(d.reached), uint64(d.churn), flags, uint64(d.trend + 1), uint64(d.purchases), uint64(d.returns), uint64(d.lasting)} {
		dst = codec.Uint(dst, v)
	}
	for _, day := range []Day{d.since, d.moved, d.now, d.first, d.last, d.heard} {
		dst = codec.Int(dst, int64(day))
	}
	for _, v := range d.numbers() {
		dst = codec.Float(dst, *v)
	}
	return codec.Seal(dst, start), nil
}

// numbers returns the numbers of the state in the order of their encoding:
// those that are not negative, then the two that may be.
func (d *Detector) numbers() [18]*float64 {
	r, z := &d.rate, &d.size
	return [18]*float64{&r.n, &r.gaps, &r.regime[0], &r.regime[1], &r.regime[2], &r.regime[3], &r.regime[4],
		&z.weight, &z.variance, &z.regime[0], &z.regime[1], &z.regime[2],
		&d.today, &d.pending, &d.cost, &d.sales, &r.logs, &z.mean}
}

// MarshalBinary implements encoding.BinaryMarshaler.
func (d *Detector) MarshalBinary() ([]byte, error) { return d.AppendBinary(nil) }

// MarshalText writes the binary form in base64, so that JSON holds it as text.
func (d *Detector) MarshalText() ([]byte, error) { return codec.MarshalText(d) }

// UnmarshalText reads what MarshalText wrote; see UnmarshalBinary.
func (d *Detector) UnmarshalText(text []byte) error {
	return codec.UnmarshalText(text, "lifecycle.Detector", d)
}

// UnmarshalBinary reads what AppendBinary wrote. The rules stay those of d,
// which should be those it was written under; the changes of the last call are
// gone, and d is unchanged on error.
func (d *Detector) UnmarshalBinary(data []byte) error {
	r := codec.NewReader(data, "lifecycle.Detector", detectorTag, detectorVersion)
	n := Detector{rules: d.rules}
	var head [8]uint64
	for i := range head {
		head[i] = r.Uint()
	}
	var days [6]Day
	for i := range days {
		days[i] = Day(r.Between(int64(MinDay), int64(MaxDay)))
	}
	numbers := n.numbers()
	for i, v := range numbers {
		lowest := 0.0
		if i >= len(numbers)-2 {
			lowest = -maxSum
		}
		if *v = r.Float(); !(*v >= lowest && *v <= maxSum) {
			r.Fail("has the impossible number %v", *v)
		}
	}
	n.since, n.moved, n.now, n.first, n.last, n.heard = days[0], days[1], days[2], days[3], days[4], days[5]
	if head[0] > NumStages || head[1] > uint64(StageStability) || head[2] > uint64(ChurnPassive) || head[3] > 7 || head[4] > 2 ||
		head[5] > math.MaxInt32 || head[6] > math.MaxInt32 || head[7] > math.MaxInt32 {
		r.Fail("has impossible counts %v", head)
	} else {
		n.stage, n.reached, n.churn, n.trend = Stage(head[0]), Stage(head[1]), Churn(head[2]), int8(head[4])-1
		n.buying, n.costed, n.open = head[3]&1 != 0, head[3]&2 != 0, head[3]&4 != 0
		n.purchases, n.returns, n.lasting = int32(head[5]), int32(head[6]), int32(head[7])
	}
	n.check(r)
	if err := r.Close(); err != nil {
		return err
	}
	if n.buying {
		n.rate.settle(n.rulebook())
	}
	*d = n
	return nil
}

// check fails r unless the parts of the state fit together.
func (d *Detector) check(r *codec.Reader) {
	bought := d.stage >= StageExploration && d.stage < StageLost
	near := func(sum float64) bool { return math.Abs(sum-1) < 1e-9 }
	w, z := &d.rate.regime, &d.size.regime
	switch {
	case d.since > d.now+1 || d.moved > d.now+1 || d.heard > d.now || d.last > d.heard && d.buying || d.first > d.last:
		r.Fail("has days out of order")
	case bought && !d.buying || d.buying != (d.purchases > 0) || d.buying != (d.reached >= StageExploration) || d.buying && d.stage < StageExploration:
		r.Fail("has a stage that does not fit its purchases")
	case d.buying && !near(w[0]+w[1]+w[2]+w[3]+w[4]) || d.size.weight > 0 && !(near(z[0]+z[1]+z[2]) && d.size.variance > 0):
		r.Fail("has probabilities that do not sum to 1")
	case d.rate.n > float64(max(d.purchases-1, 0)) || (d.rate.n > 0) != (d.rate.gaps > 0):
		r.Fail("has gaps that do not fit its purchases")
	case d.churn != 0 && d.stage != StageLost:
		r.Fail("has churn before loss")
	}
}
