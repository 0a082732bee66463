package phone

import (
	"context"
	"errors"
	"testing"

	"github.com/parley-sms/parley/bot"
)

// Ensure each delivery brings a handset's texts to the server as it says.
func TestDeliveries(t *testing.T) {
	type sent struct {
		body   string
		how    Delivery
		posted bool
	}
	for _, c := range []struct {
		name  string
		texts []sent
		want  []string // what the server was posted
	}{
		{"once", []sent{{"a", Once, true}}, []string{"a"}},
		{"twice", []sent{{"a", Twice, true}, {"b", Once, true}}, []string{"a", "a", "b"}},
		{"lost", []sent{{"a", Lost, false}, {"b", Once, true}}, []string{"b"}},
		{"overtaken", []sent{{"a", OutOfOrder, false}, {"b", Once, true}}, []string{"b", "a"}},
		{"overtaken by a repeated one", []sent{{"a", OutOfOrder, false}, {"b", Twice, true}}, []string{"b", "b", "a"}},
		{"two out of order", []sent{{"a", OutOfOrder, false}, {"b", OutOfOrder, true}, {"c", Once, true}}, []string{"b", "a", "c"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := open(t, "")
			var posted []string
			ids := map[string]string{}
			p.OnText = func(_ context.Context, r bot.Received) error {
				posted = append(posted, r.Body)
				if id := ids[r.Body]; id != "" && id != r.ID {
					t.Errorf("%q was repeated under another id", r.Body)
				}
				ids[r.Body] = r.ID
				return nil
			}
			for _, s := range c.texts {
				if _, got, err := p.Text(t.Context(), anna, DefaultSender, s.body, s.how); err != nil || got != s.posted {
					t.Errorf("%q: posted %v, %v; want %v", s.body, got, err, s.posted)
				}
			}
			(&rig{T: t}).want("posted", posted, c.want...)
			if listed := inbound(t, p); len(listed) != len(c.texts) {
				t.Errorf("the carrier lists %q, want every text once", listed)
			}
		})
	}
}

// Ensure a text that the server does not take stays in the carrier's list, and an odd delivery is
// refused before anything happens.
func TestTextRefused(t *testing.T) {
	p := open(t, "")
	full := errors.New("disk full")
	p.OnText = func(context.Context, bot.Received) error { return full }
	if _, posted, err := p.Text(t.Context(), anna, DefaultSender, "JOIN", Once); posted || !errors.Is(err, full) {
		t.Errorf("posted %v, %v; want the server's error", posted, err)
	}
	if _, _, err := p.Text(t.Context(), anna, DefaultSender, "JOIN", "thrice"); err == nil {
		t.Error("a delivery that there is none of was taken")
	}
	(&rig{T: t}).want("listed", inbound(t, p), "JOIN")
}

func inbound(t *testing.T, p *Phone) []string {
	t.Helper()
	var list []string
	for r, err := range p.Inbound(t.Context(), p.Now().Add(-day)) {
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, r.Body)
	}
	return list
}
