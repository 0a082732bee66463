package deploy_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/parley-sms/parley/bot"
	"github.com/parley-sms/parley/bot/deploy"
	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
	"github.com/parley-sms/parley/store/memstore"
)

// people makes phones.
func people(n int) []fsm.Phone {
	list := make([]fsm.Phone, n)
	for i := range list {
		list[i] = fsm.Phone(fmt.Sprintf("+1212555%04d", 1000+i))
	}
	return list
}

// Ensure a deploy needs the hash of the plan as it is now, and that a refusal changes nothing.
func TestConfirmation(t *testing.T) {
	stores(t, func(t *testing.T, s store.Store) {
		r := newRig(t, s, drip(wait("10h")+send("tip")))
		defer r.stop()
		packed, err := deploy.Pack(drip(wait("5h") + send("tip")))
		if err != nil {
			t.Fatal(err)
		}
		proposal, err := r.deployer.Plan(t.Context(), deploy.Order{Program: packed})
		if err != nil {
			t.Fatal(err)
		}
		seen := proposal.Plan.Hash
		r.deploy(drip(wait("7h") + send("tip"))) // somebody else's
		live := r.engine.Program()
		broken, err := deploy.Pack(drip("  - { sned: tip }\n"))
		if err != nil {
			t.Fatal(err)
		}
		for what, o := range map[string]deploy.Order{
			"no hash": {Program: packed}, "a plan that is old": {Program: packed, Hash: seen}, "a broken program": {Program: broken, Hash: seen},
		} {
			out, err := r.deployer.Deploy(t.Context(), o)
			if err != nil || out.Deployed != nil || out.Refused == "" {
				t.Errorf("%s: %+v, %v", what, out, err)
			}
		}
		list, err := deploy.Revisions(t.Context(), s)
		if err != nil || len(list) != 2 || r.engine.Program() != live {
			t.Errorf("there are %d revisions (%v), and the live program is %s", len(list), err, r.engine.Program().Revision)
		}
	})
}

// Ensure deploying what is live already is well, asks for no confirmation and makes no revision.
func TestLiveAlready(t *testing.T) {
	stores(t, func(t *testing.T, s store.Store) {
		program := drip(wait("10h") + send("tip"))
		r := newRig(t, s, program)
		defer r.stop()
		packed, err := deploy.Pack(program)
		if err != nil {
			t.Fatal(err)
		}
		out, err := r.deployer.Deploy(t.Context(), deploy.Order{Program: packed})
		if err != nil || out.Deployed == nil || out.Refused != "" {
			t.Errorf("it says %q, %v", out.Refused, err)
		}
		if list, err := deploy.Revisions(t.Context(), s); err != nil || len(list) != 1 {
			t.Errorf("there are %d revisions, %v", len(list), err)
		}
	})
}

// Ensure a restart keeps what was deployed, takes a folder that has changed, and does not undo a
// roll back.
func TestRestart(t *testing.T) {
	stores(t, func(t *testing.T, s store.Store) {
		one, two, three := drip(send("one")), drip(send("two")), drip(send("three"))
		r := newRig(t, s, one)
		number := func() int {
			t.Helper()
			list, err := deploy.Revisions(t.Context(), s)
			if err != nil || len(list) == 0 || list[len(list)-1].Hash != r.engine.Program().Revision {
				t.Fatalf("%+v, %v", list, err)
			}
			return len(list)
		}
		restart := func(files fstest.MapFS, want int) {
			t.Helper()
			r.stop()
			r.start(files)
			if n := number(); n != want {
				t.Fatalf("there are %d revisions, want %d", n, want)
			}
		}
		restart(one, 1)
		r.deploy(two)
		restart(one, 2)
		restart(three, 3)
		r.order(deploy.Order{Revision: "1"})
		restart(three, 4)
		if n := number(); n != 4 {
			t.Fatalf("%d revisions", n)
		}
		r.stop()
		_, err := r.deployer.Start(t.Context(), "shop", fstest.MapFS{"program.yaml": {Data: []byte("brand: 7: 7")}})
		if err == nil || !strings.Contains(err.Error(), "program.yaml") {
			t.Errorf("a broken folder: %v", err)
		}
	})
}

