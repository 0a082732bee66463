package bot_test

import (
	"bytes"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/parley-sms/parley/bot"
	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
	"github.com/parley-sms/parley/store/memstore"
)

// Ensure a server restored from a backup is silent until it is let go, obeys a STOP that came after
// the backup, and sends nothing again that went out after the backup.
func TestQuarantine(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := memstore.New()
		r := newRig(t, s).run()
		r.subscribe(anna, ben, phone(1))
		for _, p := range []fsm.Phone{anna, ben, phone(1)} {
			r.event(p, "drip")
		}
		var copied bytes.Buffer
		if _, err := s.Backup(t.Context(), &copied); err != nil {
			t.Fatal(err)
		}
		time.Sleep(2 * time.Hour) // all three get their tip
		r.stop()
		if n := r.carrier.count(); n != 3 {
			t.Fatalf("%d tips went out, want 3", n)
		}
		carried := r.carrier.sent[0] // all have the same words

		restored, err := memstore.Restore(&copied)
		if err != nil {
			t.Fatal(err)
		}
		if err := restored.Put(t.Context(), store.QuarantineKey, []byte("restored")); err != nil {
			t.Fatal(err)
		}
		back := newRig(t, restored)
		back.carrier.taken = []bot.Taken{{SID: "SO2", To: anna, Sender: ours, Body: carried.Body, At: carried.at}}
		back.carrier.inbound = []bot.Received{{From: ben, Inbound: fsm.Inbound{ID: "SM7", Sender: ours, Body: "STOP", SentAt: fsm.At(carried.at)}}}
		back.run()
		defer back.stop()
		time.Sleep(30 * time.Minute)
		back.wantTexts()
		held, err := bot.Held(t.Context(), restored, time.Now())
		if err != nil || !held.Quarantine || len(held.Texts) != 3 { // two tips and the STOP's confirmation
			t.Fatalf("held back are %+v (%v)", held, err)
		}
		if err := bot.LetGo(t.Context(), restored); err != nil {
			t.Fatal(err)
		}
		back.engine.Wake()
		time.Sleep(time.Minute)
		got := back.carrier.texts() // handed over side by side
		slices.Sort(got)
		if !slices.Equal(got, []string{"001 drip.tip", "124 stopped"}) {
			t.Fatalf("handed over %q", got)
		}
		if rec := back.record(anna); len(rec.Runs) != 0 {
			t.Fatal("the run whose text went out before the restore did not go on")
		}
	})
}
