package codec_test

import (
	"bytes"
	"errors"
	"testing"

	"pgregory.net/rapid"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
	"github.com/parley-sms/parley/store/codec"
)

// Ensure that the changes of a sequence of records, folded from nothing, give each of them to the
// byte, and that equal records have no changes.
func TestFold(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var stored, folded []byte
		for _, r := range rapid.SliceOfN(drawRow[fsm.Record](), 1, 5).Draw(t, "records") {
			next, err := codec.Encode(&r)
			if errors.Is(err, codec.ErrTooLarge) {
				continue
			}
			if err != nil {
				t.Fatal(err)
			}
			folded = fold(t, folded, stored, next)
			stored = next
			if !bytes.Equal(stored, folded) {
				t.Fatalf("folded to\n%x, the record is\n%x", folded, stored)
			}
		}
	})
}

// fold applies the changes between two records to a third.
func fold(t interface{ Fatal(...any) }, to, old, next []byte) []byte {
	changes, err := codec.Changes(old, next)
	if err != nil {
		t.Fatal(err)
	}
	folded, err := codec.Apply(to, changes)
	if err != nil {
		t.Fatal(err)
	}
	return folded
}

// Ensure that only what changed is kept.
func TestChanges(t *testing.T) {
	r := sampleRecord()
	old := encode(t, r)
	none, err := codec.Changes(old, old)
	if !bytes.Equal(none, []byte{1, 0xa0}) || err != nil {
		t.Errorf("no changes are %x, %v, want an empty map", none, err)
	}
	r.Language, r.Wire = "fr", nil
	changes, err := codec.Changes(old, encode(t, r))
	want := []byte{1, 0xa2, 20, 0xf6, 0x18, 30, 0x62, 'f', 'r'}
	if !bytes.Equal(changes, want) || err != nil {
		t.Errorf("changes are %x, %v, want %x", changes, err, want)
	}
}

// Ensure that bytes that are no record are refused, on either side.
func TestChangesRefuse(t *testing.T) {
	good := encode(t, sampleRecord())
	for name, c := range map[string]struct {
		data []byte
		want error
	}{
		"newer":     {[]byte{2, 0xa0}, store.ErrNewer},
		"no map":    {[]byte{1, 0x80}, store.ErrDamaged},
		"null":      {[]byte{1, 0xf6}, store.ErrDamaged},
		"cut short": {good[:len(good)/2], store.ErrDamaged},
	} {
		if _, err := codec.Changes(c.data, good); !errors.Is(err, c.want) {
			t.Errorf("%s: Changes from it = %v, want %v", name, err, c.want)
		}
		if _, err := codec.Changes(good, c.data); !errors.Is(err, c.want) {
			t.Errorf("%s: Changes to it = %v, want %v", name, err, c.want)
		}
		if _, err := codec.Apply(c.data, good); !errors.Is(err, c.want) {
			t.Errorf("%s: Apply to it = %v, want %v", name, err, c.want)
		}
		if _, err := codec.Apply(good, c.data); !errors.Is(err, c.want) {
			t.Errorf("%s: Apply of it = %v, want %v", name, err, c.want)
		}
	}
	if _, err := codec.Changes(good, []byte{1, 0xa1, 2, 0xf6}); err == nil {
		t.Error("a field that is null was taken for a change")
	}
}
