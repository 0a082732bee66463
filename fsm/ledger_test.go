package fsm

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"sort"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// checkLedger checks a person's whole ledger: that it is one chain, and that the consent on record
// follows from it alone.
func checkLedger(r *Record, entries []LedgerEntry) error {
	var prev []byte
	for i := range entries {
		e := &entries[i]
		if e.Number != uint64(i)+1 || !bytes.Equal(e.Prev, prev) {
			return fmt.Errorf("entry %d of the ledger does not follow the one before", e.Number)
		}
		if err := e.Check(); err != nil {
			return fmt.Errorf("entry %d: %w", e.Number, err)
		}
		prev = e.Hash
	}
	if !bytes.Equal(prev, r.Chain) {
		return errors.New("the record does not know the last entry's hash")
	}
	blocks := map[string]bool{}
	for _, b := range r.Blocks {
		blocks[b.Sender] = true
	}
	want := Consented{Marketing: r.Marketing.Given, Service: r.Service.Given, ServiceWithdrawn: r.Service.Withdrawn > 0,
		Stopped: r.State.Ground() == Stopped, Blocks: blocks}
	if r.Hold != nil {
		want.Held = r.Hold.Since
	}
	if diff := cmp.Diff(want, FoldConsent(entries)); diff != "" {
		return fmt.Errorf("consent does not follow from the ledger (-record +ledger):\n%s", diff)
	}
	return nil
}

// anEntry is a sealed entry with something in each field.
func anEntry() LedgerEntry {
	e := LedgerEntry{Phone: thePerson, Number: 7, At: 11, Recorded: 12, Fact: WasGiven, Purpose: ForMarketing, Source: "form", By: "kim",
		Effect: TooLate, Evidence: map[string]string{"ip": "2001:db8::1", "text": "J\xffoin"}, Salt: []byte("0123456789abcdef"), Log: 3}
	e.seal([]byte("what was before"))
	return e
}

// Ensure that an entry's hash is the one that its description says, worked out here once more by hand.
func TestSealByHand(t *testing.T) {
	e := anEntry()
	values := map[string]string{"phone": string(thePerson), "source": "form", "by": "kim", "evidence.ip": "2001:db8::1", "evidence.text": "J\xffoin"}
	names := slices.Collect(maps.Keys(values))
	sort.Strings(names)
	text := "parley ledger entry\nprev " + hex.EncodeToString([]byte("what was before")) +
		"\nnumber 7\nat 11\nrecorded 12\nfact given\npurpose marketing\neffect late\n"
	for _, name := range names {
		digest := sha256.Sum256([]byte("30313233343536373839616263646566\n" + name + "\n" + values[name]))
		text += fmt.Sprintf("%x %s\n", digest, name)
	}
	if want := sha256.Sum256([]byte(text)); !bytes.Equal(want[:], e.Hash) {
		t.Errorf("its hash is %x of\n%s\nby hand it is %x of\n%s", e.Hash, e.Sealed(), want, text)
	}
}

// Ensure that a change of any byte in an entry is found, in whatever field, and also where a field is taken
// away or added.
func TestTamperedEntry(t *testing.T) {
	whole := anEntry()
	if err := whole.Check(); err != nil {
		t.Fatal(err)
	}
	n := 0
	try := func(what string, e LedgerEntry) {
		if n++; e.Check() == nil {
			t.Errorf("%s: it was not found", what)
		}
	}
	for _, field := range []string{"Phone", "Number", "At", "Recorded", "Fact", "Purpose", "Source", "By", "Effect", "Salt", "Prev", "Hash"} {
		v := reflect.ValueOf(whole).FieldByName(field)
		for i := range width(v) {
			e := anEntry()
			spoil(reflect.ValueOf(&e).Elem().FieldByName(field), i)
			try(fmt.Sprintf("byte %d of %s", i, field), e)
		}
	}
	for name, value := range whole.Evidence {
		for i := range value {
			e := anEntry()
			e.Evidence[name] = value[:i] + string(value[i]^1) + value[i+1:]
			try(fmt.Sprintf("byte %d of evidence %s", i, name), e)
		}
		e := anEntry()
		delete(e.Evidence, name)
		try("without evidence "+name, e)
	}
	for name, digest := range whole.Digests {
		for i := range digest {
			e := anEntry()
			e.Digests[name][i] ^= 1
			try(fmt.Sprintf("byte %d of digest %s", i, name), e)
		}
		e := anEntry()
		delete(e.Digests, name)
		try("without digest "+name, e)
	}
	e := anEntry()
	e.Evidence["more"] = ""
	try("with more evidence", e)
	if n < 300 {
		t.Errorf("only %d changes were tried", n)
	}
}

// width is how many bytes of a field can be changed.
func width(v reflect.Value) int {
	switch v.Kind() {
	case reflect.String, reflect.Slice:
		return v.Len()
	}
	return 8
}

func spoil(v reflect.Value, i int) {
	switch v.Kind() {
	case reflect.String:
		b := []byte(v.String())
		b[i] ^= 1
		v.SetString(string(b))
	case reflect.Slice:
		v.SetBytes(bytes.Clone(v.Bytes()))
		v.Bytes()[i] ^= 1
	case reflect.Uint64:
		v.SetUint(v.Uint() ^ 1<<(8*i))
	default:
		v.SetInt(v.Int() ^ 1<<(8*i))
	}
}

// Ensure that an erased entry tells nothing of its person, and still seals what it is.
func TestErasedEntry(t *testing.T) {
	e := anEntry().Erase()
	if err := e.Check(); err != nil {
		t.Error(err)
	}
	if told := fmt.Sprintf("%+v %q", e, e.Salt); strings.Contains(told, "2001") || strings.Contains(told, "5550") || strings.Contains(told, "kim") || len(e.Salt) > 0 {
		t.Errorf("it tells %s", told)
	}
	e.At++
	if e.Check() == nil {
		t.Error("a changed one was not found")
	}
}

// Ensure that evidence is kept only as far as an entry can hold it, under names in which nothing hides.
func TestBoundedEvidence(t *testing.T) {
	many := map[string]string{"a\nb": strings.Repeat("ü", MaxBody+1)}
	for i := range 100 {
		many[fmt.Sprintf("n%02d", i)] = ""
	}
	got := bounded(many)
	if len(got) != maxEvidence || got["a_b"] != strings.Repeat("ü", MaxBody) {
		t.Errorf("%d values, the first of %d bytes", len(got), len(got["a_b"]))
	}
}

// Ensure that two entries of one decision, and entries of two decisions, have salts of their own.
func TestSalts(t *testing.T) {
	a, b, c := saltOf([]byte("x"), 1), saltOf([]byte("x"), 2), saltOf([]byte("y"), 1)
	if bytes.Equal(a, b) || bytes.Equal(a, c) || len(a) != saltBytes {
		t.Errorf("%x, %x, %x", a, b, c)
	}
}
