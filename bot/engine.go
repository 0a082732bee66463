package bot

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/parley-sms/parley/bot/hook"
	"github.com/parley-sms/parley/bot/trace"
	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/fsm/proof"
	"github.com/parley-sms/parley/store"
	"github.com/parley-sms/parley/store/search"
)

// Options are what an Engine is made of. Store, Carrier and Program must be given.
type Options struct {
	Store   store.Store
	Carrier Carrier
	Program *fsm.Program
	Clock   Clock         // default: the machine's
	Log     *slog.Logger  // default: slog.Default()
	Pace    float64       // segments per second and sender, in place of the program's; 0: the program's
	Grace   time.Duration // when an unlisted text counts as absent; default fsm.ReconcileGrace
	List    time.Duration // how often texts from phones are listed at the carrier, and texts in doubt six times as often; default 1 min
	Callers int           // calls to the carrier at a time; default 512
	Workers Workers       // do what is done beside something else; default: goroutines
	Random  io.Reader     // where secrets and salts come from; default: the system's
	Timeout time.Duration // of one call; default 15 s

	Search   *search.Index                 // is kept up with the store; default: none
	Poster   Poster                        // makes the calls of workflows; default: over the network, to public addresses alone, and on the test phone to this machine
	Told     func(*fsm.Decision)           // is told of every decision that was stored, in no order but each person's own; default: nobody
	Bounds   func(*fsm.Program) fsm.Bounds // what fuses go by; default: what is proven of the program
	Build    string                        // which build this is, for the journal; at most 16 characters
	LinkBase string                        // what short links begin with where the program names no domain: "https://sms.acme.test/l/"
}

// Engine carries out decisions: every text, event and timer of every subscriber goes through
// Apply, and nothing else writes to the store.
type Engine struct {
	Options
	secret   []byte
	live     atomic.Pointer[live]
	paused   atomic.Pointer[map[string]fsm.Pause]
	gate     sync.RWMutex // decisions pass it; a change of program or pauses waits for them
	drawing  sync.Mutex   // over Random
	fitting  sync.Mutex   // over the note of how far records are refitted
	pacer    *pacer
	calls    *calls
	hub      hub
	loops    []*turning
	posts    *posts
	fanouts  *fanouts
	anchors  *anchors
	pools    *pools
	harms    *harms
	alerts   *alerts
	search   *searching // nil: there is no index
	notices  *notices
	trails   trails
	webhooks *webhooks

	accepting sync.Mutex             // over the ids of events without a phone
	linkBase  atomic.Pointer[string] // what short links begin with where the program names no domain

	hours       atomic.Pointer[[]byte] // at which of their day people do something
	hold        atomic.Pointer[string] // why only replies may be released
	listed      atomic.Bool            // what phones texted was listed since the start
	quarantined atomic.Bool            // restored from a backup: nothing may be released
	closed      atomic.Bool            // stopping: nothing may be released
	alarms      atomic.Int64
	failed      chan error            // holds one: the store can do no more
	unstored    atomic.Pointer[error] // why the latest decision was not stored

	life     context.Context // of the jobs beside the loops
	end      context.CancelFunc
	jobs     sync.WaitGroup
	busy     atomic.Int64 // how many of them
	settlers settlers
}

const secretKey = "secret"

// New makes an engine over a store. It reads the server's secret, or makes one, and puts what was
// on the wire when the last process ended in doubt.
func New(ctx context.Context, o Options) (*Engine, error) {
	if o.Store == nil || o.Carrier == nil || o.Program == nil {
		return nil, errors.New("an engine needs a store, a carrier and a program")
	}
	o = o.withDefaults()
	e := &Engine{Options: o, failed: make(chan error, 1)}
	e.SetProgram(o.Program)
	e.pacer = newPacer(o.Clock.Now(), func(sender string) float64 {
		if o.Pace > 0 {
			return o.Pace
		}
		return e.Program().SenderNamed(sender).Pace
	})
	e.calls = newCalls(o.Callers)
	e.posts, e.fanouts, e.anchors, e.harms, e.alerts = newPosts(e), &fanouts{e: e}, newAnchors(e), newHarms(e), newAlerts(e)
	e.notices = &notices{e: e}
	e.webhooks = newWebhooks(e)
	e.pools = &pools{e: e, told: map[string]time.Time{}}
	if o.Search != nil {
		e.search = newSearching(e)
	}
	e.ServeLinks(o.LinkBase)
	e.life, e.end = context.WithCancel(context.WithoutCancel(ctx))
	e.loops = e.newLoops()
	e.holdBack(reconcilingInbound)
	for _, begin := range []func(context.Context) error{e.loadSecret, e.loadQuarantine, e.loadPauses, e.loadAlerts, e.loadNotices, e.recover} {
		if err := begin(ctx); err != nil {
			return nil, err
		}
	}
	return e, nil
}

func (o Options) withDefaults() Options {
	if o.Clock == nil {
		o.Clock = &SystemClock{}
	}
	if o.Log == nil {
		o.Log = slog.Default()
	}
	if o.Grace == 0 {
		o.Grace = fsm.ReconcileGrace
	}
	if o.List == 0 {
		o.List = time.Minute
	}
	if o.Callers == 0 {
		o.Callers = 512
	}
	if o.Workers == nil {
		o.Workers = goroutines{}
	}
	if o.Random == nil {
		o.Random = rand.Reader
	}
	if o.Told == nil {
		o.Told = func(*fsm.Decision) {}
	}
	if o.Bounds == nil {
		o.Bounds = proof.Bounds
	}
	if o.Timeout == 0 {
		o.Timeout = 15 * time.Second
	}
	if o.Poster == nil {
		o.Poster = hook.New(o.Carrier.Name() == "phone")
	}
	return o
}

