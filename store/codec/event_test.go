package codec_test

import (
	"bytes"
	"encoding/hex"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
	"github.com/parley-sms/parley/store/codec"
)

// theText is what a text is stored as, and theSent one of ours.
var (
	theText = fsm.Message{Seq: 7, SID: "SM7", Sender: "+15005550001", Body: "JOIN \xff", Media: []fsm.Media{{URL: "https://x.test/1"}}, Params: map[string]string{"To": "x"}, SentAt: 5}
	theSent = fsm.Message{Seq: 8, Out: true, SID: "SM8", Status: "sent", Body: "Hi"}
)

// sampleEvents has one event of each kind, in the order of their numbers, with something in most fields.
func sampleEvents() []fsm.Event {
	happened := fsm.Happened{ID: "e1", Type: "purchase", At: 3, Data: map[string]any{"total": 1.5, "vip": true, "sku": "a"}}
	before := theSent
	before.Status, before.SID = "released", ""
	return []fsm.Event{
		fsm.Inbound{ID: theText.SID, Sender: theText.Sender, Body: theText.Body, Media: theText.Media, Params: theText.Params, SentAt: 5, OptOutType: "STOP", Reconciled: true},
		fsm.Tick{}, fsm.Pull{},
		fsm.Settled{Seq: 8, SID: "SM8", Outcome: fsm.Accepted, Code: "c", Detail: "d", Lesson: fsm.LessonBlocked, RetryAt: 9, Message: before},
		fsm.Status{Seq: 8, SID: "SM8", Status: "delivered", Code: "c", Detail: "d", Lesson: fsm.LessonOptOut, Message: theSent},
		fsm.Fact{Happened: happened, Backfill: true},
		fsm.Clicked{ID: "k", Seq: 8, To: "https://acme.test", At: 4, Message: theSent},
		fsm.Called{ID: "+1/1/ask", Failed: "503", Event: &happened},
		fsm.Enrol{Workflow: "sale", ID: "sale 2026-11-27 10:00"}, fsm.Refit{},
		fsm.OptIn{ID: "o", Purpose: fsm.ForMarketing, Source: "form", Evidence: map[string]string{"ip": "::1"}, At: 4, Import: true},
		fsm.OptOut{ID: "o", Purpose: fsm.ForService, Source: "mail", Evidence: map[string]string{"by": "kim"}, At: 4},
		fsm.Attributes{Set: map[string]any{"name": "Zoë", "n": nil}, Zone: "America/New_York", Language: "es", Source: "api"},
		fsm.Take{Agent: "kim"}, fsm.Handback{By: "kim"}, fsm.AgentText{Agent: "kim", Body: "Hello"}, fsm.ReleaseHold{By: "kim"},
		fsm.Carried{SID: "SM9", Sender: "+15005550001", Body: "Hi", Status: "sent", At: 6},
		fsm.Imported{ID: "f", Known: fsm.Attributes{Set: map[string]any{"name": "Zoë"}, Zone: "America/New_York", Language: "es", Source: "import"},
			OptIns:  []fsm.OptIn{{Purpose: fsm.ForMarketing, Source: "checkout", Evidence: map[string]string{"ip": "::1"}, At: 4}},
			OptOuts: []fsm.OptOut{{Source: "import", At: 5}}, Enter: "welcome"},
		fsm.Erase{By: "kim"}, fsm.Reattribute{Order: "o1"},
		fsm.Clicked{Seq: 8, At: 4, By: fsm.ByBot, Why: "it asked by HEAD", Message: theSent},
		fsm.Noted{By: "kim", Body: "a note"}, fsm.Snoozed{By: "kim", Until: 9}, fsm.Tagged{By: "kim", Add: []string{"vip"}, Remove: []string{"new"}},
		fsm.Unsend{By: "kim", Since: 9}, fsm.AgentText{Agent: "kim", Body: "{{ offer.code }}", At: 9, Offer: "ten"}, fsm.Attributes{Set: map[string]any{"size": "42"}, Source: "staff", By: "kim"},
	}
}

// stored brings the samples' messages.
func stored(seq uint64) (fsm.Message, error) {
	switch seq {
	case theText.Seq:
		return theText, nil
	case theSent.Seq:
		return theSent, nil
	}
	return fsm.Message{}, store.ErrNotFound
}

// Ensure that every kind of event comes back as it was, with the bytes that it always had.
func TestEvents(t *testing.T) {
	golden, err := os.ReadFile(filepath.Join("testdata", "v1", "events.hex"))
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Fields(string(golden))
	for i, ev := range sampleEvents() {
		data, err := codec.EncodeEvent(ev, []fsm.Message{theSent, theText})
		if err != nil {
			t.Fatal(err)
		}
		if i >= len(lines) || lines[i] != hex.EncodeToString(data) {
			t.Errorf("%T is encoded as %x, which line %d of events.hex is not", ev, data, i+1)
		}
		got, err := codec.DecodeEvent(data, stored)
		if diff := cmp.Diff(ev, got); diff != "" || err != nil {
			t.Errorf("%T: %v (-want +got):\n%s", ev, err, diff)
		}
	}
}

