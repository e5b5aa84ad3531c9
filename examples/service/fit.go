package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"time"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/examples/service/scoring"
	"github.com/clientele-go/clientele/portrait"
)

// fitApart is a scoring.Fitter that fits in a process of its own, of the lowest
// priority: a fit takes all processors for seconds, and beside requests in one process
// it would keep them waiting for its turns. A ledger goes in, a portrayer comes out,
// both as they are stored, which changes no bit.
func fitApart(ctx context.Context, l *clientele.Ledger[string], asOf time.Time) (*portrait.Portrayer, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	ledger, err := l.MarshalBinary()
	if err != nil {
		return nil, err
	}
	var document, said bytes.Buffer
	cmd := exec.CommandContext(ctx, self, "fit", asOf.Format(time.DateOnly))
	cmd.Stdin, cmd.Stdout, cmd.Stderr, cmd.SysProcAttr = bytes.NewReader(ledger), &document, &said, apart()
	if err := cmd.Run(); err != nil {
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		return nil, fmt.Errorf("the process that fits: %w: %s", err, bytes.TrimSpace(said.Bytes()))
	}
	var out fitted
	if err := json.Unmarshal(document.Bytes(), &out); err != nil {
		return nil, err
	}
	if out.TooFew != "" {
		return nil, fmt.Errorf("%s: %w", out.TooFew, clientele.ErrNotIdentified)
	}
	return out.Portrayer, nil
}

// fitted is what the process that fits answers.
type fitted struct {
	Portrayer *portrait.Portrayer
	TooFew    string // why nothing can be told of the base
}

// fit is that process.
func fit(ctx context.Context, args []string, in io.Reader, out io.Writer) error {
	if len(args) != 1 {
		return errors.New("fit DAY takes a ledger on its standard input; serve starts it")
	}
	asOf, err := time.Parse(time.DateOnly, args[0])
	if err != nil {
		return err
	}
	if err := stepBack(); err != nil {
		return err
	}
	data, err := io.ReadAll(in)
	if err != nil {
		return err
	}
	l, err := clientele.NewLedger[string](&scoring.Policy)
	if err != nil {
		return err
	}
	if err := l.UnmarshalBinary(data); err != nil {
		return err
	}
	p, err := scoring.Fit(ctx, l, asOf)
	switch {
	case errors.Is(err, clientele.ErrNoData) || errors.Is(err, clientele.ErrNotIdentified):
		return json.NewEncoder(out).Encode(fitted{TooFew: err.Error()})
	case err != nil:
		return err
	}
	return json.NewEncoder(out).Encode(fitted{Portrayer: p})
}
