package survey

import (
	"math"

	"github.com/clientele-go/clientele/internal/normal"
	"gonum.org/v1/gonum/stat/distuv"
)

// DetectableChange returns the smallest true difference between two waves of
// n1 and n2 answers that a two-sided test at confidence level finds with
// probability power:
//
//	(z_{level} + z_{power}) · sd · √(1/n1 + 1/n2).
//
// Sd is the standard deviation of one answer in the units of the instrument:
// NPS.SD (100 points at the very worst), CES.SD, or √(p(1−p)) for a share p.
// NaN unless both waves have answers and sd ≥ 0. It panics unless level and
// power lie in (0, 1).
func DetectableChange(n1, n2 int, sd, power, level float64) float64 {
	reach := reachOf(level, power)
	if n1 <= 0 || n2 <= 0 || !(sd >= 0) {
		return math.NaN()
	}
	return reach * sd * math.Sqrt(1/float64(n1)+1/float64(n2))
}

// AnswersForChange returns how many answers each of two equal waves needs for
// a true difference to be found as DetectableChange says: the smallest n with
// DetectableChange(n, n, …) ≤ difference. 0 unless difference > 0 and sd ≥ 0
// are finite. It panics unless level and power lie in (0, 1).
func AnswersForChange(difference, sd, power, level float64) int {
	return answers(reachOf(level, power)*sd*math.Sqrt2, difference)
}

// AnswersForMargin returns how many answers an interval of half-width margin
// needs: the smallest n with z·sd/√n ≤ margin. 0 unless margin > 0 and sd ≥ 0
// are finite. It panics unless level lies in (0, 1).
func AnswersForMargin(margin, sd, level float64) int {
	return answers(normal.Z(level)*sd, margin)
}

// answers returns the smallest n ≥ 1 with spread/√n ≤ margin.
func answers(spread, margin float64) int {
	n := math.Ceil(spread / margin * (spread / margin) * (1 - 1e-12)) // an exact whole number is enough
	if !(margin > 0 && n >= 0 && n <= maxAnswers) {
		return 0
	}
	return max(int(n), 1)
}

func reachOf(level, power float64) float64 {
	if !(power > 0 && power < 1) {
		panic("survey: power must lie between 0 and 1")
	}
	return normal.Z(level) + distuv.UnitNormal.Quantile(power)
}
