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
	m := DefaultDickBasu()
	require.NoError(t, m.Check())
	for _, c := range []struct {
		attitude, patronage float64
		bond                Bond
	}{{0.5, 0.5, BondTrue}, {0.9, 0.49, BondLatent}, {0.49, 0.9, BondSpurious}, {0, 0, BondNone}, {1, 1, BondTrue},
		{math.NaN(), 0.5, 0}, {1.1, 0.5, 0}, {0.5, -0.1, 0}} {
		assert.Equal(t, c.bond, m.Classify(c.attitude, c.patronage), "%+v", c)
		why := m.AppendReasons(nil, c.attitude, c.patronage)
		if c.bond == 0 {
			assert.Empty(t, why)
		} else {
			assert.Len(t, why, 2)
		}
	}
	why := m.AppendReasons(nil, 0.2, 0.8)
	assert.Equal(t, []clientele.Reason{{Code: ReasonAttitudeLow, Value: 0.2, Limit: 0.5}, {Code: ReasonPatronageHigh, Value: 0.8, Limit: 0.5}}, why)
	assert.Error(t, DickBasu{0, 0.5}.Check())
	assert.Error(t, DickBasu{0.5, math.NaN()}.Check())
}

func TestJonesSasser(t *testing.T) {
	m := DefaultJonesSasser()
	require.NoError(t, m.Check())
	for _, c := range []struct {
		satisfaction, loyalty float64
		role                  LoyaltyRole
		code                  string
	}{
		{1, 0.9, LoyaltyRoleApostle, ReasonSatisfactionComplete}, {0.75, 0.5, LoyaltyRoleLoyalist, ReasonSatisfactionHigh}, {0.5, 0.9, LoyaltyRoleHostage, ReasonSatisfactionLow}, {0, 0.9, LoyaltyRoleHostage, ReasonSatisfactionLow},
		{1, 0.2, LoyaltyRoleMercenary, ReasonSatisfactionHigh}, {0.5, 0.2, LoyaltyRoleDefector, ReasonSatisfactionLow}, {0.1, 0.2, LoyaltyRoleTerrorist, ReasonSatisfactionNone}, {math.NaN(), 1, 0, ""},
	} {
		assert.Equal(t, c.role, m.Classify(c.satisfaction, c.loyalty), "%+v", c)
		why := m.AppendReasons(nil, c.satisfaction, c.loyalty)
		if c.role == 0 {
			assert.Empty(t, why)
			continue
		}
		require.Len(t, why, 2)
		assert.Equal(t, c.code, why[0].Code, "%+v", c)
	}
	assert.Error(t, JonesSasser{0.5, 0.4, 0.1, 0.5}.Check())
	assert.Error(t, JonesSasser{0.5, 0.9, 0.1, 1}.Check())
}

func TestAfterSales(t *testing.T) {
	p := DefaultAfterSalesPolicy()
	require.NoError(t, p.Check())
	for _, c := range []struct {
		s     AfterSalesRecord
		class AfterSales
		code  string
	}{
		{AfterSalesRecord{}, AfterSalesOrdinary, ReasonAfterUnknown},
		{AfterSalesRecord{Alive: known(0.1), OpenComplaints: known(2)}, AfterSalesLost, ReasonAfterLost},
		{AfterSalesRecord{Alive: known(0.9), OpenComplaints: known(2), RepeatRate: known(1)}, AfterSalesComplaining, ReasonAfterOpen},
		{AfterSalesRecord{ComplaintRate: known(0.1), RepeatRate: known(1)}, AfterSalesComplaining, ReasonAfterComplaints},
		{AfterSalesRecord{RepeatRate: known(0.5)}, AfterSalesLoyal, ReasonAfterLoyal},
		{AfterSalesRecord{RepeatRate: known(0.9), Satisfaction: known(0.8)}, AfterSalesLoyal, ReasonAfterLoyal},
		{AfterSalesRecord{RepeatRate: known(0.9), Satisfaction: known(0.5)}, AfterSalesOrdinary, ReasonAfterDissatisfied},
		{AfterSalesRecord{RepeatRate: known(0.2)}, AfterSalesOrdinary, ReasonAfterOrdinary},
		{AfterSalesRecord{Alive: known(1.2)}, 0, ""},
	} {
		assert.Equal(t, c.class, p.Classify(c.s), "%+v", c.s)
		why := p.AppendReasons(nil, c.s)
		if c.class == 0 {
			assert.Empty(t, why)
			continue
		}
		require.Len(t, why, 1)
		assert.Equal(t, c.code, why[0].Code)
	}
	assert.Error(t, AfterSalesPolicy{}.Check())
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
	for v := AfterSalesLoyal; v <= AfterSalesLost; v++ {
		var back AfterSales
		test(v, &back, func() value { return back })
	}
}
