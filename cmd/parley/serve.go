package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"github.com/parley-sms/parley/bot"
	"github.com/parley-sms/parley/bot/deploy"
	"github.com/parley-sms/parley/bot/trace"
	"github.com/parley-sms/parley/bot/user"
	"github.com/parley-sms/parley/handlers/ops"
	"github.com/parley-sms/parley/handlers/sources"
	"github.com/parley-sms/parley/store"
	"github.com/parley-sms/parley/store/boltstore"
	"github.com/parley-sms/parley/store/search"
)

// serve runs the server. The account's secrets come from the environment alone: a command line is
// seen by everybody on the machine.
type serve struct {
	Program   string        `help:"Folder of the program; the built-in demo where absent." env:"PARLEY_PROGRAM" type:"path" placeholder:"DIR"`
	Data      string        `help:"Folder of the data." env:"PARLEY_DATA" default:"./data" type:"path" placeholder:"DIR"`
	Listen    string        `help:"Address to listen at." env:"PARLEY_LISTEN" default:"127.0.0.1:8080"`
	PublicURL string        `help:"Address at which the carrier reaches this server; several, separated by commas, while it changes." env:"PARLEY_PUBLIC_URL" placeholder:"URL"`
	Carrier   string        `help:"twilio or phone; twilio where TWILIO_ACCOUNT_SID is set, else phone." env:"PARLEY_CARRIER" enum:"twilio,phone," default:""`
	Sender    string        `help:"Number or Messaging Service to text from, in place of the program's." env:"PARLEY_SENDER"`
	Pace      float64       `help:"Segments per second and sender, in place of the program's." env:"PARLEY_PACE" placeholder:"N"`
	Grace     time.Duration `help:"How long after its release a text that the carrier does not list counts as absent." env:"PARLEY_GRACE" default:"2m"`
	Go        bool          `help:"Leave the quarantine of a restored backup as soon as everything is reconciled."`
	Verbose   bool          `help:"Log every request."`

	TwilioAccountSID string `kong:"-"`
	TwilioAuthToken  string `kong:"-"`
	TwilioAPIBase    string `kong:"-"`
}

// stopWithin bounds how long requests under way may take to finish.
const stopWithin = 10 * time.Second

