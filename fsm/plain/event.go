package plain

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/parley-sms/parley/fsm"
)

// Event tells what happened. A text's words are not in it.
func Event(ev fsm.Event) string {
	switch e := ev.(type) {
	case fsm.Inbound:
		return "they texted" + to(e.Sender)
	case fsm.Tick:
		return "a time on the calendar came"
	case fsm.Pull:
		return "the sender had room for the next text"
	case fsm.Settled:
		return settled(e)
	case fsm.Status:
		return fmt.Sprintf("the carrier reported of text /%d: %s", e.Seq, joined(e.Status, e.Code, e.Detail))
	case fsm.Fact:
		if e.Backfill {
			return "the shop told of the past: " + happened(e.Happened)
		}
		return "the shop told: " + happened(e.Happened)
	case fsm.Clicked:
		return fmt.Sprintf("%s opened the link to %s in text /%d", opener(e.By), e.To, e.Seq)
	case fsm.Called:
		return called(e)
	case fsm.Enrol:
		return fmt.Sprintf("the time of %s came (%s)", e.Workflow, e.ID)
	case fsm.Reattribute:
		return "another program attributes the order " + e.Order + " otherwise"
	case fsm.Refit:
		return "another program went live"
	}
	return elsewhere(ev)
}

// elsewhere tells what people and other servers did.
func elsewhere(ev fsm.Event) string {
	switch e := ev.(type) {
	case fsm.OptIn:
		if e.Ask {
			return fmt.Sprintf("somebody asked for texts by %s%s", e.Source, listed(e.Evidence))
		}
		return fmt.Sprintf("consent to %s texts came from %s%s", e.Purpose, e.Source, listed(e.Evidence))
	case fsm.OptOut:
		what := string(e.Purpose)
		if what == "" {
			what = "all"
		}
		return fmt.Sprintf("consent to %s texts was withdrawn by %s%s", what, e.Source, listed(e.Evidence))
	case fsm.Attributes:
		return "the record was told by " + joined(e.Source, e.By, listed(e.Set), e.Zone, e.Language)
	case fsm.Imported:
		return imported(e)
	case fsm.Erase:
		return e.By + " had them forgotten"
	case fsm.Take:
		if e.By != "" && e.By != e.Agent {
			return e.By + " gave the thread to " + e.Agent
		}
		return e.Agent + " took the thread"
	case fsm.Handback:
		return e.By + " handed the thread back"
	case fsm.AgentText:
		return fmt.Sprintf("%s wrote %q", e.Agent, e.Body)
	case fsm.Unsend:
		return e.By + " took words back that had not gone yet"
	case fsm.Noted:
		return e.By + " noted"
	case fsm.Snoozed:
		return e.By + " put the thread aside"
	case fsm.Tagged:
		return e.By + " changed the tags"
	case fsm.ReleaseHold:
		return e.By + " let marketing go on"
	case fsm.Carried:
		return fmt.Sprintf("the carrier listed a text that was sent after the backup (%s): %q", e.SID, e.Body)
	}
	return strings.ToLower(strings.TrimPrefix(fmt.Sprintf("%T", ev), "fsm."))
}

func opener(by fsm.Opener) string {
	switch by {
	case fsm.ByBot:
		return "a bot, which counts nowhere,"
	case fsm.ByUnknown:
		return "nobody knows who"
	}
	return "they"
}

func imported(e fsm.Imported) string {
	said := "a file told of them (" + e.ID + "): " + joined(listed(e.Known.Set), e.Known.Zone, e.Known.Language)
	for _, in := range e.OptIns {
		said += "; " + elsewhere(in)
	}
	for _, out := range e.OptOuts {
		said += "; " + elsewhere(out)
	}
	return said
}

func settled(e fsm.Settled) string {
	words := map[fsm.Outcome]string{
		fsm.Accepted: "the carrier took text /%d", fsm.Refused: "the carrier refused text /%d for good", fsm.Throttled: "the carrier had no room for text /%d",
		fsm.NotSent: "text /%d was not sent", fsm.InDoubt: "nobody knows whether text /%d was sent", fsm.GivenUp: "nobody will know whether text /%d was sent",
	}[e.Outcome]
	if words == "" {
		words = "the carrier answered for text /%d: " + string(e.Outcome)
	}
	said := fmt.Sprintf(words, e.Seq)
	if more := joined(e.SID, e.Code, e.Detail); more != "" {
		said += " (" + more + ")"
	}
	return said
}

func called(e fsm.Called) string {
	switch {
	case e.Failed != "":
		return "the call " + e.ID + " failed: " + e.Failed
	case e.Event != nil:
		return "the call " + e.ID + " was answered with " + happened(*e.Event)
	}
	return "the call " + e.ID + " was answered"
}

func happened(h fsm.Happened) string { return h.Type + listed(h.Data) }

// listed writes fields in order of their names, in brackets.
func listed[V any](data map[string]V) string {
	var parts []string
	for _, name := range slices.Sorted(maps.Keys(data)) {
		parts = append(parts, fmt.Sprintf("%s %v", name, data[name]))
	}
	if len(parts) == 0 {
		return ""
	}
	return " (" + strings.Join(parts, ", ") + ")"
}

func to(sender string) string {
	if sender == "" {
		return ""
	}
	return " to " + sender
}

// joined puts what is not empty side by side.
func joined(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return strings.TrimSpace(s) == "" }), ", ")
}
