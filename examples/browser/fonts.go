package main

import (
	"context"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

const fontModule = "codeberg.org/go-fonts/liberation"

// fewerFonts writes a module in place of fontModule. An SVG holds text, which the
// reader's own fonts draw, so that fonts only measure it: all twelve are the widths of
// Liberation Sans, 70 KB instead of 4.4 MB.
func fewerFonts(ctx context.Context, home, to string) error {
	from, err := goCommand(ctx, home, "list", "-m", "-f", "{{.Dir}}", fontModule)
	if err != nil {
		return err
	}
	ttf, err := os.ReadFile(filepath.Join(from, "liberationsansregular", "LiberationSans-Regular.ttf"))
	if err != nil {
		return err
	}
	if ttf, err = widths(ttf); err != nil {
		return err
	}
	files := map[string]string{
		"go.mod":            "module " + fontModule + "\n\ngo 1.21\n",
		"widths/widths.ttf": string(ttf),
		"widths/widths.go":  "package widths\n\nimport _ \"embed\"\n\n//go:embed widths.ttf\nvar TTF []byte\n",
	}
	packages, err := filepath.Glob(filepath.Join(from, "liberation*"))
	if err != nil {
		return err
	}
	for _, p := range packages {
		name := filepath.Base(p)
		files[name+"/data.go"] = "package " + name + "\n\nimport \"" + fontModule + "/widths\"\n\nvar TTF = widths.TTF\n"
	}
	for name, text := range files {
		path := filepath.Join(to, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// widths returns a TrueType font with the widths, pairs and heights of another, and
// with no outline in it, nor the names of its glyphs and its programs.
func widths(ttf []byte) ([]byte, error) {
	const head, entry = 12, 16
	if len(ttf) < head || len(ttf) < head+entry*int(binary.BigEndian.Uint16(ttf[4:])) {
		return nil, fmt.Errorf("the font is cut off")
	}
	type part struct {
		tag  string
		data []byte
	}
	var parts []part
	for i := range int(binary.BigEndian.Uint16(ttf[4:])) {
		e := ttf[head+entry*i:]
		from, n := int(binary.BigEndian.Uint32(e[8:])), int(binary.BigEndian.Uint32(e[12:]))
		if from+n > len(ttf) {
			return nil, fmt.Errorf("the font is cut off")
		}
		p := part{string(e[:4]), ttf[from : from+n]}
		switch strings.TrimSpace(p.tag) {
		case "head", "hhea", "hmtx", "maxp", "cmap", "OS/2", "kern", "GPOS":
		case "loca":
			p.data = make([]byte, n) // every outline has the length 0
		case "glyf":
			p.data = make([]byte, 4)
		case "post": // of version 3, without names
			p.data = append([]byte{0, 3, 0, 0}, p.data[4:32]...)
		default:
			continue
		}
		parts = append(parts, p)
	}
	out := append([]byte{}, ttf[:head]...)
	binary.BigEndian.PutUint16(out[4:], uint16(len(parts)))
	at := head + entry*len(parts)
	for _, p := range parts {
		out = append(out, p.tag...)
		out = binary.BigEndian.AppendUint32(out, 0) // the sum of the table, which nothing here checks
		out = binary.BigEndian.AppendUint32(out, uint32(at))
		out = binary.BigEndian.AppendUint32(out, uint32(len(p.data)))
		at += (len(p.data) + 3) &^ 3
	}
	for _, p := range parts {
		out = append(out, p.data...)
		out = append(out, make([]byte, (4-len(p.data)%4)%4)...)
	}
	return out, nil
}
