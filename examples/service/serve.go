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

// times are the limits of time on the way in and out, against slow clients. Each
// handler has its own for the answer.
type times struct{ header, body, idle, stop, tend time.Duration }

var usual = times{header: 5 * time.Second, body: 30 * time.Second, idle: 2 * time.Minute, stop: 20 * time.Second,
	tend: 5 * time.Second} // between two looks at what is due

const headerSize = 16 << 10

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
	bases := scoring.NewBases(s, time.Now, fitApart)
	a := api.New(s, bases, log, api.Limits{})
	server := &http.Server{Handler: a, ReadHeaderTimeout: o.times.header, ReadTimeout: o.times.body, WriteTimeout: o.times.body,
		IdleTimeout: o.times.idle, MaxHeaderBytes: headerSize, ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelDebug)}

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
		bases.Tend(background, scoring.Schedule{Hour: o.hour, Drift: o.drift}, o.times.tend, func(tenant int64, trigger string, took time.Duration, err error) {
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
	wait, cancel := context.WithTimeout(context.WithoutCancel(ctx), o.times.stop)
	defer cancel()
	err := server.Shutdown(wait)
	stop()
	tending.Wait()
	if errors.Is(err, context.DeadlineExceeded) {
		return errors.New("some requests took too long to stop for")
	}
	return err
}
