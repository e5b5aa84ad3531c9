package segment

import (
	"fmt"

	"github.com/clientele-go/clientele"
)

// AliveProber says how probable it is that a customer with history h is still
// a customer; the transaction models of value/btyd are such.
type AliveProber interface {
	ProbAlive(h clientele.History) float64
}

// PurchaseForecaster says how many purchases to expect of a customer with
// history h in the next t; the transaction models of value/btyd are such.
type PurchaseForecaster interface {
	ExpectedPurchases(h clientele.History, t float64) float64
}

// SpendForecaster says what a customer will spend a purchase; the spend models
// of value/spend are such.
type SpendForecaster interface {
	ExpectedSpend(s clientele.Spend) float64
}

// ExpectedRFM puts what a model expects in the place of what was observed:
//
//	SinceLast = 1 − P(alive | h)
//	Purchases = E[purchases in the next t | h]
//	Money     = Purchases · E[spend a purchase | s]
//
// so that FitRFM, FitCells and Grid work on the future instead of the past.
// For the expected spend a purchase instead of the total, divide Money by
// Purchases. The error is that of h or s, or an *clientele.InputError if a
// model has no answer (NaN or infinite).
func ExpectedRFM(alive AliveProber, process PurchaseForecaster, spend SpendForecaster, h clientele.History, s clientele.Spend, t float64) (RFM, error) {
	if err := h.Check(); err != nil {
		return RFM{}, err
	}
	if err := s.Check(); err != nil {
		return RFM{}, err
	}
	if !(t >= 0 && t <= clientele.MaxAge) {
		return RFM{}, &clientele.InputError{Where: "segment.ExpectedRFM", Field: "t", Value: t, Want: "a time in [0, 1e12]"}
	}
	n := process.ExpectedPurchases(h, t)
	c := RFM{1 - alive.ProbAlive(h), n, n * spend.ExpectedSpend(s)}
	if err := c.Check(); err != nil {
		return RFM{}, fmt.Errorf("segment.ExpectedRFM: the model's answer: %w", err)
	}
	return c, nil
}
