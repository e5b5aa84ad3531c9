package main

import (
	"embed"
	"net/http"
	"os"
	"path/filepath"
	"strings"
)

//go:embed site
var pageFiles embed.FS

// policy is the page's own, and forbids others to frame it.
const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src blob:; connect-src 'self'; " +
	"style-src 'self' 'unsafe-inline'; frame-src blob:; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// compressed are the endings of compressed files and what they are called in a request,
// the smallest first.
var compressed = []struct{ ending, coding string }{{".br", "br"}, {".gz", "gzip"}}

// site serves the files of a folder, and where there is a compressed one beside, that.
func site(dir string) http.Handler {
	types := map[string]string{".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".wasm": "application/wasm"}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := strings.TrimPrefix(r.URL.Path, "/")
		if name == "" {
			name = "index.html"
		}
		kind, known := types[filepath.Ext(name)]
		if !known || strings.ContainsAny(name, `/\`) || (r.Method != http.MethodGet && r.Method != http.MethodHead) {
			http.NotFound(w, r)
			return
		}
		h := w.Header()
		h.Set("Content-Type", kind)
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cache-Control", "no-cache")
		h.Set("Vary", "Accept-Encoding")
		path := filepath.Join(dir, name)
		for _, c := range compressed {
			if _, err := os.Stat(path + c.ending); err == nil && accepts(r, c.coding) {
				h.Set("Content-Encoding", c.coding)
				path += c.ending
				break
			}
		}
		http.ServeFile(w, r, path)
	})
}

func accepts(r *http.Request, coding string) bool {
	for _, part := range strings.Split(r.Header.Get("Accept-Encoding"), ",") {
		if name, _, _ := strings.Cut(strings.TrimSpace(part), ";"); name == coding {
			return true
		}
	}
	return false
}
