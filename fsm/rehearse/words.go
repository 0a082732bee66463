package rehearse

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/parley-sms/parley/fsm"
)

// words says in plain words what a line of the journal means for the person; "" where that is nothing,
// or was said already.
func (w *world) words(l fsm.Line) string {
	kind, name, _ := strings.Cut(l.Event, ":")
	if why, ok := strings.CutSuffix(l.Why, "condition"); ok {
		l.Why = why + "its if does not hold"
	}
	l.Why = stamp.ReplaceAllStringFunc(l.Why, w.readable)
	switch kind {
	case "enter":
		return "enters " + name + w.key(l.Run)
	case "exit":
		return leaves(name, l.Why)
	case "refuse":
		return w.refused(name, l.Why)
	case "step":
		return w.waits(name, l.Run)
	case "wait":
		why, until, _ := strings.Cut(l.Why, " until ")
		return name + " waits until " + until + ": " + why
	case "event":
		if l.Why == "history: starts nothing" {
			return "it is history and starts nothing"
		}
		return ""
	case "answer":
		return "answers " + l.From.Foreground() + ": " + answerOf(l.Why)
	case "timeout":
		if name == "" {
			name = l.From.Foreground()
		}
	case "status":
		if name == "delivered" {
			return ""
		}
		return strings.TrimSpace("the carrier says: " + name + " " + l.Why)
	case "release":
		kind = "handback"
	}
	said, known := phrases()[kind]
	if !known {
		return ""
	}
	return strings.TrimSuffix(strings.NewReplacer("NAME", name, "WHY", strings.TrimSpace(l.Why)).Replace(said), ": ")
}

// phrases say what kinds of lines mean. NAME is what the line is about, WHY its reason.
func phrases() map[string]string {
	return map[string]string{
		"cancel":        "will not enter NAME: WHY came",
		"pass":          "NAME is passed over: WHY",
		"case":          "NAME takes case WHY",
		"arm":           "NAME gives arm WHY",
		"passed":        "NAME does not wait: its moment is WHY",
		"woke":          "NAME goes on: WHY came",
		"timeout":       "NAME goes on: WHY",
		"late_answer":   "answers NAME late: WHY",
		"called":        "NAME is answered",
		"call_failed":   "NAME: WHY",
		"expire":        "the question NAME ends: WHY",
		"drop":          "NAME is not sent: WHY",
		"refused":       "the carrier refuses NAME: WHY",
		"doubt":         "nobody knows whether NAME went out: WHY",
		"not_sent":      "NAME did not go out and is tried again: WHY",
		"unknown":       "NAME: nobody will ever know whether it went out",
		"stop":          "is unsubscribed",
		"start":         "is subscribed: WHY",
		"confirm":       "is subscribed: WHY",
		"request":       "is asked to confirm: WHY",
		"lapse":         "did not confirm in time",
		"revoke":        "no longer agrees to marketing",
		"take":          "an agent has the thread: WHY",
		"handback":      "the bot has the thread back: WHY",
		"suspend":       "the open question waits for a text of class NAME",
		"resume":        "the question NAME is open again",
		"retry":         "that is no answer of NAME",
		"recall":        "the question closes: WHY",
		"unmatched":     "it means nothing here: WHY",
		"hold":          "marketing is held until somebody has looked: WHY",
		"hold_released": "marketing goes on",
	}
}

// key is what a run is about, where it has a key.
func (w *world) key(run uint64) string {
	for _, r := range w.rec.Runs {
		if r.ID == run && r.Key != "" {
			return " for " + r.Key
		}
	}
	return ""
}

// leaves says how a run ended.
func leaves(workflow, why string) string {
	switch {
	case strings.HasPrefix(why, "completed"):
		return "finishes " + workflow
	case why == "exit":
		return "leaves " + workflow
	case strings.HasPrefix(why, "exit on "):
		return "leaves " + workflow + ": " + strings.TrimPrefix(why, "exit on ") + " came"
	case strings.HasPrefix(why, "goal "):
		return "leaves " + workflow + " with its goal: " + strings.TrimPrefix(why, "goal ") + " came"
	}
	return "leaves " + workflow + ": " + why
}

// refused says what did not happen: an entry, mostly.
func (w *world) refused(name, why string) string {
	if slices.ContainsFunc(w.p.Workflows, func(wf fsm.Workflow) bool { return wf.Name == name }) {
		return "does not enter " + name + ": " + strings.Replace(why, "no transition from", "no consent, but", 1)
	}
	return name + " is refused: " + why
}

// waits says until when a run waits at a step.
func (w *world) waits(name string, run uint64) string {
	_, step, _ := strings.Cut(name, ".")
	for _, i := range w.rec.Calendar {
		switch {
		case i.Run != run || i.Step != step:
		case i.Kind == fsm.ItemStep:
			return name + " waits until " + w.at(i.At)
		case i.Kind == fsm.ItemTimeout:
			return name + " waits for it until " + w.at(i.At)
		}
	}
	return ""
}

func (w *world) at(m fsm.Moment) string { return w.local(m).Format("Mon Jan 2, 15:04") }

// stamp is a moment as the journal writes it.
var stamp = regexp.MustCompile(`\d{4}-\d\d-\d\dT[0-9:.]+Z`)

// readable writes a moment of the journal by the person's clock.
func (w *world) readable(at string) string {
	t, err := time.Parse(time.RFC3339Nano, at)
	if err != nil {
		return at
	}
	return w.at(fsm.At(t))
}
