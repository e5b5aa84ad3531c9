package chromium

import (
	"encoding/base64"
	"encoding/json"
	"os"
	"time"
)

// Page is a tab.
type Page struct {
	b       *Browser
	session string
}

// Open opens a page of the size in pixels of CSS.
func (b *Browser) Open(url string, width, height int) *Page {
	b.t.Helper()
	var target struct{ TargetID string }
	b.ask("", "Target.createTarget", map[string]any{"url": "about:blank"}, &target)
	var attached struct{ SessionID string }
	b.ask("", "Target.attachToTarget", map[string]any{"targetId": target.TargetID, "flatten": true}, &attached)
	b.attend(attached.SessionID)
	p := &Page{b, attached.SessionID}
	p.Resize(width, height)
	p.ask("Page.enable", nil, nil)
	p.ask("Page.navigate", map[string]any{"url": url}, nil)
	p.Until("document.readyState === 'complete' && location.href !== 'about:blank'")
	return p
}

func (b *Browser) ask(session, method string, params, result any) {
	b.t.Helper()
	data, err := b.call(session, method, params)
	check(b.t, err)
	if result != nil {
		check(b.t, json.Unmarshal(data, result))
	}
}

func (p *Page) ask(method string, params, result any) {
	p.b.t.Helper()
	p.b.ask(p.session, method, params, result)
}

// Resize gives the page another size.
func (p *Page) Resize(width, height int) {
	p.b.t.Helper()
	p.ask("Emulation.setDeviceMetricsOverride", map[string]any{"width": width, "height": height, "deviceScaleFactor": 1, "mobile": false}, nil)
}

// Media shows the page as on a medium: print, or screen.
func (p *Page) Media(name string) {
	p.b.t.Helper()
	p.ask("Emulation.setEmulatedMedia", map[string]any{"media": name}, nil)
}

// Eval returns what an expression of JavaScript is, a promise once it is kept.
func (p *Page) Eval(expression string) any {
	p.b.t.Helper()
	var r struct {
		Result           struct{ Value any }
		ExceptionDetails *struct {
			Text      string
			Exception struct{ Description string }
		}
	}
	p.ask("Runtime.evaluate", map[string]any{"expression": expression, "awaitPromise": true, "returnByValue": true}, &r)
	if e := r.ExceptionDetails; e != nil {
		p.b.t.Fatalf("%s: %s %s", expression, e.Text, e.Exception.Description)
	}
	return r.Result.Value
}

// Until waits until an expression is true.
func (p *Page) Until(expression string) {
	p.b.t.Helper()
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if p.Eval("!!("+expression+")") == true {
			return
		}
	}
	p.b.t.Fatalf("%s: not true in %v; consoles: %v", expression, patience, p.b.Consoles())
}

// Drop drops a file at a point, as from the desktop.
func (p *Page) Drop(path string, x, y int) {
	p.b.t.Helper()
	data := map[string]any{"items": []any{}, "files": []string{path}, "dragOperationsMask": 1}
	for _, kind := range []string{"dragEnter", "dragOver", "drop"} {
		p.ask("Input.dispatchDragEvent", map[string]any{"type": kind, "x": x, "y": y, "data": data}, nil)
	}
}

// Press presses a key, such as Tab or Enter.
func (p *Page) Press(key string) {
	p.b.t.Helper()
	code := map[string]int{"Tab": 9, "Enter": 13, " ": 32}[key]
	text := map[string]string{"Enter": "\r", " ": " "}[key]
	down := map[string]any{"type": "keyDown", "key": key, "windowsVirtualKeyCode": code}
	if text != "" {
		down["text"] = text
	}
	p.ask("Input.dispatchKeyEvent", down, nil)
	p.ask("Input.dispatchKeyEvent", map[string]any{"type": "keyUp", "key": key, "windowsVirtualKeyCode": code}, nil)
}

// Type writes a text where the focus is.
func (p *Page) Type(text string) {
	p.b.t.Helper()
	p.ask("Input.insertText", map[string]any{"text": text}, nil)
}

// Screenshot returns the window as a PNG, or the whole page; it is also written to the
// folder that SCREENSHOTS names.
func (p *Page) Screenshot(name string, whole bool) []byte {
	p.b.t.Helper()
	return p.image(name+".png", "Page.captureScreenshot", map[string]any{"format": "png", "captureBeyondViewport": whole})
}

// Print returns the page as a PDF of A4.
func (p *Page) Print(name string) []byte {
	p.b.t.Helper()
	return p.image(name+".pdf", "Page.printToPDF", map[string]any{"paperWidth": 8.27, "paperHeight": 11.69, "printBackground": true})
}

func (p *Page) image(name, method string, params map[string]any) []byte {
	p.b.t.Helper()
	var r struct{ Data string }
	if params["captureBeyondViewport"] == true {
		h := p.Eval("document.documentElement.scrollHeight").(float64)
		w := p.Eval("document.documentElement.clientWidth").(float64)
		params["clip"] = map[string]any{"x": 0, "y": 0, "width": w, "height": h, "scale": 1}
	}
	p.ask(method, params, &r)
	data, err := base64.StdEncoding.DecodeString(r.Data)
	check(p.b.t, err)
	if dir := os.Getenv("SCREENSHOTS"); dir != "" {
		check(p.b.t, os.WriteFile(dir+"/"+name, data, 0o644))
	}
	return data
}
