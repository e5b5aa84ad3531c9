package reading

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
)

// cellID is what version 4.5 of the format asks of the id of a cell.
var cellID = regexp.MustCompile(`^[a-zA-Z0-9_-]{1,64}$`)

// CheckJupyter holds a file against the JSON schema of notebooks of version 4.5
// (nbformat.v4.5.schema.json), as far as these notebooks use it: what must be there,
// of which type, and that nothing else is.
func CheckJupyter(text []byte) error {
	var n struct {
		Cells []struct {
			Type     *string                    `json:"cell_type"`
			ID       *string                    `json:"id"`
			Metadata map[string]json.RawMessage `json:"metadata"`
			Source   []string                   `json:"source"`
			Number   json.RawMessage            `json:"execution_count"`
			Outputs  []map[string]json.RawMessage
		} `json:"cells"`
		Metadata struct {
			Kernel struct {
				Name     *string `json:"name"`
				Display  *string `json:"display_name"`
				Language string  `json:"language"`
			} `json:"kernelspec"`
			Language struct {
				Name      *string `json:"name"`
				Extension string  `json:"file_extension"`
				MIME      string  `json:"mimetype"`
			} `json:"language_info"`
		} `json:"metadata"`
		Format int `json:"nbformat"`
		Minor  int `json:"nbformat_minor"`
	}
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(&n); err != nil {
		return err
	}
	switch k := n.Metadata; {
	case n.Format != 4 || n.Minor != 5:
		return fmt.Errorf("format %d.%d is not 4.5", n.Format, n.Minor)
	case k.Kernel.Name == nil || k.Kernel.Display == nil || k.Language.Name == nil:
		return errors.New("a kernel has name and display_name, a language its name")
	case len(n.Cells) == 0:
		return errors.New("no cells")
	}
	ids := map[string]bool{}
	for i, c := range n.Cells {
		bad := func(format string, args ...any) error {
			return fmt.Errorf("cell %d: %s", i+1, fmt.Sprintf(format, args...))
		}
		switch {
		case c.Type == nil || *c.Type != "markdown" && *c.Type != "code":
			return bad("cell_type is neither markdown nor code")
		case c.ID == nil || !cellID.MatchString(*c.ID) || ids[*c.ID]:
			return bad("the id is no word of its own")
		case c.Metadata == nil || c.Source == nil:
			return bad("metadata or source is missing")
		case *c.Type == "markdown" && (c.Outputs != nil || c.Number != nil):
			return bad("Markdown has no outputs")
		case *c.Type == "code" && (c.Outputs == nil || !whole(c.Number)):
			return bad("code has outputs and a number")
		}
		ids[*c.ID] = true
		if err := checkLines(c.Source); err != nil {
			return bad("source: %v", err)
		}
		for _, o := range c.Outputs {
			if err := checkOutput(o); err != nil {
				return bad("%v", err)
			}
		}
	}
	return nil
}

func whole(number json.RawMessage) bool {
	var n *int
	return number != nil && json.Unmarshal(number, &n) == nil && (n == nil || *n >= 0)
}

// checkLines asks that every line but the last ends, and that none holds two.
func checkLines(lines []string) error {
	for i, l := range lines {
		if end := len(l) - 1; i < len(lines)-1 && (end < 0 || l[end] != '\n') || bytes.IndexByte([]byte(l), '\n') >= 0 && bytes.IndexByte([]byte(l), '\n') != end {
			return fmt.Errorf("line %d ends in its middle, or not", i+1)
		}
	}
	return nil
}

// outputKeys are what an output of each type has: all of it, and nothing else.
var outputKeys = map[string][]string{
	"stream":         {"output_type", "name", "text"},
	"display_data":   {"output_type", "data", "metadata"},
	"execute_result": {"output_type", "data", "metadata", "execution_count"},
	"error":          {"output_type", "ename", "evalue", "traceback"},
}

func checkOutput(o map[string]json.RawMessage) error {
	var kind string
	if err := json.Unmarshal(o["output_type"], &kind); err != nil {
		return fmt.Errorf("output_type: %w", err)
	}
	keys, known := outputKeys[kind]
	if !known || len(o) != len(keys) {
		return fmt.Errorf("an output %q has other keys", kind)
	}
	for _, k := range keys {
		if o[k] == nil {
			return fmt.Errorf("an output %q lacks %s", kind, k)
		}
	}
	if kind == "stream" {
		var lines []string
		if err := json.Unmarshal(o["text"], &lines); err != nil {
			return err
		}
		return checkLines(lines)
	}
	var data map[string][]string
	if err := json.Unmarshal(o["data"], &data); err != nil || len(data) == 0 {
		return fmt.Errorf("data: %v", err)
	}
	for mime, lines := range data {
		if err := checkLines(lines); err != nil {
			return fmt.Errorf("%s: %w", mime, err)
		}
	}
	return nil
}
