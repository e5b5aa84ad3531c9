package keyaccount

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
)

func TestFiocca(t *testing.T) {
	k, none := clientele.Known, clientele.Measure{}
	var p *FioccaPolicy
	for _, x := range []struct {
		r    Ratings
		want Fiocca
	}{
		{Ratings{k(4), k(2), k(4), k(1)}, Fiocca{FioccaCellKeyEasy, clientele.LevelHigh, clientele.LevelLow, PortfolioMoveImprove}},
		{Ratings{k(3), k(3), k(3.5), k(3.5)}, Fiocca{FioccaCellKeyDifficult, clientele.LevelHigh, clientele.LevelHigh, PortfolioMoveKeep}},
		{Ratings{k(5), k(5), k(1), k(1)}, Fiocca{FioccaCellKeyDifficult, clientele.LevelLow, clientele.LevelLow, PortfolioMoveWithdraw}},
		{Ratings{k(5), k(5), k(1.9), k(5)}, Fiocca{FioccaCellKeyDifficult, clientele.LevelLow, clientele.LevelHigh, PortfolioMoveReduce}},
		{Ratings{k(4), k(0), none, k(5)}, Fiocca{Cell: FioccaCellKeyEasy}},
		{Ratings{k(2.9), k(2.9), k(4), k(4)}, Fiocca{Cell: FioccaCellOtherEasy}},
		{Ratings{k(0), k(5), none, none}, Fiocca{Cell: FioccaCellOtherDifficult}},
	} {
		got, err := p.Place(x.r)
		require.NoError(t, err)
		assert.Equal(t, x.want, got, x.r)
		reasons := got.AppendReasons(nil, x.r, p)
		want := 2
		if x.want.Move != 0 {
			want = 4
		}
		assert.Len(t, reasons, want)
		for _, r := range reasons {
			assert.NotContains(t, r.Text(clientele.LangChinese), "{")
			assert.NotEqual(t, r.Code, r.Text(clientele.LangEnglish))
		}
	}
	got, err := (&FioccaPolicy{Key: 4.5}).Place(Ratings{k(4), k(2), k(4), k(1)})
	require.NoError(t, err)
	assert.Equal(t, FioccaCellOtherEasy, got.Cell)
	for _, r := range []Ratings{{}, {k(4), none, none, none}, {k(6), k(1), none, none}, {k(4), k(1), k(math.NaN()), none}} {
		_, err := p.Place(r)
		var in *clientele.InputError
		assert.ErrorAs(t, err, &in)
	}
	for _, q := range []*FioccaPolicy{{Key: 9}, {Medium: 4, High: 3}, {Moves: MoveGrid{{PortfolioMoveImprove}}}} {
		_, err := q.Place(Ratings{k(4), k(2), none, none})
		assert.Error(t, err)
	}
}

func TestProfitabilityAndYorke(t *testing.T) {
	c := Profitability{Revenue: 1000, Direct: 700, Service: 90}
	assert.Equal(t, 300.0, c.Contribution())
	assert.Equal(t, 210.0, c.Net())
	assert.Equal(t, .21, c.Margin())
	assert.Equal(t, .3, c.ServiceShare())
	assert.True(t, math.IsNaN(Profitability{Service: 1}.Margin()))
	assert.True(t, math.IsInf(Profitability{Revenue: 1, Direct: 1, Service: 1}.ServiceShare(), 1))
	assert.Zero(t, Profitability{Revenue: 1, Direct: 1}.ServiceShare())

	var p *YorkePolicy
	y, err := p.Place(c, 1)
	require.NoError(t, err)
	assert.Equal(t, Yorke{clientele.LevelHigh, clientele.LevelLow, PortfolioMoveImprove}, y)
	texts := y.AppendReasons(nil, c, 1, p)
	assert.Equal(t, "the margin is 21 %, high from 15 %", texts[0].Text(clientele.LangEnglish))
	assert.Equal(t, "关系强度评分 1，低于中等的界线 2", texts[1].Text(clientele.LangChinese))
	y, err = p.Place(Profitability{Revenue: 1000, Direct: 900, Service: 90}, 4) // it does not pay, close as we are
	require.NoError(t, err)
	assert.Equal(t, Yorke{clientele.LevelLow, clientele.LevelHigh, PortfolioMoveReduce}, y)

	for _, bad := range []Profitability{{}, {Revenue: -1}, {Revenue: 1, Direct: math.NaN()}, {Revenue: 1, Service: math.Inf(1)}} {
		_, err := p.Place(bad, 1)
		var in *clientele.InputError
		assert.ErrorAs(t, err, &in)
	}
	_, err = p.Place(c, 6)
	assert.Error(t, err)
	for _, q := range []*YorkePolicy{{MediumMargin: .5, HighMargin: .4}, {HighStrength: 6}, {Moves: MoveGrid{{9}}}} {
		_, err := q.Place(c, 1)
		assert.Error(t, err)
	}
}

