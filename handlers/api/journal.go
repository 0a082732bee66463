package api

import (
	"context"

	"github.com/gin-gonic/gin"

	"github.com/parley-sms/parley/fsm"
)

// journal is a page of changes.
type journal struct {
	Entries []entry `json:"journal"`
	Next    *uint64 `json:"next" doc:"The before of the next page; null: there is none."`
}

// entry is one change of a person's record.
type entry struct {
	Version uint64     `json:"version" doc:"Its number: 1, 2, 3…"`
	At      fsm.Moment `json:"at"`
	Cause   string     `json:"cause" doc:"What was decided about."`
	Lines   []line     `json:"lines"`
}

// line is one transition of the machine, or a verdict that kept one from happening.
type line struct {
	Event    string    `json:"event"`
	From     fsm.State `json:"from" doc:"ground, or ground+foreground."`
	To       fsm.State `json:"to"`
	Run      *uint64   `json:"run"`
	Message  *uint64   `json:"message" doc:"The id of the text that it is about."`
	Why      *string   `json:"why"`
	Revision *string   `json:"program_revision"`
}

// getJournal lists what changed, and why.
func (h *handlers) getJournal(c *gin.Context) {
	load := func(ctx context.Context, p page) ([]fsm.Entry, error) {
		return h.Store.Journal(ctx, p.phone, p.before, p.limit)
	}
	list(h, c, load, func(e fsm.Entry) uint64 { return e.Version }, func(rows []fsm.Entry, next *uint64) any {
		return journal{each(rows, entryOf), next}
	})
}

func entryOf(e fsm.Entry) entry {
	return entry{e.Version, e.At, e.Cause, each(e.Lines, func(l fsm.Line) line {
		return line{l.Event, l.From, l.To, known(l.Run), known(l.Seq), known(l.Why), known(l.Revision)}
	})}
}
