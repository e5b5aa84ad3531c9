package main

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/lifecycle"
	"github.com/clientele-go/clientele/value/btyd"
)

// season is what -calendar says.
type season struct {
	learned bool      // the months as the base bought in them
	weights []float64 // of equal parts of the year; nil if there are none
}

func parseSeason(s string) (season, error) {
	switch s = strings.TrimSpace(s); s {
	case "":
		return season{}, nil
	case "months":
		return season{learned: true}, nil
	}
	var out season
	for _, part := range strings.Split(s, ",") {
		w, err := strconv.ParseFloat(strings.TrimSpace(part), 64)
		if err != nil || !(w >= 0) || math.IsInf(w, 0) {
			return season{}, fmt.Errorf("%q is not a weight: give months, or weights of equal parts of the year with commas, twelve of months say", part)
		}
		out.weights = append(out.weights, w)
	}
	if n := len(out.weights); n < 2 || n > 366 {
		return season{}, fmt.Errorf("%d weights are no year: give 12 for months or 52 for weeks, at most 366", n)
	}
	return out, nil
}

// leastWeight is what a part of the year in which nobody buys weighs, against the
// mean: time does not stand still.
const leastWeight = 0.01

// calendar returns the calendar in which the base buys evenly, nil if there is none: if
// it is to be learned, where one year tells another, and with a warning where not.
func (s season) calendar(all *lifecycle.Season) (*btyd.Calendar, []clientele.Warning, error) {
	weights := s.weights
	if s.learned {
		l := all.Learned()
		if !l.Supported() {
			return nil, l.Warnings(), nil
		}
		weights = l.Weights[:]
	}
	if weights == nil {
		return nil, all.Warnings(), nil
	}
	sum := 0.0
	for _, w := range weights {
		sum += w
	}
	raised := make([]float64, len(weights))
	for i, w := range weights {
		raised[i] = math.Max(w, leastWeight*sum/float64(len(weights)))
	}
	c, err := btyd.NewCalendar(0, 365.25/float64(len(weights)), raised)
	if err != nil {
		return nil, nil, fmt.Errorf("-calendar: %w", err)
	}
	return c, nil, nil
}
