package trial

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/parley-sms/parley/store/codec"
)

// says tells whether the journal has a word, in some span, on what became of a text: it was dropped or
// refused, its run was refused or ended, nobody could tell whether it went. Of one that may go again the
// last is enough only after all its tries.
func (s *stored) says(text string, from, to time.Time) bool {
	workflow, _, _ := strings.Cut(text, ".")
	words := []string{"drop:" + text, "exit:" + workflow, "refuse:" + workflow, "refused:" + text, "stop"}
	unknown := 0
	for _, entry := range s.journal {
		if at := entry.At.Time(); at.Before(from) || at.After(to) {
			continue
		}
		for _, l := range entry.Lines {
			if slices.Contains(words, l.Event) && !strings.HasPrefix(l.Why, "completed") {
				return true
			}
			if l.Event == "unknown:"+text {
				unknown++
			}
		}
	}
	return unknown >= tries(text)
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
