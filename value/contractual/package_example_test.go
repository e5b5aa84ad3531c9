package contractual_test

import (
	"context"
	"fmt"
	"log"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/value/contractual"
)

// From a retention table to what is left of a customer: those who have stayed
// are better than those who have just come.
func Example() {
	var tenures contractual.Tenures
	if err := tenures.AddCohort(contractual.Cohort{Survivors: []int{1000, 631, 468, 382, 326}}); err != nil {
		log.Fatal(err)
	}
	fit, err := contractual.FitSBG(context.Background(), &tenures, nil)
	if err != nil {
		log.Fatal(err)
	}
	next := fit.Interval(clientele.DomainProbability, func(m contractual.SBG) float64 { return m.RetentionRate(5) }, 0.95)
	fmt.Printf("of those who come to their fifth renewal, %.0f %% renew, 95 %% %v\n", 100*fit.Model.RetentionRate(5), next)
	for _, age := range []int{0, 4} {
		fmt.Printf("after %d renewals, the payments to come are worth %.1f of them now\n", age, fit.Model.DERL(age, 0.1))
	}
	// Output:
	// of those who come to their fifth renewal, 87 % renew, 95 % [0.853, 0.8923]
	// after 0 renewals, the payments to come are worth 2.6 of them now
	// after 4 renewals, the payments to come are worth 5.2 of them now
}
