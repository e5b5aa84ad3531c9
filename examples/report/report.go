// Command report studies a base of customers and writes one page that can be
// forwarded: what they are worth, where they stand, whom to call and why, and
// whether to believe it. Without a file it takes a simulated shop.
//
//	go run ./examples/report
//	go run ./examples/report -transactions orders.csv -currency EUR -lang zh -o orders.html
//
// The page needs nothing else: no script, no network.
package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"

	"github.com/clientele-go/clientele/examples/internal/program"
	"github.com/clientele-go/clientele/examples/internal/shop"
	"github.com/clientele-go/clientele/examples/report/page"
	"github.com/clientele-go/clientele/examples/table"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	if err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, "report:", err)
		os.Exit(1)
	}
}

// run writes the page to the file that is asked for, or to stdout.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	o, err := parseOptions(args, stderr)
	if err != nil {
		return err
	}
	book, err := shop.Open(&o.Input, new(program.Progress))
	if err != nil {
		return err
	}
	if o.accounts != "" {
		if o.Options.Accounts, err = table.ReadAccounts(o.accounts, o.Reading.Table); err != nil {
			return err
		}
	}
	var out bytes.Buffer
	if err := page.Write(ctx, &out, book, o.Options); err != nil {
		return err
	}
	if o.to == "-" {
		_, err := stdout.Write(out.Bytes())
		return err
	}
	if err := os.WriteFile(o.to, out.Bytes(), 0o644); err != nil {
		return err
	}
	_, err = fmt.Fprintf(stdout, "%s: %d KB\n", o.to, (out.Len()+1023)/1024)
	return err
}
