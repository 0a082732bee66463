package bot_test

import (
	"bytes"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/parley-sms/parley/bot"
	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store/boltstore"
)

// deaf is a carrier that takes nothing.
type deaf struct{ bot.Carrier }

func (deaf) Name() string { return "deaf" }

// Ensure that nothing of an erased person is left in a clean copy of a backup: no number, with or without
// its plus, no name, no word of a text, no evidence.
func TestErasedIsGone(t *testing.T) {
	s, err := boltstore.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	p, err := fsm.Compile(fsm.Definition{Brand: "Acme", Contact: "help@acme.test", Frequency: "few",
		Attributes: map[string]fsm.Field{"first_name": {}}}, "test")
	if err != nil {
		t.Fatal(err)
	}
	e, err := bot.New(t.Context(), bot.Options{Store: s, Carrier: deaf{}, Program: p, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	const gone, stays = fsm.Phone("+12125557391"), fsm.Phone("+12125550001")
	for _, phone := range []fsm.Phone{gone, stays} {
		for _, ev := range []fsm.Event{
			fsm.OptIn{ID: "f1", Purpose: fsm.ForMarketing, Source: "form", Evidence: map[string]string{"ip": "203.0.113.77"}, Import: true},
			fsm.Attributes{Set: map[string]any{"first_name": "Zebediah" + string(phone[len(phone)-4:])}},
			fsm.Inbound{ID: "SM" + string(phone), Sender: "+12125550100", Body: "call me at number " + string(phone)},
		} {
			if _, err := e.Apply(t.Context(), phone, ev); err != nil {
				t.Fatal(err)
			}
		}
	}
	for i := range 60 { // much to forget, so that the clean file is smaller whatever steps files grow by
		text := fsm.Inbound{ID: fmt.Sprint("SM", i), Sender: "+12125550100", Body: "12125557391 " + strings.Repeat("more words ", 100)}
		if _, err := e.Apply(t.Context(), gone, text); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := e.Apply(t.Context(), gone, fsm.Erase{}); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	whole, clean := filepath.Join(dir, "whole.db"), filepath.Join(dir, "clean.db")
	out, err := os.Create(whole)
	if err == nil {
		_, err = s.Backup(t.Context(), out)
	}
	if err != nil || out.Close() != nil {
		t.Fatal(err)
	}
	if err := boltstore.Clean(clean, whole); err != nil {
		t.Fatal(err)
	}
	before, _ := os.ReadFile(whole)
	after, err := os.ReadFile(clean)
	if err != nil || len(after) > len(before) || !bytes.Contains(before, []byte("12125557391")) {
		t.Errorf("%v: %d bytes became %d, or the backup has nothing to clean", err, len(before), len(after))
	}
	for _, word := range []string{"12125557391", "5557391", "Zebediah7391"} {
		if bytes.Contains(after, []byte(word)) {
			t.Errorf("%q is left", word)
		}
	}
	for _, word := range []string{"+12125550001", "Zebediah0001", "203.0.113.77"} {
		if !bytes.Contains(after, []byte(word)) {
			t.Errorf("%q of somebody else is gone", word)
		}
	}
	restored := filepath.Join(dir, "restored")
	if err := boltstore.Restore(restored, clean); err != nil {
		t.Error(err)
	}
}
