package phone

import (
	"context"
	"strings"
	"time"

	"github.com/parley-sms/parley/fsm/plain"
)

// bubble is one text on a handset's screen.
type bubble struct {
	ID    string
	Body  []piece
	At    time.Time
	Side  string // mine, theirs, or missed: a text that the handset does not show
	Tick  string // what became of it
	Bad   bool
	Name  string // what the program calls it
	Aside string // what the server made of it
	Day   string // in UTC, where another day begins
}

// bubbles makes a screen of texts, oldest first.
func (h *handlers) bubbles(ctx context.Context, list []message) []bubble {
	var screen []bubble
	last := ""
	for _, m := range list {
		b := bubbleOf(m)
		if m.Direction == "inbound" {
			b.Body = []piece{{Text: m.Body}}
		} else {
			b.Body = h.pieces(ctx, m.Body)
		}
		if day := m.At.UTC().Format("Mon 2 Jan"); day != last {
			b.Day, last = day, day
		}
		screen = append(screen, b)
	}
	return screen
}

func bubbleOf(m message) bubble {
	b := bubble{ID: m.ID, At: m.At, Name: m.Name, Aside: m.detail, Side: "theirs"}
	if m.Direction == "inbound" {
		b.Side, b.Aside = "mine", meant(m.meaning)
	} else if !m.Reached {
		b.Side = "missed"
	}
	b.Tick, b.Bad = tick(m)
	return b
}

// tick says what became of a text, and whether that is bad.
func tick(m message) (string, bool) {
	switch m.Status {
	case "received":
		return "✓ received", false
	case notPosted:
		return "on its way: no webhook yet", true
	case notKnown:
		return "the server has no record of it", true
	case "delivered", "read":
		return "✓✓ " + m.Status, false
	case "accepted", "queued", "sending", "sent":
		return "✓ " + m.Status, false
	case "in_doubt":
		return "? in doubt " + m.Code, true
	case "released":
		return "… on the wire", false
	}
	return "✕ " + strings.TrimSpace(strings.ReplaceAll(m.Status, "_", " ")+" "+m.Code), true
}

// meant shortens what a text was taken for.
func meant(meaning string) string {
	what, why, _ := strings.Cut(meaning, ":")
	if why = plain.Evidence(why); why != "" {
		what += " (" + why + ")"
	}
	if what == "" {
		return ""
	}
	return "read as " + what
}