// Secret reads the key of the server's HMACs; none where no server ran yet.
func Secret(ctx context.Context, s store.Store) ([]byte, error) {
	secret, err := s.Get(ctx, secretKey)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return nil, fmt.Errorf("read the server's secret: %w", err)
	}
	return secret, nil
}

func (e *Engine) loadSecret(ctx context.Context) (err error) {
	if e.secret, err = Secret(ctx, e.Store); e.secret != nil || err != nil {
		return err
	}
	e.secret = make([]byte, 32)
	if err := e.draw(e.secret); err != nil {
		return fmt.Errorf("make the server's secret: %w", err)
	}
	if err := e.Store.Put(ctx, secretKey, e.secret); err != nil {
		return fmt.Errorf("keep the server's secret: %w", err)
	}
	return nil
}

// Now is the engine's time: real, or on the test phone moved forward.
func (e *Engine) Now() time.Time { return e.Clock.Now() }

// Receive stores a text from a phone and what it leads to. When it returns nil the text is on
// disk, or was there already.
func (e *Engine) Receive(ctx context.Context, r Received) error {
	r.Reading = e.Program().Read(r.Body) // here, where no other decision waits for it
	_, err := e.Apply(ctx, r.From, r.Inbound)
	return err
}

// Report stores a delivery report. One for a text that Parley does not know changes nothing.
func (e *Engine) Report(ctx context.Context, phone fsm.Phone, s fsm.Status) error {
	_, err := e.Apply(ctx, phone, s)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	return err
}

// Apply decides an event of one subscriber, stores the decision, and sets in motion what it says.
func (e *Engine) Apply(ctx context.Context, phone fsm.Phone, ev fsm.Event) (fsm.Decision, error) {
	return e.apply(ctx, phone, ev, e.bring(ev))
}

// apply is Apply with the ticket that was taken for a text.
func (e *Engine) apply(ctx context.Context, phone fsm.Phone, ev fsm.Event, t *ticket) (fsm.Decision, error) {
	ctx = e.traced(ctx, phone, ev)
	decision, err := e.decide(ctx, phone, ev, t)
	if err != nil {
		t.refund()
		e.noteFailure(ctx, err)
		return decision, fmt.Errorf("apply %T to %s: %w", ev, phone.Redacted(), err)
	}
	e.unstored.Store(nil)
	e.carryOut(ctx, decision, t)
	return decision, nil
}

// decide has the store keep what the live program decides of an event.
func (e *Engine) decide(ctx context.Context, phone fsm.Phone, ev fsm.Event, t *ticket) (fsm.Decision, error) {
	e.gate.RLock()
	defer e.gate.RUnlock()
	program := e.Program()
	refused := 0
	decide := func(v store.View) (fsm.Decision, error) {
		ev, in, err := e.complete(v, ev)
		if errors.Is(err, errKnown) {
			return fsm.Decision{Next: v.Record(), Nothing: true}, nil
		}
		if err != nil {
			return fsm.Decision{}, err
		}
		in.Refused = refused
		if in.Token = t.token(); in.Token != nil {
			err = freeCodes(v, program, &in)
		}
		if err != nil {
			return fsm.Decision{}, err
		}
		d, err := program.Decide(v.Record(), in, ev, fsm.At(e.Now()))
		e.trails.mark(&d, trace.From(ctx))
		return d, err
	}
	for {
		d, err := e.Store.Update(ctx, phone, decide)
		if !errors.Is(err, store.ErrTaken) || refused == maxRefused {
			return d, err
		}
		refused++
	}
}

// carryOut sets in motion what a stored decision says.
func (e *Engine) carryOut(ctx context.Context, d fsm.Decision, t *ticket) {
	for _, alarm := range d.Alarms {
		e.alarmOf(ctx, alarm)
	}
	e.stopAll(d.Stops)
	if !d.Nothing {
		e.Told(&d)
	}
	if d.Send == nil {
		t.refund()
	} else {
		t.charge(d.Send.Segments)
		e.submit(*d.Send, t)
	}
	if d.Nothing {
		return
	}
	e.trails.follow(&d, trace.From(ctx))
	if e.Log.Enabled(ctx, slog.LevelDebug) {
		e.Log.DebugContext(ctx, "decided", "phone", d.Next.Phone.Redacted(), "cause", d.Cause, "version", d.Next.Version)
	}
	if len(d.Ledger) > 0 {
		e.anchors.new.Store(true)
	}
	if len(d.Claims) > 0 {
		e.pools.changed.Store(true)
	}
	e.harms.tell(&d)
	e.alerts.new.Store(true)
	e.search.note(d.Next.Phone)
	e.posts.add(&d, trace.From(ctx))
	e.Wake()
	e.hub.tell(d.Next.Phone)
}

func (e *Engine) alarm(what string, args ...any) { e.alarmOf(e.life, what, args...) }

// alarmOf is alarm about something that has a trace.
func (e *Engine) alarmOf(ctx context.Context, what string, args ...any) {
	e.alarms.Add(1)
	e.Log.ErrorContext(ctx, what, append([]any{"alarm", true}, args...)...)
}

// Alarms is how many alarms were raised since the start.
func (e *Engine) Alarms() int64 { return e.alarms.Load() }

// Watch tells of every subscriber that changed, until stop is called. A slow watcher misses
// changes rather than delay the engine: it should read everything anew.
func (e *Engine) Watch() (changes <-chan fsm.Phone, stop func()) { return e.hub.watch() }

// Changes is how many changes of subscribers there were since the start. Where it is the same, nothing happened in between.
func (e *Engine) Changes() uint64 { return e.hub.count() }
