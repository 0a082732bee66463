package plain

import (
	"fmt"
	"strings"

	"github.com/parley-sms/parley/fsm"
)

// Remedy tells what would have to change for a text to go that a guard keeps back. Clock writes a moment
// for the reader.
func Remedy(s fsm.Said, clock func(fsm.Moment) string) string {
	if s.Drop {
		return never(s)
	}
	switch s.Guard {
	case "quiet":
		return "the hours must open, at " + clock(s.Until) + by(s.Place)
	case "cap":
		return capped(s, clock)
	case "pause":
		return "the workflow must be resumed: parley deploy --resume WORKFLOW"
	case "hold":
		return "somebody must look at the doubtful text and let marketing go on"
	case "foreground":
		return foreground(s, clock)
	case "suppress":
		return "the rule " + s.Name + " of the program must hold no longer" + until(s, clock)
	case "codes":
		return "codes must be imported: parley import --codes " + s.Name + " FILE"
	case "fuse":
		return "the fuse of " + orAll(s.Name) + " must have room again" + until(s, clock) + ", and somebody must find the fault"
	case "arbiter":
		return joined("another text goes first", s.Name) + until(s, clock)
	case "server":
		return "the server must let texts go again: " + s.Why
	}
	return s.Why + until(s, clock)
}

// never tells what a text that is dropped would have needed.
func never(s fsm.Said) string {
	words := map[string]string{
		"send_by": "nothing: it had to go by then, and is dropped", "number": "the number would have to be reachable: they text, or the carrier delivers to it",
		"carrier": "they would have to text START to " + s.Name, "stopped": "they would have to text START, or be opted in again",
		"consent": "they would have to agree to such texts", "holdout": "nothing, as long as the program has its holdout: they get no marketing, so that it can be told what marketing brings", "condition": "its condition would have to hold: " + s.Name,
		"suppress": "the rule " + s.Name + " of the program would have to hold no longer", "cap": capName(s) + " would have to have room" + filled(s),
		"pause": "the workflow would have to be resumed before its time", "run": "nothing: its run has ended", "step": "nothing: the program has no such step any more",
		"phone": "nothing: it is no phone",
	}[s.Guard]
	if words == "" {
		return "nothing, as things are: " + s.Why
	}
	return words
}

func capped(s fsm.Said, clock func(fsm.Moment) string) string {
	return capName(s) + " must have room" + filled(s) + until(s, clock)
}

// capName names a cap, or the gap, which has a word of its own.
func capName(s fsm.Said) string {
	if strings.HasPrefix(s.Name, "gap") {
		return "the " + s.Name
	}
	return strings.TrimSpace("the cap " + s.Name)
}

// filled tells whose cap it is and which texts fill it.
func filled(s fsm.Said) string {
	said := by(s.Place)
	var by []string
	if len(s.Texts) > 0 {
		by = append(by, Texts(s.Texts))
	}
	if by = append(by, fsm.HowMany(s.Events)...); len(by) > 0 {
		said += ": " + strings.Join(by, " and ") + " fill it"
	}
	return said
}

func orAll(workflow string) string {
	if workflow == "" {
		return "all workflows"
	}
	return workflow
}

func foreground(s fsm.Said, clock func(fsm.Moment) string) string {
	if s.Name == "" {
		return "the thread must be handed back to the bot"
	}
	return "the question " + s.Name + " must be answered, or grow old" + until(s, clock)
}

// until tells when a guard lets a text go by itself.
func until(s fsm.Said, clock func(fsm.Moment) string) string {
	switch {
	case s.Until == 0:
		return ""
	case s.Held:
		return ", by " + clock(s.Until) + " at the latest"
	}
	return ", from " + clock(s.Until) + " on"
}

func by(place string) string {
	if place == "" {
		return ""
	}
	return " (rules of " + place + ")"
}

// Texts names texts by their numbers: "text /3", "texts /3 and /7".
func Texts(seqs []uint64) string {
	names := make([]string, len(seqs))
	for i, seq := range seqs {
		names[i] = fmt.Sprintf("/%d", seq)
	}
	switch n := len(names); n {
	case 0:
		return "no text"
	case 1:
		return "text " + names[0]
	default:
		return "texts " + strings.Join(names[:n-1], ", ") + " and " + names[n-1]
	}
}

// Guard tells what a guard asks of a text.
func Guard(name string) string {
	words := map[string]string{
		"send_by": "it is not too late", "number": "the number is reachable", "carrier": "the carrier does not block our sender",
		"stopped": "they have not stopped", "run": "its run lives", "phone": "it is a phone", "step": "the program has its step",
		"consent": "there is consent to such texts", "holdout": "they are not in the program's holdout", "condition": "its condition holds", "offer": "the offer is theirs to get",
		"pause": "its workflow is not paused", "hold": "marketing is not held", "foreground": "it talks over no question and no agent",
		"quiet": "the hours are open where they may be", "cap": "every cap has room", "suppress": "no suppression keeps it back",
		"codes": "a code is left for its offer", "fuse": "no fuse has blown", "arbiter": "nothing more urgent is due",
	}[name]
	if words == "" {
		return name
	}
	return words
}
