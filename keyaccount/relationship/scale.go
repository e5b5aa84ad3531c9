package relationship

import (
	"fmt"

	"github.com/clientele-go/clientele"
)

// Scale is what a relationship is rated in: dimensions, each from 0 to 5, each
// grade anchored in something that somebody has seen happen.
type Scale struct {
	Dimensions []ScaleDimension `json:"dimensions"` // of people
	// Organisation are the dimensions between the two firms, which no single
	// person can answer for; if there are none, those of people are taken.
	Organisation []ScaleDimension `json:"organisation,omitempty"`
}

// organisation returns the dimensions that the firms are rated in.
func (s *Scale) organisation() []ScaleDimension {
	if len(s.Organisation) == 0 {
		return s.Dimensions
	}
	return s.Organisation
}

// ScaleDimension is one side of a relationship.
type ScaleDimension struct {
	Name    string    `json:"name"` // permanent, such as "information"
	English string    `json:"english"`
	Chinese string    `json:"chinese"`
	Weight  float64   `json:"weight"` // ≥ 0; relative to the others
	Anchors [6]Anchor `json:"anchors"`
}

// Anchor is the evidence for a grade.
type Anchor struct {
	English string `json:"english"`
	Chinese string `json:"chinese"`
}

// Label returns the dimension's name in lang.
func (d *ScaleDimension) Label(lang clientele.Lang) string {
	switch lang {
	case clientele.LangEnglish:
		return d.English
	case clientele.LangChinese:
		return d.Chinese
	}
	return d.Name
}

// Text returns the anchor in lang, English unless it is Chinese.
func (a Anchor) Text(lang clientele.Lang) string {
	if lang == clientele.LangChinese {
		return a.Chinese
	}
	return a.English
}

// Check returns nil if the scale can be used: at least one dimension, names
// and labels given, names different, weights ≥ 0 and not all 0.
func (s *Scale) Check() error {
	if err := checkDimensions(s.Dimensions); err != nil {
		return err
	}
	return checkDimensions(s.organisation())
}

func checkDimensions(dimensions []ScaleDimension) error {
	sum := 0.0
	seen := map[string]bool{}
	for i, d := range dimensions {
		switch {
		case d.Name == "" || d.English == "" || d.Chinese == "" || seen[d.Name]:
			return bad("Scale", fmt.Sprintf("name of dimension %d", i), d.Name, "a name of its own, with a label in both languages")
		case !(d.Weight >= 0 && d.Weight <= 1e6):
			return bad("Scale", "weight of "+d.Name, d.Weight, "a number in [0, 1e6]")
		}
		seen[d.Name] = true
		sum += d.Weight
	}
	if !(sum > 0) {
		return bad("Scale", "sum of the weights", sum, "at least one dimension with a weight above 0")
	}
	return nil
}

