package criteria_test

import (
	"fmt"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/keyaccount/criteria"
)

// Revenue against years against alignment, judged pairwise.
func Example() {
	j, err := criteria.FromUpper(3,
		3, 1.0/2, // revenue against years, against alignment
		1.0/4) //    years against alignment
	if err != nil {
		panic(err)
	}
	p, err := j.Eigenvector()
	if err != nil {
		panic(err)
	}
	fmt.Printf("weights %.3f, CR %.3f, consistent: %v\n", p.Weights, p.CR, p.Consistent())
	// Output: weights [0.320 0.122 0.558], CR 0.016, consistent: true
}

// Judgements that contradict each other: which one to ask about again?
func ExampleJudgements_Repairs() {
	j, err := criteria.FromUpper(4, 2, 4, 8, 2, 1.0/4, 2)
	if err != nil {
		panic(err)
	}
	p, _ := j.Eigenvector()
	repairs, err := j.Repairs()
	if err != nil {
		panic(err)
	}
	r := repairs[0]
	fmt.Printf("CR %.2f; ask again about %d against %d: given %.2f, the others imply %.2f, CR then %.2f\n",
		p.CR, r.I, r.J, r.Given, r.Implied, r.CR)
	// Output: CR 0.40; ask again about 1 against 3: given 0.25, the others imply 4.00, CR then 0.00
}

func ExampleCriterionNode_Synthesise() {
	value, _ := criteria.FromUpper(2, 3) // revenue is three times as important as profit
	goal := criteria.CriterionNode{Name: "importance", Points: []float64{60, 40}, Children: []criteria.CriterionNode{
		{Name: "value", Judgements: value, Children: []criteria.CriterionNode{{Name: "revenue"}, {Name: "profit"}}},
		{Name: "alignment"},
	}}
	s, err := goal.Synthesise()
	if err != nil {
		panic(err)
	}
	for _, leaf := range s.Leaves {
		fmt.Printf("%s %.2f\n", leaf.Name, leaf.Weight)
	}
	// Output:
	// revenue 0.45
	// profit 0.15
	// alignment 0.40
}

func ExampleTOPSIS() {
	k := clientele.Known
	table := criteria.Measurements{
		Columns: []criteria.Column{
			{Name: "revenue", Direction: criteria.ColumnDirectionBenefit},
			{Name: "alignment", Direction: criteria.ColumnDirectionBenefit},
			{Name: "service cost", Direction: criteria.ColumnDirectionCost, Missing: criteria.MissingMedian},
		},
		Rows: [][]clientele.Measure{
			{k(120), k(4), k(9)},
			{k(80), k(5), k(3)},
			{k(150), k(1), {}},
		},
	}
	w, err := criteria.Direct(2, 2, 1)
	if err != nil {
		panic(err)
	}
	closeness, err := criteria.TOPSIS(table, w)
	if err != nil {
		panic(err)
	}
	for i, c := range closeness {
		fmt.Printf("account %d: %.3f\n", i+1, c.Score)
	}
	// Output:
	// account 1: 0.595
	// account 2: 0.667
	// account 3: 0.364
}
