package value_test

import (
	"fmt"

	clientele "github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/value"
)

func ExampleDiscountRate() {
	r := value.Annual(0.15)
	fmt.Printf("%.6f continuous a week, %.6f effective a month\n", r.Force(clientele.Week), r.Effective(value.Month))
	// Output: 0.002679 continuous a week, 0.011715 effective a month
}
