package bot_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/parley-sms/parley/bot"
	"github.com/parley-sms/parley/bot/contacts"
	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
	"github.com/parley-sms/parley/store/faultstore"
	"github.com/parley-sms/parley/store/memstore"
)

// stillClock stands until it is set.
type stillClock struct{ now atomic.Pointer[time.Time] }

func clockAt(now time.Time) *stillClock {
	c := &stillClock{}
	c.set(now)
	return c
}

func (c *stillClock) set(now time.Time) { c.now.Store(&now) }

func (c *stillClock) Now() time.Time { return *c.now.Load() }

var importDay = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)

// at sets the engine's clock.
func at(c *stillClock) func(*bot.Options, *fsm.Definition) {
	return func(o *bot.Options, d *fsm.Definition) {
		o.Clock = c
		d.Attributes = map[string]fsm.Field{"name": {Type: fsm.StringType}, "points": {Type: fsm.NumberType}, "vip": {Type: fsm.BoolType}}
	}
}

// opened scans a file of this text.
func opened(t rapid.TB, dir, text string, fields map[string]fsm.Field) *contacts.File {
	t.Helper()
	path := filepath.Join(dir, "contacts.csv")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := contacts.Open(path, contacts.Options{Country: "US", Zone: time.UTC, Now: importDay, Fields: fields})
	if err == nil {
		err = f.Scan(context.Background(), func(r contacts.Refusal) error { return fmt.Errorf("line %d: %s: %s", r.Line, r.Column, r.Reason) }, func(int64) {})
	}
	if err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
	return f
}

// importInto hands a file over in parts of some people, as the command does, from where it was left.
func importInto(t rapid.TB, e *bot.Engine, f *contacts.File, enter string, part int) (bot.Import, error) {
	t.Helper()
	state, err := e.Imported(context.Background(), f.ID, enter)
	b := bot.ImportBatch{ID: f.ID, File: "contacts.csv", Enter: enter}
	for c, failed := range f.Ordered(state.After) {
		if err = errors.Join(err, failed); err != nil {
			return state, err
		}
		if b.Contacts = append(b.Contacts, c); len(b.Contacts) == part {
			if state, err = e.Import(context.Background(), b); err != nil {
				return state, err
			}
			b.Contacts = nil
		}
	}
	b.Last = true
	return e.Import(context.Background(), b)
}

// Ensure that an import which is cut off anywhere, by a store that fails before or after it stored,
// takes every person once when it is begun again.
func TestImportGoesOn(t *testing.T) {
	var text strings.Builder
	text.WriteString("phone,consent,consent_at,consent_source\n")
	const people = 23
	for i := range people {
		fmt.Fprintf(&text, "+1212555%04d,marketing,2026-01-02,web\n", (i*7)%people)
	}
	for call := range uint64(14) {
		for _, fault := range []faultstore.Fault{faultstore.CrashBefore, faultstore.CrashAfter, faultstore.Full} {
			inner := memstore.New()
			met, over := false, false
			s := faultstore.New(inner, func(n uint64) faultstore.Fault {
				if n == call+2 && !over { // the first one keeps the server's secret
					met = true
					return fault
				}
				return faultstore.None
			}, 0)
			r := newRig(t, s, at(clockAt(importDay)))
			f := opened(t, t.TempDir(), text.String(), r.engine.Program().Attributes)
			_, err := importInto(t, r.engine, f, "ship", 5)
			if met == (err == nil) {
				t.Fatalf("call %d, fault %d: %v", call, fault, err)
			}
			over = true
			state, err := importInto(t, r.engine, f, "ship", 5)
			if err != nil || !state.Finished || state.Outcome.Contacts < people {
				t.Fatalf("call %d, fault %d: %+v, %v", call, fault, state, err)
			}
			for _, rec := range records(t, inner) {
				if rec.Version != 1 || rec.Ledger != 1 || rec.RunSeq != 1 || rec.State != fsm.Subscribed {
					t.Fatalf("call %d, fault %d: %s was taken %d times: %d facts, %d runs, %s", call, fault, rec.Phone, rec.Version, rec.Ledger, rec.RunSeq, rec.State)
				}
			}
		}
	}
}

