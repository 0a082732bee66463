package phone

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/parley-sms/parley/bot"
	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/fsm/program"
	"github.com/parley-sms/parley/store"
	"github.com/parley-sms/parley/store/memstore"
)

const (
	anna = fsm.Phone("+12125550123") // in New York
	ben  = fsm.Phone("+12125550124")
)

// rig is the demo program on a test phone, in the virtual time of a synctest bubble.
type rig struct {
	*testing.T
	phone  *Phone
	engine *bot.Engine
	store  store.Store
}

// newRig starts a server at a time of the test phone's clock. Call it within a bubble; the loops
// end with the test.
func newRig(t *testing.T, at string) *rig {
	t.Helper()
	dir := t.TempDir()
	ahead := time.Until(moment(t, at))
	if err := os.WriteFile(filepath.Join(dir, clockFile), []byte(ahead.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	clock, err := LoadClock(dir)
	if err != nil {
		t.Fatal(err)
	}
	p, err := New(Options{Dir: dir, Clock: clock, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.Close() })
	r := &rig{T: t, phone: p, store: memstore.New()}
	r.serve()
	return r
}

// serve connects an engine and runs its loops.
func (r *rig) serve() {
	demo, findings := program.Check(program.Demo())
	if demo == nil {
		r.Fatal(findings)
	}
	var err error
	r.engine, err = bot.New(r.Context(), bot.Options{Store: r.store, Carrier: r.phone, Program: demo, Clock: r.phone.clock, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		r.Fatal(err)
	}
	r.phone.OnText = r.engine.Receive
	r.phone.OnStatus = func(ctx context.Context, p fsm.Phone, s fsm.Status) error { return r.engine.Report(ctx, p, s) }
	ctx, stop := context.WithCancel(context.Background())
	var ended sync.WaitGroup
	ended.Go(func() { r.engine.Run(ctx) })
	r.Cleanup(func() {
		stop()
		ended.Wait()
	})
	synctest.Wait()
}

// moment reads a time in New York.
func moment(t *testing.T, s string) time.Time {
	t.Helper()
	at, err := time.ParseInLocation("2006-01-02 15:04:05", s, newYork(t))
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func newYork(t *testing.T) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("America/New_York")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

// text lets Anna text, and waits until the server has come to rest.
func (r *rig) text(body string) { r.textBy(body, Once) }

func (r *rig) textBy(body string, how Delivery) {
	r.Helper()
	if _, _, err := r.phone.Text(r.Context(), anna, DefaultSender, body, how); err != nil {
		r.Fatal(err)
	}
	r.settle()
}

func (r *rig) settle() {
	r.Helper()
	if err := r.phone.settle(r.Context(), Around(r.engine, r.store)); err != nil {
		r.Fatal(err)
	}
}

func (r *rig) advance(d time.Duration) {
	r.Helper()
	if err := r.phone.Advance(r.Context(), Around(r.engine, r.store), d); err != nil {
		r.Fatal(err)
	}
}

func (r *rig) arm(f Fault, n int) {
	r.Helper()
	if err := r.phone.Arm(f, n); err != nil {
		r.Fatal(err)
	}
}

func (r *rig) record() fsm.Record {
	r.Helper()
	rec, err := r.store.Record(r.Context(), anna)
	if err != nil {
		r.Fatal(err)
	}
	return rec
}

// last is the server's newest message to Anna.
func (r *rig) last() fsm.Message {
	r.Helper()
	list, err := r.store.Messages(r.Context(), anna, 0, 50)
	if err != nil {
		r.Fatal(err)
	}
	for _, m := range list {
		if m.Out {
			return m
		}
	}
	return fsm.Message{}
}

// reached lists what Anna's handset shows of us since a time: when, in New York, and by which name.
func (r *rig) reached(since time.Time) []string {
	var list []string
	for _, t := range r.phone.Handset(anna) {
		if t.Out && t.Reached && !t.At.Before(since) {
			list = append(list, t.At.In(newYork(r.T)).Format("Mon 15:04 ")+t.Name)
		}
	}
	return list
}

// want compares lists of lines.
func (r *rig) want(what string, got []string, want ...string) {
	r.Helper()
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		r.Errorf("%s:\n got %q\nwant %q", what, got, want)
	}
}
