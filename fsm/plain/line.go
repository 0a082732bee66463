package plain

import (
	"fmt"
	"strings"

	"github.com/parley-sms/parley/fsm"
)

// Line tells one transition or verdict of the journal.
func Line(l fsm.Line) string {
	verb, object, _ := strings.Cut(l.Event, ":")
	said := does(verb, object)
	if l.Seq > 0 {
		said += fmt.Sprintf(", as text /%d", l.Seq)
	}
	if l.To != "" && l.From != l.To {
		said += ": " + string(l.From) + " → " + string(l.To)
	}
	if why := Evidence(l.Why); why != "" {
		said += " (" + why + ")"
	}
	return said
}

// Evidence shortens how a text was recognised, "exact/en/stop/stop", to what a person asks: which of
// its words, and how. Other reasons stay as they are.
func Evidence(why string) string {
	parts := strings.SplitN(strings.TrimSpace(why), "/", 4)
	switch {
	case len(parts) < 4 || strings.ContainsAny(parts[0], " :"):
		return strings.TrimSpace(why)
	case parts[3] == "":
		return parts[0]
	}
	return parts[0] + " “" + parts[3] + "”"
}

// does says what kind of thing happened to what.
func does(verb, object string) string {
	if object == "" {
		return alone(verb)
	}
	if words := about(verb); words != "" {
		return fmt.Sprintf(words, object)
	}
	return strings.ReplaceAll(verb, "_", " ") + " " + object
}

// alone tells what happens to the person rather than to a step, text or workflow.
func alone(verb string) string {
	words := map[string]string{
		"stop": "all texts end", "start": "consent is there", "request": "asked to confirm the opt-in", "confirm": "the opt-in is confirmed",
		"lapse": "the opt-in was not confirmed", "revoke": "marketing is withdrawn", "help": "help was asked for", "keyword": "a keyword was texted",
		"unmatched": "a text without a meaning here", "answer": "the question is answered", "timeout": "the question is left without an answer",
		"recall": "the question is called back", "take": "a person takes over", "release": "back to the bot",
		"hold": "marketing is held until somebody has looked at the text", "hold_released": "marketing goes on",
		"opt_in": "consent given elsewhere", "opt_out": "consent withdrawn elsewhere", "mend": "made to fit the live program",
		"settled": "the carrier answered", "customer": "the number of a customer of the shop", "carried": "sent before the restore",
		"note": "a note of the staff", "tags": "the tags are other ones", "snooze": "the thread is put aside", "owner": "the thread has another owner",
		"requeue": "the thread goes back into the queue", "late": "an answer of the staff is late",
	}
	if said, ok := words[verb]; ok {
		return said
	}
	return strings.ReplaceAll(verb, "_", " ")
}

// about tells what happens to something, as a form with one place for its name; "" where there are no
// words for it.
func about(verb string) string {
	return map[string]string{
		"ask": "%s was asked", "send": "%s went out", "retry": "%s was asked again", "reply": "answered with %s", "step": "took the step %s",
		"enter": "entered the workflow %s", "exit": "left the workflow %s", "refuse": "not taken in: %s", "wait": "%s must wait", "drop": "%s is given up",
		"pass": "%s is passed over", "case": "%s chose its way", "arm": "%s drew an arm", "exposed": "counts for the experiment %s from here on", "suspend": "the question is set aside for a text of class %s",
		"resume": "%s is the open question again", "expire": "the question %s expired", "late_answer": "a late answer to %s", "accepted": "the carrier took %s",
		"refused": "the carrier refused %s", "not_sent": "%s was not sent", "doubt": "nobody knows whether %s went", "unknown": "nobody will know whether %s went",
		"status": "the carrier reports: %s", "event": "the event %s is on record", "woke": "%s got what it waited for", "timeout": "%s waited in vain",
		"passed": "%s is past already", "cancel": "%s is cancelled before it began", "call_failed": "the call of %s failed", "called": "the call of %s was answered",
		"redeem": "a code of %s was used", "attributed": "an order is attributed to %s", "refunded": "an %s was refunded", "known": "the %s is told again, and counts once",
		"opened": "a link was opened, and not by them as far as one can tell: %s", "moved": "the run moved to %s", "carried": "%s was sent before the restore",
		"later": "a text of the %s waits for its time", "handoff": "the rule %s fetches a person", "unsend": "a text of the %s was taken back", "attribute": "%s is told anew",
	}[verb]
}
