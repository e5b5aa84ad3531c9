package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// verdict is what became of a mutant.
type verdict string

const (
	invalid  verdict = "INVALID" // does not compile
	killed   verdict = "killed"
	endless  verdict = "timeout" // killed, by the clock
	survivor verdict = "SURVIVED"
)

// runner runs the tests of a package on mutants.
type runner struct {
	packages []string // whose tests are asked, in this order
	limit    time.Duration
	base     time.Duration // of the code as it is
	scratch  string
}

// baseline runs the tests on the code as it is, which must pass.
func (r *runner) baseline() (err error) {
	if r.scratch, err = os.MkdirTemp("", "mutate"); err != nil {
		return err
	}
	overlay := r.overlay(nil)
	for range 2 { // the first compiles
		start := time.Now()
		for _, p := range r.packages {
			if v, out := r.test(p, overlay, 20*time.Minute); v != survivor {
				return fmt.Errorf("the tests of %s fail on the code as it is: %s\n%s", p, v, out)
			}
		}
		r.base = time.Since(start)
	}
	if r.limit == 0 {
		r.limit = max(10*r.base, 20*time.Second)
	}
	return nil
}

func (r *runner) close() { _ = os.RemoveAll(r.scratch) }

// run returns what the tests say of a mutant.
func (r *runner) run(m mutant) verdict {
	overlay := r.overlay(&m)
	for _, p := range r.packages {
		if v, _ := r.test(p, overlay, r.limit); v != survivor {
			return v
		}
	}
	return survivor
}

// overlay writes the mutated file and the list that puts it in place.
func (r *runner) overlay(m *mutant) string {
	replace := map[string]string{}
	if m != nil {
		file := filepath.Join(r.scratch, filepath.Base(m.file))
		check(os.WriteFile(file, m.mutated(), 0o644))
		replace[m.file] = file
	}
	list, err := json.Marshal(map[string]any{"Replace": replace})
	check(err)
	path := filepath.Join(r.scratch, "overlay.json")
	check(os.WriteFile(path, list, 0o644))
	return path
}

// test runs the tests of one package. It is killed with all that it started
// when the time is over.
func (r *runner) test(dir, overlay string, limit time.Duration) (verdict, string) {
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	cmd := exec.CommandContext(ctx, "go", "test", "-overlay", overlay, "-short", "-failfast", "-vet=off", "-count=1", ".")
	cmd.Dir = dir
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
	cmd.WaitDelay = 5 * time.Second
	out, err := cmd.CombinedOutput()
	switch text := string(out); {
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		return endless, text
	case strings.Contains(text, "[build failed]") || strings.Contains(text, "[setup failed]"):
		return invalid, text
	case err != nil:
		return killed, text
	default:
		return survivor, text
	}
}
