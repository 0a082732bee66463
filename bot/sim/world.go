package sim

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"time"

	"github.com/parley-sms/parley/bot"
	"github.com/parley-sms/parley/bot/hook"
	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
	"github.com/parley-sms/parley/store/memstore"
)

// Options are what a World is made of. Program, Carrier and Time must be given.
type Options struct {
	Program *fsm.Program
	Carrier bot.Carrier
	Time    *Time
	Seed    uint64
	Store   store.Store         // default: a new one in memory
	Told    func(*fsm.Decision) // is told of every decision that was stored
	Log     *slog.Logger        // default: nobody reads it
	Dead    func() bool         // tells that the process has died, and the world with it; default: never
	List    time.Duration       // how often the carrier's list is read; default as the engine has it
}

// World is an engine on virtual time. It belongs to one goroutine.
type World struct {
	Engine  *bot.Engine
	Store   store.Store
	time    *Time
	workers workers
	chance  *rand.Rand
	loops   []loop
	dead    func() bool
	changed bool // something was stored since the loops were turned
}

// loop is a loop of the engine, and when it wants to be turned again; zero: not of itself.
type loop struct {
	bot.Loop
	next time.Time
}

// stuck is how often the loops may turn at one time. An engine that finds no rest by then is at fault.
const stuck = 10_000

// New makes a world and its engine.
func New(ctx context.Context, o Options) (*World, error) {
	if o.Store == nil {
		o.Store = memstore.New()
	}
	if o.Dead == nil {
		o.Dead = func() bool { return false }
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	w := &World{Store: o.Store, time: o.Time, dead: o.Dead, chance: rand.New(rand.NewPCG(o.Seed, 1))}
	w.workers.chance = w.chance
	told := func(d *fsm.Decision) {
		w.changed = true
		if o.Told != nil {
			o.Told(d)
		}
	}
	var err error
	w.Engine, err = bot.New(ctx, bot.Options{
		Store: o.Store, Carrier: o.Carrier, Program: o.Program, Clock: o.Time, Log: o.Log, Workers: &w.workers,
		Random: random{w.chance}, Told: told, Poster: taking{}, List: o.List, LinkBase: "https://go.sim.test/l/",
	})
	if err != nil {
		return nil, fmt.Errorf("make the engine of a simulation: %w", err)
	}
	for _, l := range w.Engine.Loops() {
		w.loops = append(w.loops, loop{Loop: l})
	}
	return w, w.Settle(ctx)
}

// taking stands for all endpoints: each takes what is posted, and answers nothing. A simulation reaches nobody.
type taking struct{}

func (taking) Do(context.Context, hook.Post) ([]byte, error) { return nil, nil }

// random gives bytes by chance.
type random struct{ *rand.Rand }

func (r random) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = byte(r.Uint32())
	}
	return len(p), nil
}

// Now is the world's time.
func (w *World) Now() time.Time { return w.time.now }

// Next is when there is something to do; zero: not of itself.
func (w *World) Next() time.Time {
	next := w.time.next()
	for i := range w.loops {
		next = sooner(next, w.loops[i].next)
	}
	return next
}

// sooner is the earlier of two times, either of which may be none.
func sooner(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}

// ErrDead says that the process has died.
var ErrDead = errors.New("the process of the simulation has died")

// Advance does everything that falls due up to a time, each at its own. It ends with ErrDead where the
// process dies meanwhile, at that time.
func (w *World) Advance(ctx context.Context, to time.Time) error {
	for err := w.Settle(ctx); ; err = w.settle(ctx) {
		if err != nil {
			return err
		}
		next := w.Next()
		if next.IsZero() || next.After(to) {
			break
		}
		w.time.to(next)
	}
	w.time.to(to)
	return nil
}

// Settle turns all loops, in an order drawn by chance, until nothing is left to do now.
func (w *World) Settle(ctx context.Context) error {
	w.changed = true
	return w.settle(ctx)
}

// settle turns the loops that are due, and all after each change, until nothing is left to do now.
func (w *World) settle(ctx context.Context) error {
	for range stuck {
		all := w.changed
		w.changed = false
		for _, i := range w.chance.Perm(len(w.loops)) {
			l := &w.loops[i]
			if due := !l.next.IsZero() && !l.next.After(w.time.now); !all && !due {
				continue
			}
			if err := w.turn(ctx, l); err != nil {
				return err
			}
		}
		for !w.dead() && (w.workers.one() || w.time.one()) {
			w.changed = true
		}
		if w.dead() {
			return ErrDead
		}
		if !w.changed {
			return ctx.Err()
		}
	}
	return fmt.Errorf("the engine finds no rest at %s", w.time.now.Format(time.RFC3339))
}

// turn turns one loop, and notes when it wants to be turned again. One that fails tries again in a
// second, as it does in a server.
func (w *World) turn(ctx context.Context, l *loop) error {
	next, err := l.Turn(ctx, w.time.now)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		next = w.time.now.Add(time.Second)
	}
	if !next.IsZero() && !next.After(w.time.now) {
		next = w.time.now.Add(time.Millisecond)
	}
	l.next = next
	return nil
}
