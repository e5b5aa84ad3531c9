package picture_test

import (
	"bytes"
	"fmt"
	"log"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/examples/picture"
	"github.com/clientele-go/clientele/value/btyd"
)

func Example() {
	model := btyd.ParetoNBD{R: 1.1, Alpha: 45, S: 0.8, Beta: 330, Unit: clientele.Day}
	customer := btyd.Timeline{Purchases: []float64{12, 40, 55, 81}, Age: 200}
	p, err := picture.AliveThrough(model, customer, &picture.Options{Lang: clientele.LangChinese})
	if err != nil {
		log.Fatal(err)
	}
	svg := picture.SVG(p, nil)
	fmt.Println(p.Title.Text, len(svg) < 4000, bytes.HasPrefix(svg, []byte("<svg")))
	// Output: 这位客户还在吗？ true true
}
