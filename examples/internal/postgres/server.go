// Package postgres gives tests a PostgreSQL server of their own: the real one, from
// the binaries on this machine, in a temporary directory, listening on a socket that
// nobody else sees.
//
//	dsn := postgres.Database(t) // an empty database; skips where PostgreSQL is absent
//
// The server starts with the first database that a test asks for, serves all tests of
// the process, and ends with it, however it ends.
package postgres

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// errAbsent means that there are no binaries of PostgreSQL.
var errAbsent = errors.New("PostgreSQL is not installed: no initdb on the path nor under /usr/lib/postgresql")

// server is a running server.
type server struct {
	bin string // folder of the binaries
	dir string // folder of the data, of the socket and of the log
	end io.Closer
}

var (
	start = sync.OnceValues(startServer)
	made  atomic.Int32
)

// Database returns the address of a new, empty database, whose user may do
// everything. The test is skipped where PostgreSQL is absent, and fails there with
// CI=true in the environment.
func Database(t testing.TB) (dsn string) {
	t.Helper()
	s, err := start()
	if errors.Is(err, errAbsent) && os.Getenv("CI") != "true" {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	name := fmt.Sprintf("test%d", made.Add(1))
	if err := s.run("createdb", "-h", s.dir, "-U", "postgres", name); err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("host=%s user=postgres dbname=%s", s.dir, name)
}

// watch runs a server until the test process is gone, which closes the standard
// input; the server is then stopped at once and its folder removed.
const watch = `"$0" -D "$1/data" -k "$1" -c listen_addresses= >"$1/log" 2>&1 & read -r end; kill -QUIT $!; wait; rm -rf "$1"`

func startServer() (*server, error) {
	bin, err := binaries()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "postgres")
	if err != nil {
		return nil, err
	}
	s := &server{bin: bin, dir: dir}
	if err := giveAway(dir); err != nil {
		return nil, err
	}
	if err := s.run("initdb", "-D", dir+"/data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"); err != nil {
		return nil, err
	}
	cmd := exec.Command("sh", "-c", watch, filepath.Join(bin, "postgres"), dir)
	cmd.Dir, cmd.SysProcAttr = dir, unprivileged()
	if s.end, err = cmd.StdinPipe(); err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	for range 300 {
		if err = s.run("pg_isready", "-q", "-h", dir); err == nil {
			return s, nil
		}
		time.Sleep(100 * time.Millisecond)
	}
	said, _ := os.ReadFile(dir + "/log")
	s.end.Close()
	return nil, fmt.Errorf("%w\n%s", err, said)
}

// run runs one of PostgreSQL's programs.
func (s *server) run(program string, args ...string) error {
	cmd := exec.Command(filepath.Join(s.bin, program), args...)
	cmd.Dir, cmd.SysProcAttr = s.dir, unprivileged()
	if said, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w\n%s", program, err, bytes.TrimSpace(said))
	}
	return nil
}

// binaries returns the folder of PostgreSQL's programs: that of initdb on the path,
// or Debian's of the latest version.
func binaries() (string, error) {
	if initdb, err := exec.LookPath("initdb"); err == nil {
		if initdb, err = filepath.EvalSymlinks(initdb); err == nil {
			return filepath.Dir(initdb), nil
		}
	}
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if len(found) == 0 {
		return "", errAbsent
	}
	return filepath.Dir(found[len(found)-1]), nil
}
