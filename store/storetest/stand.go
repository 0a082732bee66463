package storetest

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
)

// runs gives live runs: "cart.remind" stands at a step, "cart.ship:k" awaits the events a and b too,
// with the key k.
func runs(names ...string) []fsm.Run {
	var list []fsm.Run
	for i, name := range names {
		name, key, awaits := strings.Cut(name, ":")
		workflow, step, _ := strings.Cut(name, ".")
		run := fsm.Run{ID: uint64(i) + 1, Workflow: workflow, Step: step, Phase: fsm.Waiting, Key: key}
		if awaits {
			run.Awaits = []string{"a", "b"}
		}
		list = append(list, run)
	}
	return list
}

// Ensure that watchers of an event are found by its type and key, in order of phone and in pages.
func tryWatchers(t *testing.T, s store.Store) {
	wait := func(phone fsm.Phone, names ...string) {
		must(t, s, phone, func(d *fsm.Decision) { d.Next.Runs = runs(names...) })
	}
	watchers := func(event, key string, after fsm.Phone, limit int, want ...fsm.Phone) {
		t.Helper()
		list, err := s.Watchers(context.Background(), fsm.Watch{Event: event, Key: key}, after, limit)
		compare(t, fmt.Sprintf("list of those who wait for %s %q", event, key), want, list, err)
	}
	watchers("a", "k", "", 9)
	wait(eve, "stock.wait:k")
	wait(bob, "stock.wait:k", "price.wait:k", "price.wait:kk")
	wait(ann, "stock.wait:k")
	wait("20202", "stock.wait:", "cart.remind")
	watchers("a", "k", "", 9, ann, bob, eve)
	watchers("a", "k", "", 2, ann, bob)
	watchers("a", "k", bob, 9, eve)
	watchers("a", "k", "+1500", 1, ann)
	watchers("a", "k", "", 0)
	watchers("b", "k", ann, 1, bob)
	watchers("a", "kk", "", 9, bob)
	watchers("a", "", "", 9, "20202")
	watchers("ak", "", "", 9)
	long := strings.Repeat("k", 640)
	watchers("a", long, "", 9)
	wait("SHOP", "price.wait:"+long)
	watchers("a", long, "", 9, "SHOP")
	watchers("a", strings.Repeat("k", 2000), "", 9)
	wait(bob, "price.wait:kk")
	wait(ann)
	watchers("a", "k", "", 9, eve)
}

// Ensure that the counts of where people stand follow the records, and forget what nobody stands at.
func tryStanding(t *testing.T, s store.Store) {
	at := func(workflow, step string) fsm.Stand {
		return fsm.Stand{Workflow: workflow, Step: step, Phase: fsm.Waiting}
	}
	standing := func(want map[fsm.Stand]int64) {
		t.Helper()
		got, err := s.Standing(context.Background())
		compare(t, "standing", want, got, err)
	}
	standing(map[fsm.Stand]int64{})
	must(t, s, ann, func(d *fsm.Decision) { d.Next.Runs = runs("cart.remind", "cart.remind", "c.artremind") })
	must(t, s, bob, func(d *fsm.Decision) { d.Next.Runs = runs("cart.remind", ".") })
	standing(map[fsm.Stand]int64{at("cart", "remind"): 3, at("c", "artremind"): 1, at("", ""): 1})
	must(t, s, ann, func(d *fsm.Decision) { d.Next.Runs[0].Step = "offer"; d.Next.Runs = d.Next.Runs[:1] })
	standing(map[fsm.Stand]int64{at("cart", "remind"): 1, at("cart", "offer"): 1, at("", ""): 1})
	_, err := s.Update(context.Background(), ann, func(v store.View) (fsm.Decision, error) {
		r := v.Record()
		r.Runs[0].Step = "elsewhere"
		return fsm.Decision{Next: r, Nothing: true}, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	standing(map[fsm.Stand]int64{at("cart", "remind"): 1, at("cart", "offer"): 1, at("", ""): 1})
	scanned(t, s)
}

// scanned holds the kept counts against the records.
func scanned(t rapid.TB, s store.Store) {
	t.Helper()
	list, err := s.Subscribers(context.Background(), "", math.MaxInt)
	if err != nil {
		t.Fatal(err)
	}
	want := map[fsm.Stand]int64{}
	for i := range list {
		for _, stand := range list[i].Stands() {
			want[stand]++
		}
	}
	got, err := s.Standing(context.Background())
	if fmt.Sprint(got) != fmt.Sprint(want) || err != nil {
		t.Errorf("Standing = %v, %v, a scan finds %v", got, err, want)
	}
}

// Ensure that an Enrol of many is counted, as far as it came.
func tryStandingEnrol(t *testing.T, s store.Store) {
	phones, refusal := many(4500), errors.New("no")
	step := "remind"
	enter := func(v store.View) (fsm.Decision, error) {
		if v.Record().Phone == phones[4100] && step == "remind" {
			return fsm.Decision{}, refusal
		}
		return change(func(d *fsm.Decision) { d.Next.Runs = runs("cart." + step) })(v)
	}
	if n, err := s.Enrol(context.Background(), slices.Values(phones), enter); n != 4100 || err != refusal {
		t.Fatalf("Enrol = %d, %v, want 4100 and the refusal", n, err)
	}
	step = "offer"
	if n, err := s.Enrol(context.Background(), slices.Values(phones[4000:]), enter); n != 500 || err != nil {
		t.Fatalf("Enrol went on with %d, %v, want 500", n, err)
	}
	got, err := s.Standing(context.Background())
	want := map[fsm.Stand]int64{{Workflow: "cart", Step: "remind", Phase: fsm.Waiting}: 4000, {Workflow: "cart", Step: "offer", Phase: fsm.Waiting}: 500}
	compare(t, "standing", want, got, err)
	scanned(t, s)
}