// Ensure that an import gives customers their numbers, the last row of one customer, and that the same file a second
// time takes no number back.
func TestImportCustomers(t *testing.T) {
	clock := clockAt(importDay)
	r := newRig(t, nil, at(clock))
	const text = "phone,customer_id\n+12125550101,c1\n+12125550102,c1\n+12125550103,c2\n+12125550104,\n"
	whose := func(want map[string]fsm.Phone) {
		t.Helper()
		f := opened(t, t.TempDir(), text, r.engine.Program().Attributes)
		if _, err := importInto(t, r.engine, f, "", 2); err != nil {
			t.Fatal(err)
		}
		for id, phone := range want {
			if who, err := r.store.Customer(t.Context(), id); err != nil || who.Phone != phone {
				t.Errorf("%s has %s, %v, want %s", id, who.Phone, err, phone)
			}
		}
	}
	whose(map[string]fsm.Phone{"c1": "+12125550102", "c2": "+12125550103"})
	clock.set(importDay.Add(time.Hour))
	if _, err := r.engine.Apply(t.Context(), "+12125550105", fsm.Attributes{Customer: "c2"}); err != nil {
		t.Fatal(err)
	}
	whose(map[string]fsm.Phone{"c1": "+12125550102", "c2": "+12125550105"})
}

func records(t rapid.TB, s store.Store) []fsm.Record {
	t.Helper()
	list, err := s.Subscribers(context.Background(), "", 1000)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// Ensure that an import never lifts a later STOP, takes no consent that is not proven, starts nothing,
// and that a dry run tells all of that and stores nothing.
func TestImportHeedsConsent(t *testing.T) {
	r := newRig(t, nil, at(clockAt(importDay)))
	if err := r.engine.Receive(t.Context(), bot.Received{From: anna, Inbound: fsm.Inbound{ID: "SM1", Sender: ours, Body: "STOP"}}); err != nil {
		t.Fatal(err)
	}
	texts := len(r.engineMessages(anna))
	f := opened(t, t.TempDir(), "phone,consent,consent_at,consent_source,opted_out_at,name\n"+
		string(anna)+",marketing,2026-01-02,web,,Anna\n"+string(ben)+",marketing,2026-01-02,,,Ben\n+12125550125,marketing,2026-01-02,web,,Cy\n"+
		"+12125550126,marketing,2026-01-02,web,2026-02-02,Di\n", r.engine.Program().Attributes)
	before := records(t, r.store)
	all := bot.ImportBatch{ID: f.ID, Enter: "drip", Dry: true}
	for c := range f.Ordered("") {
		all.Contacts = append(all.Contacts, c)
	}
	tried, err := r.engine.Import(t.Context(), all)
	if diff := cmp.Diff(before, records(t, r.store)); diff != "" || err != nil {
		t.Fatalf("a dry run: %v\n%s", err, diff)
	}
	want := bot.Outcome{Contacts: 4, New: 3, Subscribed: 1, Outweighed: 1, OptedOut: 1, Entered: 1}
	done, err := importInto(t, r.engine, f, "", 9)
	if diff := cmp.Diff(want, tried.Outcome); diff != "" || err != nil {
		t.Errorf("tried: %v\n%s", err, diff)
	}
	want.Entered = 0
	if diff := cmp.Diff(want, done.Outcome); diff != "" {
		t.Errorf("done:\n%s", diff)
	}
	for phone, ground := range map[fsm.Phone]string{anna: fsm.Stopped, ben: fsm.Unknown, "+12125550125": fsm.Subscribed, "+12125550126": fsm.Stopped} {
		rec, err := r.store.Record(t.Context(), phone)
		if err != nil || rec.State.Ground() != ground || len(rec.Runs) > 0 || rec.Attributes["name"] == nil {
			t.Errorf("%s is %s, %v, %v; want %s", phone, rec.State, rec.Attributes, err, ground)
		}
	}
	if n := len(r.engineMessages(anna)); n != texts {
		t.Errorf("%d texts were added", n-texts)
	}
}

func (r *rig) engineMessages(phone fsm.Phone) []fsm.Message {
	r.t.Helper()
	list, err := r.store.Messages(r.t.Context(), phone, 0, 100)
	if err != nil {
		r.t.Fatal(err)
	}
	return list
}

// Ensure that nobody enters what is not there, or what needs an event.
func TestImportEnters(t *testing.T) {
	r := newRig(t, nil, func(_ *bot.Options, d *fsm.Definition) {
		d.Events["drip"] = fsm.EventType{Fields: map[string]fsm.Field{"cart": {Type: fsm.StringType}}}
		d.Workflows[1].Enter.Key = "cart"
	})
	for enter, want := range map[string]string{"slae": `"sale"`, "drip": "each cart"} {
		_, err := r.engine.Import(t.Context(), bot.ImportBatch{ID: "x", Enter: enter})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", enter, err)
		}
	}
}

