// Package chromium drives a headless Chromium for the tests of pages, over the two
// pipes of its DevTools protocol. It is for tests alone.
package chromium

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"
)

// patience is how long a test waits for an answer of the browser.
const patience = 2 * time.Minute

// Browser is a running browser.
type Browser struct {
	t    testing.TB
	to   *os.File
	mu   sync.Mutex
	next int
	wait map[int]chan message

	consoles []string
	requests []string
}

// message is what goes over the pipes.
type message struct {
	ID        int             `json:"id,omitempty"`
	SessionID string          `json:"sessionId,omitempty"`
	Method    string          `json:"method,omitempty"`
	Params    json.RawMessage `json:"params,omitempty"`
	Result    json.RawMessage `json:"result,omitempty"`
	Error     *struct {
		Message string `json:"message"`
	} `json:"error,omitempty"`
}

// Start starts a browser that ends with the test, which is skipped where none is
// installed.
func Start(t testing.TB) *Browser {
	t.Helper()
	path, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("chromium is not installed")
	}
	in, to, err := os.Pipe()
	check(t, err)
	from, out, err := os.Pipe()
	check(t, err)
	cmd := exec.Command(path, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
		"--remote-debugging-pipe", "--user-data-dir="+t.TempDir(), "about:blank")
	cmd.ExtraFiles = []*os.File{in, out} // its descriptors 3 and 4
	check(t, cmd.Start())
	in.Close()
	out.Close()
	b := &Browser{t: t, to: to, wait: map[int]chan message{}}
	done := make(chan struct{})
	go func() {
		defer close(done)
		b.listen(from)
	}()
	t.Cleanup(func() {
		_, _ = b.call("", "Browser.close", nil)
		to.Close()
		_ = cmd.Wait()
		<-done
		from.Close()
	})
	return b
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// listen reads what the browser says until it ends.
func (b *Browser) listen(from *os.File) {
	r := bufio.NewReaderSize(from, 1<<20)
	for {
		line, err := r.ReadBytes(0)
		if err != nil {
			return
		}
		var m message
		if err := json.Unmarshal(line[:len(line)-1], &m); err != nil {
			continue
		}
		b.mu.Lock()
		if c := b.wait[m.ID]; m.ID != 0 && c != nil {
			delete(b.wait, m.ID)
			c <- m
		} else {
			b.note(m)
		}
		b.mu.Unlock()
	}
}

// note keeps what a page or a worker of it complains of and asks the network for.
func (b *Browser) note(m message) {
	var p struct {
		SessionID string
		Type      string
		Args      []struct{ Value, Description any }
		Entry     struct{ Level, Text, URL string }
		Request   struct{ Method, URL string }

		ExceptionDetails struct {
			Text      string
			Exception struct{ Description string }
		}
	}
	if json.Unmarshal(m.Params, &p) != nil {
		return
	}
	switch m.Method {
	case "Runtime.consoleAPICalled":
		b.consoles = append(b.consoles, fmt.Sprint(p.Type, " ", p.Args))
	case "Runtime.exceptionThrown":
		b.consoles = append(b.consoles, p.ExceptionDetails.Text+" "+p.ExceptionDetails.Exception.Description)
	case "Log.entryAdded":
		b.consoles = append(b.consoles, strings.TrimSpace(p.Entry.Level+": "+p.Entry.Text+" "+p.Entry.URL))
	case "Network.requestWillBeSent":
		b.requests = append(b.requests, p.Request.URL)
	case "Target.attachedToTarget": // a worker, which must be listened to before it begins
		go b.attend(p.SessionID)
	}
}

// attend has a page or worker tell all that happens, and begin.
func (b *Browser) attend(session string) {
	for _, method := range []string{"Runtime.enable", "Log.enable", "Network.enable"} {
		_, _ = b.call(session, method, nil) // a worker knows fewer
	}
	_, _ = b.call(session, "Target.setAutoAttach", map[string]any{"autoAttach": true, "waitForDebuggerOnStart": true, "flatten": true})
	_, _ = b.call(session, "Runtime.runIfWaitingForDebugger", nil)
}

// call calls a method and returns its result.
func (b *Browser) call(session, method string, params any) (json.RawMessage, error) {
	answer := make(chan message, 1)
	b.mu.Lock()
	b.next++
	m := message{ID: b.next, SessionID: session, Method: method}
	b.wait[m.ID] = answer
	b.mu.Unlock()
	if params != nil {
		data, err := json.Marshal(params)
		if err != nil {
			return nil, err
		}
		m.Params = data
	}
	line, err := json.Marshal(m)
	if err != nil {
		return nil, err
	}
	b.mu.Lock()
	_, err = b.to.Write(append(line, 0))
	b.mu.Unlock()
	if err != nil {
		return nil, err
	}
	select {
	case m := <-answer:
		if m.Error != nil {
			return nil, fmt.Errorf("%s: %s", method, m.Error.Message)
		}
		return m.Result, nil
	case <-time.After(patience):
		return nil, fmt.Errorf("%s: no answer in %v", method, patience)
	}
}

// Consoles are the errors and what was written to the consoles so far.
func (b *Browser) Consoles() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return append([]string(nil), b.consoles...)
}

// Requests are the addresses that were asked for so far, those of data: and blob: too.
func (b *Browser) Requests() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return append([]string(nil), b.requests...)
}
