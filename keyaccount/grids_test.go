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
	p, err := NewFioccaPortfolio(nil)
	require.NoError(t, err)
	for _, x := range []struct {
		r                        Ratings
		cell                     FioccaCell
		attractiveness, strength clientele.Level
		move                     PortfolioMove
	}{
		{Ratings{k(4), k(2), k(4), k(1)}, FioccaCellKeyEasy, clientele.LevelHigh, clientele.LevelLow, PortfolioMoveImprove},
		{Ratings{k(3), k(3), k(3.5), k(3.5)}, FioccaCellKeyDifficult, clientele.LevelHigh, clientele.LevelHigh, PortfolioMoveKeep},
		{Ratings{k(5), k(5), k(1), k(1)}, FioccaCellKeyDifficult, clientele.LevelLow, clientele.LevelLow, PortfolioMoveWithdraw},
		{Ratings{k(5), k(5), k(1.9), k(5)}, FioccaCellKeyDifficult, clientele.LevelLow, clientele.LevelHigh, PortfolioMoveReduce},
		{Ratings{k(4), k(0), none, k(5)}, FioccaCellKeyEasy, 0, 0, 0},
		{Ratings{k(2.9), k(2.9), k(4), k(4)}, FioccaCellOtherEasy, 0, 0, 0},
		{Ratings{k(0), k(5), none, none}, FioccaCellOtherDifficult, 0, 0, 0},
		{Ratings{k(4), none, k(4), k(4)}, 0, 0, 0, 0},
	} {
		got, err := p.Place(x.r)
		require.NoError(t, err)
		assert.Equal(t, FioccaPlace{x.cell, x.attractiveness, x.strength, x.move, x.r, p.Policy()}, got)
		reasons := got.AppendReasons(nil)
		want := 2
		switch {
		case x.move != 0:
			want = 4
		case x.cell == 0:
			want = 0
		}
		assert.Len(t, reasons, want)
		for _, r := range reasons {
			assert.NotContains(t, r.Text(clientele.LangChinese), "{")
			assert.NotEqual(t, r.Code, r.Text(clientele.LangEnglish))
		}
	}
	everybody, err := NewFioccaPortfolio(&FioccaPolicy{Key: k(0)})
	require.NoError(t, err)
	got, err := everybody.Place(Ratings{k(0), k(2), none, none})
	require.NoError(t, err)
	assert.Equal(t, FioccaCellKeyEasy, got.Cell, "a cut of 0 makes everybody key")
	for _, r := range []Ratings{{k(6), k(1), none, none}, {k(4), k(1), k(math.NaN()), none}} {
		_, err := p.Place(r)
		var in *clientele.InputError
		assert.ErrorAs(t, err, &in)
	}
	for _, q := range []*FioccaPolicy{{Key: k(9)}, {Medium: k(4), High: k(3)}, {Moves: MoveGrid{{PortfolioMoveImprove}}}} {
		_, err := NewFioccaPortfolio(q)
		assert.Error(t, err)
	}
	low, err := NewFioccaPortfolio(&FioccaPolicy{High: k(1)})
	require.NoError(t, err, "the other cut gives way")
	assert.Equal(t, k(1), low.Policy().Medium)
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

	p, err := NewYorkePortfolio(nil)
	require.NoError(t, err)
	y, err := p.Place(c, 1)
	require.NoError(t, err)
	assert.Equal(t, YorkePlace{clientele.LevelHigh, clientele.LevelLow, PortfolioMoveImprove, .21, 1, p.Policy()}, y)
	texts := y.AppendReasons(nil)
	assert.Equal(t, "the margin is 21 %, high from 15 %", texts[0].Text(clientele.LangEnglish))
	assert.Equal(t, "关系强度评分 1，低于“中等”的门槛 2", texts[1].Text(clientele.LangChinese))
	y, err = p.Place(Profitability{Revenue: 1000, Direct: 900, Service: 90}, 4) // it does not pay, close as we are
	require.NoError(t, err)
	assert.Equal(t, PortfolioMoveReduce, y.Move)

	for _, bad := range []Profitability{{}, {Revenue: -1}, {Revenue: 1, Direct: math.NaN()}, {Revenue: 1, Service: math.Inf(1)}} {
		_, err := p.Place(bad, 1)
		var in *clientele.InputError
		assert.ErrorAs(t, err, &in)
	}
	_, err = p.Place(c, 6)
	assert.Error(t, err)
	k := clientele.Known
	for _, q := range []*YorkePolicy{{MediumMargin: k(.5), HighMargin: k(.4)}, {HighStrength: k(6)}, {Moves: MoveGrid{{9}}}} {
		_, err := NewYorkePortfolio(q)
		assert.Error(t, err)
	}
	assert.Empty(t, YorkePlace{}.AppendReasons(nil))
}