// DefaultScale returns the six dimensions that Chinese key-account practice
// asks after, equally weighted: acceptance of the company 认可, participation in
// activities 参与, information 信息, guidance and support in business 业务支持,
// support in projects 项目支持, and the stance against competitors 竞争; and
// between the organisations four of our own: joint planning 共同规划, meetings of
// executives 高层互动, strategic fit 战略契合, and linked processes 流程对接. The
// anchors are ours.
func DefaultScale() Scale {
	return Scale{Dimensions: []ScaleDimension{
		{"acceptance", "Acceptance of the company", "对公司的认可", 1, [6]Anchor{
			{"does not know us", "不了解我们"},
			{"knows us by name, and has no opinion", "知道我们，没有看法"},
			{"has listened to a presentation", "听过我们的介绍"},
			{"names our strengths when asked", "被问及时能说出我们的优势"},
			{"has recommended us inside", "在内部推荐过我们"},
			{"speaks for us in public", "公开为我们背书"}}},
		{"participation", "Participation in activities", "参与活动", 1, [6]Anchor{
			{"declines invitations", "拒绝邀请"},
			{"has come once, at our request", "经邀请来过一次"},
			{"comes when it suits", "方便时参加"},
			{"comes regularly", "经常参加"},
			{"brings colleagues", "带同事参加"},
			{"plans or gives activities with us", "与我们共同策划或主讲活动"}}},
		{"information", "Information", "信息传递", 1, [6]Anchor{
			{"tells us nothing", "不透露任何信息"},
			{"tells what is public", "只提供公开信息"},
			{"answers questions", "有问有答"},
			{"tells us of plans in time", "及时告知计划"},
			{"tells us unasked what others are doing", "主动告知各方动向"},
			{"shares what is decided and why, before it is out", "在公布之前告知决定及其缘由"}}},
		{"business", "Guidance and support in business", "业务指导与支持", 1, [6]Anchor{
			{"obstructs our business", "阻碍我方业务"},
			{"does what the contract says", "仅按合同办事"},
			{"explains how to get things done", "指点办事流程"},
			{"has removed an obstacle for us", "为我们排除过障碍"},
			{"has won us business elsewhere in the firm", "帮我们拓展了内部其他业务"},
			{"advises us on our strategy with the firm", "为我们的客户策略出谋划策"}}},
		{"project", "Support in projects", "项目支持", 1, [6]Anchor{
			{"has worked against us in a project", "在项目中反对过我们"},
			{"stays out", "置身事外"},
			{"scores us fairly", "公正评价"},
			{"has voted for us", "投过我们的票"},
			{"has argued for us against resistance", "顶住压力为我们争取"},
			{"has shaped a project so that we could win", "推动项目朝有利于我们的方向设计"}}},
		{"competition", "Stance against competitors", "对竞争对手的态度", 1, [6]Anchor{
			{"belongs to a competitor", "偏向竞争对手"},
			{"leans towards a competitor", "略偏竞争对手"},
			{"treats all alike", "一视同仁"},
			{"prefers us at equal terms", "同等条件下优先我们"},
			{"tells us what competitors offer", "告知竞争对手的动作"},
			{"has kept a competitor out", "曾阻止竞争对手进入"}}},
	}, Organisation: []ScaleDimension{
		{"planning", "Joint planning", "共同规划", 1, [6]Anchor{
			{"neither firm plans with the other", "双方没有共同规划"},
			{"plans are exchanged when asked for", "应要求交换计划"},
			{"demand is forecast together", "共同预测需求"},
			{"there is a joint plan for the year", "有年度联合计划"},
			{"the joint plan has budgets of both firms", "联合计划由双方共同出资"},
			{"products or markets are planned together for years ahead", "共同进行产品或市场的多年规划"}}},
		{"executives", "Meetings of executives", "高层互动", 1, [6]Anchor{
			{"the executives have never met", "双方高层从未见面"},
			{"they have met once, by chance", "偶然见过一次"},
			{"they meet when there is trouble", "出现问题时会面"},
			{"they meet every year", "每年会面"},
			{"they meet every quarter, with an agenda", "每季度按议程会面"},
			{"they sponsor joint programmes by name", "由双方高层分别牵头联合项目"}}},
		{"strategy", "Strategic fit", "战略契合", 1, [6]Anchor{
			{"the strategies exclude each other", "双方战略相互排斥"},
			{"the strategies have nothing in common", "双方战略没有交集"},
			{"we fit one of their purchasing policies", "符合对方的某项采购政策"},
			{"we are named a preferred supplier", "被列为优选供应商"},
			{"we are named in their strategy", "在对方战略中被提及"},
			{"each firm's strategy builds on the other", "双方战略互为基础"}}},
		{"processes", "Linked processes", "流程对接", 1, [6]Anchor{
			{"every order is a case of its own", "每笔订单单独处理"},
			{"there is a frame contract", "有框架合同"},
			{"orders and invoices are linked", "订单与结算系统对接"},
			{"stocks or schedules are shared", "共享库存或排程"},
			{"there are standing joint teams", "有常设联合团队"},
			{"people, plants or data are shared", "共享人员、设施或数据"}}},
	}}
}
