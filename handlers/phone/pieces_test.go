package phone

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
	"github.com/parley-sms/parley/store/memstore"
)

// Ensure that a text is taken apart at its links, and is whole when it is put together; a tracked link
// opens on this server.
func TestPieces(t *testing.T) {
	s := memstore.New()
	_, err := s.Update(t.Context(), "+12125550123", func(v store.View) (fsm.Decision, error) {
		r := v.Record()
		r.Version++
		return fsm.Decision{Next: r, Links: []fsm.Link{{Code: "AbCdEfGhIj0", Phone: r.Phone}}}, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	h := &handlers{Deps: Deps{Store: s}}
	for body, want := range map[string][]piece{
		"":      nil,
		"Hello": {{Text: "Hello"}},
		"See https://go.acme.test/l/AbCdEfGhIj0. Bye": {{Text: "See "}, {"https://go.acme.test/l/AbCdEfGhIj0", "/l/AbCdEfGhIj0"}, {Text: ". Bye"}},
		"http://127.0.0.1:8080/l/AbCdEfGhIj0":         {{"http://127.0.0.1:8080/l/AbCdEfGhIj0", "/l/AbCdEfGhIj0"}},
		"(https://acme.test/a)\nhttps://acme.test/l/unknown": {{Text: "("}, {"https://acme.test/a", "https://acme.test/a"}, {Text: ")\n"},
			{"https://acme.test/l/unknown", "https://acme.test/l/unknown"}},
		"https://acme.test/AbCdEfGhIj0": {{"https://acme.test/AbCdEfGhIj0", "https://acme.test/AbCdEfGhIj0"}},
		"javascript:alert(1) https://":  {{Text: "javascript:alert(1) https://"}},
		"https://%zz <b>":               {{Text: "https://%zz"}, {Text: " <b>"}},
	} {
		got := h.pieces(t.Context(), body)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", body, diff)
		}
		whole := ""
		for _, p := range got {
			whole += p.Text
		}
		if whole != body {
			t.Errorf("%q became %q", body, whole)
		}
	}
}