func TestKotler(t *testing.T) {
	table, err := NewKotlerTable(nil)
	require.NoError(t, err)
	for _, x := range []struct {
		margin    float64
		customers int
		want      RelationshipType
	}{
		{.40, 5, RelationshipTypePartnership}, {.20, 5, RelationshipTypeProactive}, {.05, 5, RelationshipTypeAccountable},
		{.40, 500, RelationshipTypeProactive}, {.20, 500, RelationshipTypeAccountable}, {.05, 500, RelationshipTypeReactive},
		{.40, 50000, RelationshipTypeAccountable}, {.20, 50000, RelationshipTypeReactive}, {-.05, 50000, RelationshipTypeBasic},
	} {
		got, err := table.Classify(x.margin, x.customers)
		require.NoError(t, err)
		assert.Equal(t, x.want, got.Type, x)
		assert.Len(t, got.AppendReasons(nil), 2)
	}
	few, err := table.Classify(.4, 5)
	require.NoError(t, err)
	assert.Equal(t, "there are 5 customers, fewer than 50", few.AppendReasons(nil)[1].Text(clientele.LangEnglish))
	one, err := table.Classify(.4, 1)
	require.NoError(t, err)
	assert.Equal(t, "there is 1 customer, fewer than 50", one.AppendReasons(nil)[1].Text(clientele.LangEnglish))
	var in *clientele.InputError
	for _, x := range []struct {
		m float64
		n int
	}{{2, 5}, {math.NaN(), 5}, {.1, 0}} {
		_, err := table.Classify(x.m, x.n)
		assert.ErrorAs(t, err, &in)
	}
	for _, bad := range []KotlerPolicy{{Medium: 10, Many: 5}, {Types: RelationshipGrid{{RelationshipTypeBasic}}}, {HighMargin: clientele.Known(2)}} {
		_, err := NewKotlerTable(&bad)
		assert.ErrorAs(t, err, &in)
	}
}

func TestBalance(t *testing.T) {
	d, err := NewDependenceScale(nil)
	require.NoError(t, err)
	for _, x := range []struct {
		ours, theirs float64
		want         Balance
	}{{0, 0, BalanceLoose}, {.1, 0, BalanceWeDepend}, {.09, .3, BalanceTheyDepend}, {.5, .9, BalanceMutual}} {
		b, err := d.Classify(x.ours, x.theirs)
		require.NoError(t, err)
		assert.Equal(t, x.want, b.Balance)
		assert.Len(t, b.AppendReasons(nil), 2)
	}
	b, err := d.Classify(.12, 0)
	require.NoError(t, err)
	assert.Equal(t, "占我方销售额的 12%，达到依赖门槛 10%", b.AppendReasons(nil)[0].Text(clientele.LangChinese))
	for _, s := range [][2]float64{{-1, 0}, {0, 2}, {math.NaN(), 0}} {
		_, err := d.Classify(s[0], s[1])
		assert.Error(t, err)
	}
	_, err = NewDependenceScale(&DependencePolicy{Ours: 2})
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
