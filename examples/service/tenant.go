package main

import (
	"context"
	"crypto/rand"
	"errors"
	"flag"
	"fmt"
	"io"

	"github.com/clientele-go/clientele/examples/service/store"
)

// addTenant makes a tenant and prints its key, which nobody can see again: the
// database has its hash only.
func addTenant(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	if len(args) == 0 || args[0] != "add" {
		return errors.New("tenant add [-db FILE | -dsn ADDRESS] NAME")
	}
	var o options
	f := flag.NewFlagSet("tenant add", flag.ContinueOnError)
	f.SetOutput(stderr)
	o.define(f)
	if err := f.Parse(args[1:]); err != nil {
		return err
	}
	if f.NArg() != 1 || f.Arg(0) == "" || len(f.Arg(0)) > 200 {
		return errors.New("tenant add takes one name, flags before it")
	}
	s, err := o.database.open(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	key := rand.Text() + rand.Text()
	if _, err := s.AddTenant(ctx, f.Arg(0), store.HashOf(key)); err != nil {
		return err
	}
	_, err = fmt.Fprintln(stdout, key)
	return err
}
