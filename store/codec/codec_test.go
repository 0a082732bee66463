package codec_test

import (
	"bytes"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
	"github.com/parley-sms/parley/store/codec"
)

func encode[T codec.Row](t testing.TB, row T) []byte {
	t.Helper()
	data, err := codec.Encode(&row)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// Ensure that version 1 is written and read as it always was. A new field may be added; the bytes
// in testdata may never change.
func TestGolden(t *testing.T) {
	golden(t, "record", sampleRecord())
	golden(t, "programs", samplePrograms())
	golden(t, "offers", sampleOffers())
	golden(t, "places", samplePlaces())
	golden(t, "grant", sampleGrant())
	golden(t, "code", sampleCode())
	golden(t, "message", sampleMessage())
	golden(t, "entry", sampleEntry())
	golden(t, "ledger", sampleLedger())
	golden(t, "link", sampleLink())
	golden(t, "sealed", sampleSealed())
	golden(t, "ledgered", sampleLedgered())
	golden(t, "erasure", sampleErasure())
	golden(t, "order", sampleOrder())
	golden(t, "opened", sampleOpened())
	golden(t, "touches", sampleTouches())
	golden(t, "identity", fsm.Identity{Customer: "gid://shopify/Customer/7", Phone: "+15005550006", At: 9})
	golden(t, "merged", fsm.Identity{Customer: "guest-7", Into: "gid://shopify/Customer/7"})
}

func golden[T codec.Row](t *testing.T, name string, row T) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", "v1", name+".hex"))
	if err != nil {
		t.Fatal(err)
	}
	want, err := hex.DecodeString(strings.Join(strings.Fields(string(text)), ""))
	if err != nil {
		t.Fatal(err)
	}
	if got := encode(t, row); !bytes.Equal(want, got) {
		t.Errorf("%s is encoded as\n%x\nand was as\n%x", name, got, want)
	}
	got, err := codec.Decode[T](want)
	if diff := cmp.Diff(row, got); diff != "" || err != nil {
		t.Errorf("%s is decoded differently: %v (-want +got):\n%s", name, err, diff)
	}
}

// Ensure that whatever can be encoded comes back as it was, and has the same bytes again.
func TestRoundTrip(t *testing.T) {
	t.Run("record", roundTrip[fsm.Record])
	t.Run("message", roundTrip[fsm.Message])
	t.Run("entry", roundTrip[fsm.Entry])
	t.Run("ledger", roundTrip[fsm.LedgerEntry])
	t.Run("link", roundTrip[fsm.Link])
	t.Run("grant", roundTrip[fsm.Grant])
	t.Run("code", roundTrip[fsm.Code])
	t.Run("erasure", roundTrip[fsm.Erasure])
	t.Run("order", roundTrip[fsm.Order])
}

func roundTrip[T codec.Row](t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		row := drawRow[T]().Draw(t, "row")
		data, err := codec.Encode(&row)
		if errors.Is(err, codec.ErrTooLarge) {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		got, err := codec.Decode[T](data)
		if diff := cmp.Diff(row, got, cmpopts.EquateEmpty()); diff != "" || err != nil {
			t.Fatalf("%v (-want +got):\n%s", err, diff)
		}
		if again, err := codec.Encode(&got); !bytes.Equal(data, again) || err != nil {
			t.Fatalf("encoded as\n%x and then as\n%x, %v", data, again, err)
		}
	})
}

// drawRow draws rows with short texts, so that most of them are small enough.
func drawRow[T codec.Row]() *rapid.Generator[T] {
	value := rapid.OneOf(rapid.String().AsAny(), rapid.Float64().AsAny(), rapid.Bool().AsAny(), rapid.Just[any](nil))
	return rapid.MakeCustom[T](rapid.MakeConfig{
		Types: map[reflect.Type]*rapid.Generator[any]{
			reflect.TypeFor[map[string]any](): rapid.MapOfN(rapid.StringN(0, 5, 10), value, 0, 3).AsAny(),
		},
		Kinds: map[reflect.Kind]*rapid.Generator[any]{reflect.String: rapid.StringN(0, 5, 10).AsAny()},
	})
}

// Ensure that bytes that are no row are refused by their cause.
func TestDecodeRefuses(t *testing.T) {
	good := encode(t, sampleRecord())
	for name, c := range map[string]struct {
		data []byte
		want error
	}{
		"nothing":       {nil, store.ErrDamaged},
		"version alone": {[]byte{1}, store.ErrDamaged},
		"version 0":     {append([]byte{0}, good[1:]...), store.ErrDamaged},
		"version 2":     {append([]byte{2}, good[1:]...), store.ErrNewer},
		"version 255":   {[]byte{255}, store.ErrNewer},
		"cut short":     {good[:len(good)-1], store.ErrDamaged},
		"one byte more": {append(bytes.Clone(good), 0), store.ErrDamaged},
		"unknown field": {[]byte{1, 0xa1, 0x19, 0x03, 0xe7, 0x01}, store.ErrNewer},
		"field twice":   {[]byte{1, 0xa2, 2, 1, 2, 1}, store.ErrDamaged},
		"not a map":     {[]byte{1, 0x80}, store.ErrDamaged},
		"wrong type":    {[]byte{1, 0xa1, 2, 0x61, 'x'}, store.ErrDamaged},
		"a tag":         {[]byte{1, 0xa1, 2, 0xc1, 1}, store.ErrDamaged},
		"no end":        {[]byte{1, 0xbf, 2, 1, 0xff}, store.ErrDamaged},
		"too deep":      {append([]byte{1, 0xa1, 13}, bytes.Repeat([]byte{0x81}, 100)...), store.ErrDamaged},
		"too large":     {append([]byte{1}, make([]byte, fsm.MaxRecord)...), store.ErrDamaged},
	} {
		if r, err := codec.Decode[fsm.Record](c.data); !errors.Is(err, c.want) || !cmp.Equal(r, fsm.Record{}) {
			t.Errorf("%s: Decode = %+v, %v, want %v and no record", name, r, err, c.want)
		}
	}
}

// Ensure that what would not come back as it was, or not at all, is not encoded.
func TestEncodeRefuses(t *testing.T) {
	for name, r := range map[string]fsm.Record{
		"int":            {Attributes: map[string]any{"n": 1}},
		"run data":       {Runs: []fsm.Run{{Data: map[string]any{"n": []string{"a"}}}}},
		"event data":     {Events: []fsm.Happened{{Data: map[string]any{"n": uint(1)}}}},
		"scheduled data": {Calendar: []fsm.Item{{Fact: &fsm.Happened{Data: map[string]any{"n": struct{}{}}}}}},
		"too large":      {Language: strings.Repeat("x", fsm.MaxRecord)},
	} {
		if _, err := codec.Encode(&r); err == nil || errors.Is(err, codec.ErrTooLarge) != (name == "too large") {
			t.Errorf("%s: Encode = %v, want an error that says why", name, err)
		}
	}
	m := fsm.Message{Body: strings.Repeat("x", codec.MaxRow)}
	if _, err := codec.Encode(&m); !errors.Is(err, codec.ErrTooLarge) {
		t.Errorf("a huge message: Encode = %v, want ErrTooLarge", err)
	}
}
