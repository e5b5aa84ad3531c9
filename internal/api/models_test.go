package api

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/clientele-go/clientele/internal/check"
	"github.com/clientele-go/clientele/value/btyd"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A purchase model is complete: chosen and restored by its kind, run through
// the laws, and in the README's table. See CONTRIBUTING.md.
func TestModelsAreComplete(t *testing.T) {
	process := reflect.TypeFor[btyd.Process]()
	readme, err := os.ReadFile(filepath.Join(check.Root(), "README.md"))
	require.NoError(t, err)
	cases, err := os.ReadFile(filepath.Join(check.Root(), "value", "btyd", "models_test.go"))
	require.NoError(t, err)
	found := 0
	for _, l := range listed {
		name, ok := strings.CutPrefix(l.name, "value/btyd.")
		if !ok || name == "AnyModel" || !l.kind.Implements(process) {
			continue
		}
		found++
		assert.Contains(t, btyd.Kinds(), "btyd."+name, "%s is not among modelKinds", name)
		assert.True(t, strings.Contains(string(readme), name+"`"), "%s is not in the README's table of models", name)
		assert.True(t, strings.Contains(string(cases), " "+name+"{"), "%s has no case in models_test.go", name)
	}
	assert.Equal(t, len(btyd.Kinds()), found)
}
