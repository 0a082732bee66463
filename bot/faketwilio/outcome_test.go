package faketwilio

import (
	"context"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestTooManyRequests is the one failure that a client may simply repeat.
func TestTooManyRequests(t *testing.T) {
	g := newRig(t, Options{Faults: Faults{TooManyRequests: 1}})
	code, head, body := g.call(http.MethodPost, path+".json", text("Hi"))
	if code != http.StatusTooManyRequests || decode[refusal](t, body).Code != 20429 || head.Get("Retry-After") != "1" {
		t.Errorf("%d %v %s", code, head, body)
	}
	if len(g.Accepted()) != 0 {
		t.Error("accepted all the same")
	}
}

// TestServerErrors: half of the texts behind an error are accepted, and the answer does not
// tell which.
func TestServerErrors(t *testing.T) {
	for _, c := range []struct {
		faults Faults
		kind   string
		codes  []int
	}{
		{Faults{ServerError: 1}, "application/json;charset=utf-8", []int{500, 503}},
		{Faults{HTMLError: 1}, "text/html", []int{502}},
	} {
		g := newRig(t, Options{Faults: c.faults, Seed: 3})
		seen := map[int]int{}
		for range 40 {
			code, head, body := g.call(http.MethodPost, path+".json", text("Hi"))
			seen[code]++
			if head.Get("Content-Type") != c.kind || body == "" {
				t.Fatalf("%d %v %s", code, head, body)
			}
		}
		for _, code := range c.codes {
			if seen[code] == 0 {
				t.Errorf("no %d in %v", code, seen)
			}
		}
		if n := len(g.Ledger()); n < 10 || n > 30 || len(seen) != len(c.codes) {
			t.Errorf("%d of 40 accepted, answers %v", n, seen)
		}
	}
}

// TestDropped: the caller sees a broken connection, before or after the text was accepted.
func TestDropped(t *testing.T) {
	for accepted, faults := range []Faults{{DropBeforeAccept: 1}, {DropAfterAccept: 1}} {
		g := newRig(t, Options{Faults: faults})
		res, err := g.do(t.Context(), http.MethodPost, path+".json", text("Hi"))
		if err == nil {
			_ = res.Body.Close()
			t.Fatalf("answered %s", res.Status)
		}
		log := g.Requests()
		if len(g.Ledger()) != accepted || len(log) != 1 || log[0].Outcome != Dropped || log[0].Status != 0 {
			t.Errorf("%d accepted, requests %+v", len(g.Ledger()), log)
		}
		if known := log[0].SID != ""; known != (accepted == 1) {
			t.Errorf("request has SID %q", log[0].SID)
		}
	}
}

// TestHung: the text is accepted and its statuses are posted while the caller still waits.
func TestHung(t *testing.T) {
	g := newRig(t, Options{Faults: Faults{HangAfterAccept: 1}})
	ctx, giveUp := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() {
		res, err := g.do(ctx, http.MethodPost, path+".json", g.reported("Hi"))
		if err == nil {
			_ = res.Body.Close()
		}
		ended <- err
	}()
	g.await(func() bool { return len(g.Callbacks()) == 2 })
	if log := g.Requests(); log[0].Outcome != Hung || len(g.Ledger()) != 1 {
		t.Errorf("%+v, ledger %+v", log, g.Ledger())
	}
	giveUp()
	if err := <-ended; err == nil {
		t.Error("answered")
	}
}

// TestCloseLetsGo: Close ends calls that hang.
func TestCloseLetsGo(t *testing.T) {
	g := newRig(t, Options{Faults: Faults{HangAfterAccept: 1}})
	ended := make(chan error, 1)
	go func() {
		res, err := g.do(context.WithoutCancel(t.Context()), http.MethodPost, path+".json", text("Hi"))
		if err == nil {
			_ = res.Body.Close()
		}
		ended <- err
	}()
	g.await(func() bool { return len(g.Ledger()) == 1 })
	g.Close()
	if err := <-ended; err == nil {
		t.Error("answered")
	}
}

// TestDropWithoutConnection: a recorder has no connection to close.
func TestDropWithoutConnection(t *testing.T) {
	w := httptest.NewRecorder()
	drop(w)
	if w.Code != http.StatusBadGateway {
		t.Errorf("answered %d", w.Code)
	}
}

// TestSeedRepeatsARun: the same calls under the same seed meet the same faults.
func TestSeedRepeatsARun(t *testing.T) {
	faults := Faults{
		TooManyRequests: 0.2, ServerError: 0.2, HTMLError: 0.2, DropBeforeAccept: 0.2,
		DropAfterAccept: 0.2, FailAsync: 0.3,
	}
	run := func(seed uint64) (out []Outcome, ends []string) {
		g := newRig(t, Options{Seed: seed, Faults: faults})
		for range 50 {
			if res, err := g.do(t.Context(), http.MethodPost, path+".json", text("Hi")); err == nil {
				_ = res.Body.Close()
			}
		}
		for _, r := range g.Requests() {
			out = append(out, r.Outcome)
		}
		for _, row := range g.Accepted() {
			ends = append(ends, row.SID+row.Status)
		}
		return out, ends
	}
	outA, endsA := run(11)
	outB, endsB := run(11)
	if diff := cmp.Diff(outA, outB); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(endsA, endsB); diff != "" {
		t.Error(diff)
	}
	if outC, _ := run(12); cmp.Equal(outA, outC) {
		t.Error("another seed, the same run")
	}
}
