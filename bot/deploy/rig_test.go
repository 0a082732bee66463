package deploy_test

import (
	"context"
	"fmt"
	"iter"
	"log/slog"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"testing/synctest"
	"time"

	"github.com/parley-sms/parley/bot"
	"github.com/parley-sms/parley/bot/deploy"
	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
	"github.com/parley-sms/parley/store/boltstore"
	"github.com/parley-sms/parley/store/memstore"
)

const settings = `
brand: Acme
contact: help@acme.test
frequency: few msgs
caps: [20 per 7d]
send_hours: ["00:00-24:00"]
senders: [{ address: "+12125550100", pace: %g, stop_reply: parley }]
events: { drip: { n: number? } }
`

const anna = fsm.Phone("+447700900123") // where no law keeps the night

// drip is a program of one workflow on the event drip, with these steps, and lines beside them.
func drip(steps string, beside ...string) fstest.MapFS { return paced(100, steps, beside...) }

func paced(pace float64, steps string, beside ...string) fstest.MapFS {
	workflow := "workflow: drip\nclass: lifecycle\nenter: { on: drip, limit: 1 per 365d }\n" + strings.Join(beside, "\n") + "\nsteps:\n" + steps
	return fstest.MapFS{
		"program.yaml":        {Data: fmt.Appendf(nil, settings, pace)},
		"workflows/drip.yaml": {Data: []byte(workflow)},
	}
}

// send, wait and ask write steps.
func send(name string) string {
	return fmt.Sprintf("  - { send: %s, text: %q }\n", name, name+" it is")
}
func wait(span string) string { return fmt.Sprintf("  - { wait: %s, name: rest }\n", span) }

// rig is a server in virtual time.
type rig struct {
	t        *testing.T
	store    store.Store
	carrier  *played
	deployer *deploy.Deployer
	engine   *bot.Engine
	stop     func()
	began    time.Time
	events   int
}

// inMemory runs a test in virtual time on the store of tests.
func inMemory(t *testing.T, test func(t *testing.T, s store.Store)) {
	synctest.Test(t, func(t *testing.T) { test(t, memstore.New()) })
}

// stores runs a test in virtual time on both storages.
func stores(t *testing.T, test func(t *testing.T, s store.Store)) {
	for name, open := range map[string]func(dir string) (store.Store, error){
		"mem":  func(string) (store.Store, error) { return memstore.New(), nil },
		"bolt": func(dir string) (store.Store, error) { return boltstore.Open(dir) },
	} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "data")
			synctest.Test(t, func(t *testing.T) {
				s, err := open(dir)
				if err != nil {
					t.Fatal(err)
				}
				defer func() {
					if err := s.Close(); err != nil {
						t.Error(err)
					}
				}()
				test(t, s)
			})
		})
	}
}

// newRig starts a server with a program.
func newRig(t *testing.T, s store.Store, files fstest.MapFS) *rig {
	t.Helper()
	r := &rig{t: t, store: s, carrier: &played{}, began: time.Now()}
	r.start(files)
	return r
}

// start starts the server; its folder holds these files.
func (r *rig) start(files fstest.MapFS) {
	r.t.Helper()
	r.deployer = &deploy.Deployer{Store: r.store, Now: time.Now}
	started, err := r.deployer.Start(r.t.Context(), "shop", files)
	if err != nil {
		r.t.Fatal(err)
	}
	r.engine, err = bot.New(r.t.Context(), bot.Options{Store: r.store, Carrier: r.carrier, Program: started.Program, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		r.t.Fatal(err)
	}
	r.deployer.Engine = r.engine
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() {
		r.engine.Run(ctx)
		close(ended)
	}()
	r.stop = sync.OnceFunc(func() {
		cancel()
		<-ended
	})
	synctest.Wait()
}

// deploy makes a program live, as somebody does who looks at its plan first.
func (r *rig) deploy(files fstest.MapFS) deploy.Outcome {
	r.t.Helper()
	defer synctest.Wait()
	return r.order(r.pack(files))
}

func (r *rig) pack(files fstest.MapFS) deploy.Order {
	r.t.Helper()
	packed, err := deploy.Pack(files)
	if err != nil {
		r.t.Fatal(err)
	}
	return deploy.Order{Program: packed, Folder: "elsewhere", Author: "anna"}
}

// order carries an order out, after its plan was seen.
func (r *rig) order(o deploy.Order) deploy.Outcome {
	r.t.Helper()
	o.Hash = r.propose(o).Plan.Hash
	out, err := r.deployer.Deploy(r.t.Context(), o)
	if err != nil || out.Deployed == nil {
		r.t.Fatalf("%s %v", out.Refused, err)
	}
	return out
}

func (r *rig) propose(o deploy.Order) deploy.Proposal {
	r.t.Helper()
	proposal, err := r.deployer.Plan(r.t.Context(), o)
	if err != nil {
		r.t.Fatal(err)
	}
	if !proposal.Usable() {
		r.t.Fatalf("the program has faults: %v", proposal.Findings)
	}
	return proposal
}

// after lets so much time have passed since the beginning.
func (r *rig) after(d time.Duration) {
	time.Sleep(time.Until(r.began.Add(d)))
	synctest.Wait()
}

// enter lets people enter the workflow.
func (r *rig) enter(phones ...fsm.Phone) {
	r.t.Helper()
	var all sync.WaitGroup
	for _, p := range phones {
		r.events++
		id := fmt.Sprint("E", r.events)
		all.Go(func() {
			r.apply(p, fsm.OptIn{ID: "import", Purpose: fsm.ForMarketing, Source: "import", Import: true})
			r.apply(p, fsm.Fact{Happened: fsm.Happened{ID: id, Type: "drip", At: fsm.At(time.Now())}})
		})
	}
	all.Wait()
	synctest.Wait()
}

func (r *rig) apply(p fsm.Phone, ev fsm.Event) {
	r.t.Helper()
	if _, err := r.engine.Apply(r.t.Context(), p, ev); err != nil {
		r.t.Error(err)
	}
}

func (r *rig) record(p fsm.Phone) fsm.Record {
	r.t.Helper()
	rec, err := r.store.Record(r.t.Context(), p)
	if err != nil {
		r.t.Fatal(err)
	}
	return rec
}

// want compares what was sent so far: each text's step and when, in hours since the beginning.
func (r *rig) want(texts ...string) {
	r.t.Helper()
	var got []string
	for _, s := range r.carrier.all() {
		got = append(got, fmt.Sprintf("%s %.0fh", strings.TrimPrefix(s.Name, "drip."), s.at.Sub(r.began).Hours()))
	}
	if strings.Join(got, "|") != strings.Join(texts, "|") {
		r.t.Fatalf("sent %q, want %q", got, texts)
	}
}

// played is a carrier that takes everything.
type played struct {
	mu   sync.Mutex
	sent []sent
}

type sent struct {
	at time.Time
	fsm.Message
}

func (p *played) Name() string { return "played" }

func (p *played) Send(_ context.Context, m fsm.Message) (string, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.sent = append(p.sent, sent{time.Now(), m})
	return fmt.Sprintf("SO%04d", len(p.sent)), nil
}

func (p *played) all() []sent {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]sent{}, p.sent...)
}

func (p *played) Inbound(context.Context, time.Time) iter.Seq2[bot.Received, error] {
	return func(func(bot.Received, error) bool) {}
}

func (p *played) Outbound(context.Context, fsm.Phone, time.Time) ([]bot.Taken, bool, error) {
	return nil, true, nil
}
