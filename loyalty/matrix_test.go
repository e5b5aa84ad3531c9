package loyalty

import (
	"encoding"
	"fmt"
	"math"
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestDickBasu(t *testing.T) {
	m, err := NewDickBasu(nil)
	require.NoError(t, err)
	for _, c := range []struct {
		attitude, patronage float64
		bond                Bond
	}{{0.5, 0.5, BondTrue}, {0.9, 0.49, BondLatent}, {0.49, 0.9, BondSpurious}, {0, 0, BondNone}, {1, 1, BondTrue},
		{math.NaN(), 0.5, 0}, {1.1, 0.5, 0}, {0.5, -0.1, 0}} {
		v := m.Classify(c.attitude, c.patronage)
		assert.Equal(t, c.bond, v.Bond, "%+v", c)
		why := v.AppendReasons(nil)
		if c.bond == 0 {
			assert.Empty(t, why)
		} else {
			assert.Len(t, why, 2)
		}
	}
	why := m.Classify(0.2, 0.8).AppendReasons(nil)
	assert.Equal(t, []clientele.Reason{{Code: ReasonAttitudeLow, Value: 0.2, Limit: 0.5}, {Code: ReasonPatronageHigh, Value: 0.8, Limit: 0.5}}, why)
	for _, bad := range []DickBasuPolicy{{Attitude: 1}, {0.5, math.NaN()}, {Patronage: -.1}} {
		_, err := NewDickBasu(&bad)
		assert.Error(t, err)
	}
}

func TestJonesSasser(t *testing.T) {
	m, err := NewJonesSasser(nil)
	require.NoError(t, err)
	for _, c := range []struct {
		satisfaction, loyalty float64
		role                  LoyaltyRole
		code                  string
	}{
		{1, 0.9, LoyaltyRoleApostle, ReasonSatisfactionComplete}, {0.75, 0.5, LoyaltyRoleLoyalist, ReasonSatisfactionHigh}, {0.5, 0.9, LoyaltyRoleHostage, ReasonSatisfactionLow}, {0, 0.9, LoyaltyRoleHostage, ReasonSatisfactionLow},
		{1, 0.2, LoyaltyRoleMercenary, ReasonSatisfactionHigh}, {0.5, 0.2, LoyaltyRoleDefector, ReasonSatisfactionLow}, {0.1, 0.2, LoyaltyRoleTerrorist, ReasonSatisfactionNone}, {math.NaN(), 1, 0, ""},
	} {
		v := m.Classify(c.satisfaction, c.loyalty)
		assert.Equal(t, c.role, v.Role, "%+v", c)
		why := v.AppendReasons(nil)
		if c.role == 0 {
			assert.Empty(t, why)
			continue
		}
		require.Len(t, why, 2)
		assert.Equal(t, c.code, why[0].Code, "%+v", c)
	}
	for _, bad := range []JonesSasserPolicy{{0.5, 0.4, 0.1, 0.5}, {0.5, 0.9, 0.1, 1}} {
		_, err := NewJonesSasser(&bad)
		assert.Error(t, err, "%+v", bad)
	}
	for _, one := range []JonesSasserPolicy{{Satisfied: .97}, {Delighted: .6}, {Outraged: .8}, {Loyal: .2}, {Satisfied: .1}} {
		made, err := NewJonesSasser(&one)
		require.NoError(t, err, "%+v", one)
		p := made.Policy()
		again, err := NewJonesSasser(&p)
		require.NoError(t, err)
		assert.Equal(t, made, again)
	}
}

func TestAfterSales(t *testing.T) {
	c, err := NewAfterSalesClassifier(nil)
	require.NoError(t, err)
	for _, x := range []struct {
		what  string
		s     AfterSalesRecord
		class AfterSales
		code  string
	}{
		{"nothing known", AfterSalesRecord{}, 0, ReasonAfterUnknown},
		{"no complaint, nothing else known", AfterSalesRecord{Complaints: of(0, 5), Open: known(0), Loss: clientele.NewLossVerdict(.2, .9)}, 0, ReasonAfterUnknown},
		{"silent", AfterSalesRecord{Loss: clientele.NewLossVerdict(.95, .9), Open: known(2)}, AfterSalesLost, ReasonAfterLost},
		{"not renewed", AfterSalesRecord{Loss: clientele.ClassifyTerm(true)}, AfterSalesLost, ReasonAfterNotRenewed},
		{"probably silent", AfterSalesRecord{Loss: clientele.NewLossVerdict(.75, .9), Satisfaction: of(3, 3)}, AfterSalesLoyal, ReasonAfterSatisfied},
		{"open complaint", AfterSalesRecord{Open: known(1), Repeats: of(9, 9), Satisfaction: of(1, 1)}, AfterSalesComplaining, ReasonAfterOpen},
		{"two settled complaints in 15 contacts", AfterSalesRecord{Complaints: of(2, 15), Settled: 2, Satisfaction: of(1, 1)}, AfterSalesLoyal, ReasonAfterSatisfied},
		{"two complaints in 15 contacts, not settled", AfterSalesRecord{Complaints: of(2, 15), Satisfaction: of(1, 1)}, AfterSalesComplaining, ReasonAfterComplaints},
		{"no satisfaction at all", AfterSalesRecord{Satisfaction: of(0, 1)}, AfterSalesComplaining, ReasonAfterDissatisfied},
		{"dissatisfied, but repeating", AfterSalesRecord{Satisfaction: of(.05, 1), Repeats: of(9, 10)}, AfterSalesComplaining, ReasonAfterDissatisfied},
		{"satisfied", AfterSalesRecord{Satisfaction: of(1, 1)}, AfterSalesLoyal, ReasonAfterSatisfied},
		{"half satisfied", AfterSalesRecord{Satisfaction: of(2, 4), Repeats: of(9, 10)}, AfterSalesOrdinary, ReasonAfterLukewarm},
		{"satisfied, but surely not repeating", AfterSalesRecord{Satisfaction: of(4, 4), Repeats: of(0, 6)}, AfterSalesOrdinary, ReasonAfterRare},
		{"satisfied, few repeats seen", AfterSalesRecord{Satisfaction: of(4, 4), Repeats: of(0, 1)}, AfterSalesLoyal, ReasonAfterSatisfied},
		{"one repeat of two", AfterSalesRecord{Repeats: of(1, 2)}, AfterSalesOrdinary, ReasonAfterUnsure},
		{"eight repeats of nine", AfterSalesRecord{Repeats: of(8, 9)}, AfterSalesLoyal, ReasonAfterRepeats},
		{"impossible", AfterSalesRecord{Loss: clientele.LossVerdict{State: clientele.LossStateLost}}, 0, ReasonAfterUnknown},
		{"more settled than there were", AfterSalesRecord{Settled: 1, Satisfaction: of(1, 1)}, 0, ReasonAfterUnknown},
	} {
		v := c.Classify(x.s)
		assert.Equal(t, x.class, v.Class, x.what)
		assert.Equal(t, []string{x.code}, codes(v.AppendReasons(nil)), x.what)
		assert.Equal(t, v.Class != 0, v.Certainty > 0, x.what)
	}
	for _, bad := range []AfterSalesPolicy{{Satisfied: .2, Dissatisfied: .3}, {Sure: .4}, {Settled: known(2)}, {Repeat: -1}} {
		_, err := NewAfterSalesClassifier(&bad)
		assert.Error(t, err, "%+v", bad)
	}
	for _, one := range []AfterSalesPolicy{{Satisfied: .1}, {Dissatisfied: .8}, {Settled: known(0)}} {
		_, err := NewAfterSalesClassifier(&one)
		assert.NoError(t, err, "%+v", one)
	}
}

// More satisfaction never makes a worse class, and more of the same cases make
// it surer.
func TestAfterSalesLaws(t *testing.T) {
	c, err := NewAfterSalesClassifier(nil)
	require.NoError(t, err)
	rank := map[AfterSales]int{AfterSalesComplaining: 1, AfterSalesOrdinary: 2, AfterSalesLoyal: 3}
	for n := 1.0; n <= 40; n++ {
		last := 0
		for h := 0.0; h <= n; h += n / 40 {
			v := c.Classify(AfterSalesRecord{Satisfaction: of(h, n)})
			assert.GreaterOrEqual(t, rank[v.Class], last, "%v of %v", h, n)
			last = rank[v.Class]
		}
		assert.Equal(t, 3, last)
	}
}

// TestNames: every enumeration goes to text and back, and has labels.
func TestNames(t *testing.T) {
	type value interface {
		fmt.Stringer
		encoding.TextMarshaler
		Label(clientele.Lang) string
	}
	test := func(v value, back encoding.TextUnmarshaler, get func() value) {
		text, err := v.MarshalText()
		require.NoError(t, err)
		require.NoError(t, back.UnmarshalText(text))
		assert.Equal(t, v, get())
		assert.NotEmpty(t, v.Label(clientele.LangChinese))
		assert.NotEqual(t, v.Label(clientele.LangEnglish), v.Label(clientele.LangChinese))
		assert.Error(t, back.UnmarshalText([]byte("?")))
	}
	for v := Marker(1); v <= numMarkers; v++ {
		var back Marker
		test(v, &back, func() value { return back })
	}
	for v := Part(1); v <= numParts; v++ {
		var back Part
		test(v, &back, func() value { return back })
	}
	for v := OrientationTransaction; v <= OrientationRelationship; v++ {
		var back Orientation
		test(v, &back, func() value { return back })
	}
	for v := ValueClassLargest; v <= ValueClassOrdinary; v++ {
		var back ValueClass
		test(v, &back, func() value { return back })
	}
	for v := BondTrue; v <= BondNone; v++ {
		var back Bond
		test(v, &back, func() value { return back })
	}
	for v := LoyaltyRoleApostle; v <= LoyaltyRoleTerrorist; v++ {
		var back LoyaltyRole
		test(v, &back, func() value { return back })
	}
	for v := TradeRetail; v <= TradeBanking; v++ {
		var back Trade
		test(v, &back, func() value { return back })
	}
	for v := AfterSalesLoyal; v <= AfterSalesLost; v++ {
		var back AfterSales
		test(v, &back, func() value { return back })
	}
}
