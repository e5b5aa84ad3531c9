package keyaccount

import (
	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/enum"
)

// AccountCriterion is something about an account that tiers can ask for. More is
// better for all of them.
type AccountCriterion uint8

// The criteria. The zero value is unassigned.
const (
	AccountCriterionRevenue    AccountCriterion = iota + 1 // 销售额: what it buys from us a year, money
	AccountCriterionProfit                                 // 利润: that less the direct cost of what it buys, money a year
	AccountCriterionYears                                  // 合作年限: years of cooperation
	AccountCriterionAlignment                              // 战略协同: how far its strategic direction is ours, rated 0–5
	AccountCriterionSharing                                // 资源共享: resources in common (joint development, capacity, data, people), rated 0–5
	AccountCriterionLoyalty                                // 忠诚度: in [0, 1], such as 1 − probability of churn, or a loyalty score
	AccountCriterionDependence                             // 依赖度: our share of what it buys of our kind, in [0, 1]
	AccountCriterionPotential                              // 增长潜力: how far it can grow, rated 0–5
)

const numCriteria = int(AccountCriterionPotential)

var criterions = enum.New[AccountCriterion]("keyaccount.AccountCriterion",
	enum.Row{Name: "revenue", English: "Revenue", Chinese: "销售额"},
	enum.Row{Name: "profit", English: "Profit", Chinese: "利润"},
	enum.Row{Name: "years", English: "Years of cooperation", Chinese: "合作年限"},
	enum.Row{Name: "alignment", English: "Strategic alignment", Chinese: "战略协同"},
	enum.Row{Name: "sharing", English: "Shared resources", Chinese: "资源共享"},
	enum.Row{Name: "loyalty", English: "Loyalty", Chinese: "忠诚度"},
	enum.Row{Name: "dependence", English: "Dependence on us", Chinese: "对我方依赖度"},
	enum.Row{Name: "potential", English: "Potential", Chinese: "增长潜力"},
)

// String returns the permanent name, such as "alignment".
func (c AccountCriterion) String() string { return criterions.String(c) }

// Label returns the criterion's name in lang.
func (c AccountCriterion) Label(lang clientele.Lang) string { return criterions.Label(c, uint8(lang)) }

// MarshalText implements encoding.TextMarshaler.
func (c AccountCriterion) MarshalText() ([]byte, error) { return criterions.MarshalText(c) }

// UnmarshalText implements encoding.TextUnmarshaler; it accepts only the permanent names.
func (c *AccountCriterion) UnmarshalText(text []byte) error { return criterions.UnmarshalText(c, text) }

// maxMoney bounds amounts of money, far above any firm's and far below where floats lose cents of sums.
const maxMoney = 1e15

// span returns the range of the criterion's measurements.
func (c AccountCriterion) span() (lo, hi float64) {
	switch c {
	case AccountCriterionRevenue:
		return 0, maxMoney
	case AccountCriterionProfit:
		return -maxMoney, maxMoney
	case AccountCriterionYears:
		return 0, 500
	case AccountCriterionLoyalty, AccountCriterionDependence:
		return 0, 1
	}
	return 0, 5
}
