package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"time"

	"github.com/clientele-go/clientele/examples/service/internal/shop"
	"github.com/clientele-go/clientele/examples/service/scoring"
	"github.com/clientele-go/clientele/examples/service/store"
)

// demo serves a simulated shop from a database that is removed at the end. Its key is
// "demo", so it listens on this machine only.
func demo(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	var port, customers int
	f := flag.NewFlagSet("demo", flag.ContinueOnError)
	f.SetOutput(stderr)
	f.IntVar(&port, "port", 8080, "`port` to listen on")
	f.IntVar(&customers, "customers", 2000, "`number` of customers")
	if err := f.Parse(args); err != nil {
		return err
	}
	listener, err := net.Listen("tcp", fmt.Sprintf("localhost:%d", port))
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "clientele")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	s, err := database{file: filepath.Join(dir, "demo.db")}.open(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	if err := fill(ctx, s, customers); err != nil {
		return err
	}
	fmt.Fprintf(stdout, "Who is customer C-00007?\n\n    curl -H 'Authorization: Bearer demo' http://%s/customers/C-00007\n\n", listener.Addr())
	log := slog.New(slog.NewTextHandler(stderr, nil))
	return serveStore(ctx, options{hour: 3, drift: time.Hour, times: usual}, s, listener, log)
}

// fill makes the tenant of the demonstration, with rows and a model.
func fill(ctx context.Context, s store.Store, customers int) error {
	t, err := s.AddTenant(ctx, "demo", store.HashOf("demo"))
	if err != nil {
		return err
	}
	base, err := scoring.NewBases(s, time.Now, scoring.Fit).Of(ctx, t)
	if err != nil {
		return err
	}
	if _, err := base.Ingest(ctx, shop.Rows(customers, 1)); err != nil {
		return err
	}
	_, err = base.Refit(ctx, scoring.TriggerFirst)
	return err
}
