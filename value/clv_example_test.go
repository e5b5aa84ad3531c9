package value_test

import (
	"fmt"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/value"
	"github.com/clientele-go/clientele/value/btyd"
)

func ExampleNewCLV() {
	purchases := btyd.BGNBD{R: 0.243, Alpha: 4.414, A: 0.793, B: 2.426} // weeks
	clv, err := value.NewCLV(purchases, value.Amount(35), value.Terms{
		Unit:    clientele.Week,
		Horizon: value.Within(1, clientele.Year),
		Rate:    value.Annual(0.15),
		Margin:  0.3,
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	regular := value.Customer{History: clientele.History{Repeats: 6, Last: 35, Age: 38.9}}
	silent := value.Customer{History: clientele.History{Repeats: 6, Last: 12, Age: 38.9}}
	fmt.Printf("six repeats, the last a month ago: %.2f\n", clv.Of(regular))
	fmt.Printf("six repeats, silent for half a year: %.2f\n", clv.Of(silent))
	// Output:
	// six repeats, the last a month ago: 47.00
	// six repeats, silent for half a year: 1.20
}

func ExampleCLV_AppendPath() {
	purchases := btyd.BGNBD{R: 0.243, Alpha: 4.414, A: 0.793, B: 2.426}
	clv, err := value.NewCLV(purchases, value.Amount(35), value.Terms{
		Unit: clientele.Week, Horizon: value.Forever(), Rate: value.Annual(0.15), Margin: 0.3,
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	x := value.Customer{History: clientele.History{Repeats: 6, Last: 35, Age: 38.9}}
	path := clv.AppendPath(nil, x, 3*value.Month, 4)
	fmt.Printf("by quarter %.1f, for ever %.1f\n", path, clv.Of(x))
	// Output: by quarter [14.9 27.3 37.9 47.0], for ever 152.6
}
