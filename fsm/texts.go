package fsm

import "unicode/utf8"

// The names of the texts that the machine itself sends; a program may word each anew.
const (
	TextConfirm   = "confirm"    // the double opt-in question
	TextAsked     = "asked"      // JOIN within a day of that question
	TextWelcome   = "welcome"    // consent is given
	TextAlready   = "already"    // JOIN while subscribed
	TextHelp      = "help"       //
	TextStopped   = "stopped"    // the one confirmation of a STOP
	TextRestarted = "restarted"  // START after a STOP
	TextUnmatched = "unmatched"  // a text that means nothing here
	TextAgent     = "agent"      // AGENT was texted
	TextSorry     = "agent_gone" // nobody came; handed back
	TextHeld      = "held"       // an unclear wish to stop: a person will look
	TextBlocked   = "blocked"    // consent came over a carrier's block
	TextNoted     = "noted"      // a late answer was saved
)

// builtinTexts gives the machine's own texts: plain, within the GSM-7 alphabet, and holding what
// carriers and the law ask of each.
func builtinTexts() map[string]string {
	return map[string]string{
		TextConfirm:   "{{ brand }}: reply YES to get texts from us ({{ frequency }}). Msg & data rates may apply. Reply HELP for help, STOP to cancel.",
		TextAsked:     "{{ brand }}: we have your request. Our earlier text says how to confirm it. Reply HELP for help, STOP to cancel.",
		TextWelcome:   "{{ brand }}: you're in! {{ frequency }}. Msg & data rates may apply. Reply HELP for help, STOP to cancel.",
		TextAlready:   "{{ brand }}: you're subscribed already. Reply HELP for help, STOP to cancel.",
		TextHelp:      "{{ brand }}: {{ frequency }}. For help: {{ contact }}. Msg & data rates may apply. Reply STOP to cancel.",
		TextStopped:   "{{ brand }}: you are unsubscribed and will get no more texts. Reply START to rejoin.",
		TextRestarted: "{{ brand }}: you're subscribed again. {{ frequency }}. Msg & data rates may apply. Reply HELP for help, STOP to cancel.",
		TextUnmatched: "{{ brand }}: sorry, we did not get that. Reply HELP for help, AGENT for a person, STOP to cancel.",
		TextAgent:     "{{ brand }}: a person will read this and answer. You can also reach us at {{ contact }}.",
		TextSorry:     "{{ brand }}: sorry, nobody could answer you in time. Please reach us at {{ contact }}.",
		TextHeld:      "{{ brand }}: thanks, a person will read this. We send no offers until then. To end all texts reply STOP.",
		TextBlocked:   "{{ brand }}: your carrier still blocks our texts. Text START to {{ blocked_sender }} to lift the block.",
		TextNoted:     "{{ brand }}: thanks, noted.",
	}
}

// cut shortens a text to n characters.
func cut(s string, n int) string {
	for i := range s {
		if n == 0 {
			return s[:i]
		}
		n--
	}
	return s
}

// clip shortens a name, source or reason to MaxName bytes, at the edge of a character.
func clip(s string) string {
	if len(s) <= MaxName {
		return s
	}
	n := MaxName
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}
