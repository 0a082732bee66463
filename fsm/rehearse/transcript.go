package rehearse

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/parley-sms/parley/fsm"
)

// Entry is one line of a transcript.
type Entry struct {
	At       string `json:"at"`             // "Mon 2026-03-02 10:00", by the person's clock
	Who      string `json:"who,omitempty"`  // "texts", "receives", "event", …; empty: what Parley did
	Text     string `json:"text"`           // what was said or done
	Name     string `json:"name,omitempty"` // of a text: "cart.remind", or of an answer: "help"
	Segments int    `json:"segments,omitempty"`
	Lost     string `json:"lost,omitempty"` // why the person never got it: "refused", "lost", …
}

const clockForm = "Mon 2006-01-02 15:04"

func (w *world) say(who, what string) {
	if !w.silent {
		w.entry(Entry{Who: who, Text: what})
	}
}

func (w *world) entry(e Entry) {
	e.At = w.local(w.now).Format(clockForm)
	w.transcript = append(w.transcript, e)
}

// tell writes down what a decision did, and notes what it has shown of the workflows.
func (w *world) tell(dec fsm.Decision) {
	for _, l := range dec.Lines {
		w.journal = append(w.journal, strings.TrimSpace(l.Event+" "+l.Why))
		for _, key := range taken(l) {
			w.seen[key] = true
		}
		if offer := w.offered(l); offer != "" {
			w.offers = append(w.offers, offer)
		}
		if said := w.words(l); said != "" {
			w.say("", said)
		}
	}
}

// offered is the offer of the text that a line tells of.
func (w *world) offered(l fsm.Line) string {
	kind, name, _ := strings.Cut(l.Event, ":")
	if kind != "send" && kind != "ask" {
		return ""
	}
	for _, wf := range w.p.Workflows {
		for i := range wf.Steps {
			if wf.Name+"."+wf.Steps[i].Name == name {
				return wf.Steps[i].Offer
			}
		}
	}
	return ""
}

// written writes values for people: "cart_id=c1 value=40".
func written(values map[string]any) string {
	var parts []string
	for _, name := range slices.Sorted(maps.Keys(values)) {
		v := values[name]
		if v == nil {
			v = "none"
		}
		parts = append(parts, fmt.Sprintf("%s=%v", name, v))
	}
	return strings.Join(parts, " ")
}
