package fsm

import (
	"slices"
	"strings"
)

// CodeHere is where words of the staff that make an offer say its code.
const CodeHere = "{{ offer.code }}"

// mayOffer tells whether words of the staff may make their offer: by the rules of the offers, with its code in them, and not
// while others that wait make the same. They are asked again when the words go, and only then is a code the person's.
func (d *deciding) mayOffer(w *Want) bool {
	if w.Offer == "" {
		return true
	}
	d.coded = append(d.coded, w.Offer)
	why := d.refusesOffer(w.Offer)
	switch {
	case why != "":
	case !strings.Contains(w.Body, CodeHere):
		why = "the text does not say " + CodeHere
	case slices.ContainsFunc(d.staffTexts(), func(o Want) bool { return o.Offer == w.Offer }):
		why = "offer " + w.Offer + ": another text that waits makes it"
	case d.codeOf(w.Offer, staffRun(w)) == "":
		why = "offer " + w.Offer + ": no code is left"
	default:
		return true
	}
	d.deny(Denial{Why: NoOffer, Said: why})
	return false
}

// staffRun stands for the run that words of the staff do not have: what is given by them is known by when they were to go.
func staffRun(w *Want) *Run { return &Run{ID: uint64(w.Since), Step: AgentName} }
