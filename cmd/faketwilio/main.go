// Command faketwilio is a Twilio to rehearse with: it takes texts, shows them on a page, lets
// you text back as a phone, and fails on demand. No text leaves the machine.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/parley-sms/parley/bot/faketwilio"
)

// stopWait bounds how long calls under way may take to finish.
const stopWait = 5 * time.Second

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	switch {
	case err == nil || errors.Is(err, flag.ErrHelp):
	case errors.Is(err, errUsage):
		os.Exit(2)
	default:
		fmt.Fprintln(os.Stderr, "faketwilio:", err)
		os.Exit(1)
	}
}

// run serves until ctx ends.
func run(ctx context.Context, args []string, out, errs io.Writer) error {
	set, err := parse(args, errs)
	if err != nil {
		return err
	}
	set.opt.Log = slog.New(slog.NewTextHandler(errs, nil))
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", set.listen)
	if err != nil {
		return fmt.Errorf("listening: %w", err)
	}
	explain(out, listener.Addr().String(), set.opt)
	return serve(ctx, listener, faketwilio.New(set.opt))
}

// serve answers until ctx ends, then lets calls under way finish.
func serve(ctx context.Context, listener net.Listener, fake *faketwilio.Server) error {
	server := &http.Server{Handler: fake, ReadHeaderTimeout: 10 * time.Second}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	select {
	case err := <-failed:
		fake.Close()
		return fmt.Errorf("serving: %w", err)
	case <-ctx.Done():
	}
	fake.Close() // lets go of the calls that hang on purpose
	late, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopWait)
	defer cancel()
	if err := server.Shutdown(late); err != nil {
		return fmt.Errorf("stopping: %w", err)
	}
	return nil
}
