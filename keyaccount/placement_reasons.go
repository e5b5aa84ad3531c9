package keyaccount

import (
	"math"

	"github.com/clientele-go/clientele"
)

// appendReasons appends why the account has the placement.
func (c *Classifier) appendReasons(dst []clientele.Reason, a *Account, p *Placement) []clientele.Reason {
	if p.Tier >= TierGeneral {
		dst = c.appendMet(dst, a, p)
	}
	reviews := float64(c.policy.Hold.Reviews)
	switch {
	case p.Held:
		dst = append(dst, clientele.Reason{Code: ReasonHeld, Value: float64(p.Standing.Misses), Limit: reviews})
	case p.Rising:
		return append(dst, clientele.Reason{Code: ReasonRising, Value: float64(p.Standing.Rises), Limit: reviews})
	}
	if p.Tier < TierStrategic {
		dst = c.appendShort(dst, a, p)
	}
	return dst
}

// appendMet appends how the account stands to what its tier asks for.
func (c *Classifier) appendMet(dst []clientele.Reason, a *Account, p *Placement) []clientele.Reason {
	slack := false
	for _, g := range c.rule(p.Tier).Gates {
		v, known := a.Measure(g.Criterion).Value()
		if c.waived(a, p.Tier, g) && v < g.Min {
			dst = append(dst, clientele.Reason{Code: ReasonYearsWaived, Value: a.Revenue.Or(0), Limit: c.rule(p.Tier).WaiveYears})
			continue
		}
		if !known {
			continue // held for now
		}
		code := criterionCodes[g.Criterion].met
		if v < g.Min {
			code, slack = criterionCodes[g.Criterion].below, true
		}
		dst = append(dst, clientele.Reason{Code: code, Value: v, Limit: g.Min})
	}
	limit, code := c.rule(p.Tier).Score, ReasonScoreMet
	if p.Score < limit-reached {
		code, slack = ReasonScoreBelow, true
	}
	dst = append(dst, clientele.Reason{Code: code, Value: p.Score, Limit: limit})
	if cost, limit, checked := c.service(a, p.Tier); checked {
		if profit := a.Profit.Or(0); profit*limit >= cost {
			dst = append(dst, clientele.Reason{Code: ReasonServiceMet, Value: cost / profit, Limit: limit})
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
		dst = append(dst, clientele.Reason{Code: ReasonUnmeasured, Value: p.Known, Limit: c.minKnown})
	}
	if p.Capped != 0 {
		dst = append(dst, clientele.Reason{Code: ReasonCapFull, Value: p.Score, Limit: p.Bar})
	}
	up := p.Tier + 1
	for _, g := range c.rule(up).Gates {
		limit := c.gateLimit(a, up, g)
		v, known := a.Measure(g.Criterion).Value()
		switch {
		case c.waived(a, up, g):
		case !known:
			dst = append(dst, clientele.Reason{Code: criterionCodes[g.Criterion].missing, Value: math.NaN(), Limit: limit})
		case v < limit:
			dst = append(dst, clientele.Reason{Code: criterionCodes[g.Criterion].short, Value: v, Limit: limit})
		}
	}
	if limit := c.scoreLimit(a, up); p.Score < limit-reached {
		dst = append(dst, clientele.Reason{Code: ReasonScoreShort, Value: p.Score, Limit: limit})
	}
	return c.appendService(dst, a, up)
}

// appendService appends what the service check of the tier finds wrong.
func (c *Classifier) appendService(dst []clientele.Reason, a *Account, t Tier) []clientele.Reason {
	profit := a.Profit.Or(0)
	if c.losing(a, t) {
		return append(dst, clientele.Reason{Code: ReasonLoss, Value: profit, Limit: 0})
	}
	cost, limit, checked := c.service(a, t)
	if !checked {
		return dst
	}
	switch {
	case !(profit > 0):
		return append(dst, clientele.Reason{Code: ReasonServiceNoBase, Value: profit, Limit: cost})
	case profit*limit < cost:
		return append(dst, clientele.Reason{Code: ReasonServiceHigh, Value: cost / profit, Limit: limit})
	}
	return dst
}
