package segment_test

import (
	"fmt"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/segment"
)

func Example() {
	var base []segment.CubePoint
	for i := range 90 {
		base = append(base, segment.CubePoint{
			Value: clientele.Known(float64(i)), Potential: clientele.Known(float64(i * 7 % 90)), Loyalty: clientele.Known(float64(i*13%90) / 90)})
	}
	cube, _ := segment.FitCube(base, nil)
	verdict := cube.Classify(segment.CubePoint{Value: clientele.Known(80), Potential: clientele.Known(85), Loyalty: clientele.Known(0.9)})
	strategies := segment.DefaultStrategies()
	fmt.Println(verdict.Cell.Label(clientele.LangChinese), strategies.Strategy(verdict.Cell).Label(clientele.LangChinese))
	for _, r := range verdict.AppendReasons(nil) {
		fmt.Println("-", r.Text(clientele.LangChinese))
	}
	// Estimated axes: how sure is the cell?
	probs := cube.Probs(segment.Uncertain{Mean: 80, SD: 15}, segment.Uncertain{Mean: 85, SD: 10}, segment.Uncertain{Mean: 0.9, SD: 0.1})
	best, p := probs.Best()
	fmt.Printf("%v %.2f\n", best, p)
	// Output:
	// 高价值·高潜力·高忠诚度 重点投入
	// - 价值 80 高于 59.33
	// - 潜力 85 高于 59.33
	// - 忠诚度 0.9 高于 0.8
	// high-high-high 0.77
}

func ExampleFitPyramid() {
	values := make([]float64, 200)
	for i := range values {
		values[i] = float64(i + 1)
	}
	pyramid, _ := segment.FitPyramid(values, nil)
	abc, _ := segment.FitABC(values, nil)
	for _, v := range []float64{200, 170, 130, 60} {
		fmt.Println(v, pyramid.Classify(v).Band.Label(clientele.LangChinese), abc.Classify(v).Class)
	}
	// Output:
	// 200 重要客户 a
	// 170 次要客户 a
	// 130 普通客户 a
	// 60 小客户 b
}

func ExampleConcentrate() {
	c, _ := segment.Concentrate([]float64{500, 300, 150, 100, 50, -40, -60})
	peak := c.Peak()
	fmt.Printf("%d of 7 customers bring %.0f %% of the profit; the others cost %.0f\n", peak.Customers, 100*peak.Share, peak.Lost)
	// Output: 5 of 7 customers bring 110 % of the profit; the others cost 100
}

func ExampleLeads() {
	leads, _ := segment.NewLeads(nil)
	fmt.Println(leads.Classify(clientele.Known(10)).Label(clientele.LangChinese))
	fmt.Println(leads.Classify(clientele.Measure{}).Lead)
	// Output:
	// A 级（15 日内购买）
	// c
}

func ExampleMigrate() {
	before := []segment.Grade{segment.GradeVIP, segment.GradeVIP, segment.GradeImportant, segment.GradeOrdinary}
	after := []segment.Grade{segment.GradeVIP, segment.GradeImportant, segment.GradeVIP, segment.GradeOrdinary}
	m, _ := segment.Migrate(before, after)
	fmt.Println(m.Segments)
	fmt.Println(m.Probs())
	fmt.Printf("%.0f %% stayed\n", 100*m.Stayed())
	// Output:
	// [ordinary important vip]
	// [[1 0 0] [0 0 1] [0 0.5 0.5]]
	// 50 % stayed
}

func ExampleProfiles() {
	profiles, _ := segment.Profiles([]string{"regular", "regular", "new"}, []float64{80, 60, 20}, nil)
	for _, p := range profiles {
		share, _ := p.ValueShare.Value()
		fmt.Printf("%s: %d customers, %.0f %% of the value\n", p.Segment, p.Heads, 100*share)
	}
	// Output:
	// new: 1 customers, 12 % of the value
	// regular: 2 customers, 88 % of the value
}
