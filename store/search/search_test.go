package search_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
	"github.com/parley-sms/parley/store/search"
)

// Ensure texts are found by words whatever their case, accents and punctuation, newest first, all words in one text, and
// of the last one the beginning.
func TestTexts(t *testing.T) {
	r := newRig(t)
	r.says(ann, "Where's my PARCEL?", "Ça va, crème brûlée!")
	r.says(bob, "the parcel is here", "don't refund order #A-1234")
	r.says(ann, "注文番号は12です", "ﬁne, 𝐛𝐨𝐥𝐝 words", "стоп")
	r.follow(ann, bob)
	r.wants("parcel", at(bob, 1), at(ann, 1))
	r.wants("PAR", at(bob, 1), at(ann, 1))
	r.wants("parcel her", at(bob, 1))
	r.wants("her parcel") // only the last word may be the beginning of one
	r.wants("where's", at(ann, 1))
	r.wants("wheres my", at(ann, 1))
	r.wants("creme BRULEE", at(ann, 2))
	r.wants("don’t", at(bob, 2))
	r.wants("a-1234", at(bob, 2))
	r.wants("文番", at(ann, 3))
	r.wants("fine bold", at(ann, 4))
	r.wants("СТОП", at(ann, 5))
	r.wants("p")
	r.wants("")
	r.wants("?!…")
	r.wants("parcel refund") // in two texts
}

// Ensure people are found by the end of their number, however it is written, by what is known of them and by the shop's ids, and no
// more by what is not known any longer.
func TestPeople(t *testing.T) {
	r := newRig(t)
	r.change(ann, func(d *fsm.Decision) {
		d.Next.Attributes = map[string]any{"first_name": "Ánna-Maria", "city": "Graz", "vip": true, "size": 42.0}
		d.Next.Tags = []string{"press"}
		d.Binds = []fsm.Bind{{Customer: "shop_77", At: 1}}
	})
	r.change(bob, func(d *fsm.Decision) { d.Next.Attributes = map[string]any{"first_name": "Bob", "city": "Graz"} })
	r.follow(ann, bob)
	r.wantsPeople("001", ann)
	r.wantsPeople("(500) 555-0001", ann)
	r.wantsPeople("+1 500 555 0001", ann)
	r.wantsPeople("07700 900123", bob)
	r.wantsPeople("23", []fsm.Phone{}...)
	r.wantsPeople("graz", ann, bob)
	r.wantsPeople("anna gr", ann)
	r.wantsPeople("maria anna", ann)
	r.wantsPeople("graz press", ann)
	r.wantsPeople("42", ann)
	r.wantsPeople("shop 77", ann)
	r.wantsPeople("shop_77", ann)
	r.change(ann, func(d *fsm.Decision) { d.Next.Attributes = map[string]any{"first_name": "Maria"} })
	r.follow(ann)
	r.wantsPeople("graz", bob)
	r.wantsPeople("maria", ann)
	r.wantsPeople("anna")
}

// Ensure an erased person vanishes, from the file too, and that one who comes back is found by the new texts alone.
func TestErasure(t *testing.T) {
	r := newRig(t)
	r.says(ann, "zebediah wants tea", "and more tea")
	r.says(bob, "tea for me")
	r.change(ann, func(d *fsm.Decision) { d.Next.Attributes = map[string]any{"name": "Xanthippe"} })
	r.follow(ann, bob)
	r.wants("tea", at(bob, 1), at(ann, 2), at(ann, 1))
	r.erase(ann)
	if d := r.follow(ann); d.Gone != 1 {
		t.Errorf("%+v", d)
	}
	r.wants("tea", at(bob, 1))
	r.wantsPeople("xanthippe")
	r.wantsPeople("0001")
	for _, word := range []string{"zebediah", "xanthippe", "15005550001", "10005550051"} {
		if live(t, r, word) {
			t.Errorf("%q is still in the index", word)
		}
	}
	r.says(ann, "hello", "coffee now", "please")
	r.follow(ann)
	r.wants("coffee", at(ann, 2))
	r.erase(ann)
	r.says(ann, "a", "b", "c", "back again") // before the index looked
	r.follow(ann)
	r.wants("coffee")
	r.wants("again", at(ann, 4))
}

