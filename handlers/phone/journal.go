package phone

import (
	"slices"
	"strings"

	"github.com/parley-sms/parley/fsm"
)

// journal tells the newest entries, without the reports that a text gets on: its bubble says so.
func journal(entries []fsm.Entry) []commit {
	var list []commit
	for _, e := range entries {
		if len(list) < maxJournal && !slices.ContainsFunc(e.Lines, getsOn) {
			list = append(list, commitOf(e))
		}
	}
	return list
}

func getsOn(l fsm.Line) bool { return l.Event == "status:sent" || l.Event == "status:delivered" }

// commitOf tells a journal entry in plain words.
func commitOf(e fsm.Entry) commit {
	c := commit{Version: e.Version, At: e.At.Time()}
	for _, l := range e.Lines {
		c.Lines = append(c.Lines, lineWords(l))
	}
	if len(c.Lines) == 0 {
		c.Lines = []string{"noted: " + e.Cause}
	}
	return c
}

// lineWords tells one transition or verdict.
func lineWords(l fsm.Line) string {
	verb, object, _ := strings.Cut(l.Event, ":")
	said := verbWords(verb)
	if object != "" {
		said += " " + object
	}
	if l.To != "" && l.From != l.To {
		said += ": " + string(l.From) + " → " + string(l.To)
	}
	if why := evidence(l.Why); why != "" {
		said += " (" + why + ")"
	}
	return said
}

// verbWords says what kind of thing happened. What has no words here is told as it is written.
func verbWords(verb string) string {
	plain := map[string]string{
		"stop": "texts ended", "start": "consent given", "request": "opt-in asked for", "confirm": "opt-in confirmed",
		"lapse": "opt-in not confirmed", "revoke": "marketing withdrawn", "help": "help asked for", "keyword": "keyword texted",
		"unmatched": "text without a fixed meaning", "answer": "question answered", "timeout": "question left without an answer",
		"recall": "question called back", "take": "a person takes over", "release": "back to the bot",
		"ask": "asked", "send": "sent", "retry": "asked again", "reply": "answered with", "step": "took the step", "enter": "started",
		"exit": "ended", "refuse": "did not start", "wait": "must wait", "drop": "given up", "suspend": "question set aside for",
		"resume": "question back", "expire": "question expired", "late_answer": "late answer to", "accepted": "carrier took",
		"refused": "carrier refused", "not_sent": "not sent", "doubt": "nobody knows whether it went:", "unknown": "never known whether it went:",
		"status": "carrier reports", "settled": "carrier answered", "event": "event", "hold": "marketing held", "hold_released": "marketing goes on",
		"arm": "arm drawn for", "opt_in": "opt-in", "opt_out": "opt-out",
	}
	if words, ok := plain[verb]; ok {
		return words
	}
	return strings.ReplaceAll(verb, "_", " ")
}
