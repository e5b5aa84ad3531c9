package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele/examples/service/internal/batch"
	"github.com/clientele-go/clientele/examples/service/store"
)

// full says whether tests run in their full length; without it they are short enough
// for every change.
var full = os.Getenv("SERVICE_FULL") != ""

// TestMain lets the test binary be the service, for tests that kill it.
func TestMain(m *testing.M) {
	if os.Getenv("SERVICE_CHILD") != "" {
		main()
		return
	}
	os.Setenv("SERVICE_CHILD", "1") // of those that tests start, and those that these start to fit
	os.Exit(m.Run())
}

// process is the service as a process of its own.
type process struct {
	*exec.Cmd
	url  string
	done chan struct{} // closed when its log has ended
}

// start starts the service and waits until it is ready.
func start(t *testing.T, args ...string) *process {
	t.Helper()
	self, err := os.Executable()
	require.NoError(t, err)
	p := &process{Cmd: exec.Command(self, append([]string{"serve", "-addr", "localhost:0"}, args...)...), done: make(chan struct{})}
	log, err := p.StderrPipe()
	require.NoError(t, err)
	require.NoError(t, p.Start())
	t.Cleanup(func() { _ = p.Process.Kill() })
	lines := bufio.NewScanner(log)
	var said []string
	for lines.Scan() {
		said = append(said, lines.Text())
		var line struct{ Msg, Address string }
		if json.Unmarshal(lines.Bytes(), &line) == nil && line.Msg == "ready" {
			p.url = "http://" + line.Address
			break
		}
	}
	require.NotEmpty(t, p.url, "%s", strings.Join(said, "\n"))
	go func() { _, _ = io.Copy(io.Discard, log); close(p.done) }()
	return p
}

// kill ends it as a failure of the machine would.
func (p *process) kill() {
	_ = p.Process.Kill()
	<-p.done
	_ = p.Wait()
}

// within runs the service in this process, and returns its address.
func within(t *testing.T, s store.Store, ts times) string {
	t.Helper()
	listener, err := net.Listen("tcp", "localhost:0")
	require.NoError(t, err)
	ctx, stop := context.WithCancel(context.Background())
	var wg sync.WaitGroup
	wg.Go(func() {
		_ = serveStore(ctx, options{hour: 3, drift: time.Hour, times: ts}, s, listener, slog.New(slog.DiscardHandler))
	})
	t.Cleanup(func() { stop(); wg.Wait() })
	url := "http://" + listener.Addr().String()
	require.Eventually(t, func() bool { status, _ := call(url, "GET", "/readyz", "", nil); return status == http.StatusOK }, 30*time.Second, 10*time.Millisecond)
	return url
}

var client = &http.Client{Timeout: time.Minute, Transport: &http.Transport{MaxIdleConnsPerHost: 100}}

// call sends a request; status 0 is no answer.
func call(url, method, path, key string, body any) (status int, answer []byte) {
	var in io.Reader
	if body != nil {
		data, err := json.Marshal(body)
		if err != nil {
			panic(err)
		}
		in = bytes.NewReader(data)
	}
	r, err := http.NewRequest(method, url+path, in)
	if err != nil {
		panic(err)
	}
	r.Header.Set("Authorization", "Bearer "+key)
	r.Header.Set("Content-Type", "application/json")
	w, err := client.Do(r)
	if err != nil {
		return 0, []byte(err.Error())
	}
	defer w.Body.Close()
	answer, err = io.ReadAll(w.Body)
	if err != nil {
		return 0, []byte(err.Error())
	}
	return w.StatusCode, answer
}

// tenant makes a tenant whose key is its name.
func tenant(t *testing.T, s store.Store, name string) store.Tenant {
	t.Helper()
	made, err := s.AddTenant(context.Background(), name, store.HashOf(name))
	require.NoError(t, err)
	return made
}

// stored returns the rows of a tenant.
func stored(t *testing.T, s store.Store, of store.Tenant) (rows []store.Row) {
	t.Helper()
	_, err := s.Rows(context.Background(), of.ID, 0, func(r store.Row) error { rows = append(rows, r); return nil })
	require.NoError(t, err)
	return rows
}

// agree refits, and holds every portrait of the service against a batch run over the
// rows, to the bit.
func agree(t *testing.T, url, key string, s store.Store, of store.Tenant, rows []store.Row) {
	t.Helper()
	status, said := call(url, "POST", "/models/refit", key, nil)
	require.Equal(t, http.StatusCreated, status, string(said))
	models, err := s.Models(context.Background(), of.ID, 1)
	require.NoError(t, err)
	want, err := batch.Portraits(models[0].Document, rows)
	require.NoError(t, err)
	for customer, portrait := range want {
		status, said := call(url, "GET", "/customers/"+customer+"?full=1", key, nil)
		require.Equal(t, http.StatusOK, status, string(said))
		var got struct{ Portrait json.RawMessage }
		require.NoError(t, json.Unmarshal(said, &got))
		require.Equal(t, portrait, string(got.Portrait), customer)
	}
}

// batches cuts rows into batches of n.
func batches(rows []store.Row, n int) (all [][]store.Row) {
	for at := 0; at < len(rows); at += n {
		all = append(all, rows[at:min(at+n, len(rows))])
	}
	return all
}

// sender sends batches until each is acknowledged, however often it takes.
type sender struct {
	mu    sync.Mutex
	queue [][]store.Row
	acked [][]store.Row
	seen  map[int]int // answers by status
	left  int         // batches that are not acknowledged
}

func newSender(all [][]store.Row) *sender {
	return &sender{queue: all, seen: map[int]int{}, left: len(all)}
}

// run sends until nothing is left; url says where to.
func (s *sender) run(key string, url func() string) {
	for {
		s.mu.Lock()
		if s.left == 0 {
			s.mu.Unlock()
			return
		}
		if len(s.queue) == 0 { // another one has the last
			s.mu.Unlock()
			time.Sleep(time.Millisecond)
			continue
		}
		next := s.queue[0]
		s.queue = s.queue[1:]
		s.mu.Unlock()
		status, _ := call(url(), "POST", "/transactions", key, next)
		s.mu.Lock()
		s.seen[status]++
		if status == http.StatusOK {
			s.acked = append(s.acked, next)
			s.left--
		} else {
			s.queue = append(s.queue, next)
		}
		s.mu.Unlock()
		if status != http.StatusOK {
			time.Sleep(5 * time.Millisecond)
		}
	}
}

// snapshot returns the batches that are acknowledged so far.
func (s *sender) snapshot() [][]store.Row {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.acked[:len(s.acked):len(s.acked)]
}

func (s *sender) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return fmt.Sprintf("%d batches acknowledged, answers by status (0: none) %v", len(s.acked), s.seen)
}
