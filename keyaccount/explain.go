package keyaccount

import (
	"math"

	"github.com/clientele-go/clientele"
)

// AppendReasons appends why the account has its placement: what it meets in
// the tier it has, then what keeps it from the next tier up, in the order of
// the criteria, score and service last. The placement must be one that c made
// for this account.
func (c *Classifier) AppendReasons(dst []clientele.Reason, a Account, p Placement) []clientele.Reason {
	if p.Tier >= TierGeneral {
		dst = c.appendMet(dst, &a, &p)
	}
	if p.Held {
		dst = append(dst, clientele.Reason{Code: ReasonHeld, Value: float64(p.Standing.Misses), Limit: float64(c.policy.Hold.Patience)})
	}
	if p.Tier < TierStrategic {
		dst = c.appendShort(dst, &a, &p)
	}
	return dst
}

// appendMet appends how the account stands to what its tier asks for.
func (c *Classifier) appendMet(dst []clientele.Reason, a *Account, p *Placement) []clientele.Reason {
	slack := false
	for _, g := range c.rule(p.Tier).Gates {
		v, known := a.Measure(g.Criterion).Value()
		if !known {
			continue // held for now
		}
		code := criterionCodes[g.Criterion].met
		if v < g.Min {
			code, slack = criterionCodes[g.Criterion].below, true
		}
		dst = append(dst, clientele.Reason{Code: code, Value: readable(g.Criterion, v), Limit: readable(g.Criterion, g.Min)})
	}
	limit, code := c.rule(p.Tier).Score, ReasonScoreMet
	if p.Score < limit-reached {
		code, slack = ReasonScoreBelow, true
	}
	dst = append(dst, clientele.Reason{Code: code, Value: p.Score, Limit: limit})
	if cost, limit, checked := c.service(a, p.Tier); checked {
		if profit := a.Profit.Or(0); profit*limit >= cost {
			dst = append(dst, clientele.Reason{Code: ReasonServiceMet, Value: 100 * cost / profit, Limit: 100 * limit})
		}
	}
	if slack && !p.Held {
		dst = append(dst, clientele.Reason{Code: ReasonHeldSlack, Value: math.NaN(), Limit: math.NaN()})
	}
	return dst
}

// appendShort appends what keeps the account from the next tier up.
func (c *Classifier) appendShort(dst []clientele.Reason, a *Account, p *Placement) []clientele.Reason {
	if p.Known < c.minKnown-reached {
		dst = append(dst, clientele.Reason{Code: ReasonUnmeasured, Value: 100 * p.Known, Limit: 100 * c.minKnown})
	}
	if p.Capped != 0 {
		dst = append(dst, clientele.Reason{Code: ReasonCapFull, Value: p.Score, Limit: p.Bar})
	}
	up := p.Tier + 1
	for _, g := range c.rule(up).Gates {
		limit := c.gateLimit(a, up, g)
		v, known := a.Measure(g.Criterion).Value()
		switch {
		case !known:
			dst = append(dst, clientele.Reason{Code: criterionCodes[g.Criterion].missing, Value: math.NaN(), Limit: readable(g.Criterion, limit)})
		case v < limit:
			dst = append(dst, clientele.Reason{Code: criterionCodes[g.Criterion].short, Value: readable(g.Criterion, v), Limit: readable(g.Criterion, limit)})
		}
	}
	if limit := c.scoreLimit(a, up); p.Score < limit-reached {
		dst = append(dst, clientele.Reason{Code: ReasonScoreShort, Value: p.Score, Limit: limit})
	}
	return c.appendService(dst, a, up)
}

// appendService appends what the service check of the tier finds wrong.
func (c *Classifier) appendService(dst []clientele.Reason, a *Account, t Tier) []clientele.Reason {
	cost, limit, checked := c.service(a, t)
	if !checked {
		return dst
	}
	profit := a.Profit.Or(0)
	switch {
	case !(profit > 0):
		return append(dst, clientele.Reason{Code: ReasonServiceNoBase, Value: readable(AccountCriterionProfit, profit), Limit: readable(AccountCriterionProfit, cost)})
	case profit*limit < cost:
		return append(dst, clientele.Reason{Code: ReasonServiceHigh, Value: 100 * cost / profit, Limit: 100 * limit})
	}
	return dst
}

// readable returns a measurement as people say it: large amounts of money
// without cents, shares in per cent.
func readable(c AccountCriterion, v float64) float64 {
	switch {
	case c == AccountCriterionDependence:
		return 100 * v
	case (c == AccountCriterionRevenue || c == AccountCriterionProfit) && math.Abs(v) >= 1000:
		return math.Round(v)
	}
	return v
}
