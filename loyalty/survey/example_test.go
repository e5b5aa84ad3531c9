package survey_test

import (
	"fmt"

	"github.com/clientele-go/clientele/loyalty/survey"
)

func Example() {
	var spring, autumn survey.NPS
	for _, n := range []int{10, 9, 9, 8, 8, 7, 6, 4, 10, 9} {
		if err := spring.Add(n); err != nil {
			fmt.Println(err)
		}
	}
	_ = autumn.AddN(10, 30)
	_ = autumn.AddN(7, 15)
	_ = autumn.AddN(3, 5)
	fmt.Printf("spring %.0f %v, autumn %.0f %v\n", spring.Score(), spring.Interval(0.95), autumn.Score(), autumn.Interval(0.95))
	c := survey.NPSChange(&spring, &autumn, 0.95)
	fmt.Printf("change %.0f points %v, p = %.2f\n", c.Difference, c.Interval, c.P)
	fmt.Printf("answers a wave to find 10 points: %d\n", survey.AnswersForChange(10, autumn.SD(), 0.8, 0.95))
	// Output:
	// spring 30 [-19.05, 65.2], autumn 50 [28.79, 65.55]
	// change 20 points [-21.87, 70.06], p = 0.30
	// answers a wave to find 10 points: 707
}

func ExampleCSAT() {
	var a survey.CSAT
	_ = a.AddN(5, 42)
	_ = a.AddN(4, 31)
	_ = a.AddN(3, 15)
	_ = a.AddN(2, 12)
	fmt.Printf("%.0f %% satisfied %v\n", 100*a.Share(), a.Interval(0.95))
	// Output: 73 % satisfied [0.6357, 0.8073]
}

func ExampleCES() {
	var a survey.CES
	_ = a.AddN(6, 12)
	_ = a.AddN(4, 5)
	_ = a.AddN(2, 3)
	fmt.Printf("effort %.1f of 7 %v\n", a.Mean(), a.Interval(0.95))
	// Output: effort 4.9 of 7 [4.189, 5.611]
}

func ExampleWeight() {
	var loyal, casual survey.NPS
	_ = loyal.AddN(10, 80)
	_ = loyal.AddN(7, 20)
	_ = casual.AddN(9, 6)
	_ = casual.AddN(5, 14)
	w, err := survey.Weight([]survey.Stratum{{Share: 0.3, Answers: &loyal}, {Share: 0.7, Answers: &casual}})
	if err != nil {
		fmt.Println(err)
	}
	fmt.Printf("as answered %.0f, weighted to the base %.0f %v\n", 100*float64(80+6-14)/120, w.Score, w.Interval(0.95))
	// Output: as answered 60, weighted to the base -4 [-32.94, 24.94]
}

func ExampleFitTrend() {
	var waves []survey.Wave
	for quarter, promoters := range []int{40, 44, 47, 52} {
		a := new(survey.NPS)
		_ = a.AddN(9, promoters)
		_ = a.AddN(7, 80-promoters)
		_ = a.AddN(5, 20)
		waves = append(waves, survey.Wave{At: float64(quarter), Answers: a})
	}
	tr, err := survey.FitTrend(waves, 0.95)
	if err != nil {
		fmt.Println(err)
	}
	fmt.Printf("%+.1f points a quarter %v, p = %.2f\n", tr.Slope, tr.Interval, tr.P)
	// Output: +3.8 points a quarter [-2.841, 10.4], p = 0.26
}
