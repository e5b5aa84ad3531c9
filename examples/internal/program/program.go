// Package program is what the example programs have in common as programs: an answer
// as Markdown, as a notebook of Jupyter or, with -json, as one JSON document, and an
// error where there is none.
package program

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/signal"
	"slices"
	"strings"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/examples/internal/note"
)

// Answer is what a program found.
type Answer interface {
	Write(p *note.Page) // as a notebook; errors end by note.Check
}

// Documented is an answer that can be one JSON document.
type Documented interface{ Document() any }

// Options are what the flags of a program say.
type Options interface {
	JSON() bool               // asked for instead of Markdown
	Language() clientele.Lang // of the notebook
	File() string             // that the notebook is written to too; "" for none
}

// Program finds an answer: Parse reads the flags, Solve does the work.
type Program[O Options] struct {
	Name   string
	Title  note.Words
	Source fs.FS // of the program's own code, for notebooks
	Parse  func(args []string, stderr io.Writer) (O, error)
	Solve  func(ctx context.Context, o O, p *Progress) (Answer, error)
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
	if err == nil {
		err = p.answer(ctx, o, stdout, stderr)
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

// answer finds the answer and writes it.
func (p Program[O]) answer(ctx context.Context, o O, stdout, stderr io.Writer) (err error) {
	defer note.Catch(&err)
	progress := newProgress(stderr)
	a, err := p.Solve(ctx, o, progress)
	progress.clear()
	if err != nil {
		return err
	}
	page := note.New(p.Title, o.Language())
	page.Pictures = o.File() != ""
	if !o.JSON() || page.Pictures {
		a.Write(page)
	}
	if page.Pictures {
		text := note.Must(page.Jupyter(p.Name, p.Source))
		note.Check(os.WriteFile(o.File(), text, 0o644))
	}
	if o.JSON() {
		return json.NewEncoder(stdout).Encode(a.(Documented).Document())
	}
	_, err = io.WriteString(stdout, page.Markdown())
	return err
}
