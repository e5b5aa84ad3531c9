package relationship

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/check"
)

func TestMatch(t *testing.T) {
	chief := board()[0]
	staff := []Staff{
		{ID: "Li", Rank: 5, Function: "sales", Ability: k(5), Willingness: k(5), History: map[string]float64{"chief": 0, "engineer": 5}},
		{ID: "Zhao", Rank: 1, Function: "management", Ability: k(3), Willingness: k(4), Capacity: 1},
		{ID: "Qian"},
	}
	m, err := Match(chief, staff, nil)
	require.NoError(t, err)
	require.Len(t, m, 3)
	assert.Equal(t, "Zhao", m[0].Staff)
	check.Close(t, .25+.20+0+.15*.6+.15*.8, m[0].Score, 1e-14)
	assert.Equal(t, "Qian", m[1].Staff) // nothing known: half of all but history
	check.Close(t, .25*.5+.2*.5+.15*.5+.15*.5, m[1].Score, 1e-14)
	check.Close(t, .15+.15, m[2].Score, 1e-14) // four ranks apart, another function
	reasons := m[0].AppendReasons(nil)
	require.Len(t, reasons, 5)
	assert.Equal(t, "rank against rank fits to 100 % and weighs 25 %", reasons[0].Text(clientele.LangEnglish))

	a, err := Assign(chain(t, board()), staff, nil)
	require.NoError(t, err)
	require.Len(t, a, 5)
	assert.Equal(t, "chief", a[0].Person) // the most influential choose first
	assert.Equal(t, "Zhao", a[0].Staff)
	by := map[string]string{}
	for _, x := range a {
		by[x.Person] = x.Staff
	}
	assert.NotEqual(t, "Zhao", by["technology"]) // full
	assert.Equal(t, "Li", by["engineer"])

	staff = staff[1:2]
	a, err = Assign(chain(t, board()), staff, nil)
	require.NoError(t, err)
	assert.Equal(t, Assignment{Person: a[1].Person}, a[1])

	for name, s := range map[string][]Staff{
		"no ID":    {{}},
		"same ID":  {{ID: "a"}, {ID: "a"}},
		"rank":     {{ID: "a", Rank: -1}},
		"history":  {{ID: "a", History: map[string]float64{"x": 6}}},
		"ability":  {{ID: "a", Ability: k(7)}},
		"capacity": {{ID: "a", Capacity: -1}},
	} {
		var in *clientele.InputError
		_, err := Match(chief, s, nil)
		assert.ErrorAs(t, err, &in, name)
		_, err = Assign(chain(t, board()), s, nil)
		assert.ErrorAs(t, err, &in, name)
	}
	for _, p := range []*MatchPolicy{{Rank: clientele.Known(-1)}, {Rank: clientele.Known(math.NaN())}} {
		_, err := Match(chief, staff, p)
		assert.Error(t, err)
	}
	_, err = Match(Person{}, staff, nil)
	assert.Error(t, err)
}