func TestKotler(t *testing.T) {
	var p *KotlerPolicy
	for _, x := range []struct {
		margin    float64
		customers int
		want      RelationshipType
	}{
		{.40, 5, RelationshipTypePartnership}, {.20, 5, RelationshipTypeProactive}, {.05, 5, RelationshipTypeAccountable},
		{.40, 500, RelationshipTypeProactive}, {.20, 500, RelationshipTypeAccountable}, {.05, 500, RelationshipTypeReactive},
		{.40, 50000, RelationshipTypeAccountable}, {.20, 50000, RelationshipTypeReactive}, {-.05, 50000, RelationshipTypeBasic},
	} {
		got, err := p.Type(x.margin, x.customers)
		require.NoError(t, err)
		assert.Equal(t, x.want, got, x)
		assert.Len(t, p.AppendReasons(nil, x.margin, x.customers), 2)
	}
	assert.Equal(t, "there are 5 customers, fewer than 50", p.AppendReasons(nil, .4, 5)[1].Text(clientele.LangEnglish))
	for _, x := range []struct {
		p *KotlerPolicy
		m float64
		n int
	}{{nil, 2, 5}, {nil, math.NaN(), 5}, {nil, .1, 0}, {&KotlerPolicy{Medium: 10, Many: 5}, .1, 1}, {&KotlerPolicy{Types: [3][3]RelationshipType{{RelationshipTypeBasic}}}, .1, 1}} {
		_, err := x.p.Type(x.m, x.n)
		var in *clientele.InputError
		assert.ErrorAs(t, err, &in)
	}
}

func TestBalance(t *testing.T) {
	var p *DependencePolicy
	for _, x := range []struct {
		ours, theirs float64
		want         Balance
	}{{0, 0, BalanceLoose}, {.1, 0, BalanceWeDepend}, {.09, .3, BalanceTheyDepend}, {.5, .9, BalanceMutual}} {
		b, err := p.Balance(x.ours, x.theirs)
		require.NoError(t, err)
		assert.Equal(t, x.want, b)
		assert.Len(t, p.AppendReasons(nil, x.ours, x.theirs), 2)
	}
	assert.Equal(t, "占我方销售额的 12%，达到依赖界线 10%", p.AppendReasons(nil, .12, 0)[0].Text(clientele.LangChinese))
	for _, s := range [][2]float64{{-1, 0}, {0, 2}, {math.NaN(), 0}} {
		_, err := p.Balance(s[0], s[1])
		assert.Error(t, err)
	}
	_, err := (&DependencePolicy{Ours: 2}).Balance(0, 0)
	assert.Error(t, err)
}

func TestPortfolioNames(t *testing.T) {
	assert.Equal(t, "伙伴型", RelationshipTypePartnership.Label(clientele.LangChinese))
	assert.Equal(t, "相互依赖", BalanceMutual.Label(clientele.LangChinese))
	assert.Equal(t, "重要但难管理", FioccaCellKeyDifficult.Label(clientele.LangChinese))
	assert.Equal(t, "Withdraw", PortfolioMoveWithdraw.Label(clientele.LangEnglish))
	for _, x := range []struct {
		text string
		to   interface{ UnmarshalText([]byte) error }
	}{{"partnership", new(RelationshipType)}, {"mutual", new(Balance)}, {"key-easy", new(FioccaCell)}, {"keep", new(PortfolioMove)}, {"years", new(AccountCriterion)}} {
		require.NoError(t, x.to.UnmarshalText([]byte(x.text)))
		assert.Error(t, x.to.UnmarshalText([]byte("?")))
	}
}
