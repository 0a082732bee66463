package console

import (
	"strings"
	"testing"
	"time"

	"github.com/parley-sms/parley/bot/user"
	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store/search"
)

// index makes the search index of the rig.
func (r *rig) index() {
	r.Helper()
	x, err := search.Open(r.TempDir())
	if err != nil {
		r.Fatal(err)
	}
	r.search = x
	r.Cleanup(func() { _ = x.Close() })
}

// indexed lets the engine bring the index up to date.
func (r *rig) indexed() {
	r.Helper()
	r.passes(time.Minute)
	for _, loop := range r.engine.Loops() {
		if loop.Name() != "search" {
			continue
		}
		if _, err := loop.Turn(r.Context(), r.Now()); err != nil {
			r.Fatal(err)
		}
	}
}

// Ensure texts and people are found and lead to their thread, that the words are marked and nothing in them runs.
func TestFind(t *testing.T) {
	r := newRig(t)
	kim := r.as("kim", user.Agent)
	kim.get("/search").wants(200, "is being brought up to date")
	r.joins()
	r.happens(fsm.Attributes{Set: map[string]any{"first_name": "Ánna"}})
	r.texts("IN1", "<b>Where</b> is my parcel?")
	r.indexed()
	p := kim.get("/search?q=where+parc").wants(200, "&lt;b&gt;<mark>Where</mark>&lt;/b&gt; is my <mark>parcel</mark>?")
	p.wants(200, `href="/inbox/&#43;12125550123"`).wants(200, "/people/&#43;12125550123?message=")
	if strings.Contains(p.body, "brought up to date") {
		t.Error("the index is whole")
	}
	kim.get("/search?q=anna").wants(200, "Ánna")
	kim.get("/search?q=555-0123").wants(200, "12125550123")
	kim.get("/search?q=giraffe").wants(200, "Nothing has “giraffe”")
	kim.get("/search?q="+strings.Repeat("%ff", 500)+"&before=%00!").wants(200, "")
	kim.get("/search?q=parcel&before=1").wants(200, "No older texts")
	r.as("mia", user.Marketer).get("/search?q=parcel").wants(200, `href="/people/&#43;12125550123"`)
	r.browser().get("/search?q=x").leads("/login?next=%2Fsearch%3Fq%3Dx")
	r.happens(fsm.Erase{})
	kim.get("/search?q=parcel").wants(200, "Nothing has") // at once, though the index still has it
	r.indexed()
	kim.get("/search?q=0123").wants(200, "Nothing has")
}

// Ensure older texts are a page further.
func TestFindPages(t *testing.T) {
	r := newRig(t)
	kim := r.as("kim", user.Agent)
	for range searchTexts + 5 {
		r.passes(time.Minute)
		r.texts(r.Now().String(), "still no parcel")
	}
	r.indexed()
	first := kim.get("/search?q=parcel").wants(200, "Older texts")
	_, rest, _ := strings.Cut(first.body, `<p><a href="`)
	next, _, _ := strings.Cut(rest, `"`)
	second := kim.get(strings.ReplaceAll(next, "&amp;", "&")).wants(200, "<mark>parcel</mark>")
	if a, b := strings.Count(first.body, "<mark>"), strings.Count(second.body, "<mark>"); a != searchTexts || b != 5 {
		t.Errorf("%d and %d texts", a, b)
	}
}
