package lifecycle

import (
	"fmt"
	"maps"
	"math"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/codec"
)

// MaxChainStates is the largest number of states of a migration chain.
const MaxChainStates = 1000

// Transitions counts moves of customers between states, period by period:
// recency states, RFM cells or stages (state = int(stage) − 1), numbered from 0.
// The zero value is empty; merging is exact, in any order.
type Transitions struct {
	counts map[move]int
	n      int
}

type move struct{ period, from, to int }

// Add counts a move from one state to another (or the same) during a period;
// where the time does not matter, period is 0. An impossible period or state is
// an *clientele.InputError, and nothing changes.
func (t *Transitions) Add(period, from, to int) error {
	bad := func(field string, value any, want string) error {
		return &clientele.InputError{Where: "lifecycle.Transitions", Field: field, Value: value, Want: want}
	}
	switch {
	case period < MinPeriod || period > MaxPeriod:
		return bad("period", period, "a period from -1,000,000 to 1,000,000")
	case from < 0 || from >= MaxChainStates:
		return bad("from", from, "a state from 0 to 999")
	case to < 0 || to >= MaxChainStates:
		return bad("to", to, "a state from 0 to 999")
	}
	t.count(move{period, from, to}, 1)
	return nil
}

// AddStages counts how a customer's stage history, in the order of its days,
// moved in steps of some days from a first to a last day: state = stage − 1, and
// the periods are numbered 0, 1, 2, … from first. Steps from before the history
// are left out. Steps < 1 day or more than a million of them are an
// *clientele.InputError, and nothing changes.
func (t *Transitions) AddStages(history []StageEntry, first, last Day, step int) error {
	if step < 1 || (int(last)-int(first))/step > MaxPeriod {
		return &clientele.InputError{Where: "lifecycle.Transitions", Field: "step", Value: step, Want: "days >= 1, and at most a million steps"}
	}
	for period := 0; int(first)+(period+1)*step <= int(last); period++ {
		day := int(first) + period*step
		from, to := StageAt(history, Day(day)), StageAt(history, Day(day+step))
		if stages.Valid(from) && stages.Valid(to) {
			t.count(move{period, int(from) - 1, int(to) - 1}, 1)
		}
	}
	return nil
}

func (t *Transitions) count(m move, n int) {
	if t.counts == nil {
		t.counts = map[move]int{}
	}
	t.counts[m] += n
	t.n += n
}

// Merge adds the moves of o; o is unchanged, and nil counts as empty.
func (t *Transitions) Merge(o *Transitions) error {
	if o == nil {
		return nil
	}
	for m, n := range maps.Clone(o.counts) {
		t.count(m, n)
	}
	return nil
}

// Len returns the number of moves.
func (t *Transitions) Len() int { return t.n }

// sorted returns the distinct moves in order.
func (t *Transitions) sorted() []move {
	return slices.SortedFunc(maps.Keys(t.counts), func(a, b move) int {
		return slices.Compare([]int{a.period, a.from, a.to}, []int{b.period, b.from, b.to})
	})
}

// Counts returns the number of moves between states, K × K, all periods
// together. A move from or to a state that is not below k is an *clientele.InputError.
func (t *Transitions) Counts(k int) ([][]int, error) {
	if k < 1 || k > MaxChainStates {
		return nil, &clientele.InputError{Where: "lifecycle.Transitions", Field: "states", Value: k, Want: "1 to 1000 states"}
	}
	out := make([][]int, k)
	for i := range out {
		out[i] = make([]int, k)
	}
	for m, n := range t.counts {
		if m.from >= k || m.to >= k {
			return nil, &clientele.InputError{Where: "lifecycle.Transitions", Field: "state", Value: max(m.from, m.to), Want: fmt.Sprintf("states below %d, the number asked for", k)}
		}
		out[m.from][m.to] += n
	}
	return out, nil
}

// MigrationChain estimates the transition matrix of k states. Every row has a Dirichlet
// prior with the same concentration prior/k in every cell, so that prior moves
// are added to each row in all (0: none; 1 is a usual choice); the row is the
// posterior mean. A row without any move or prior, such as that of a state
// nobody leaves, stays where it is for certain. It matches clientele.ErrNoData
// if there are no moves.
func (t *Transitions) Chain(k int, prior float64) (*MigrationChain, error) {
	if !(prior >= 0 && prior <= 1e9) {
		return nil, &clientele.InputError{Where: "lifecycle.Transitions", Field: "prior", Value: prior, Want: "a number of moves >= 0"}
	}
	counts, err := t.Counts(k)
	if err != nil {
		return nil, err
	}
	if t.n == 0 {
		return nil, fmt.Errorf("lifecycle.Transitions: %w: no moves were counted", clientele.ErrNoData)
	}
	c := &MigrationChain{P: make([][]float64, k), Weight: make([]float64, k)}
	for i, row := range counts {
		c.P[i] = make([]float64, k)
		total := prior
		for _, n := range row {
			total += float64(n)
		}
		c.Weight[i] = total
		if total == 0 {
			c.P[i][i] = 1
			continue
		}
		for j, n := range row {
			c.P[i][j] = (float64(n) + prior/float64(k)) / total
		}
	}
	return c, nil
}

