package bot_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"github.com/parley-sms/parley/bot"
	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store/memstore"
	"github.com/parley-sms/parley/store/search"
)

func openIndex(t *testing.T, dir string) *search.Index {
	t.Helper()
	x, err := search.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = x.Close() })
	return x
}

// Ensure what happens is found within two seconds, what was missed after the next start, nothing of an erased person, and that an index that
// went bad under the server is made anew.
func TestSearching(t *testing.T) {
	dir, s := t.TempDir(), memstore.New()
	index := openIndex(t, dir)
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, s, func(o *bot.Options, _ *fsm.Definition) { o.Search = index }).run()
		defer r.stop()
		found := func(text string, want int) {
			t.Helper()
			f, err := index.Find(t.Context(), search.Query{Text: text, Limit: 10})
			if err != nil || len(f.Texts) != want {
				t.Errorf("%q finds %v, %v", text, f, err)
			}
		}
		r.text(anna, ours, "where is my parcel")
		r.text(ben, ours, "my parcel came")
		time.Sleep(2 * time.Second)
		found("parcel", 2)
		if !index.Whole() {
			t.Error("the index is not whole")
		}
		r.apply(ben, fsm.Attributes{Customer: "alt-1"})
		if err := r.engine.Merge(t.Context(), "alt-1", "kunde-2"); err != nil {
			t.Error(err)
		}
		time.Sleep(2 * time.Second)
		if f, err := index.Find(t.Context(), search.Query{Text: "kunde 2"}); err != nil || len(f.People) != 1 || f.People[0] != ben {
			t.Errorf("by the merged customer: %v %v", f, err)
		}
		r.apply(anna, fsm.Erase{})
		time.Sleep(2 * time.Second)
		found("parcel", 1)
		time.Sleep(time.Minute)
		r.text(anna, ours, "a parcel again")
		time.Sleep(2 * time.Second)
		found("parcel", 2)
	})
	synctest.Test(t, func(t *testing.T) {
		newRig(t, s).text(ben, ours, "unseen parcel") // by a server without the index
	})
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, s, func(o *bot.Options, _ *fsm.Definition) { o.Search = index }).run()
		defer r.stop()
		time.Sleep(2 * time.Second)
		f, err := index.Find(t.Context(), search.Query{Text: "unseen", Limit: 10})
		if err != nil || len(f.Texts) != 1 {
			t.Errorf("%v %v", f, err)
		}
	})
	if err := index.Close(); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "search.db")
	all, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	copy(all[3*4096:], bytes.Repeat([]byte{0xff}, len(all)-3*4096)) // its front is well, so that it opens
	if err := os.WriteFile(path, all, 0o600); err != nil {
		t.Fatal(err)
	}
	index = openIndex(t, dir)
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, s, func(o *bot.Options, _ *fsm.Definition) { o.Search = index }).run()
		defer r.stop()
		time.Sleep(time.Minute)
		f, err := index.Find(t.Context(), search.Query{Text: "parcel", Limit: 10})
		if err != nil || len(f.Texts) != 3 {
			t.Errorf("%v %v", f, err)
		}
	})
}
