package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele/examples/internal/postgres"
	"github.com/clientele-go/clientele/examples/service/internal/shop"
	"github.com/clientele-go/clientele/examples/service/store"
)

// wire is a connection to PostgreSQL that can be cut.
type wire struct {
	net.Listener
	mu    sync.Mutex
	conns []net.Conn
}

// newWire returns a wire to the server's socket, and the address of its other end.
func newWire(t *testing.T, dsn string) (w *wire, through string) {
	t.Helper()
	config, err := pgx.ParseConfig(dsn)
	require.NoError(t, err)
	l, err := net.Listen("tcp", "localhost:0")
	require.NoError(t, err)
	t.Cleanup(func() { l.Close() })
	w = &wire{Listener: l}
	go func() {
		for {
			in, err := l.Accept()
			if err != nil {
				return
			}
			out, err := net.Dial("unix", fmt.Sprintf("%s/.s.PGSQL.%d", config.Host, config.Port))
			if err != nil {
				in.Close()
				continue
			}
			w.mu.Lock()
			w.conns = append(w.conns, in, out)
			w.mu.Unlock()
			go func() { _, _ = io.Copy(out, in); out.Close() }()
			go func() { _, _ = io.Copy(in, out); in.Close() }()
		}
	}()
	return w, fmt.Sprintf("host=localhost port=%d user=%s dbname=%s sslmode=disable application_name=service", l.Addr().(*net.TCPAddr).Port, config.User, config.Database)
}

// cut cuts all connections, in the middle of whatever they say.
func (w *wire) cut() {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, c := range w.conns {
		c.Close()
	}
	w.conns = nil
}

// A connection to the database that is cut while rows are sent, from either end: the
// answer is 503 with when to try again, and in the end every row is there once and
// scores.
func TestLostConnection(t *testing.T) {
	dsn := postgres.Database(t)
	wire, through := newWire(t, dsn)
	s, err := database{dsn: through}.open(context.Background())
	require.NoError(t, err)
	defer s.Close()
	of := tenant(t, s, "shop")
	url := within(t, s, usual)
	direct, err := database{dsn: dsn}.open(context.Background())
	require.NoError(t, err)
	defer direct.Close()
	admin, err := pgx.Connect(context.Background(), dsn)
	require.NoError(t, err)
	defer admin.Close(context.Background())

	rows := shop.Rows(200, 8)
	sending := newSender(batches(rows, 5))
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(func() { sending.run("shop", func() string { return url }) })
	}
	for i := range 12 {
		time.Sleep(60 * time.Millisecond)
		if i%2 == 0 {
			wire.cut()
			continue
		}
		_, err := admin.Exec(context.Background(), "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'service'")
		require.NoError(t, err)
	}
	wg.Wait()
	t.Log(sending)
	assert.Positive(t, sending.seen[http.StatusServiceUnavailable])
	for status := range sending.seen {
		assert.Contains(t, []int{200, 503}, status)
	}
	assert.Len(t, stored(t, direct, of), len(rows))
	wire.cut()
	require.Eventually(t, func() bool { status, _ := call(url, "GET", "/readyz", "", nil); return status == http.StatusOK }, 10*time.Second, 10*time.Millisecond)
	agree(t, url, "shop", direct, of, rows)
}

// A full disk is said, scoring goes on, and nothing that was acknowledged is lost; when
// the disk has grown, the same batch is taken.
func TestFullDisk(t *testing.T) {
	t.Run("limit", func(t *testing.T) { // of the database's own
		file := filepath.Join(t.TempDir(), "small.db")
		small, err := database{file: file}.open(context.Background())
		require.NoError(t, err)
		of := tenant(t, small, "shop")
		small.Close()
		small, err = database{file: "file:" + file + "?_pragma=max_page_count(50)"}.open(context.Background())
		require.NoError(t, err)
		fillUp(t, small, of, within(t, small, usual), func() (store.Store, string) {
			large, err := database{file: file}.open(context.Background())
			require.NoError(t, err)
			t.Cleanup(func() { large.Close() })
			return large, within(t, large, usual)
		})
	})
	t.Run("disk", func(t *testing.T) {
		dir := t.TempDir()
		if said, err := exec.Command("mount", "-t", "tmpfs", "-o", "size=600k", "tmpfs", dir).CombinedOutput(); err != nil {
			t.Skipf("no small disk can be mounted here: %s", said)
		}
		t.Cleanup(func() { _ = exec.Command("umount", "-l", dir).Run() })
		s, err := database{file: filepath.Join(dir, "small.db")}.open(context.Background())
		require.NoError(t, err)
		t.Cleanup(func() { s.Close() })
		url := within(t, s, usual)
		fillUp(t, s, tenant(t, s, "shop"), url, func() (store.Store, string) {
			require.NoError(t, exec.Command("mount", "-o", "remount,size=64m", dir).Run())
			return s, url // the same process goes on
		})
	})
}

