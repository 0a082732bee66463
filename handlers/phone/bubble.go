package phone

import (
	"strings"
	"time"
)

// bubble is one text on a handset's screen.
type bubble struct {
	ID    string
	Body  string
	At    time.Time
	Side  string // mine, theirs, or missed: a text that the handset does not show
	Tick  string // what became of it
	Bad   bool
	Name  string // what the program calls it
	Aside string // what the server made of it
}

func bubbleOf(m message) bubble {
	b := bubble{ID: m.ID, Body: m.Body, At: m.At, Name: m.Name, Aside: m.detail, Side: "theirs"}
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

// meant shortens what a text was taken for: evidence of which nothing is left but slashes says nothing.
func meant(meaning string) string {
	what, why, _ := strings.Cut(meaning, ":")
	why = strings.Join(strings.FieldsFunc(why, func(r rune) bool { return r == '/' || r == ' ' }), " ")
	switch {
	case what == "":
		return ""
	case why == "":
		return "read as: " + what
	}
	return "read as: " + what + " (" + why + ")"
}
