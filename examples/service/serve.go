package main

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/clientele-go/clientele/examples/service/api"
	"github.com/clientele-go/clientele/examples/service/scoring"
	"github.com/clientele-go/clientele/examples/service/store"
)

// Limits of time on the way in and out. Each handler has its own for the answer.
const (
	headerTime = 5 * time.Second
	bodyTime   = 30 * time.Second
	idleTime   = 2 * time.Minute
	stopTime   = 20 * time.Second
	headerSize = 16 << 10

	tendEvery = 5 * time.Second // between two looks at what is due
)

// serve answers requests until the context ends; then it takes no more, and stops when
// those under way are answered.
func serve(ctx context.Context, o options, stderr io.Writer) error {
	level := slog.LevelInfo
	if o.verbose {
		level = slog.LevelDebug
	}
	log := slog.New(slog.NewJSONHandler(stderr, &slog.HandlerOptions{Level: level}))
	s, err := o.database.open(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	listener, err := net.Listen("tcp", o.address)
	if err != nil {
		return err
	}
	return serveStore(ctx, o, s, listener, log)
}

func serveStore(ctx context.Context, o options, s store.Store, listener net.Listener, log *slog.Logger) error {
	bases := scoring.NewBases(s, time.Now)
	a := api.New(s, bases, log, api.Limits{})
	server := &http.Server{Handler: a, ReadHeaderTimeout: headerTime, ReadTimeout: bodyTime, WriteTimeout: bodyTime,
		IdleTimeout: idleTime, MaxHeaderBytes: headerSize, ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelDebug)}

	background, stop := context.WithCancel(ctx)
	defer stop()
	var tending sync.WaitGroup
	tending.Go(func() {
		begun := time.Now()
		if err := bases.Load(background); err != nil {
			log.Error("some bases are not loaded; each is tried again when it is asked for", "error", api.Nameless(err))
		}
		a.SetReady(true)
		log.Info("ready", "address", listener.Addr().String(), "ms", time.Since(begun).Milliseconds())
		bases.Tend(background, scoring.Schedule{Hour: o.hour, Drift: o.drift}, tendEvery, func(tenant int64, trigger string, took time.Duration, err error) {
			a.Refitted(trigger, took, err)
			if err != nil {
				log.Error("refit", "tenant", tenant, "trigger", trigger, "error", api.Nameless(err))
				return
			}
			log.Info("refit", "tenant", tenant, "trigger", trigger, "ms", took.Milliseconds())
		})
	})

	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	log.Info("stopping")
	a.SetReady(false)
	wait, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopTime)
	defer cancel()
	err := server.Shutdown(wait)
	stop()
	tending.Wait()
	if errors.Is(err, context.DeadlineExceeded) {
		return errors.New("some requests took too long to stop for")
	}
	return err
}
