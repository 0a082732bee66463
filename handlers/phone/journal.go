package phone

import (
	"slices"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/fsm/plain"
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
		c.Lines = append(c.Lines, plain.Line(l))
	}
	if len(c.Lines) == 0 {
		c.Lines = []string{"noted: " + e.Cause}
	}
	return c
}
