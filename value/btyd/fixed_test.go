package btyd_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/value/btyd"
	"github.com/stretchr/testify/assert"
)

// A fixed parameter that the model cannot have does not decode, and leaves the
// receiver as it was.
func TestFixedParametersAreChecked(t *testing.T) {
	for _, k := range []string{"0", "-1", "61", "1e308", "2.5"} {
		data := []byte(fmt.Sprintf(`{"k":%s,"r":1,"alpha":1,"a":1,"b":1}`, k))
		var bad *clientele.InputError
		early, late := btyd.MBGCNBD{K: 7}, btyd.BGCNBD{K: 7}
		assert.ErrorAs(t, json.Unmarshal(data, &early), &bad, k)
		assert.ErrorAs(t, json.Unmarshal(data, &late), &bad, k)
		assert.Equal(t, btyd.MBGCNBD{K: 7}, early)
		assert.Equal(t, btyd.BGCNBD{K: 7}, late)
	}
	for _, k := range []string{"1", "60"} {
		assert.NoError(t, json.Unmarshal([]byte(fmt.Sprintf(`{"k":%s,"r":1,"alpha":1,"a":1,"b":1}`, k)), new(btyd.BGCNBD)), k)
	}
	for kernel, ok := range map[string]bool{"0": true, "1.5": true, "-1": false} {
		err := json.Unmarshal([]byte(fmt.Sprintf(`{"r":1,"alpha":1,"s":1,"beta":1,"mix":0.2,"kernel":%s}`, kernel)), new(btyd.CorrelatedParetoNBD))
		assert.Equal(t, ok, err == nil, kernel)
	}
}
