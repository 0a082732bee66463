package bench

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/parley-sms/parley/bot"
	"github.com/parley-sms/parley/bot/faketwilio"
	"github.com/parley-sms/parley/bot/twilio"
	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/handlers"
	hooks "github.com/parley-sms/parley/handlers/twilio"
	"github.com/parley-sms/parley/store/boltstore"
	"github.com/parley-sms/parley/store/search"
)

// sender is our number in the measurement; slowSenders share the slow carrier's load.
const sender = "+12125550100"

// unlimited is a pace that never limits.
const unlimited = 1e9

// rig is a whole server with a fake carrier, on this machine.
type rig struct {
	Config
	store   *boltstore.Store
	index   *search.Index
	program *fsm.Program
	engine  *bot.Engine
	fake    *faketwilio.Server
	latency atomic.Int64 // of a call to the carrier, nanoseconds
	replies replies
	phones  []fsm.Phone
	texts   atomic.Uint64 // numbers the texts
	url     string        // of the server
	client  *http.Client
	closers []func()
}

// open starts the fake carrier and the server, without its loops.
func open(ctx context.Context, c Config) (r *rig, err error) {
	r = &rig{Config: c, client: &http.Client{Timeout: time.Minute, Transport: &http.Transport{MaxIdleConnsPerHost: 4096}}}
	defer func() {
		if err != nil {
			r.close()
		}
	}()
	if r.store, err = boltstore.Open(c.Dir); err != nil {
		return r, fmt.Errorf("open a store in %s: %w", c.Dir, err)
	}
	r.closers = append(r.closers, func() { _ = r.store.Close() }) // it is thrown away
	if r.index, err = search.Open(c.Dir); err != nil {
		return r, err
	}
	r.closers = append(r.closers, func() { _ = r.index.Close() })
	if r.program, err = fsm.Compile(definition(), "bench"); err != nil {
		return r, fmt.Errorf("compile the program: %w", err)
	}
	front, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return r, fmt.Errorf("listen: %w", err)
	}
	r.url = "http://" + front.Addr().String()
	if err := r.connect(ctx); err != nil {
		return r, errors.Join(err, front.Close())
	}
	log := slog.New(slog.DiscardHandler)
	web, err := handlers.New(log, func(g gin.IRouter) error {
		return hooks.Register(g, hooks.Options{PublicURLs: []string{r.url}, Tokens: []string{faketwilio.DefaultAuthToken}, Engine: r.engine, Log: log})
	})
	if err != nil {
		return r, errors.Join(err, front.Close())
	}
	r.answer(front, web)
	return r, nil
}

// definition is the program: texts that a subscriber may send at any time have answers of their own.
func definition() fsm.Definition {
	return fsm.Definition{
		Brand: "Acme", Contact: "help@acme.test", Frequency: "Up to 4 msgs/month",
		Senders: []fsm.Sender{{Address: sender, StopReply: "parley"}},
		Keywords: []fsm.Keyword{
			{Name: "hours", Words: []string{"hours"}, Does: "reply", Text: "{{ brand }}: we are open Mon-Sat 9-18."},
			{Name: "where", Words: []string{"where"}, Does: "reply", Text: "{{ brand }}: 12 Main St, next to the library."},
		},
	}
}

// connect starts the fake carrier and makes the engine on top of it.
func (r *rig) connect(ctx context.Context) error {
	r.fake = faketwilio.New(faketwilio.Options{Seed: 1, Max: 1000})
	r.closers = append(r.closers, r.fake.Close)
	back, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return fmt.Errorf("listen: %w", err)
	}
	r.answer(back, r.timed(r.fake))
	carrier, err := twilio.New(twilio.Options{AccountSID: faketwilio.DefaultAccountSID, Tokens: []string{faketwilio.DefaultAuthToken},
		BaseURL: "http://" + back.Addr().String(), PublicURL: r.url})
	if err != nil {
		return err
	}
	r.engine, err = bot.New(ctx, bot.Options{Store: r.store, Carrier: carrier, Program: r.program,
		Log: slog.New(slog.DiscardHandler), Pace: unlimited, Search: r.index})
	return err
}

// answer serves a handler until the rig is closed.
func (r *rig) answer(l net.Listener, h http.Handler) {
	s := &http.Server{Handler: h, ReadHeaderTimeout: time.Minute}
	go func() { _ = s.Serve(l) }() // ends with Close
	r.closers = append(r.closers, func() { _ = s.Close() })
}

// serve starts the server's loops.
func (r *rig) serve() {
	ctx, cancel := context.WithCancel(context.Background())
	var ended sync.WaitGroup
	ended.Go(func() { r.engine.Run(ctx) })
	r.closers = append(r.closers, func() {
		cancel()
		ended.Wait()
	})
}

// close stops everything, what was started last first.
func (r *rig) close() {
	for i := len(r.closers) - 1; i >= 0; i-- {
		r.closers[i]()
	}
}
