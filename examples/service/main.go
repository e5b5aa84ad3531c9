// Command service is clientele behind HTTP: transactions in, portraits out.
//
//	service demo                 a simulated shop on http://localhost:8080, key "demo"
//	service tenant add NAME      makes a tenant and prints its key
//	service serve                answers requests
//
// Data go to the SQLite file of -db, or to the PostgreSQL database of -dsn.
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
	"time"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	if err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, "service:", err)
		os.Exit(1)
	}
}

// run does what the first arguments say, until it is done or the context ends.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	if len(args) == 0 {
		args = []string{""}
	}
	switch args[0] {
	case "serve":
		o, err := parseOptions(args[1:], stderr)
		if err != nil {
			return err
		}
		return serve(ctx, o, stderr)
	case "tenant":
		return addTenant(ctx, args[1:], stdout, stderr)
	case "fit": // what fitApart starts
		return fit(ctx, args[1:], os.Stdin, stdout)
	case "demo":
		return demo(ctx, args[1:], stdout, stderr)
	}
	return errors.New("say what to do: serve, tenant add NAME, or demo; -h after one of them shows its flags")
}

// options are what the flags say.
type options struct {
	address  string
	database database
	hour     int
	drift    time.Duration
	verbose  bool
	times    times
}

func (o *options) define(f *flag.FlagSet) {
	f.StringVar(&o.database.file, "db", "clientele.db", "SQLite `file`, made if it is not there")
	f.StringVar(&o.database.dsn, "dsn", "", "`address` of a PostgreSQL database, such as postgres://user@host/name, in place of -db")
}

func parseOptions(args []string, stderr io.Writer) (options, error) {
	o := options{times: usual}
	f := flag.NewFlagSet("serve", flag.ContinueOnError)
	f.SetOutput(stderr)
	o.define(f)
	f.StringVar(&o.address, "addr", "localhost:8080", "`address` to listen on")
	f.IntVar(&o.hour, "nightly", 3, "`hour`, UTC, from which a base with new rows is fitted once a day")
	f.DurationVar(&o.drift, "drift", time.Hour, "`time` between two looks at whether customers still buy as the model says")
	f.BoolVar(&o.verbose, "v", false, "log every request, not only those that failed")
	if err := f.Parse(args); err != nil {
		return o, err
	}
	if f.NArg() > 0 {
		return o, fmt.Errorf("%q is not a flag", f.Arg(0))
	}
	if o.hour < 0 || o.hour > 23 || o.drift < time.Second {
		return o, errors.New("-nightly is an hour from 0 to 23, -drift at least a second")
	}
	return o, nil
}
