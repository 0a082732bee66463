package phone

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-sms/parley/bot"
	"github.com/parley-sms/parley/fsm"
)

// open makes a test phone without a server.
func open(t *testing.T, dir string) *Phone {
	t.Helper()
	clock, err := LoadClock(dir)
	if err != nil {
		t.Fatal(err)
	}
	p, err := New(Options{Dir: dir, Clock: clock, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	p.OnText = func(context.Context, bot.Received) error { return nil }
	t.Cleanup(func() { _ = p.Close() })
	return p
}

// converse lets a text go either way.
func converse(t *testing.T, p *Phone) {
	t.Helper()
	if _, _, err := p.Text(t.Context(), anna, DefaultSender, "JOIN\nplease ✓", Lost); err != nil {
		t.Fatal(err)
	}
	if _, err := p.Send(t.Context(), fsm.Message{Seq: 7, Phone: anna, Sender: DefaultSender, Body: "Hello", Name: "hi", Segments: 1}); err != nil {
		t.Fatal(err)
	}
	if err := p.Reported(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// Ensure the ledger outlives a restart: both listings and the handset show the same as before.
func TestLedgerSurvivesRestart(t *testing.T) {
	dir := t.TempDir()
	p := open(t, dir)
	converse(t, p)
	before := p.Handset(anna)
	if err := p.Close(); err != nil {
		t.Fatal(err)
	}
	again := open(t, dir)
	if diff := cmp.Diff(before, again.Handset(anna)); diff != "" {
		t.Errorf("after a restart (-before +after):\n%s", diff)
	}
	if len(before) != 2 || before[1].Status != "delivered" || !before[1].Reached {
		t.Errorf("the ledger is %+v", before)
	}
	taken, complete, err := again.Outbound(t.Context(), "", time.Time{})
	if err != nil || !complete || len(taken) != 1 || taken[0].SID != before[1].SID || taken[0].Status != "delivered" {
		t.Errorf("listed %+v, complete %v, %v", taken, complete, err)
	}
	if got := inbound(t, again); len(got) != 1 {
		t.Errorf("handsets texted %q", got)
	}
}

// Ensure a ledger that ends within a line, or has damaged ones, is read as far as it goes, and what
// comes later is kept whole.
func TestLedgerTornAndDamaged(t *testing.T) {
	dir := t.TempDir()
	p := open(t, dir)
	converse(t, p)
	_ = p.Close()
	path := filepath.Join(dir, ledgerFile)
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	first, _, _ := strings.Cut(string(content), "\n")
	torn := first + "\nnot json\n\n{\"sid\":\"\"}\n" + first[:len(first)/2]
	if err := os.WriteFile(path, []byte(torn), 0o600); err != nil {
		t.Fatal(err)
	}
	p = open(t, dir)
	if got := len(p.Handset(anna)); got != 1 {
		t.Fatalf("%d texts were read, want 1", got)
	}
	converse(t, p)
	_ = p.Close()
	if got := len(open(t, dir).Handset(anna)); got != 3 {
		t.Errorf("%d texts were read after more came, want 3", got)
	}
}

// Ensure handsets are listed by their last use, and a limit is kept.
func TestNumbers(t *testing.T) {
	p := open(t, "")
	for _, n := range []fsm.Phone{anna, ben, "+12125550125", anna} {
		if _, _, err := p.Text(t.Context(), n, DefaultSender, "hi", Once); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff([]fsm.Phone{anna, "+12125550125"}, p.Numbers(2)); diff != "" {
		t.Error(diff)
	}
}

// Ensure only the newest texts are remembered.
func TestLedgerIsBounded(t *testing.T) {
	p := open(t, "")
	for range maxTexts + 5 {
		if _, _, err := p.Text(t.Context(), anna, DefaultSender, "hi", Once); err != nil {
			t.Fatal(err)
		}
	}
	if got := len(p.Handset(anna)); got != maxTexts {
		t.Errorf("%d texts are remembered, want %d", got, maxTexts)
	}
}
