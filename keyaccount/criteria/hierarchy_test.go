package criteria

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/check"
)

func TestHierarchy(t *testing.T) {
	loyalty, _ := FromUpper(2, 3)
	n := CriterionNode{Name: "goal", Points: []float64{3, 1}, Children: []CriterionNode{
		{Name: "value", Judgements: loyalty, Children: []CriterionNode{{Name: "revenue"}, {Name: "profit"}}},
		{Name: "relation", Points: []float64{1, 1}, Children: []CriterionNode{{Name: "years"}, {Name: "profit"}}},
	}}
	s, err := n.Synthesise()
	require.NoError(t, err)
	require.Len(t, s.Leaves, 3)
	for i, want := range []LeafWeight{{"revenue", .75 * .75}, {"profit", .75*.25 + .25*.5}, {"years", .125}} {
		assert.Equal(t, want.Name, s.Leaves[i].Name)
		check.Close(t, want.Weight, s.Leaves[i].Weight, 1e-12)
	}
	assert.Zero(t, s.CR)
	assert.Equal(t, "value", s.Worst)

	// One level of judgements: the hierarchy's ratio is the matrix's own.
	j, _ := FromUpper(published[0].n, published[0].upper...)
	house := CriterionNode{Name: "house", Judgements: j}
	for i := range 8 {
		house.Children = append(house.Children, CriterionNode{Name: string(rune('a' + i))})
	}
	s, err = house.Synthesise()
	require.NoError(t, err)
	p, _ := j.Eigenvector()
	check.Close(t, p.CR, s.CR, 1e-12)
	assert.Equal(t, p.CR, s.WorstCR)

	// Two levels: each index counts with the weight of its node.
	three, _ := FromUpper(3, 2, 4, 8)
	leaves := func(names ...string) (out []CriterionNode) {
		for _, name := range names {
			out = append(out, CriterionNode{Name: name})
		}
		return out
	}
	two := CriterionNode{Name: "goal", Points: []float64{3, 1}, Children: []CriterionNode{
		{Name: "x", Judgements: three, Children: leaves("a", "b", "c")},
		{Name: "y", Judgements: j, Children: house.Children},
	}}
	s, err = two.Synthesise()
	require.NoError(t, err)
	q, _ := three.Eigenvector()
	check.Close(t, (.75*q.CI+.25*p.CI)/(.75*.58+.25*1.41), s.CR, 1e-12)

	data, err := json.Marshal(house)
	require.NoError(t, err)
	var back CriterionNode
	require.NoError(t, json.Unmarshal(data, &back))
	assert.Equal(t, house, back)

	for name, bad := range map[string]CriterionNode{
		"no name":       {},
		"no weights":    {Name: "a", Children: []CriterionNode{{Name: "b"}}},
		"both":          {Name: "a", Judgements: loyalty, Points: []float64{1, 1}, Children: []CriterionNode{{Name: "b"}, {Name: "c"}}},
		"wrong number":  {Name: "a", Points: []float64{1}, Children: []CriterionNode{{Name: "b"}, {Name: "c"}}},
		"leaf weighted": {Name: "a", Points: []float64{1}},
		"no points":     {Name: "a", Points: []float64{0}, Children: []CriterionNode{{Name: "b"}}},
	} {
		_, err := bad.Synthesise()
		var in *clientele.InputError
		assert.ErrorAs(t, err, &in, name)
	}
	deep := CriterionNode{Name: "leaf"}
	for range 40 {
		deep = CriterionNode{Name: "level", Points: []float64{1}, Children: []CriterionNode{deep}}
	}
	_, err = deep.Synthesise()
	refused(t, err, "CriterionNode")
	require.Error(t, json.Unmarshal([]byte(`{"name":"a","points":[1]}`), &back))
	assert.Equal(t, house, back)
}