// live tells whether bytes are in a copy of the index without what is free in it.
func live(t *testing.T, r *rig, word string) bool {
	t.Helper()
	if err := r.index.Close(); err != nil {
		t.Fatal(err)
	}
	defer r.open()
	clean := filepath.Join(t.TempDir(), "clean.db")
	compact(t, filepath.Join(r.dir, "search.db"), clean)
	all, err := os.ReadFile(clean)
	if err != nil {
		t.Fatal(err)
	}
	return bytes.Contains(all, []byte(word))
}

// Ensure a walk makes an index, goes on where one was interrupted, does nothing twice, and removes who is gone.
func TestWalk(t *testing.T) {
	r := newRig(t)
	for i := range 10 {
		r.says(fsm.Phone("+1500555010"+string(rune('0'+i))), "number "+strings.Repeat("x", i+1))
	}
	d, err := r.index.Walk(t.Context(), r.store, "", 4)
	if err != nil || d.People != 4 || d.Texts != 4 || !d.More {
		t.Fatalf("%+v %v", d, err)
	}
	if err := r.index.Close(); err != nil {
		t.Fatal(err)
	}
	r.open() // of the process that came after
	if d := r.walk(4); d.People != 10 || d.Texts != 6 {
		t.Errorf("%+v", d)
	}
	if got := r.find("number").Texts; len(got) != 10 || got[0].Phone != "+15005550109" {
		t.Errorf("%v", got)
	}
	r.erase("+15005550105")
	r.erase("+15005550109") // the last one
	r.says("+15005550100", "number again")
	if d := r.walk(3); d.People != 8 || d.Texts != 1 || d.Gone != 2 {
		t.Errorf("%+v", d)
	}
	if got := r.find("number").Texts; len(got) != 9 || got[0] != at("+15005550100", 2) {
		t.Errorf("%v", got)
	}
}

// Ensure pages of texts join without a gap, and say when there is no more.
func TestPages(t *testing.T) {
	r := newRig(t)
	for range 300 {
		r.says(ann, "tea and biscuits", "biscuits")
	}
	r.follow(ann)
	var all []search.Text
	q := search.Query{Text: "tea bis", Limit: 7}
	for {
		f, err := r.index.Find(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, f.Texts...)
		if q.Before = f.Before; q.Before == 0 {
			break
		}
	}
	if len(all) != 300 || all[0] != at(ann, 599) || all[299] != at(ann, 1) {
		t.Errorf("%d texts, from %v", len(all), all[:1])
	}
}

// Ensure a file that is damaged, of another version or no index is made anew, and that a closed index says so.
func TestDamage(t *testing.T) {
	r := newRig(t)
	r.says(ann, "hello")
	for _, damage := range []func(path string) error{
		func(path string) error { return os.WriteFile(path, bytes.Repeat([]byte("junk"), 5000), 0o600) },
		func(path string) error { return os.Truncate(path, 100) },
		func(path string) error { return os.Remove(path) },
	} {
		r.walk(10)
		r.wants("hello", at(ann, 1))
		if err := r.index.Close(); err != nil {
			t.Fatal(err)
		}
		if _, err := r.index.Find(t.Context(), search.Query{Text: "x"}); !errors.Is(err, store.ErrClosed) {
			t.Errorf("a closed index says %v", err)
		}
		if err := damage(filepath.Join(r.dir, "search.db")); err != nil {
			t.Fatal(err)
		}
		r.open()
		r.wants("hello")
	}
}

