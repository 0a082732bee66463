package plain

import "github.com/parley-sms/parley/fsm"

// Fact tells what a fact of the consent ledger is.
func Fact(fact string) string {
	if words, ok := map[string]string{
		fsm.Requested: "Asked to join; to be confirmed", fsm.WasGiven: "Consent given", fsm.Withdrawn: "Consent withdrawn (opt-out)", fsm.Restored: "Texts may go again",
		fsm.Affirmed: "Asked for again by who had it already",
		fsm.Blocked:  "A carrier refuses our texts", fsm.Unblocked: "The carrier takes our texts again", fsm.Forgotten: "A carrier's block was forgotten",
		fsm.Held: "Marketing held: the text may be an opt-out", fsm.Released: "Marketing goes on: somebody looked", fsm.Erased: "The person was erased",
	}[fact]; ok {
		return words
	}
	return fact
}

// Purpose tells what texts a fact is about.
func Purpose(p fsm.Purpose) string {
	if p == "" {
		return "all texts"
	}
	return string(p) + " texts"
}

// Effect tells why a fact did not count; of one that did it says nothing.
func Effect(e fsm.Effect) string {
	switch e {
	case "":
		return ""
	case fsm.TooLate:
		return "It did not count: something that happened later was known already."
	case fsm.BehindBlock:
		return "It counts only once the person's START has lifted the carrier's block."
	}
	return "It did not count: " + string(e)
}
