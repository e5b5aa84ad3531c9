package calibration_test

import (
	"context"
	"fmt"

	"github.com/clientele-go/clientele/calibration"
)

func Example() {
	var past []calibration.Prediction
	add := func(p float64, n, happened int) {
		for i := range n {
			past = append(past, calibration.Prediction{Probability: p, Happened: i < happened})
		}
	}
	add(0.1, 40, 8)
	add(0.5, 40, 20)
	add(0.9, 40, 31)
	a, err := calibration.Assess(past, 3)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("Brier %.3f, skill %.2f, AUC %.2f\n", a.Brier, a.Skill, a.AUC)
	for _, b := range a.Bins {
		fmt.Printf("said %.1f, happened %.3f %v\n", b.Mean, b.Rate, b.Interval)
	}
	fit, err := calibration.Recalibrate(context.Background(), past, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("slope %.2f: 90 %% means %.0f %%\n", fit.Model.Slope, 100*fit.Model.Prob(0.9))
	// Output:
	// Brier 0.203, skill 0.19, AUC 0.76
	// said 0.1, happened 0.200 [0.105, 0.3476]
	// said 0.5, happened 0.500 [0.352, 0.648]
	// said 0.9, happened 0.775 [0.625, 0.8768]
	// slope 0.60: 90 % means 78 %
}
