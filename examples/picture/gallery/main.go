// Command gallery writes every picture of package picture, drawn from a simulated
// shop, as SVG and PNG in English and Chinese, and a page with all of them.
//
//	go run ./examples/picture/gallery -o /tmp/gallery
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/examples/picture"
	"github.com/clientele-go/clientele/examples/picture/internal/sample"
)

func main() {
	dir := flag.String("o", "gallery", "`folder` to write to")
	flag.Parse()
	if err := write(*dir); err != nil {
		fmt.Fprintln(os.Stderr, "gallery:", err)
		os.Exit(1)
	}
}

func write(dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	for _, lang := range []clientele.Lang{clientele.LangEnglish, clientele.LangChinese} {
		pictures, err := sample.Pictures(&picture.Options{Lang: lang, Currency: "EUR"})
		if err != nil {
			return err
		}
		var page strings.Builder
		fmt.Fprintf(&page, "<!doctype html>\n<html lang=\"%v\">\n<meta charset=\"utf-8\">\n<title>clientele</title>\n<style>svg { margin: 8px; border: 1px solid #ddd }</style>\n", lang)
		for _, p := range pictures {
			svg := picture.SVG(p.Plot, p.Size)
			page.Write(svg)
			png, err := picture.PNG(p.Plot, p.Size, 2)
			if err != nil {
				return fmt.Errorf("%s: %w", p.Name, err)
			}
			for ext, data := range map[string][]byte{"svg": svg, "png": png} {
				if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%s.%v.%s", p.Name, lang, ext)), data, 0o644); err != nil {
					return err
				}
			}
		}
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("index.%v.html", lang)), []byte(page.String()), 0o644); err != nil {
			return err
		}
	}
	return nil
}
