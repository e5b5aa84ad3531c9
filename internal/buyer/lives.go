package buyer

import "github.com/clientele-go/clientele/lifecycle"

// Lives adds up what stage histories say of customers who never change: every
// loss, decline and growth in them is a false alarm.
type Lives struct {
	Customers int
	Lost      int     // customers ever called lost
	Losses    int     // verdicts of loss
	Declines  int     // customers ever in decline once settled
	Grows     int     // customers ever in a growth once settled
	Changes   int     // of stage, once settled
	Days      float64 // observed
	Declining float64 // days in decline
	Settled   float64 // days from a year after stability on
}

// Add counts the stage history of a customer first seen on day 0 and followed
// until end.
func (l *Lives) Add(history []lifecycle.StageEntry, end lifecycle.Day) {
	l.Customers++
	l.Days += float64(end)
	settled := end
	for _, e := range history {
		if e.Stage == lifecycle.StageStability {
			settled = min(e.Day+365, end)
			break
		}
	}
	l.Settled += float64(end - settled)
	var lost, declined, grown bool
	for i, e := range history {
		next := end
		if i+1 < len(history) {
			next = history[i+1].Day
		}
		switch e.Stage {
		case lifecycle.StageLost:
			l.Losses++
			lost = true
		case lifecycle.StageDecline:
			l.Declining += float64(next - e.Day)
		}
		if e.Day >= settled {
			l.Changes++
			declined = declined || e.Stage == lifecycle.StageDecline
			grown = grown || e.Stage == lifecycle.StageFormation
		}
	}
	for _, c := range []struct {
		yes bool
		n   *int
	}{{lost, &l.Lost}, {declined, &l.Declines}, {grown, &l.Grows}} {
		if c.yes {
			*c.n++
		}
	}
}

const year = 365.25

// EverLost returns the share of customers ever called lost.
func (l *Lives) EverLost() float64 { return float64(l.Lost) / float64(l.Customers) }

// LossRate returns the verdicts of loss a customer-year.
func (l *Lives) LossRate() float64 { return float64(l.Losses) / l.Years() }

// Years returns the customer-years observed.
func (l *Lives) Years() float64 { return l.Days / year }

// DeclineShare returns the share of the time in decline.
func (l *Lives) DeclineShare() float64 { return l.Declining / l.Days }

// SettledYears returns the customer-years from a year after stability on.
func (l *Lives) SettledYears() float64 { return l.Settled / year }

// ChangeRate returns the stage changes a settled customer-year.
func (l *Lives) ChangeRate() float64 { return float64(l.Changes) / l.SettledYears() }

// DeclineRate returns the customers who ever declined, a settled customer-year.
func (l *Lives) DeclineRate() float64 { return float64(l.Declines) / l.SettledYears() }

// GrowthRate returns the customers who ever grew, a settled customer-year.
func (l *Lives) GrowthRate() float64 { return float64(l.Grows) / l.SettledYears() }
