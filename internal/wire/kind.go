package wire

import (
	"encoding/json"
	"fmt"
	"strconv"

	"github.com/clientele-go/clientele/internal/refuse"
)

// MarshalKind returns the JSON of v with its kind and version before its
// fields: the form of stored things that are no plain list of parameters.
func MarshalKind(kind string, version int, v any) ([]byte, error) {
	data, err := Marshal(v)
	if err != nil {
		return nil, err
	}
	return append([]byte(`{"kind":`+strconv.Quote(kind)+`,"version":`+strconv.Itoa(version)+`,`), data[1:]...), nil
}

// UnmarshalKind reads what MarshalKind writes; without kind and version too,
// because the caller's type says them. Another kind or version is an error.
func UnmarshalKind(data []byte, kind string, version int, dst any) error {
	var values map[string]json.RawMessage
	if err := json.Unmarshal(data, &values); err != nil {
		return err
	}
	if raw, ok := values["kind"]; ok && string(raw) != strconv.Quote(kind) {
		return refuse.Input(kind, "kind", string(raw), kind+"; decode it into its own type")
	}
	if raw, ok := values["version"]; ok && string(raw) != strconv.Itoa(version) {
		return refuse.Input(kind, "version", string(raw), fmt.Sprintf("%d, the version that this library reads", version))
	}
	delete(values, "kind")
	delete(values, "version")
	bare, err := json.Marshal(values)
	if err != nil {
		return err
	}
	return Unmarshal(bare, dst)
}