// fillUp sends batches until the disk is full, and goes on when it has grown.
func fillUp(t *testing.T, s store.Store, of store.Tenant, url string, grow func() (store.Store, string)) {
	t.Helper()
	all := batches(shop.Rows(400, 9), 200)
	n := 0
	var said []byte
	status := http.StatusOK
	for ; n < len(all); n++ {
		if status, said = call(url, "POST", "/transactions", "shop", all[n]); status != http.StatusOK {
			break
		}
		if n == 3 {
			status, said := call(url, "POST", "/models/refit", "shop", nil)
			require.Equal(t, http.StatusCreated, status, string(said))
		}
	}
	require.Equal(t, http.StatusInsufficientStorage, status, string(said))
	assert.Contains(t, string(said), "disk-full")
	kept := stored(t, s, of)
	assert.Len(t, kept, 200*n)
	status, _ = call(url, "GET", "/customers/"+kept[0].Customer, "shop", nil)
	assert.Equal(t, http.StatusOK, status)

	s, url = grow()
	status, said = call(url, "POST", "/transactions", "shop", all[n])
	require.Equal(t, http.StatusOK, status, string(said))
	agree(t, url, "shop", s, of, append(kept, all[n]...))
}

// Slow clients, who never end their headers or their bodies, are cut off after a while,
// and the others are answered meanwhile.
func TestSlowClients(t *testing.T) {
	s, err := database{file: filepath.Join(t.TempDir(), "slow.db")}.open(context.Background())
	require.NoError(t, err)
	defer s.Close()
	tenant(t, s, "shop")
	tenant(t, s, "slow")
	ts := usual
	ts.header, ts.body = 300*time.Millisecond, 600*time.Millisecond
	url := within(t, s, ts)
	host := strings.TrimPrefix(url, "http://")
	var wg sync.WaitGroup
	begun := time.Now()
	for i := range 200 {
		head := "GET /models HTTP/1.1\r\nHost: x\r\nX-Slow: "
		if i%2 == 0 {
			head = "POST /transactions HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer slow\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n["
		}
		c, err := net.Dial("tcp", host)
		require.NoError(t, err)
		wg.Go(func() {
			defer c.Close()
			wg.Go(func() { _, _ = io.Copy(io.Discard, c); c.Close() }) // until it is cut off
			_, err := io.WriteString(c, head)
			for err == nil && time.Since(begun) < 20*time.Second {
				time.Sleep(50 * time.Millisecond)
				_, err = io.WriteString(c, "a")
			}
		})
	}
	for range 20 {
		from := time.Now()
		status, said := call(url, "GET", "/models", "shop", nil)
		assert.Equal(t, http.StatusOK, status, string(said))
		assert.Less(t, time.Since(from), time.Second)
		time.Sleep(10 * time.Millisecond)
	}
	wg.Wait()
	assert.Less(t, time.Since(begun), 10*time.Second, "all are cut off")
}

// A service that is told to stop answers what is under way, and ends well.
func TestGracefulStop(t *testing.T) {
	file := filepath.Join(t.TempDir(), "stop.db")
	s, err := database{file: file}.open(context.Background())
	require.NoError(t, err)
	defer s.Close()
	tenant(t, s, "shop")
	p := start(t, "-db", file)
	rows := shop.Rows(700, 10)
	status, said := call(p.url, "POST", "/transactions", "shop", rows)
	require.Equal(t, http.StatusOK, status, string(said))
	fitted := make(chan int)
	go func() { status, _ := call(p.url, "POST", "/models/refit", "shop", nil); fitted <- status }()
	time.Sleep(250 * time.Millisecond) // until it is under way
	interrupt(t, p)
	assert.Equal(t, http.StatusCreated, <-fitted)
	<-p.done
	assert.NoError(t, p.Wait())
}
