package trial

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store/codec"
)

// says tells whether the journal has a word on what became of a shipped event: it was too late, its
// text was dropped or refused, nobody could tell whether it went, its run was refused or ended.
func (s *stored) says(v event) bool {
	for _, entry := range s.journal {
		if entry.At.Time().Before(v.posted()) {
			continue
		}
		for _, l := range entry.Lines {
			if slices.Contains([]string{"drop:ship.note", "exit:ship", "refuse:ship", "unknown:ship.note", "refused:ship.note", "stop"}, l.Event) && !strings.HasPrefix(l.Why, "completed") {
				return true
			}
		}
	}
	return false
}

// consent looks for marketing texts that nothing in the ledger allowed when they left.
func consent(e *evidence) (found []string) {
	for who := range people {
		for _, s := range e.to(who) {
			if marketing(name(s.Body)) && !e.stored[who].allowed(s.StartedAt) {
				found = append(found, about(s)+", and the ledger has no consent")
			}
		}
	}
	return found
}

// allowed tells whether the ledger held marketing consent at a time. What is recorded at that very time
// counts in favour.
func (s *stored) allowed(at time.Time) (given bool) {
	for _, entry := range s.ledger {
		recorded := entry.Recorded.Time()
		switch {
		case recorded.After(at) || strings.Contains(entry.Source, "superseded") || entry.Purpose == fsm.ForService:
		case entry.Fact == "given":
			given = true
		case entry.Fact == "withdrawn" && recorded.Before(at):
			given = false
		}
	}
	return given
}

// replay folds the changes of each journal, which must give the stored record to the byte.
func replay(e *evidence) (found []string) {
	for who := range e.stored {
		s := &e.stored[who]
		var fold codec.Fold
		for i := range s.journal {
			if err := fold.Add(s.journal[i].Changes); err != nil {
				found = append(found, fmt.Sprintf("the journal of person %d cannot be folded: %v", who, err))
			}
		}
		folded, err := fold.Record()
		if err != nil {
			found = append(found, fmt.Sprintf("the journal of person %d cannot be folded: %v", who, err))
			continue
		}
		kept, err := codec.Encode(&s.record)
		if err != nil || len(s.journal) > 0 && !bytes.Equal(folded, kept) {
			found = append(found, fmt.Sprintf("the journal of person %d gives another record than the stored one (%v)", who, err))
		}
	}
	return found
}
