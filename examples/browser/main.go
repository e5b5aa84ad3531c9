// Command browser puts the library into a web page: drop a file of purchases on it
// and get the page that examples/report writes. It is computed by the visitor's own
// browser; nothing is sent anywhere.
//
//	go run ./examples/browser                  # builds and serves it on localhost
//	go run ./examples/browser -o public        # builds static files, for any host
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/signal"
	"time"

	"github.com/clientele-go/clientele/examples/internal/program"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	if err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, "browser:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	f := flag.NewFlagSet("browser", flag.ContinueOnError)
	to := f.String("o", "", "`folder` to write static files to, for hosting; without it they are served")
	addr := f.String("addr", "localhost:8080", "`address` to serve on")
	if err := program.ParseFlags(f, args, stderr, "The report of a file of purchases, computed in the visitor's browser."); err != nil {
		return err
	}
	if f.NArg() > 0 {
		return fmt.Errorf("%q is not a flag: the file goes to the page", f.Arg(0))
	}
	begun := time.Now()
	dir := *to
	if dir == "" {
		var err error
		if dir, err = os.MkdirTemp("", "clientele-browser-*"); err != nil {
			return err
		}
		defer os.RemoveAll(dir)
	}
	if err := build(ctx, dir, *to != ""); err != nil {
		return err
	}
	fmt.Fprintf(stdout, "built in %.0f s\n", time.Since(begun).Seconds())
	if *to != "" {
		return list(stdout, dir)
	}
	listener, err := net.Listen("tcp", *addr)
	if err != nil {
		return err
	}
	fmt.Fprintf(stdout, "http://%s\n", listener.Addr())
	server := &http.Server{Handler: site(dir), ReadHeaderTimeout: 10 * time.Second}
	go func() {
		<-ctx.Done()
		server.Close()
	}()
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// list says what was written and how large it is.
func list(w io.Writer, dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		info, err := e.Info()
		if err != nil {
			return err
		}
		fmt.Fprintf(w, "%10d  %s\n", info.Size(), e.Name())
	}
	return nil
}
