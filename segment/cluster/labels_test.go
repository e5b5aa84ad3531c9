package cluster

import (
	"testing"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/internal/reason"
	"github.com/clientele-go/clientele/segment/feature"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestLabels(t *testing.T) {
	for c := CovarianceFull; c <= CovarianceDiagonal; c++ {
		text, err := c.MarshalText()
		require.NoError(t, err)
		var back Covariance
		require.NoError(t, back.UnmarshalText(text))
		assert.Equal(t, c, back)
		assert.NotEqual(t, c.Label(clientele.LangEnglish), c.Label(clientele.LangChinese))
	}
	for f := feature.TransformPlain; f <= feature.TransformWinsorise; f++ {
		text, err := f.MarshalText()
		require.NoError(t, err)
		var back feature.Transform
		require.NoError(t, back.UnmarshalText(text))
		assert.Equal(t, f, back)
		assert.NotEqual(t, f.Label(clientele.LangEnglish), f.Label(clientele.LangChinese))
	}
	codes := reason.Codes("cluster.")
	require.Len(t, codes, 8)
	for _, code := range codes {
		if code == WarnCollapsed { // has a subject
			continue
		}
		r := clientele.Reason{Code: code, Value: 1, Limit: 2}
		assert.NotEqual(t, r.Text(clientele.LangEnglish), r.Text(clientele.LangChinese))
		assert.NotContains(t, r.Text(clientele.LangChinese), "{")
	}
}
