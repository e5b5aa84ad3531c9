package lifecycle_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	. "github.com/clientele-go/clientele/lifecycle"
)

// every returns purchases of the amounts, gap days apart, the first on day.
func every(day, gap Day, amounts ...float64) []Event {
	out := make([]Event, len(amounts))
	for i, a := range amounts {
		out[i] = Event{Day: day + Day(i)*gap, Amount: a}
	}
	return out
}

func join(parts ...[]Event) []Event {
	var out []Event
	for _, p := range parts {
		out = append(out, p...)
	}
	return out
}

// rising returns n amounts from a, each 1+rate times the one before.
func rising(n int, a, rate float64) []float64 {
	out := make([]float64, n)
	for i := range out {
		out[i] = a
		a *= 1 + rate
	}
	return out
}

func level(n int, a float64) []float64 { return rising(n, a, 0) }

// scripts are histories that a sales manager would have a clear view of.
var scripts = []struct {
	name   string
	events []Event
	asOf   Day
	want   map[Day]Stage // the verdict on some days
	end    Pattern       // how the relationship ended; unassigned if it goes on
}{
	{"asked for a quotation and never came back",
		[]Event{{Day: 0, Contact: true}, {Day: 20, Contact: true}}, 500,
		map[Day]Stage{0: StageProspect, 200: StageProspect, 384: StageProspect, 385: StageLost}, 0},
	{"bought twice to try, then nothing",
		every(0, 25, 100, 80), 800,
		map[Day]Stage{0: StageExploration, 25: StageExploration, 60: StageExploration, 300: StageExploration, 800: StageLost}, PatternEarlyMiscarriage},
	{"monthly orders, each a quarter larger, then steady",
		join(every(0, 30, rising(8, 100, 0.25)...), every(240, 30, level(20, 480)...)), 830,
		map[Day]Stage{0: StageExploration, 60: StageFormation, 340: StageFormation, 540: StageFormation, 830: StageStability}, 0},
	{"steady from the beginning",
		every(0, 30, level(14, 200)...), 400,
		map[Day]Stage{0: StageExploration, 90: StageFormation, 180: StageStability, 400: StageStability}, 0},
	{"steady for a year, then orders shrink to a fifth",
		join(every(0, 30, level(12, 500)...), every(360, 30, rising(10, 400, -0.2)...)), 640,
		map[Day]Stage{330: StageStability, 630: StageDecline}, 0},
	{"steady for a year, then silence",
		every(0, 30, level(13, 500)...), 700,
		map[Day]Stage{360: StageStability, 400: StageStability, 480: StageDecline, 700: StageLost}, PatternEarlyExit},
	{"grew fast, then broke off",
		every(0, 30, rising(5, 100, 0.3)...), 600,
		map[Day]Stage{60: StageFormation, 120: StageFormation, 600: StageLost}, PatternMidwayDeath},
	{"lost, and back after a year",
		join(every(0, 30, level(13, 500)...), every(800, 30, level(8, 400)...)), 1020,
		map[Day]Stage{360: StageStability, 700: StageLost, 799: StageLost, 800: StageDecline, 1010: StageStability}, 0},
	{"declined, was called on, and recovered",
		join(every(0, 30, level(12, 500)...), every(360, 30, rising(8, 350, -0.25)...), every(600, 30, level(12, 520)...)), 940,
		map[Day]Stage{330: StageStability, 570: StageDecline, 930: StageStability}, 0},
	{"steady for three years, then went to a competitor",
		join(every(0, 30, level(36, 500)...), []Event{{Day: 1060, Churn: ChurnActive}}), 1100,
		map[Day]Stage{1050: StageStability, 1060: StageLost}, PatternLongLasting},
	{"cut off for arrears while growing",
		join(every(0, 30, rising(5, 100, 0.3)...), []Event{{Day: 125, Churn: ChurnPassive}}), 300,
		map[Day]Stage{120: StageFormation, 125: StageLost}, PatternMidwayDeath},
	{"quarterly orders for years are no silence",
		every(0, 91, level(14, 900)...), 1260,
		map[Day]Stage{700: StageStability, 1000: StageStability, 1260: StageStability}, 0},
	{"a big customer that costs as much as it brings never settles",
		join(costly(every(0, 30, level(14, 500)...), 400)), 400,
		map[Day]Stage{400: StageFormation}, 0},
}

func costly(events []Event, cost float64) []Event {
	for i := range events {
		events[i].Cost = clientele.Known(cost)
	}
	return events
}

func TestScripts(t *testing.T) {
	for _, s := range scripts {
		t.Run(s.name, func(t *testing.T) {
			history, d, err := Trace(nil, s.events, s.asOf)
			require.NoError(t, err)
			for day, want := range s.want {
				assert.Equal(t, want, StageAt(history, day), "day %d of %v", day, history)
			}
			assert.Equal(t, StageAt(history, s.asOf), d.Stage())
			assert.Equal(t, s.end, PatternOf(history, 0))
		})
	}
}

// Noise within the hysteresis (amounts by 3 %, days by one) changes neither the
// last verdict nor the pattern, and adds no stages.
func TestScriptsWithNoise(t *testing.T) {
	r := rand.New(rand.NewPCG(14, 3))
	for _, s := range scripts {
		clean, _, err := Trace(nil, s.events, s.asOf)
		require.NoError(t, err)
		for range 50 {
			noisy := append([]Event(nil), s.events...)
			for i := range noisy {
				noisy[i].Amount *= math.Exp(0.03 * r.NormFloat64())
				if i > 0 && noisy[i].Day > noisy[i-1].Day+3 {
					noisy[i].Day += Day(r.IntN(3) - 1)
				}
			}
			history, _, err := Trace(nil, noisy, s.asOf)
			require.NoError(t, err)
			assert.Equal(t, StageAt(clean, s.asOf), StageAt(history, s.asOf), s.name)
			assert.Equal(t, s.end, PatternOf(history, 0), s.name)
			assert.LessOrEqual(t, len(history), len(clean), "%s: %v", s.name, history)
		}
	}
}
