package deploy_test

import (
	"context"
	"flag"
	"fmt"
	"iter"
	"log/slog"
	"testing"
	"time"

	"github.com/parley-sms/parley/bot"
	"github.com/parley-sms/parley/bot/deploy"
	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
	"github.com/parley-sms/parley/store/boltstore"
)

var inside = flag.Int("people", 100_000, "people inside the workflow that benchmarks plan and deploy")

// full makes a deployer over a store with many people inside.
func full(b *testing.B) (*deploy.Deployer, deploy.Order, *fsm.Program) {
	b.Helper()
	s, err := boltstore.Open(b.TempDir())
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = s.Close() })
	d := &deploy.Deployer{Store: s, Now: time.Now}
	started, err := d.Start(b.Context(), "shop", drip(wait("240h")+send("tip")))
	if err != nil {
		b.Fatal(err)
	}
	fill(b, s, started.Program)
	packed, err := deploy.Pack(drip(wait("120h") + send("tip")))
	if err != nil {
		b.Fatal(err)
	}
	return d, deploy.Order{Program: packed}, started.Program
}

// BenchmarkPlan plans an edit that moves the timers of everybody inside.
func BenchmarkPlan(b *testing.B) {
	d, o, _ := full(b)
	for b.Loop() {
		p, err := d.Plan(b.Context(), o)
		if err != nil || p.Plan.Runs != int64(*inside) {
			b.Fatal(p.Plan.Runs, err)
		}
	}
}

// BenchmarkRefit brings all records to an edit that moves their timers, and to one that does not.
func BenchmarkRefit(b *testing.B) {
	d, all, live := full(b)
	none, err := deploy.Pack(drip(wait("120h") + "  - { send: tip, text: other }\n"))
	if err != nil {
		b.Fatal(err)
	}
	d.Engine, err = bot.New(b.Context(), bot.Options{Store: d.Store, Carrier: &played{}, Program: live, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		b.Fatal(err)
	}
	for range b.N {
		b.ReportMetric(float64(*inside)/refitted(b, d, all).Seconds(), "moved/s")
		b.ReportMetric(float64(*inside)/refitted(b, d, deploy.Order{Program: none}).Seconds(), "looked-at/s")
		all = deploy.Order{Revision: "1"}
	}
}

// refitted deploys and measures how long the refit takes.
func refitted(b *testing.B, d *deploy.Deployer, o deploy.Order) time.Duration {
	b.Helper()
	p, err := d.Plan(b.Context(), o)
	if err != nil {
		b.Fatal(err)
	}
	o.Hash = p.Plan.Hash
	out, err := d.Deploy(b.Context(), o)
	if err != nil || out.Deployed == nil {
		b.Fatal(out.Refused, err)
	}
	began := time.Now()
	ctx, stop := context.WithCancel(b.Context())
	defer stop()
	go d.Engine.Run(ctx)
	for {
		f, err := bot.Fitted(b.Context(), d.Store)
		if err != nil {
			b.Fatal(err)
		}
		if f.Finished {
			return time.Since(began)
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// fill puts people into the workflow.
func fill(b *testing.B, s store.Store, p *fsm.Program) {
	b.Helper()
	phones := iter.Seq[fsm.Phone](func(yield func(fsm.Phone) bool) {
		for i := range *inside {
			if !yield(fsm.Phone(fmt.Sprintf("+1%010d", 2_125_550_100+i))) {
				return
			}
		}
	})
	now := fsm.At(time.Now())
	if _, err := s.Enrol(b.Context(), phones, func(v store.View) (fsm.Decision, error) {
		rec := v.Record()
		for _, ev := range []fsm.Event{
			fsm.OptIn{ID: "import", Purpose: fsm.ForMarketing, Source: "import", Import: true},
			fsm.Fact{Happened: fsm.Happened{ID: "E1", Type: "drip", At: now}},
			fsm.Tick{},
		} {
			d, err := p.Decide(rec, fsm.Inputs{Zones: []string{"America/New_York"}}, ev, now)
			if err != nil {
				return d, err
			}
			rec = d.Next
		}
		rec.Version, rec.Ledger = 1, 0 // as one commit, and without its ledger: only the record counts here
		return fsm.Decision{At: now, Next: rec}, nil
	}); err != nil {
		b.Fatal(err)
	}
}