// Ensure texts of one millisecond, of no time and of nonsense are all found.
func TestOddTexts(t *testing.T) {
	r := newRig(t)
	bodies := []string{"", "\x00\xff\xfe tea", strings.Repeat("long", 1000) + " tea", strings.Repeat("w ", 2000) + "tea", "tea\u200b", "\u0301\u0301 ' ''", "T\u0301ea"}
	r.change(ann, func(d *fsm.Decision) {
		for i, body := range bodies {
			d.Messages = append(d.Messages, fsm.Message{Phone: ann, Seq: uint64(i + 1), At: fsm.Moment(i % 2), Body: body})
		}
		d.Next.Seq = uint64(len(bodies))
	})
	r.follow(ann)
	var seqs []uint64
	for _, f := range r.find("tea").Texts {
		seqs = append(seqs, f.Seq)
	}
	slices.Sort(seqs)
	if !slices.Equal(seqs, []uint64{2, 3, 5, 7}) {
		t.Errorf("found %v", seqs)
	}
	r.wants(strings.Repeat("long", 900), at(ann, 3))
}

// Ensure marked words are those that were looked for, and that the pieces are the whole text.
func TestMark(t *testing.T) {
	for _, try := range []struct {
		text, asked, want string
		hit               bool
	}{
		{"Where is my Parcel?", "parc", "Where is my [Parcel]?", true},
		{"Crème, crème", "CREME", "[Crème], [crème]", true},
		{"an answer", "an answ", "[an] [answer]", true},
		{"Anna", "anna an", "[Anna]", true},
		{"tea", "tea coffee", "[tea]", false},
		{"tea", "", "tea", false},
		{"", "tea", "", false},
		{"<b>tea</b>", "b te", "<[b]>[tea]</[b]>", true},
	} {
		parts, hit := search.Mark(try.text, try.asked)
		got := ""
		for _, p := range parts {
			if p.Hit {
				got += "[" + p.Text + "]"
			} else {
				got += p.Text
			}
		}
		if got != try.want || hit != try.hit {
			t.Errorf("%q for %q: %q %v", try.text, try.asked, got, hit)
		}
	}
}

// Ensure a search ends when nobody waits for it.
func TestCancelled(t *testing.T) {
	r := newRig(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := r.index.Find(ctx, search.Query{Text: "x"}); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

// late is a store whose record of a person is older than the texts that it gives: these came in between.
type late struct {
	store.Store
	record fsm.Record
}

func (l late) Record(context.Context, fsm.Phone) (fsm.Record, error) { return l.record, nil }

func (l late) Subscribers(context.Context, fsm.Phone, int) ([]fsm.Record, error) {
	return []fsm.Record{l.record}, nil
}

// Ensure a text that comes while its person is read is found once, whether or not it has the time of the one before.
func TestTextsInBetween(t *testing.T) {
	for _, apart := range []fsm.Moment{0, 1} {
		for _, walked := range []bool{false, true} {
			r := newRig(t)
			r.says(ann, "parcel one")
			record, err := r.store.Record(t.Context(), ann)
			if err != nil {
				t.Fatal(err)
			}
			r.now += apart - 1
			r.says(ann, "parcel two")
			behind := late{r.store, record}
			if walked {
				_, err = r.index.Walk(t.Context(), behind, "", 10)
			} else {
				_, err = r.index.Follow(t.Context(), behind, []fsm.Phone{ann})
			}
			if err != nil {
				t.Fatal(err)
			}
			r.follow(ann)
			r.wants("parcel", at(ann, 2), at(ann, 1))
			r.says(ann, "parcel three")
			if d := r.follow(ann); d.Texts != 1 || d.Gone != 0 {
				t.Errorf("a further text: %+v", d)
			}
		}
	}
}

// Ensure a walk forgets the texts of somebody who was erased and has come back since, as following him does.
func TestWalkAnotherHistory(t *testing.T) {
	r := newRig(t)
	r.says(ann, "parcel one", "parcel two")
	r.walk(10)
	r.erase(ann)
	r.says(ann, "parcel three")
	if d := r.walk(10); d.Gone != 1 || d.Texts != 1 {
		t.Errorf("%+v", d)
	}
	r.wants("parcel", at(ann, 1))
}
