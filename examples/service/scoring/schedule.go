package scoring

import (
	"context"
	"sync"
	"time"

	"github.com/clientele-go/clientele/portrait"
	"github.com/clientele-go/clientele/value/btyd"
)

// Schedule says when a base is fitted anew without being asked.
type Schedule struct {
	Hour  int           // of the night, UTC, from 0 to 23, from which a base with new rows is fitted once a day
	Drift time.Duration // between two looks at whether the customers still buy as the model says
}

// Why a model was fitted.
const (
	TriggerFirst   = "first"
	TriggerAsked   = "asked"
	TriggerNightly = "nightly"
	TriggerDrift   = "drift"
)

// tending remembers what the background did to a base, and when.
type tending struct {
	mu     sync.Mutex
	fit    moment
	look   moment
	failed time.Time // of a fit, for another reason than its rows
	drift  *btyd.FitDrift
}

// again is how long after a failure a fit is tried again.
const again = 5 * time.Minute

// moment is when something was done, and how many rows there were.
type moment struct {
	at  time.Time
	seq int64
}

func (c *tending) fitted(at time.Time, seq int64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.fit, c.look, c.drift = moment{at, seq}, moment{at, seq}, nil
}

func (c *tending) failedAt(at time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.failed = at
}

func (c *tending) looked(at time.Time, seq int64, d *btyd.FitDrift) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.look, c.drift = moment{at, seq}, d
}

func (c *tending) drifted() *btyd.FitDrift {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.drift
}

// due tells what is to be done now, by the names of the triggers: nothing without new
// rows. Days are compared, not durations, so that a clock that jumps costs one refit
// too many at most, and none for good.
func (c *tending) due(now time.Time, seq int64, hasModel bool, s Schedule) string {
	c.mu.Lock()
	defer c.mu.Unlock()
	now = now.UTC()
	since, failed := now.Sub(c.look.at), now.Sub(c.failed)
	switch {
	case seq == c.fit.seq:
	case failed >= 0 && failed < again:
	case !hasModel:
		return TriggerFirst
	case now.Hour() >= s.Hour && now.Format(time.DateOnly) != c.fit.at.UTC().Format(time.DateOnly):
		return TriggerNightly
	case seq != c.look.seq && (since >= s.Drift || since < 0):
		return TriggerDrift
	}
	return ""
}

// Tend fits the base anew if it is time. It returns why, or "" if it is not.
func (b *Base) Tend(ctx context.Context, s Schedule) (trigger string, err error) {
	if err := b.load(ctx); err != nil {
		return "", err
	}
	if err := b.take(ctx); err != nil {
		return "", err
	}
	seq, hasModel := b.seq, b.stages != nil
	b.pass()
	trigger = b.tending.due(b.now(), seq, hasModel, s)
	if trigger == TriggerDrift {
		if due, err := b.drifts(ctx); err != nil || !due {
			return "", err
		}
	}
	if trigger != "" {
		_, err = b.Refit(ctx, trigger)
	}
	return trigger, err
}

// drifts looks whether a refit is due.
func (b *Base) drifts(ctx context.Context) (bool, error) {
	f, _, err := b.current(time.Time{})
	if err != nil {
		return false, err
	}
	l, seq, _, last, err := b.snapshot(ctx)
	if err != nil {
		return false, err
	}
	d, err := portrait.CheckDrift(ctx, f.Portrayer, l, last, nil)
	b.tending.looked(b.now(), seq, d)
	return err == nil && d.Due, err
}
