package sample

import (
	"math/rand/v2"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/examples/picture"
	"github.com/clientele-go/clientele/segment"
	"github.com/clientele-go/clientele/value"
)

// usual is a model of amounts: the customer's mean, drawn a little to that of all.
type usual struct{}

func (usual) ExpectedSpend(s clientele.Spend) float64 {
	return (24*2 + s.Mean*float64(s.Count)) / (2 + float64(s.Count))
}

// worth draws how value is spread over the customers.
func worth(o *picture.Options) ([]Picture, error) {
	records, err := shopRecords()
	if err != nil {
		return nil, err
	}
	r := rand.New(rand.NewPCG(15, 3))
	var spent, profit []float64
	for record := range records.All() {
		money := record.SpendAll.Mean * float64(record.SpendAll.Count)
		spent = append(spent, money)
		profit = append(profit, 0.35*money-30*r.ExpFloat64())
	}
	var d drawn
	c, err := segment.Concentrate(spent)
	if err != nil {
		return nil, err
	}
	p, err := picture.Lorenz(c, o)
	d.add("lorenz", p, err)
	w, err := value.NewWhale(profit)
	if err != nil {
		return nil, err
	}
	p, err = picture.Whale(w, o)
	d.add("whale", p, err)

	clv, err := value.NewCLV(shopTruth, usual{}, value.Terms{Margin: 0.35, Rate: value.Annual(0.1), Horizon: value.Within(1, clientele.Year), Unit: clientele.Day})
	if err != nil {
		return nil, err
	}
	p, err = picture.Values(clv.Table(), func(yield func(value.Customer) bool) {
		for record := range records.All() {
			if !yield(value.CustomerOf(record)) {
				return
			}
		}
	}, o)
	d.add("values", p, err)
	return d.pictures, d.err
}