// Ensure deploying to and fro at any time sends nobody anything twice, and keeps entry times.
func TestToAndFro(t *testing.T) {
	programs := []fstest.MapFS{
		drip(send("a") + wait("10h") + send("b") + send("c")),
		drip(send("a")+send("x")+"  - { wait: 4h, name: nap }\n"+send("b")+wait("1h")+send("c")+send("d"), "moved: { rest: nap }"),
		drip(wait("2h") + send("b") + send("a") + send("c")),
	}
	inMemory(t, func(t *testing.T, s store.Store) {
		r := newRig(t, s, programs[0])
		defer r.stop()
		crowd := people(20)
		entered := map[fsm.Phone]fsm.Moment{}
		draw := rand.New(rand.NewPCG(7, 7))
		at := time.Duration(0)
		for i := range 20 {
			r.enter(crowd[i])
			if runs := r.record(crowd[i]).Runs; len(runs) > 0 {
				entered[crowd[i]] = runs[0].EnteredAt
			}
			at += time.Duration(draw.IntN(3*60)+1) * time.Minute
			r.after(at)
			r.deploy(programs[draw.IntN(len(programs))])
			for _, p := range crowd[:i+1] {
				for _, run := range r.record(p).Runs {
					if run.EnteredAt != entered[p] {
						t.Fatalf("%s entered at %v, not at %v", p, run.EnteredAt, entered[p])
					}
				}
			}
		}
		r.after(60 * hour)
		got := map[string]int{}
		for _, m := range r.carrier.all() {
			if got[string(m.Phone)+m.Name]++; got[string(m.Phone)+m.Name] > 1 {
				t.Errorf("%s got %s %d times", m.Phone, m.Name, got[string(m.Phone)+m.Name])
			}
		}
		if len(got) < 40 {
			t.Errorf("only %d texts went out", len(got))
		}
	})
}

// Ensure what a crash leaves of a refit is done by the next start, and what was done is not done again.
func TestKilledWhileRefitting(t *testing.T) {
	stores(t, func(t *testing.T, s store.Store) {
		before, after := drip(wait("10h")+send("tip")), drip(wait("6h")+send("tip"))
		dying := &dying{Store: s, pages: 1000}
		r := newRig(t, dying, before)
		crowd := people(700)
		r.enter(crowd...)
		dying.pages = 2
		r.deploy(after)
		f, err := bot.Fitted(t.Context(), s)
		if err != nil || f.Finished || f.Done != 500 {
			t.Fatalf("%+v, %v", f, err)
		}
		r.stop()
		r.store, dying.pages = s, 1000
		r.start(before)
		defer r.stop()
		for _, p := range crowd {
			entries, err := s.Journal(t.Context(), p, 0, 100)
			if err != nil {
				t.Fatal(err)
			}
			refits := 0
			for _, e := range entries {
				if e.Cause == "refit" {
					refits++
				}
			}
			if rec := r.record(p); refits != 1 || rec.Calendar[0].At != rec.Runs[0].EnteredAt.Add(6*hour) {
				t.Fatalf("%s was refitted %d times, and goes on at %v", p, refits, rec.Calendar[0].At)
			}
		}
	})
}

// dying is a store that keeps no more than some pages of a refit.
type dying struct {
	store.Store
	pages int
}

func (d *dying) Put(ctx context.Context, key string, value []byte) error {
	if key == "refit" {
		if d.pages--; d.pages < 0 {
			return store.ErrClosed
		}
	}
	return d.Store.Put(ctx, key, value)
}

// Ensure a store that never heard of the packed program says which revision it lacks.
func TestUnknownRevision(t *testing.T) {
	d := deploy.Deployer{Store: memstore.New(), Now: time.Now}
	if _, err := d.Plan(t.Context(), deploy.Order{Revision: "7"}); err == nil || !strings.Contains(err.Error(), "no revision") {
		t.Error(err)
	}
	if _, err := d.Plan(t.Context(), deploy.Order{Program: []byte("no zip")}); err == nil || !strings.Contains(err.Error(), "unpack") {
		t.Error(err)
	}
}
