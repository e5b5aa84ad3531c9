package feature_test

import (
	"fmt"

	"github.com/clientele-go/clientele/segment/feature"
)

func Example() {
	table, _ := feature.NewTable("visits", "spend")
	for _, row := range [][]float64{{1, 10}, {2, 100}, {3, 1000}} {
		if err := table.Add(row...); err != nil {
			fmt.Println(err)
		}
	}
	scaling, _ := feature.FitScaling(table, &feature.ScalingPolicy{Transforms: map[string]feature.Transform{"spend": feature.TransformLog}})
	fmt.Printf("%.2f\n", scaling.Append(nil, []float64{2, 100}))
	// Output: [0.00 -0.01]
}
