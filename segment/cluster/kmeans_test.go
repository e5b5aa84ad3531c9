package cluster

import (
	"context"
	"encoding/json"
	"math"
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/check"
	"github.com/clientele-go/clientele/segment/feature"
	"github.com/clientele-go/clientele/segment/internal/kit"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var ctx = context.Background()

// blobs draws n rows around k centres in d dimensions.
func blobs(n, k, d int, spread float64, seed uint64) [][]float64 {
	r := kit.Rand(seed)
	centres := make([][]float64, k)
	for i := range centres {
		centres[i] = make([]float64, d)
		for j := range centres[i] {
			centres[i][j] = 10 * r.Float64()
		}
	}
	out := make([][]float64, n)
	for i := range out {
		c := centres[r.IntN(k)]
		out[i] = make([]float64, d)
		for j := range c {
			out[i][j] = c[j] + spread*r.NormFloat64()
		}
	}
	return out
}

type mixtureStart struct {
	Weights    []float64     `json:"weights"`
	Means      [][]float64   `json:"means"`
	Precisions [][][]float64 `json:"precisions"`
}

type clusterReference struct {
	K       int         `json:"k"`
	Initial [][]float64 `json:"initial_centres"`
	KMeans  struct {
		Centres    [][]float64 `json:"centres"`
		Labels     []int       `json:"labels"`
		Inertia    float64     `json:"inertia"`
		Sizes      []int       `json:"cluster_sizes"`
		Silhouette float64     `json:"silhouette_mean"`
		Samples    []float64   `json:"silhouette_samples"`
	} `json:"kmeans"`
	Mixture struct {
		Init     mixtureStart  `json:"init"`
		Iters    int           `json:"n_iter"`
		Weights  []float64     `json:"weights"`
		Means    [][]float64   `json:"means"`
		Covs     [][][]float64 `json:"covariances"`
		LogLik   float64       `json:"total_loglik"`
		BIC      float64       `json:"bic"`
		Labels   []int         `json:"labels"`
		Resp     [][]float64   `json:"responsibilities"`
		Each     []float64     `json:"per_sample_loglik"`
		AfterOne struct {
			Weights []float64     `json:"weights"`
			Means   [][]float64   `json:"means"`
			Covs    [][][]float64 `json:"covariances"`
			LogLik  float64       `json:"total_loglik"`
		} `json:"after_one_em_iteration"`
	} `json:"gaussian_mixture"`
}

// references calls f for every data set of the reference and every result on it.
func references(t *testing.T, f func(t *testing.T, data *feature.Table, ref clusterReference)) {
	type set struct {
		Data   [][]float64       `json:"data"`
		Result clusterReference  `json:"result"`
		Three  *clusterReference `json:"result_k3"`
	}
	sets := check.JSON[map[string]json.RawMessage](t, check.Shared(t, "reference", "clustering.json"))
	for name, raw := range sets {
		var s set
		if json.Unmarshal(raw, &s) != nil || s.Data == nil {
			continue
		}
		data := kit.Table(t, s.Data)
		t.Run(name, func(t *testing.T) { f(t, data, s.Result) })
		if s.Three != nil {
			t.Run(name+"_k3", func(t *testing.T) { f(t, data, *s.Three) })
		}
	}
}

func TestKMeansReference(t *testing.T) {
	references(t, func(t *testing.T, data *feature.Table, ref clusterReference) {
		c, err := KMeansFrom(ctx, data, ref.Initial, nil)
		require.NoError(t, err)
		assert.Equal(t, ref.KMeans.Labels, c.Labels)
		assert.Equal(t, ref.KMeans.Sizes, c.Sizes)
		check.Close(t, ref.KMeans.Inertia, c.Inertia, 1e-12, "inertia")
		for k := range c.Centres {
			for j := range c.Centres[k] {
				check.Close(t, ref.KMeans.Centres[k][j], c.Centres[k][j], 1e-12, "centre", k, j)
			}
		}
		for i, l := range c.Labels {
			assert.Equal(t, l, c.Cluster(data.Row(i)))
		}
		mean, each, err := Silhouette(data, c.Labels)
		require.NoError(t, err)
		check.Close(t, ref.KMeans.Silhouette, mean, 1e-12, "silhouette")
		for i, want := range ref.KMeans.Samples {
			assert.InDelta(t, want, each[i], 1e-12)
		}
	})
}

// plain is Lloyd's iteration as written in textbooks.
func plain(t *feature.Table, centres [][]float64) []int {
	labels := make([]int, t.Len())
	for i := range labels {
		labels[i] = -1
	}
	for changed := true; changed; {
		changed = false
		sums, sizes := make([][]float64, len(centres)), make([]float64, len(centres))
		for i := range labels {
			best := 0
			for k := range centres {
				if squared(t.Row(i), centres[k]) < squared(t.Row(i), centres[best]) {
					best = k
				}
			}
			changed = changed || best != labels[i]
			labels[i] = best
			if sums[best] == nil {
				sums[best] = make([]float64, t.Width())
			}
			sizes[best]++
			for j, v := range t.Row(i) {
				sums[best][j] += v
			}
		}
		next := make([][]float64, len(centres))
		for k := range sums {
			for j := range sums[k] {
				next[k] = append(next[k], sums[k][j]/sizes[k])
			}
		}
		centres = next
	}
	return labels
}

// The bounds leave out work, not answers: the fixed point is the plain one.
func TestBoundsChangeNothing(t *testing.T) {
	for seed := range uint64(20) {
		d := 1 + int(seed%5)
		data := kit.Table(t, blobs(800, 6, d, 1.5, seed))
		s, _ := data.Sorted()
		flat := seeds(s, 5, kit.Rand(seed))
		var centres [][]float64
		for k := range 5 {
			centres = append(centres, append([]float64(nil), flat[k*d:k*d+d]...))
		}
		c, err := KMeansFrom(ctx, data, centres, nil)
		require.NoError(t, err)
		assert.Equal(t, plain(data, centres), c.Labels)
		assert.Greater(t, c.Iters, 2)
	}
}

// Of the rows 0, 1 and 3, the second centre after 0 is 3 with probability
// 9/10, after 1 with 4/5, after 3 it is 0 with 9/13; 4,000 draws, bounds at 1e-6.
func TestSeedProbabilities(t *testing.T) {
	s := kit.Table(t, [][]float64{{0}, {1}, {3}})
	r := kit.Rand(11)
	counts := map[[2]float64]float64{}
	for range 4000 {
		c := seeds(s, 2, r)
		counts[[2]float64{c[0], c[1]}]++
	}
	for pair, p := range map[[2]float64]float64{{0, 3}: 0.9, {1, 3}: 0.8, {3, 0}: 9.0 / 13} {
		first := counts[[2]float64{pair[0], 0}] + counts[[2]float64{pair[0], 1}] + counts[[2]float64{pair[0], 3}]
		assert.InDelta(t, p, counts[pair]/first, 4.9*math.Sqrt(p*(1-p)/first), pair)
		assert.InDelta(t, 4000.0/3, first, 150)
	}
}

func TestKMeansRecovers(t *testing.T) {
	rows := blobs(600, 4, 3, 0.3, 5)
	data := kit.Table(t, rows)
	c, err := KMeans(ctx, data, 4, kit.Rand(1), nil)
	require.NoError(t, err)
	for i, row := range rows { // distances within a cluster are below those between
		assert.Less(t, math.Sqrt(squared(row, c.Centres[c.Labels[i]])), 1.6)
	}
	// Any order of the rows and the same random numbers: the same bits.
	order := kit.Rand(2).Perm(len(rows))
	again, err := KMeans(ctx, data.Pick(order), 4, kit.Rand(1), nil)
	require.NoError(t, err)
	assert.Equal(t, c.Centres, again.Centres)
	assert.Equal(t, c.Inertia, again.Inertia)
	for i, from := range order {
		require.Equal(t, c.Labels[from], again.Labels[i])
	}
	// More starts are never worse.
	one, err := KMeans(ctx, data, 7, kit.Rand(3), &KMeansPolicy{Starts: 1})
	require.NoError(t, err)
	many, err := KMeans(ctx, data, 7, kit.Rand(3), &KMeansPolicy{Starts: 10})
	require.NoError(t, err)
	assert.LessOrEqual(t, many.Inertia, one.Inertia)
	assert.Positive(t, one.Iters)
}

func TestKMeansByValueAndJSON(t *testing.T) {
	data := kit.Table(t, [][]float64{{0, 0}, {0, 1}, {9, 9}, {9, 8}, {50, 50}})
	c, err := KMeans(ctx, data, 3, kit.Rand(1), nil)
	require.NoError(t, err)
	values := []float64{1, 1, 100, 100, 10}
	sorted, err := c.ByValue(values)
	require.NoError(t, err)
	assert.Equal(t, []int{2, 2, 0, 0, 1}, sorted.Labels)
	assert.Equal(t, []int{2, 1, 2}, sorted.Sizes)
	assert.Equal(t, 0, sorted.Cluster([]float64{10, 10}))
	assert.Equal(t, -1, sorted.Cluster([]float64{10}))
	assert.Equal(t, -1, sorted.Cluster([]float64{10, math.NaN()}))
	_, err = c.ByValue(values[:2])
	assert.Error(t, err)
	_, err = c.ByValue([]float64{1, 1, 1, 1, math.NaN()})
	assert.Error(t, err)
	assert.Panics(t, func() { c.Relabel([]int{0, 0, 1}) })

	text, err := json.Marshal(sorted)
	require.NoError(t, err)
	var back Clustering
	require.NoError(t, json.Unmarshal(text, &back))
	assert.Equal(t, sorted.Centres, back.Centres)
	for _, bad := range []string{`{}`, `{"centres":[[1]],"sizes":[],"inertia":0,"iters":1}`, `{"centres":[[1],[1,2]],"sizes":[1,1],"inertia":0,"iters":1}`} {
		assert.Error(t, json.Unmarshal([]byte(bad), &back))
	}
}

func TestKMeansSpecialCases(t *testing.T) {
	empty, err := feature.NewTable("a")
	require.NoError(t, err)
	_, err = KMeans(ctx, empty, 1, kit.Rand(1), nil)
	assert.ErrorIs(t, err, clientele.ErrNoData)
	equal := kit.Table(t, [][]float64{{1, 2}, {1, 2}, {1, 2}})
	_, err = KMeans(ctx, equal, 2, kit.Rand(1), nil)
	assert.ErrorIs(t, err, clientele.ErrNotIdentified)
	c, err := KMeans(ctx, equal, 1, kit.Rand(1), nil)
	require.NoError(t, err)
	assert.Equal(t, 0.0, c.Inertia)
	_, err = KMeans(ctx, equal, 0, kit.Rand(1), nil)
	assert.Error(t, err)
	_, err = KMeansFrom(ctx, equal, [][]float64{{math.NaN(), 1}}, nil)
	assert.Error(t, err)
	cancelled, cancel := context.WithCancel(ctx)
	cancel()
	_, err = KMeans(cancelled, equal, 1, kit.Rand(1), nil)
	assert.ErrorIs(t, err, context.Canceled)
	_, err = KMeans(ctx, kit.Table(t, blobs(500, 5, 2, 3, 1)), 5, kit.Rand(1), &KMeansPolicy{MaxIter: 1, Starts: 2})
	assert.ErrorIs(t, err, clientele.ErrNotConverged)

	// A start that leaves a cluster empty still gives every cluster somebody.
	lost := kit.Table(t, [][]float64{{0}, {1}, {2}, {10}, {11}})
	c, err = KMeansFrom(ctx, lost, [][]float64{{1}, {10}, {1e6}}, nil)
	require.NoError(t, err)
	assert.NotContains(t, c.Sizes, 0)
	// The number of distinct rows is the number of clusters: nothing is left over.
	c, err = KMeans(ctx, lost, 5, kit.Rand(1), nil)
	require.NoError(t, err)
	assert.Equal(t, 0.0, c.Inertia)
}

// scikit-learn documents 0.24 for its own example.
func TestAdjustedRand(t *testing.T) {
	for _, c := range []struct {
		a, b []int
		want float64
	}{
		{[]int{0, 0, 1, 1}, []int{1, 1, 0, 0}, 1},
		{[]int{0, 0, 1, 2}, []int{0, 0, 1, 1}, 4.0 / 7},
		{[]int{0, 0, 0, 0}, []int{0, 1, 2, 3}, 0},
		{[]int{0, 0, 0, 0}, []int{7, 7, 7, 7}, 1},
		{[]int{0, 1, 2}, []int{5, 4, 3}, 1},
		{[]int{0}, []int{3}, 1},
		{[]int{0, 0, 1, 1}, []int{0, 1, 0, 1}, -0.5},
		{[]int{0, 0, 0, 1, 1, 1}, []int{0, 0, 1, 1, 2, 2}, 8.0 / 33},
	} {
		got, err := AdjustedRand(c.a, c.b)
		require.NoError(t, err)
		check.Close(t, c.want, got, 1e-12, c.a, c.b)
		back, err := AdjustedRand(c.b, c.a)
		require.NoError(t, err)
		check.Close(t, got, back, 1e-14, "symmetric")
	}
	_, err := AdjustedRand(nil, nil)
	assert.ErrorIs(t, err, clientele.ErrNoData)
	_, err = AdjustedRand([]int{1}, nil)
	assert.Error(t, err)
}

// Names make no difference: renaming the clusters changes neither index, and
// matching takes the renaming back.
func TestLabelPermutation(t *testing.T) {
	r := kit.Rand(4)
	data := kit.Table(t, blobs(200, 5, 2, 1, 4))
	c, err := KMeans(ctx, data, 5, r, nil)
	require.NoError(t, err)
	want, _, err := Silhouette(data, c.Labels)
	require.NoError(t, err)
	for range 10 {
		renamed := c.Relabel(r.Perm(5))
		got, _, err := Silhouette(data, renamed.Labels)
		require.NoError(t, err)
		check.Close(t, want, got, 1e-13, "silhouette")
		ari, err := AdjustedRand(c.Labels, renamed.Labels)
		require.NoError(t, err)
		assert.Equal(t, 1.0, ari)
		to, err := Match(c.Labels, renamed.Labels)
		require.NoError(t, err)
		assert.Equal(t, c, renamed.Relabel(to))
	}
}

func TestMatch(t *testing.T) {
	to, err := Match([]int{0, 0, 0, 1, 1, 1}, []int{1, 1, 1, 2, 2, 0}) // cluster 0 is new
	require.NoError(t, err)
	assert.Equal(t, []int{2, 0, 1}, to)
	// The greedy choice, 0 → 0, would lose: 3 + 0 against 2 + 2.
	to, err = Match([]int{0, 0, 0, 1, 1, 0, 0}, []int{0, 0, 0, 0, 0, 1, 1})
	require.NoError(t, err)
	assert.Equal(t, []int{1, 0}, to)
	_, err = Match([]int{-1}, []int{0})
	assert.Error(t, err)
	_, err = Match([]int{0}, []int{math.MaxInt})
	assert.Error(t, err)

	r := kit.Rand(9)
	for range 50 { // against all permutations of four
		gain := make([][]float64, 4)
		for i := range gain {
			gain[i] = []float64{float64(r.IntN(9)), float64(r.IntN(9)), float64(r.IntN(9)), float64(r.IntN(9))}
		}
		best := 0.0
		for code := range 256 {
			p := [4]int{code % 4, code / 4 % 4, code / 16 % 4, code / 64}
			if p[0] != p[1] && p[0] != p[2] && p[0] != p[3] && p[1] != p[2] && p[1] != p[3] && p[2] != p[3] {
				best = max(best, gain[0][p[0]]+gain[1][p[1]]+gain[2][p[2]]+gain[3][p[3]])
			}
		}
		sum := 0.0
		for i, j := range assignment(gain) {
			sum += gain[i][j]
		}
		assert.Equal(t, best, sum)
	}
}

func TestSilhouetteSpecialCases(t *testing.T) {
	data := kit.Table(t, [][]float64{{0}, {0}, {5}})
	mean, each, err := Silhouette(data, []int{0, 0, 1})
	require.NoError(t, err)
	assert.Equal(t, []float64{1, 1, 0}, each)
	check.Close(t, 2.0/3, mean, 1e-15, "mean")
	_, _, err = Silhouette(data, []int{0, 0, 0})
	assert.ErrorIs(t, err, clientele.ErrNotIdentified)
	_, _, err = Silhouette(data, []int{0, 0, -1})
	assert.Error(t, err)
	_, _, err = Silhouette(data, []int{0})
	assert.Error(t, err)
	_, each, err = Silhouette(kit.Table(t, [][]float64{{1}, {1}, {1}, {1}}), []int{0, 0, 1, 1})
	require.NoError(t, err)
	assert.Equal(t, []float64{0, 0, 0, 0}, each)
}

// Five clusters, ten starts, 100,000 × 3: at most 0.4 s (scikit-learn 0.55 s);
// 0.26 to 0.30 s measured.
func BenchmarkKMeans(b *testing.B) {
	data := kit.Table(b, blobs(100_000, 5, 3, 1.2, 1))
	for b.Loop() {
		if _, err := KMeans(ctx, data, 5, kit.Rand(1), nil); err != nil {
			b.Fatal(err)
		}
	}
}
