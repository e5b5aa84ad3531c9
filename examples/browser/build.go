package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/andybalholm/brotli"
)

const module = "github.com/clientele-go/clientele/examples"

// build writes the page's files into a folder: its own, Go's support for WebAssembly,
// and the library. For hosting it compresses them as much as can be, which takes longer.
func build(ctx context.Context, dir string, hosting bool) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	files, err := pageFiles.ReadDir("site")
	if err != nil {
		return err
	}
	for _, f := range files {
		data, err := fs.ReadFile(pageFiles, "site/"+f.Name())
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, f.Name()), data, 0o644)
		}
		if err != nil {
			return err
		}
	}
	root, err := goCommand(ctx, "", "env", "GOROOT")
	if err != nil {
		return err
	}
	support, err := os.ReadFile(filepath.Join(root, "lib", "wasm", "wasm_exec.js"))
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dir, "wasm_exec.js"), support, 0o644); err != nil {
		return err
	}
	program := filepath.Join(dir, "clientele.wasm")
	if err := compile(ctx, program); err != nil {
		return err
	}
	return compress(program, hosting)
}

// compile compiles the library for a browser, without what a page has no use for: the
// formats of gonum.org/v1/plot other than SVG, and eleven of its twelve fonts.
func compile(ctx context.Context, to string) error {
	home, err := goCommand(ctx, "", "list", "-m", "-f", "{{.Dir}}", module)
	if err != nil {
		return err
	}
	if to, err = filepath.Abs(to); err != nil {
		return err
	}
	work, err := os.MkdirTemp("", "clientele-wasm-*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	fonts := filepath.Join(work, "fonts")
	if err := fewerFonts(ctx, home, fonts); err != nil {
		return err
	}
	modfile := filepath.Join(work, "go.mod")
	for name, copy := range map[string]string{"go.mod": modfile, "go.sum": filepath.Join(work, "go.sum")} {
		data, err := os.ReadFile(filepath.Join(home, name))
		if err == nil {
			err = os.WriteFile(copy, data, 0o644)
		}
		if err != nil {
			return err
		}
	}
	if _, err := goCommand(ctx, home, "mod", "edit", "-replace", fontModule+"="+fonts, modfile); err != nil {
		return err
	}
	_, err = goCommand(ctx, home, "build", "-modfile="+modfile, "-trimpath", "-tags=minimal", "-ldflags=-s -w", "-o", to, "./browser/wasm")
	return err
}

// goCommand runs the go command for a browser in a folder and returns what it prints.
func goCommand(ctx context.Context, dir string, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, "go", args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	if dir != "" {
		cmd.Env = append(cmd.Env, "GOWORK=off")
	}
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("go %s: %w\n%s", strings.Join(args, " "), err, stderr.Bytes())
	}
	return strings.TrimSpace(string(out)), nil
}

// compress writes a file compressed beside it: quickly by gzip, or for hosting by gzip
// and brotli as small as they can.
func compress(path string, hosting bool) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	level := gzip.BestSpeed
	if hosting {
		level = gzip.BestCompression
		var out bytes.Buffer
		w := brotli.NewWriterLevel(&out, brotli.BestCompression)
		if _, err := w.Write(data); err != nil {
			return err
		}
		if err := w.Close(); err != nil {
			return err
		}
		if err := os.WriteFile(path+".br", out.Bytes(), 0o644); err != nil {
			return err
		}
	}
	var out bytes.Buffer
	w, err := gzip.NewWriterLevel(&out, level)
	if err != nil {
		return err
	}
	if _, err := w.Write(data); err != nil {
		return err
	}
	if err := w.Close(); err != nil {
		return err
	}
	return os.WriteFile(path+".gz", out.Bytes(), 0o644)
}
