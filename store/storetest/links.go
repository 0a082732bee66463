package storetest

import (
	"context"
	"errors"
	"testing"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
)

// Ensure that the links of a decision are found by their whole code.
func tryLinks(t *testing.T, s store.Store) {
	list := []fsm.Link{
		{Code: "abc", Phone: ann, Seq: 1, To: "https://acme.test/a?b=ü", At: 5, Expires: 9},
		{Code: "abcd", Phone: ann, Seq: 1, To: "https://acme.test/d", At: 5},
	}
	must(t, s, ann, func(d *fsm.Decision) { d.Links = list })
	must(t, s, ann, func(d *fsm.Decision) { d.Links = list[:1] }) // the very same
	for _, want := range list {
		got, err := s.Link(context.Background(), want.Code)
		compare(t, "link "+want.Code, want, got, err)
	}
	for _, code := range []string{"", "ab", "abcde", "ABC", "\x00"} {
		if _, err := s.Link(context.Background(), code); !isNotFound(err) {
			t.Errorf("Link(%q) = %v, want ErrNotFound", code, err)
		}
	}
}

// Ensure that a code leads to one place for good: a decision that would take it for another is refused
// whole.
func tryTakenLinks(t *testing.T, s store.Store) {
	first := fsm.Link{Code: "abc", Phone: ann, Seq: 1, To: "https://acme.test/a"}
	must(t, s, ann, func(d *fsm.Decision) { d.Links = []fsm.Link{first} })
	other := fsm.Link{Code: "new", Phone: bob, Seq: 2, To: "https://acme.test/b"}
	for name, links := range map[string][]fsm.Link{
		"another's":           {other, {Code: "abc", Phone: bob, Seq: 1, To: first.To}},
		"one of the decision": {other, {Code: "new", Phone: bob, Seq: 3, To: other.To}},
	} {
		_, err := s.Update(context.Background(), bob, change(func(d *fsm.Decision) { d.Links = links }))
		if !errors.Is(err, store.ErrDecision) {
			t.Errorf("%s: Update = %v, want %v", name, err, store.ErrDecision)
		}
	}
	absent(t, s, bob)
	if _, err := s.Link(context.Background(), "new"); !isNotFound(err) {
		t.Errorf("a link of a refused decision is there: %v", err)
	}
	got, err := s.Link(context.Background(), "abc")
	compare(t, "link", first, got, err)
}
