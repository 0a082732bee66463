package dossier_test

import (
	"bytes"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/parley-sms/parley/bot/dossier"
	"github.com/parley-sms/parley/fsm"
)

var update = flag.Bool("update", false, "rewrite testdata")

// hashes depend on every draw of the engine; that they are right is for check to say. In JSON one may stand behind a line's end.
var hashes = regexp.MustCompile(`(\\n|\b)[0-9a-f]{12,64}\b`)

func (r *rig) golden(name string, got []byte) {
	r.Helper()
	got = hashes.ReplaceAll(got, []byte("${1}HASH"))
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			r.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		r.Fatal(err)
	}
	if !bytes.Equal(want, got) {
		r.Errorf("%s differs; go test ./bot/dossier -update rewrites it", path)
	}
}

// Ensure that a whole life is told in both forms, also after its person was erased, by number and by
// pseudonym, and that each file proves itself by nothing but itself.
func TestLife(t *testing.T) {
	r := newRig(t)
	r.life()
	d := r.make(string(anna))
	file := r.write(d, asJSON)
	r.golden("life.json", file)
	r.golden("life.html", r.write(d, asHTML))
	if n, err := check(file); err != nil || n < 80 {
		t.Errorf("%d hashes: %v", n, err)
	}
	r.apply(fsm.Erase{By: "Kim"})
	d = r.make(string(anna))
	file = r.write(d, asJSON)
	r.golden("erased.json", file)
	r.golden("erased.html", r.write(d, asHTML))
	if n, err := check(file); err != nil || n < 30 {
		t.Errorf("%d hashes: %v", n, err)
	}
	if bytes.Contains(file, []byte("203.0.113.7")) || bytes.Contains(file, []byte("Kim")) {
		t.Error("the file of an erased person tells what was erased")
	}
	if again := r.make(d.Pseudonym); again.Phone != "" || len(again.Lives) != 1 || len(again.Lives[0].Facts) != len(d.Lives[0].Facts) || again.OptOuts[0].Known {
		t.Errorf("by the pseudonym it is %+v", again)
	}
	r.text("JOIN")
	r.text("YES")
	if d = r.make(string(anna)); len(d.Lives) != 2 || !d.Standing[0].Given || d.OptOuts[len(d.OptOuts)-1].Life != 2 {
		t.Errorf("of somebody who came back it tells %+v", d)
	}
	if _, err := check(r.write(d, asJSON)); err != nil {
		t.Error(err)
	}
}

// Ensure that the figures that matter are those of the life.
func TestFigures(t *testing.T) {
	r := newRig(t)
	r.life()
	d := r.make(string(anna))
	if len(d.Faults) > 0 || len(d.OptOuts) != 3 || d.Marketing < 4 || len(d.Anchors) == 0 {
		t.Errorf("%d opt-outs, %d marketing texts, %d anchors, faults %v", len(d.OptOuts), d.Marketing, len(d.Anchors), d.Faults)
	}
	for _, o := range d.OptOuts {
		if o.After != 0 || !o.Until.Known() {
			t.Errorf("after the opt-out of entry %d: %+v", o.Entry, o)
		}
	}
	if o := d.OptOuts[1]; o.Took != "1h30m0s after it was said" || o.By != "Kim, token desk" || o.Source != "phone" {
		t.Errorf("the opt-out by phone is %+v", o)
	}
	page, err := r.maker.Marketing(t.Context(), anna, 0)
	if err != nil || len(page.Texts) != d.Marketing || page.Next != 0 {
		t.Fatalf("%d texts, %v", len(page.Texts), err)
	}
	facts := d.Lives[0].Facts
	for _, m := range page.Texts {
		if f := facts[m.Entry-1]; f.Fact != fsm.WasGiven || f.Recorded.UTC > m.At.UTC || !m.Hours.Asked || !m.Hours.Open && !m.Hours.Answer {
			t.Errorf("text %s rests on %+v, hours %+v", m.ID, f, m.Hours)
		}
	}
	blocks := 0
	for _, s := range d.Spans {
		if s.To.Known() {
			blocks++
		}
	}
	if len(d.Spans) != 2 || blocks != 2 {
		t.Errorf("blocks and holds are %+v", d.Spans)
	}
}

// Ensure that pages of the marketing texts follow one another without a gap.
func TestPages(t *testing.T) {
	r := newRig(t)
	r.life()
	all, err := r.maker.Marketing(t.Context(), anna, 0)
	if err != nil {
		t.Fatal(err)
	}
	rest, err := r.maker.Marketing(t.Context(), anna, 20)
	if err != nil || len(rest.Texts) == 0 || len(rest.Texts) >= len(all.Texts) || rest.Texts[len(rest.Texts)-1].ID != all.Texts[len(all.Texts)-1].ID {
		t.Errorf("behind change 20 there are %d of %d, %v", len(rest.Texts), len(all.Texts), err)
	}
}

// Ensure that a changed byte of a file is found, and a changed value even where the file was sealed anew.
func TestTampered(t *testing.T) {
	r := newRig(t)
	r.life()
	file := r.write(r.make(string(anna)), asJSON)
	for at := 0; at < len(file); at += 7 {
		changed := bytes.Clone(file)
		changed[at] ^= 1
		if _, err := check(changed); err == nil {
			t.Fatalf("a change of byte %d is not found", at)
		}
	}
	for was, is := range map[string]string{
		"203.0.113.7": "203.0.113.8", `"source": "checkout form"`: `"source": "checkout fork"`, `"fact": "given"`: `"fact": "blocked"`,
		"2026-03-02T15:02:00Z": "2026-03-02T15:01:00Z", `"words": "please`: `"words": "do not please`, `"left": true`: `"left": false`, `"n": 1,`: `"n": 7,`,
	} {
		changed := bytes.ReplaceAll(file, []byte(was), []byte(is))
		if bytes.Equal(changed, file) {
			t.Errorf("there is no %s", was)
		}
		if _, err := check(sealedAnew(changed)); err == nil || strings.Contains(err.Error(), "the seal") {
			t.Errorf("%s for %s: %v", is, was, err)
		}
	}
}

// sealedAnew gives a file a seal that fits.
func sealedAnew(file []byte) []byte {
	var out bytes.Buffer
	at := bytes.LastIndex(file, []byte(",\n  \"file\": "))
	out.Write(file[:at])
	out.WriteString(sealOf(file[:at]))
	return out.Bytes()
}

// Ensure that whoever was never seen has no dossier.
func TestUnknown(t *testing.T) {
	r := newRig(t)
	for _, who := range []string{"", "+12125550199", "nonsense", strings.Repeat("0", 32)} {
		if _, err := r.maker.Make(t.Context(), who); !errors.Is(err, dossier.ErrUnknown) {
			t.Errorf("%q: %v", who, err)
		}
	}
}