// stands is what an export must keep of a person.
type stands struct {
	Ground             string
	Marketing, Service consent
	Attributes         map[string]any
	Language, Region   string
}

type consent struct {
	Given, Proven bool
	At            fsm.Moment
	Evidence      string
}

func standing(t rapid.TB, s store.Store, rec *fsm.Record) stands {
	t.Helper()
	ledger, err := s.Consent(context.Background(), rec.Phone)
	if err != nil {
		t.Fatal(err)
	}
	of := func(c fsm.Consent) consent {
		out := consent{Given: c.Given, Proven: c.Proven, At: c.At}
		for _, e := range ledger {
			if e.Number == c.Entry {
				out.Evidence = fmt.Sprint(e.Source, e.By, e.Evidence)
			}
		}
		return out
	}
	out := stands{rec.State.Ground(), of(rec.Marketing), of(rec.Service), rec.Attributes, rec.Language, rec.Region}
	if !rec.Service.Given {
		out.Service = consent{} // nothing asks for one that has ended
	}
	return out
}

// Ensure that what is exported after any history and imported into an empty store leads to the same
// people with the same consent.
func TestExportAndImport(t *testing.T) {
	dir := t.TempDir()
	rapid.Check(t, func(rt *rapid.T) {
		clock := clockAt(importDay.AddDate(0, -1, 0))
		r := newRig(t, nil, at(clock))
		for i := range rapid.IntRange(0, 9).Draw(rt, "events") {
			clock.set(clock.Now().Add(time.Duration(rapid.IntRange(1, 60).Draw(rt, "minutes")) * time.Minute))
			live(rt, r, rapid.SampledFrom([]fsm.Phone{anna, ben}).Draw(rt, "who"), i, clock.Now())
		}
		fields := r.engine.Program().Attributes
		var out bytes.Buffer
		w, err := contacts.NewWriter(&out, []string{"name", "points", "vip"})
		want := map[fsm.Phone]stands{}
		for _, rec := range records(rt, r.store) {
			ledger, failed := r.store.Consent(context.Background(), rec.Phone)
			err = errors.Join(err, failed, w.Write(&contacts.Exported{Contact: contacts.Of(&rec, ledger, nil), Ground: rec.State.Ground()}))
			want[rec.Phone] = standing(rt, r.store, &rec)
		}
		if err := errors.Join(err, w.Flush()); err != nil {
			rt.Fatal(err)
		}
		clock.set(importDay)
		again := newRig(t, nil, at(clock))
		if _, err := importInto(rt, again.engine, opened(rt, dir, out.String(), fields), "", 1); err != nil {
			rt.Fatal(err)
		}
		got := map[fsm.Phone]stands{}
		for _, rec := range records(rt, again.store) {
			got[rec.Phone] = standing(rt, again.store, &rec)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			rt.Fatalf("(-want +got):\n%s\n%s", diff, out.String())
		}
	})
}

// live lets something happen to a person.
func live(t *rapid.T, r *rig, phone fsm.Phone, i int, now time.Time) {
	ago := fsm.At(now.Add(-time.Duration(rapid.IntRange(0, 90).Draw(t, "ago")) * time.Minute))
	evidence := map[string]string{"shown": rapid.SampledFrom([]string{"I agree", "=1+1", " spaced ", "a\nb"}).Draw(t, "shown"), "sid": "x"}
	purpose := rapid.SampledFrom([]fsm.Purpose{fsm.ForMarketing, fsm.ForService}).Draw(t, "purpose")
	var ev fsm.Event
	switch rapid.IntRange(0, 4).Draw(t, "event") {
	case 0:
		ev = fsm.OptIn{Purpose: purpose, Source: "web", By: "kim", Evidence: evidence, At: ago}
	case 1:
		ev = fsm.OptOut{Purpose: rapid.SampledFrom([]fsm.Purpose{"", purpose}).Draw(t, "of"), Source: "mail", At: ago}
	case 2:
		ev = fsm.Attributes{Set: map[string]any{"name": rapid.SampledFrom([]string{"Zoë", "-x", "'=y"}).Draw(t, "name"), "points": -1.5, "vip": true}, Zone: "America/Chicago", Language: "es", Region: "US-TX"}
	default:
		body := rapid.SampledFrom([]string{"JOIN", "STOP", "START", "hello"}).Draw(t, "body")
		ev = fsm.Inbound{ID: fmt.Sprintf("SM%d", i), Sender: ours, Body: body}
	}
	if _, err := r.engine.Apply(context.Background(), phone, ev); err != nil {
		t.Fatal(err)
	}
}
