// Package program is what the example programs that read files have in common
// as programs: an answer as Markdown or, with -json, as one JSON document, and
// an error where there is none.
package program

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"strings"
)

// Answer is what a program found.
type Answer interface {
	Document() any // what -json writes
	Markdown() string
}

// Options are what the flags of a program say.
type Options interface {
	JSON() bool // asked for instead of Markdown
}

// Program finds an answer: Parse reads the flags, Solve does the work.
type Program[O Options] struct {
	Name  string
	Parse func(args []string, stderr io.Writer) (O, error)
	Solve func(ctx context.Context, o O, p *Progress) (Answer, error)
}

// Main runs the program with the flags of the command line and ends it; an
// interrupt ends the work.
func (p Program[O]) Main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	out := bufio.NewWriter(os.Stdout)
	status := p.Run(ctx, os.Args[1:], out, os.Stderr)
	if err := out.Flush(); err != nil {
		fmt.Fprintf(os.Stderr, "%s: %v\n", p.Name, err)
		status = 1
	}
	os.Exit(status)
}

// Run returns the exit status, 1 if there is no answer: the error is then said
// on stderr and, where JSON is asked for, as {"error": …} too.
func (p Program[O]) Run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	o, err := p.Parse(args, stderr)
	if errors.Is(err, flag.ErrHelp) {
		return 0
	}
	var a Answer
	if err == nil {
		progress := newProgress(stderr)
		a, err = p.Solve(ctx, o, progress)
		progress.clear()
	}
	switch {
	case err == nil && o.JSON():
		err = json.NewEncoder(stdout).Encode(a.Document())
	case err == nil:
		_, err = io.WriteString(stdout, a.Markdown())
	}
	if err == nil {
		return 0
	}
	fmt.Fprintf(stderr, "%s: %v\n", p.Name, err)
	if slices.ContainsFunc(args, func(s string) bool { return strings.TrimLeft(s, "-") == "json" }) {
		_ = json.NewEncoder(stdout).Encode(map[string]string{"error": err.Error()}) // a failed write is reported by Flush
	}
	return 1
}
