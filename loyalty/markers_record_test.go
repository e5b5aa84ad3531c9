package loyalty_test

import (
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/check"
	"github.com/clientele-go/clientele/loyalty"
	"github.com/stretchr/testify/assert"
)

func TestMarkersOfRecord(t *testing.T) {
	m := loyalty.MarkersOfRecord(clientele.Record[int]{
		History: clientele.History{Repeats: 4, Last: 100, Age: 104.357142857142857}, SpendAll: clientele.Spend{Count: 5, Mean: 3},
	}, clientele.Week)
	check.Close(t, 2, m.Tenure.Or(0), 1e-12)
	assert.Equal(t, clientele.Known(5), m.Purchases)
	assert.Equal(t, clientele.Measure{}, m.Regularity)
}