// Stationarity tests whether the transition matrix of k states is the same in
// all periods against that it is not (Anderson & Goodman 1957, eq. 3.14):
//
//	χ² = Σ_t Σ_ij n_i(t) (p_ij(t) − p_ij)² / p_ij
//
// with one degree of freedom for every period in which a state was left but one,
// times the destinations it was ever left for but one. P is the probability of
// a χ² as large under stationarity; small P speaks against it. Where expected
// counts are small (below 5), it is rough. It matches clientele.ErrNotIdentified
// if there is nothing to compare.
func (t *Transitions) Stationarity(k int) (chi2 float64, df int, p float64, err error) {
	counts, err := t.Counts(k)
	if err != nil {
		return 0, 0, 0, err
	}
	type leave struct{ period, from int }
	left := map[leave]int{}
	for m, n := range t.counts {
		left[leave{m.period, m.from}] += n
	}
	periods := make([]int, k)
	for l := range left {
		periods[l.from]++
	}
	total := make([]int, k)
	for i, row := range counts {
		to := 0
		for _, n := range row {
			total[i] += n
			if n > 0 {
				to++
			}
		}
		df += max(periods[i]-1, 0) * max(to-1, 0)
	}
	if df == 0 {
		return 0, 0, 0, fmt.Errorf("lifecycle.Transitions: %w: no state was left for several others in several periods", clientele.ErrNotIdentified)
	}
	// Σ (o−e)²/e = Σ o²/e − n, cells with o = 0 included
	for _, m := range t.sorted() {
		o := float64(t.counts[m])
		e := float64(left[leave{m.period, m.from}]) * float64(counts[m.from][m.to]) / float64(total[m.from])
		chi2 += o * o / e
	}
	chi2 = math.Max(chi2-float64(t.n), 0)
	return chi2, df, distuv.ChiSquared{K: float64(df)}.Survival(chi2), nil
}

const (
	transitionsTag     = "CLTR"
	transitionsVersion = 1
)

// AppendBinary appends the encoding of t.
func (t *Transitions) AppendBinary(dst []byte) ([]byte, error) {
	if t == nil {
		t = new(Transitions)
	}
	start := len(dst)
	dst = codec.Header(dst, transitionsTag, transitionsVersion)
	moves := t.sorted()
	dst = codec.Uint(dst, uint64(len(moves)))
	for _, m := range moves {
		dst = codec.Int(codec.Int(codec.Int(dst, int64(m.period)), int64(m.from)), int64(m.to))
		dst = appendCount(dst, t.counts[m])
	}
	return codec.Seal(dst, start), nil
}

// MarshalBinary implements encoding.BinaryMarshaler.
func (t *Transitions) MarshalBinary() ([]byte, error) { return t.AppendBinary(nil) }

// MarshalText writes the binary form in base64, so that JSON holds it as text.
func (t *Transitions) MarshalText() ([]byte, error) { return codec.MarshalText(t) }

// UnmarshalText reads what MarshalText wrote; t is unchanged on error.
func (t *Transitions) UnmarshalText(text []byte) error {
	return codec.UnmarshalText(text, "lifecycle.Transitions", t)
}

// UnmarshalBinary reads what AppendBinary wrote; t is unchanged on error.
func (t *Transitions) UnmarshalBinary(data []byte) error {
	in := codec.NewReader(data, "lifecycle.Transitions", transitionsTag, transitionsVersion)
	var n Transitions
	for range in.Count(4) {
		m := move{int(in.Between(MinPeriod, MaxPeriod)), int(in.Between(0, MaxChainStates-1)), int(in.Between(0, MaxChainStates-1))}
		k := readCount(in)
		if n.counts[m] != 0 || k == 0 || n.n+k < 0 {
			in.Fail("has a move twice, or one that did not happen")
			break
		}
		n.count(m, k)
	}
	if err := in.Close(); err != nil {
		return err
	}
	*t = n
	return nil
}
