package rfm

import (
	"fmt"

	"github.com/clientele-go/clientele"
)

// Expected puts what a model expects in the place of what was observed:
//
//	SinceLast = 1 − P(alive | h)
//	Purchases = E[purchases in the next t | h]
//	Money     = Purchases · E[spend a purchase | s]
//
// so that Fit, FitCells and Grid work on the future instead of the past.
// For the expected spend a purchase instead of the total, divide Money by
// Purchases. The error is that of h or s, or an *clientele.InputError if a
// model has no answer (NaN or infinite).
func Expected(alive clientele.AliveProber, process clientele.PurchaseForecaster, spend clientele.SpendForecaster, h clientele.History, s clientele.Spend, t float64) (RFM, error) {
	if err := h.Check(); err != nil {
		return RFM{}, err
	}
	if err := s.Check(); err != nil {
		return RFM{}, err
	}
	if !(t >= 0 && t <= clientele.MaxAge) {
		return RFM{}, &clientele.InputError{Where: "rfm.Expected", Field: "t", Value: t, Want: "a time in [0, 1e12]"}
	}
	n := process.ExpectedPurchases(h, t)
	c := RFM{1 - alive.ProbAlive(h), n, n * spend.ExpectedSpend(s)}
	if err := c.Check(); err != nil {
		return RFM{}, fmt.Errorf("rfm.Expected: the model's answer: %w", err)
	}
	return c, nil
}