// Ensure that every event of package fsm has a number, and every field of one a key.
func TestEveryEventIsKept(t *testing.T) {
	known := map[string]bool{}
	for _, ev := range sampleEvents() {
		kind := reflect.TypeOf(ev)
		known[kind.Name()] = true
		for field := range kind.Fields() {
			if tag := field.Tag.Get("cbor"); !strings.Contains(tag, "keyasint") && tag != "-" {
				t.Errorf("%s.%s has no key", kind.Name(), field.Name)
			}
		}
	}
	files, err := filepath.Glob(filepath.Join("..", "..", "fsm", "*.go"))
	if err != nil || len(files) == 0 {
		t.Fatalf("the files of fsm: %v", err)
	}
	for _, file := range files {
		source, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, decl := range source.Decls {
			if f, ok := decl.(*ast.FuncDecl); ok && f.Name.Name == "event" && f.Recv != nil && f.Type.Results == nil && f.Type.Params.NumFields() == 0 {
				if kind, ok := f.Recv.List[0].Type.(*ast.Ident); ok && !known[kind.Name] {
					t.Errorf("the codec does not know the event %s", kind.Name)
				}
			}
		}
	}
}

// Ensure that the words of a text are taken from its message, and from the event where that is another.
func TestTextIsNotDoubled(t *testing.T) {
	ev := sampleEvents()[0].(fsm.Inbound)
	short, err := codec.EncodeEvent(ev, []fsm.Message{theText})
	if err != nil || bytes.Contains(short, []byte("JOIN")) || bytes.Contains(short, []byte(ev.ID)) {
		t.Errorf("it is kept as %x, %v", short, err)
	}
	ev.Body += "!"
	whole, err := codec.EncodeEvent(ev, []fsm.Message{theText})
	if err != nil {
		t.Fatal(err)
	}
	got, err := codec.DecodeEvent(whole, func(uint64) (fsm.Message, error) { return fsm.Message{}, errors.New("asked for") })
	if diff := cmp.Diff(fsm.Event(ev), got); diff != "" || err != nil {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
}

// Ensure that inputs come back as they were, that usual ones take no room, and that a secret is never kept.
func TestInputs(t *testing.T) {
	in := fsm.Inputs{Token: &fsm.Token{Sender: "MG1"}, HoldAll: "h", LinkBase: "https://x.test/l/", Paused: map[string]fsm.Pause{"a": fsm.PauseSends},
		Zones: []string{"UTC"}, Build: "0f", Secret: []byte("hidden")}
	data, err := codec.EncodeInputs(in)
	if err != nil || bytes.Contains(data, in.Secret) {
		t.Fatalf("encoded as %x, %v", data, err)
	}
	got, err := codec.DecodeInputs(data)
	in.Secret = nil
	if diff := cmp.Diff(in, got); diff != "" || err != nil {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
	if none, err := codec.EncodeInputs(fsm.Inputs{Secret: []byte("hidden")}); len(none) > 0 || err != nil {
		t.Errorf("usual inputs are encoded as %x, %v", none, err)
	}
}

// Ensure that an event that is too large is left out rather than refused, and that none is told as such.
func TestEventNotKept(t *testing.T) {
	huge := fsm.AgentText{Agent: "kim", Body: strings.Repeat("x", 9<<10)}
	data, err := codec.EncodeEvent(huge, nil)
	if len(data) > 0 || err != nil {
		t.Fatalf("it is kept as %d bytes, %v", len(data), err)
	}
	if _, err := codec.DecodeEvent(data, stored); !errors.Is(err, codec.ErrNotKept) {
		t.Errorf("DecodeEvent = %v, want ErrNotKept", err)
	}
}

// FuzzDecodeEvent feeds any bytes to the decoders of events and inputs, which must refuse or read them.
func FuzzDecodeEvent(f *testing.F) {
	for _, ev := range sampleEvents() {
		data, err := codec.EncodeEvent(ev, []fsm.Message{theText})
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Add([]byte{0x83, 0x18, 0x63, 0xa0, 0xa0}) // kind 99
	f.Add([]byte{0x83, 0x20, 0xa0, 0xa0})       // kind -1
	f.Fuzz(func(t *testing.T, data []byte) {
		known := func(err error) bool {
			return err == nil || errors.Is(err, store.ErrDamaged) || errors.Is(err, store.ErrNewer) || errors.Is(err, store.ErrNotFound) || errors.Is(err, codec.ErrNotKept)
		}
		if _, err := codec.DecodeEvent(data, stored); !known(err) {
			t.Errorf("DecodeEvent(%x) = %v", data, err)
		}
		if _, err := codec.DecodeInputs(data); !known(err) {
			t.Errorf("DecodeInputs(%x) = %v", data, err)
		}
	})
}

// BenchmarkKeep measures what it takes to keep an event with its inputs.
func BenchmarkKeep(b *testing.B) {
	ev, in := sampleEvents()[0], fsm.Inputs{Token: &fsm.Token{Sender: "MG1"}, Build: "0123456789ab"}
	for b.Loop() {
		if _, err := codec.EncodeEvent(ev, []fsm.Message{theText}); err != nil {
			b.Fatal(err)
		}
		if _, err := codec.EncodeInputs(in); err != nil {
			b.Fatal(err)
		}
	}
}
