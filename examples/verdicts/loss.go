package main

import "github.com/clientele-go/clientele/lifecycle"

// lossCount is how the verdicts of loss at the split turned out.
type lossCount struct {
	called, bought int
	meanProb       float64 // P(silent for their horizon) of the called
	short          int     // of the called, whose horizon ends after the log
	notCalled      int
	silentAnyway   int // not called, and silent for the horizon
}

// countLoss holds the verdicts of loss at the split against the horizon after it.
func countLoss(b *base, f *fitted, said []said) (n lossCount) {
	for i := range said {
		s := &said[i]
		until := b.lasts(b.split, s.loss.Horizon)
		if !s.loss.Lost() {
			n.notCalled++
			if b.customers[i].after(b.split, min(until, b.end)) == 0 {
				n.silentAnyway++
			}
			continue
		}
		n.called++
		n.meanProb += s.loss.ProbSilent
		if until > b.end {
			n.short++
		}
		if b.customers[i].after(b.split, until) > 0 {
			n.bought++
		}
	}
	n.meanProb /= float64(n.called)
	return n
}

// monthly counts the verdicts of loss given at the ends of the months.
type monthly struct {
	verdicts, revoked           int // of all months
	laterVerdicts, laterRevoked int // of the months after the split
}

// monthByMonth gives the verdict of loss on every customer at the end of every
// month of the log. A verdict is one that the month before did not give; it
// stands until the customer buys again, and is revoked by that.
func monthByMonth(b *base, f *fitted) (n monthly) {
	for i := range b.customers {
		c := &b.customers[i]
		first := c.events[0].Day
		stands := 0 // the purchases that a verdict of loss was given on; 0 is none
		for day := endOfMonth(first); day <= b.end; day = endOfMonth(day + 1) {
			k := c.until(day)
			if k == stands || !f.loss.ClassifyTimeline(b.timeline(c, day)).Lost() {
				continue
			}
			stands = k
			n.verdicts++
			if day > b.split {
				n.laterVerdicts++
			}
			if k < len(c.events) {
				n.revoked++
				if day > b.split {
					n.laterRevoked++
				}
			}
		}
	}
	return n
}

// endOfMonth returns the last day of the month in which a day lies.
func endOfMonth(d lifecycle.Day) lifecycle.Day {
	t := d.Date()
	return lifecycle.DayOf(t.AddDate(0, 1, -t.Day()))
}
