package lifecycle

import (
	"math"

	"github.com/clientele-go/clientele/internal/codec"
)

const (
	detectorTag     = "CLSD"
	detectorVersion = 1
)

// AppendBinary appends the state of the detector. The rules are not part of it.
func (d *Detector) AppendBinary(dst []byte) ([]byte, error) {
	start := len(dst)
	dst = codec.Header(dst, detectorTag, detectorVersion)
	flags := uint64(0)
	if d.buying {
		flags |= 1
	}
	if d.costed {
		flags |= 2
	}
	for _, v := range []uint64{uint64(d.stage), uint64(d.reached), uint64(d.churn), flags, uint64(d.purchases), uint64(d.returns)} {
		dst = codec.Uint(dst, v)
	}
	for _, day := range []Day{d.since, d.now, d.first, d.last, d.heard} {
		dst = codec.Int(dst, int64(day))
	}
	for _, v := range d.numbers() {
		dst = codec.Float(dst, *v)
	}
	return codec.Seal(dst, start), nil
}

// numbers returns the running means, in the order of their encoding.
func (d *Detector) numbers() [9]*float64 {
	return [9]*float64{&d.fast.amount, &d.fast.gap, &d.slow.amount, &d.slow.gap, &d.spread, &d.wobble, &d.peak, &d.pending, &d.cost}
}

// MarshalBinary implements encoding.BinaryMarshaler.
func (d *Detector) MarshalBinary() ([]byte, error) { return d.AppendBinary(nil) }

// UnmarshalBinary reads what AppendBinary wrote. The rules stay those of d,
// the changes of the last call are gone, and d is unchanged on error.
func (d *Detector) UnmarshalBinary(data []byte) error {
	r := codec.NewReader(data, "lifecycle.Detector", detectorTag, detectorVersion)
	n := Detector{rules: d.rules}
	var head [6]uint64
	for i := range head {
		head[i] = r.Uint()
	}
	var days [5]Day
	for i := range days {
		v := r.Int()
		if v < int64(MinDay) || v > int64(MaxDay) {
			r.Fail("has the impossible day %d", v)
			v = 0
		}
		days[i] = Day(v)
	}
	for _, v := range n.numbers() {
		if *v = r.Float(); !(*v >= 0 && *v <= math.MaxFloat64) {
			r.Fail("has the impossible number %v", *v)
		}
	}
	n.since, n.now, n.first, n.last, n.heard = days[0], days[1], days[2], days[3], days[4]
	if head[0] > NumStages || head[1] > uint64(StageStability) || head[2] > uint64(ChurnPassive) || head[3] > 3 || head[4] > math.MaxInt32 || head[5] > math.MaxInt32 {
		r.Fail("has impossible counts %v", head)
	} else {
		n.stage, n.reached, n.churn = Stage(head[0]), Stage(head[1]), Churn(head[2])
		n.buying, n.costed = head[3]&1 != 0, head[3]&2 != 0
		n.purchases, n.returns = int32(head[4]), int32(head[5])
	}
	n.check(r)
	if err := r.Close(); err != nil {
		return err
	}
	*d = n
	return nil
}

// check fails r unless the parts of the state fit together.
func (d *Detector) check(r *codec.Reader) {
	bought := d.stage >= StageExploration && d.stage < StageLost
	switch {
	case d.since > d.now || d.heard > d.now || d.last > d.heard && d.buying || d.first > d.last:
		r.Fail("has days out of order")
	case bought && !d.buying || d.buying != (d.purchases > 0) || d.buying != (d.reached >= StageExploration) || d.buying && d.stage < StageExploration:
		r.Fail("has a stage that does not fit its purchases")
	case d.buying && !(d.fast.amount > 0 && d.fast.gap > 0 && d.slow.amount > 0 && d.slow.gap > 0):
		r.Fail("has purchases without amounts or gaps")
	case d.churn != 0 && d.stage != StageLost:
		r.Fail("has churn before loss")
	}
}
