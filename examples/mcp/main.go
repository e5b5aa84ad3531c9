// Command mcp serves a base of customers to an assistant: what each of them is
// worth and why, whom to call, who moved between two dates. It speaks the Model
// Context Protocol over standard input and output, answers in English or Chinese,
// and can change nothing.
//
//	go run .                                   # a simulated shop
//	go run . -transactions orders.csv -cost 5  # a file, a contact costs 5
//
// The README shows how an assistant is told of it, and a conversation.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/modelcontextprotocol/go-sdk/mcp"
)

// maxRequest is the longest request that is read, in bytes: the connection ends at
// a longer one.
const maxRequest = 64 << 10

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Stderr); err != nil {
		fmt.Fprintf(os.Stderr, "mcp: %v\n", err)
		os.Exit(1)
	}
}

// run serves until the client hangs up.
func run(ctx context.Context, args []string, stderr io.Writer) error {
	o, err := parseOptions(args, stderr)
	if errors.Is(err, flag.ErrHelp) {
		return nil
	}
	if err != nil {
		return err
	}
	err = newServer(load(ctx, o)).Run(ctx, &mcp.StdioTransport{MaxLineLength: maxRequest})
	if ctx.Err() != nil { // asked to stop
		return nil
	}
	return err
}