// Run serves until it is told to stop.
func (s *serve) Run(ctx context.Context, std streams) (err error) {
	if err := s.complete(); err != nil {
		return err
	}
	folder, files, err := s.folder()
	if err != nil {
		return err
	}
	log := s.logger(std)
	if err := os.MkdirAll(s.Data, 0o700); err != nil {
		return fmt.Errorf("make the data folder: %w", err)
	}
	meter := ops.NewMeter(versionName())
	db, err := boltstore.Open(s.Data, boltstore.Log(log), boltstore.Watch(meter.Committed))
	if err != nil {
		return fmt.Errorf("open the data folder %s: %w", s.Data, err)
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if err := claimFolder(ctx, db, s.Carrier); err != nil {
		return err
	}
	index, err := search.Open(s.Data)
	if err != nil {
		return err // it names the index
	}
	defer func() { err = errors.Join(err, index.Close()) }()
	line, err := s.connect(log)
	if err != nil {
		return err
	}
	defer line.close()
	deployer := &deploy.Deployer{Store: db, Fit: s.senders, Now: time.Now}
	program, err := begin(ctx, deployer, folder, files, log)
	if err != nil {
		return err
	}
	engine, err := bot.New(ctx, bot.Options{Store: db, Carrier: meter.Carrier(line.carrier), Program: program, Clock: line.clock,
		Told: meter.Decided, Log: log, Pace: s.Pace, Grace: s.Grace, Build: build(), Search: index})
	if err != nil {
		return err
	}
	line.engine, deployer.Engine = engine, engine
	if s.Go {
		if err := bot.LetGo(ctx, db); err != nil {
			return err
		}
	}
	return s.serve(ctx, std, &server{serve: s, engine: engine, deployer: deployer, store: db,
		users: &user.Book{Values: db, Now: time.Now}, line: line, meter: meter, log: log})
}

// complete fills in what depends on other settings, and refuses what cannot be.
func (s *serve) complete() error {
	s.TwilioAccountSID, s.TwilioAuthToken = os.Getenv("TWILIO_ACCOUNT_SID"), os.Getenv("TWILIO_AUTH_TOKEN")
	s.TwilioAPIBase = os.Getenv("TWILIO_API_BASE")
	if s.Carrier == "" {
		s.Carrier = "phone"
		if s.TwilioAccountSID != "" {
			s.Carrier = "twilio"
		}
	}
	switch {
	case s.Grace <= 0:
		return fmt.Errorf("--grace is %v; it must be longer than nothing, such as 2m", s.Grace)
	case s.Pace < 0:
		return fmt.Errorf("--pace is %v; it must be a number of segments per second, such as 1 or 0.5", s.Pace)
	}
	return nil
}

func (s *serve) logger(std streams) *slog.Logger {
	level := slog.LevelInfo
	if s.Verbose {
		level = slog.LevelDebug
	}
	return slog.New(trace.Handler(slog.NewTextHandler(std.err, &slog.HandlerOptions{Level: level})))
}

const carrierKey = "carrier"

// claimFolder binds a data folder to the carrier that it was first used with: the test phone's
// clock runs ahead, and its records must never meet real people.
func claimFolder(ctx context.Context, s store.Store, carrier string) error {
	was, err := s.Get(ctx, carrierKey)
	switch {
	case errors.Is(err, store.ErrNotFound):
		return s.Put(ctx, carrierKey, []byte(carrier))
	case err != nil:
		return fmt.Errorf("read whose data this is: %w", err)
	case string(was) != carrier:
		return fmt.Errorf("this data folder belongs to the carrier %q and cannot be used with %q; give another with --data", was, carrier)
	}
	return nil
}

// server is what runs.
type server struct {
	*serve
	engine   *bot.Engine
	deployer *deploy.Deployer
	store    store.Store
	users    *user.Book
	line     *line
	meter    *ops.Meter
	log      *slog.Logger

	posted sources.Watch // what came of those who post in a form of their own
}

// serve answers and turns the loops until the context ends; then it finishes what was begun.
func (s *serve) serve(ctx context.Context, std streams, srv *server) error {
	web, err := srv.routes()
	if err != nil {
		return err
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", s.Listen)
	if err != nil {
		return fmt.Errorf("listen at %s: %w", s.Listen, err)
	}
	srv.engine.ServeLinks(srv.linkBase(listener.Addr()))
	socket, err := listenSocket(s.Data)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	front := &http.Server{Handler: web, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 5 * time.Minute, IdleTimeout: 2 * time.Minute,
		MaxHeaderBytes: 64 << 10, BaseContext: func(net.Listener) context.Context { return ctx }}
	back := &http.Server{Handler: srv.admin(), ReadHeaderTimeout: 10 * time.Second}
	failed := make(chan error, 2)
	go func() { failed <- front.Serve(listener) }()
	go func() { failed <- back.Serve(socket) }()
	if err := srv.greet(ctx, std.out, listener.Addr().String()); err != nil {
		return errors.Join(err, listener.Close(), socket.Close())
	}
	return srv.turn(ctx, failed, front, back)
}

// turn runs the loops until the context ends or a listener fails, and stops in order: no new
// requests, then no new texts, then the store.
func (s *server) turn(ctx context.Context, failed <-chan error, servers ...*http.Server) error {
	loops, stopLoops := context.WithCancel(context.WithoutCancel(ctx))
	ended := make(chan struct{})
	go func() {
		s.engine.Run(loops)
		close(ended)
	}()
	var err error
	select {
	case <-ctx.Done():
		s.log.Info("stopping: what is on the wire is finished first")
	case err = <-failed:
		err = fmt.Errorf("serve: %w", err)
	case err = <-s.engine.Failed(): // whoever supervises the server starts it again
		err = fmt.Errorf("serve: %w", err)
	}
	late, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopWithin)
	defer cancel()
	for _, server := range servers {
		if stopped := server.Shutdown(late); stopped != nil {
			s.log.Warn("requests were cut off", "err", stopped)
		}
	}
	stopLoops()
	<-ended
	return err
}

// dataFile names a file in the data folder.
func dataFile(dir, name string) string { return filepath.Join(dir, name) }
