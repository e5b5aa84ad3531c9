package note

import (
	"bytes"
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"reflect"
	"runtime"
	"strings"
)

// The file of a notebook, version 4.5 of its format. Its kernel is GoNB, of which
// viewers take the language; nothing has to be run to read the outputs.
type (
	notebook struct {
		Cells    []cell   `json:"cells"`
		Metadata metadata `json:"metadata"`
		Format   int      `json:"nbformat"`
		Minor    int      `json:"nbformat_minor"`
	}
	metadata struct {
		Kernel   kernel   `json:"kernelspec"`
		Language language `json:"language_info"`
	}
	kernel struct {
		Display  string `json:"display_name"`
		Language string `json:"language"`
		Name     string `json:"name"`
	}
	language struct {
		Extension string `json:"file_extension"`
		MIME      string `json:"mimetype"`
		Name      string `json:"name"`
	}
)

// cell is Markdown or code.
type cell struct {
	code    bool
	id      string
	number  int
	source  string
	outputs []output
}

// output is what a cell of code shows: a stream of lines, or data in one or more forms.
type output struct {
	lines string
	data  map[string]string
}

// MarshalJSON writes the cell; only cells of code have outputs.
func (c cell) MarshalJSON() ([]byte, error) {
	m := map[string]any{"cell_type": "markdown", "id": c.id, "metadata": struct{}{}, "source": lines(c.source)}
	if c.code {
		m["cell_type"], m["execution_count"], m["outputs"] = "code", c.number, append([]output{}, c.outputs...)
	}
	return encode(m)
}

// MarshalJSON writes the output.
func (o output) MarshalJSON() ([]byte, error) {
	if o.data == nil {
		return encode(map[string]any{"output_type": "stream", "name": "stdout", "text": lines(o.lines)})
	}
	data := map[string][]string{}
	for mime, text := range o.data {
		data[mime] = lines(text)
	}
	return encode(map[string]any{"output_type": "display_data", "metadata": struct{}{}, "data": data})
}

// encode leaves < and & as they are: the file is no web page.
func encode(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return b.Bytes(), err
}

// lines splits a text; all but the last keep their ends.
func lines(s string) []string {
	out := strings.SplitAfter(strings.TrimSuffix(s, "\n"), "\n")
	if len(out) == 1 && out[0] == "" {
		return []string{}
	}
	return out
}

// names returns the names of functions as they stand in their source.
func names(functions []any) []string {
	var out []string
	for _, f := range functions {
		name := runtime.FuncForPC(reflect.ValueOf(f).Pointer()).Name()
		name = name[strings.LastIndex(name, "/")+1:] // main.(*answer).track
		_, name, _ = strings.Cut(name, ".")
		out = append(out, strings.NewReplacer("(*", "", ")", "").Replace(name))
	}
	return out
}

// Jupyter returns the notebook as a file of Jupyter: a section is a cell of code,
// that of its steps as it stands in the source of the program, with what they show.
func (p *Page) Jupyter(program string, source fs.FS) ([]byte, error) {
	code, err := functions(source)
	if err != nil {
		return nil, err
	}
	n := notebook{Format: 4, Minor: 5, Metadata: metadata{kernel{"Go (gonb)", "go", "gonb"}, language{".go", "text/x-go", "go"}}}
	add := func(c cell) {
		c.id = fmt.Sprintf("%s-%d", program, len(n.Cells)+1)
		n.Cells = append(n.Cells, c)
	}
	add(cell{source: "# " + p.title + "\n\n" + fmt.Sprintf(Words{
		"Written by `go run ./examples/%[1]s -notebook %[1]s.ipynb`: the cells hold the program's own functions, and under them is what they print.",
		"由 `go run ./examples/%[1]s -lang zh -notebook %[1]s.ipynb` 生成：单元格是程序自身的函数，其下为输出结果。"}.In(p.Lang), program)})
	number := 0
	for i := 0; i < len(p.parts); {
		var shown []part
		head := p.parts[i]
		if i++; head.heading == "" { // before the first section
			i--
			head = part{}
		}
		for ; i < len(p.parts) && p.parts[i].heading == ""; i++ {
			shown = append(shown, p.parts[i])
		}
		if head.heading != "" {
			add(cell{source: "## " + head.heading})
		}
		if len(head.steps) == 0 {
			for _, o := range outputs(shown) {
				text := o.data["text/markdown"]
				if o.data == nil {
					text = "```\n" + o.lines + "```\n"
				}
				add(cell{source: text})
			}
			continue
		}
		var steps []string
		for _, step := range head.steps {
			text, known := code[step]
			if !known {
				return nil, fmt.Errorf("the source has no function %s", step)
			}
			steps = append(steps, text)
		}
		number++
		add(cell{code: true, number: number, source: strings.Join(steps, "\n\n"), outputs: outputs(shown)})
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	err = e.Encode(n)
	return b.Bytes(), err
}

// outputs joins neighbouring texts.
func outputs(shown []part) []output {
	var out []output
	text := ""
	flush := func() {
		if text != "" {
			out = append(out, output{data: map[string]string{"text/markdown": text}})
			text = ""
		}
	}
	for _, x := range shown {
		switch {
		case x.text != "" && text != "":
			text += "\n" + x.text
		case x.text != "":
			text = x.text
		case x.lines != "":
			flush()
			out = append(out, output{lines: x.lines})
		case x.svg != nil:
			flush()
			out = append(out, output{data: map[string]string{"image/svg+xml": string(x.svg)}})
		}
	}
	flush()
	return out
}

// functions returns the code of every function of a program with its comment, by
// name, methods by the name of their type before it.
func functions(source fs.FS) (map[string]string, error) {
	out := map[string]string{}
	files, err := fs.Glob(source, "*.go")
	if err != nil {
		return nil, err
	}
	for _, name := range files {
		text, err := fs.ReadFile(source, name)
		if err != nil {
			return nil, err
		}
		set := token.NewFileSet()
		file, err := parser.ParseFile(set, name, text, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		for _, d := range file.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok {
				continue
			}
			begin, key := f.Pos(), f.Name.Name
			if f.Doc != nil {
				begin = f.Doc.Pos()
			}
			if f.Recv != nil {
				kind := f.Recv.List[0].Type
				if star, ok := kind.(*ast.StarExpr); ok {
					kind = star.X
				}
				key = fmt.Sprint(kind) + "." + key
			}
			out[key] = string(text[set.Position(begin).Offset:set.Position(f.End()).Offset])
		}
	}
	return out, nil
}
