package trial

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

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
