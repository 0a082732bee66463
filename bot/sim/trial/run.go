package trial

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/parley-sms/parley/bot"
	"github.com/parley-sms/parley/bot/deploy"
	"github.com/parley-sms/parley/bot/faketwilio"
	"github.com/parley-sms/parley/bot/sim"
	"github.com/parley-sms/parley/bot/twilio"
	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
)

const (
	publicURL = "https://sms.trial.test"
	settled   = 4 * 24 * time.Hour // how long everything has to settle after the faults have stopped
	down      = 3 * time.Minute    // how long a process that was killed is gone
	retry     = time.Minute        // when the shop tries again what was not acknowledged
)

// Court is what a trial needs beside its story.
type Court struct {
	Program *fsm.Program
	// Webhooks makes the handler of what the carrier posts; it belongs to a room above.
	Webhooks func(e *bot.Engine, publicURL, token string) (http.Handler, error)
	// Dir is where stories on the real store keep what they store; empty: all are on memory.
	Dir string
	// Fit changes what is deployed, as fits Program; nil: nothing.
	Fit func(*fsm.Definition) error
	// Store and Carrier may put something between, as tests do that must be found out; nil: nothing.
	Store   func(store.Store) store.Store
	Carrier func(bot.Carrier) bot.Carrier
}

// run is a story being lived.
type run struct {
	Court
	story Story
	time  *sim.Time
	fake  *faketwilio.Server
	disk  *disk
	data  store.Store // what is on the disk, without faults
	dir   string      // where, if not in memory
	world *sim.World
	hooks http.Handler // nil while the process is gone
	seen  *evidence

	deployer *deploy.Deployer // in stories that deploy
}

// lived lives a story to its end and gives what came of it.
func (c Court) lived(ctx context.Context, s Story) (_ *evidence, err error) {
	r := &run{Court: c, story: s, time: sim.NewTime(s.Start), seen: newEvidence(s)}
	r.fake = faketwilio.New(faketwilio.Options{
		Seed: s.Seed, Virtual: r.time, InboundURL: publicURL + "/webhooks/twilio/messages", Numbers: ours(), CallbackDelay: 20 * time.Second,
		Client: &http.Client{Transport: sim.Transport{Handler: http.HandlerFunc(r.serve)}},
	})
	defer r.fake.Close()
	defer func() { err = errors.Join(err, r.remove()) }()
	if err := r.start(ctx); err != nil {
		return nil, err
	}
	for i := range s.Deeds {
		d := s.Deeds[i]
		if err := r.advance(ctx, s.Start.Add(d.At)); err != nil {
			return nil, err
		}
		r.do(ctx, d)
	}
	r.fake.SetFaults(faketwilio.Faults{})
	r.disk.heal()
	if err := r.advance(ctx, r.time.Now().Add(settled)); err != nil {
		return nil, err
	}
	return r.seen, r.seen.gather(ctx, r)
}

// ours are the numbers of the program.
func ours() []string { return []string{"+12125550100", "+12125550101"} }

// serve hands a post of the carrier to the process, if there is one.
func (r *run) serve(w http.ResponseWriter, req *http.Request) {
	if r.hooks == nil {
		w.WriteHeader(http.StatusBadGateway)
		return
	}
	r.hooks.ServeHTTP(w, req)
}

// start starts the process, on what is on the disk.
func (r *run) start(ctx context.Context) error {
	carrier, err := twilio.New(twilio.Options{AccountSID: faketwilio.DefaultAccountSID, Tokens: []string{faketwilio.DefaultAuthToken},
		PublicURL: publicURL, Numbers: ours, Transport: sim.Transport{Handler: r.fake}})
	if err != nil {
		return fmt.Errorf("make the carrier: %w", err)
	}
	if err := r.open(); err != nil {
		return err
	}
	r.disk = &disk{Store: r.data, marks: r.seen.Marks}
	line := bot.Carrier(&wire{carrier, r.disk})
	inner := store.Store(r.disk)
	if r.Carrier != nil {
		line = r.Carrier(line)
	}
	if r.Store != nil {
		inner = r.Store(inner)
	}
	program, err := r.live(ctx)
	if err != nil {
		return err
	}
	r.world, err = sim.New(ctx, sim.Options{Program: program, Carrier: line, Time: r.time, Seed: r.story.Seed, Store: inner,
		Told: r.seen.decided, Dead: func() bool { return r.disk.dead }, List: r.story.List})
	if err != nil {
		return err
	}
	if r.deployer != nil {
		r.deployer.Engine = r.world.Engine
	}
	r.hooks, err = r.Webhooks(r.world.Engine, publicURL, faketwilio.DefaultAuthToken)
	return err
}

// advance lets the time pass. A process that dies meanwhile is gone for a while, and starts again.
func (r *run) advance(ctx context.Context, to time.Time) error {
	for {
		if err := r.world.Advance(ctx, to); !errors.Is(err, sim.ErrDead) {
			return err
		}
		if err := r.restart(ctx); err != nil {
			return err
		}
	}
}

// restart lets a process be gone for a while: the carrier goes on, and nobody answers it.
func (r *run) restart(ctx context.Context) error {
	r.seen.Marks["the process was killed"]++
	r.away(down)
	return r.start(ctx)
}

// away lets time pass while nobody answers.
func (r *run) away(d time.Duration) {
	hooks := r.hooks
	r.hooks = nil
	r.time.Pass(r.time.Now().Add(d))
	r.hooks = hooks
}

// gone tells whether nobody answers.
func (r *run) gone() bool { return r.hooks == nil || r.disk.dead }
