package trial

import (
	"fmt"
	"strings"
	"time"

	"github.com/parley-sms/parley/bot/faketwilio"
)

// codeIn is the code that a text says, and whether it is a text that should say one.
func codeIn(body string) (code string, ok bool) {
	if n := name(body); !strings.HasPrefix(n, "gift.") && !strings.HasPrefix(n, "bonus.") {
		return "", false
	}
	_, rest, _ := strings.Cut(body, "your code is ")
	code, _, _ = strings.Cut(rest, ",")
	return code, true
}

// codes looks for texts with a hole where a code should be, with a code that nobody brought or that was
// used before, and for codes that went to two people.
func codes(e *evidence) (found []string) {
	owner := map[string]int{}
	for _, s := range e.sent {
		code, ok := codeIn(s.Body)
		if !ok {
			continue
		}
		who, known := owner[code]
		gift := strings.HasPrefix(name(s.Body), "gift.")
		switch {
		case gift && !e.imported(code, s.StartedAt), !gift && !(strings.HasPrefix(code, bonusPrefix) && len(code) == bonusCode):
			found = append(found, fmt.Sprintf("%s, with a code %q that there is not", about(s), code))
		case known && who != person(s.To):
			found = append(found, fmt.Sprintf("%s, with the code of person %d", about(s), who))
		case !known && e.used(code, s.StartedAt.Add(-doubtless)):
			found = append(found, about(s)+", with a code that was used before")
		}
		owner[code] = person(s.To)
	}
	return found
}

// imported tells whether a code was imported by a time.
func (e *evidence) imported(code string, by time.Time) bool {
	for _, c := range e.codes {
		if c.code == code && !c.at.After(by) {
			return true
		}
	}
	return false
}

// used tells whether somebody had bought with a code by a time.
func (e *evidence) used(code string, by time.Time) bool {
	for _, v := range e.events {
		if v.code == code && v.acked.Before(by) {
			return true
		}
	}
	return false
}

// gifts looks for people who got more of them than they may. One that did not reach its phone does not
// count, nor what was before somebody was erased.
func gifts(e *evidence) (found []string) {
	for who := range people {
		var last faketwilio.Sent
		for _, s := range e.to(who) {
			if !strings.HasPrefix(name(s.Body), "gift.") || s.ErrorCode != 0 || !s.StartedAt.After(e.erased(who)) {
				continue
			}
			if last.SID != "" && s.StartedAt.Sub(last.StartedAt) < giftEvery {
				found = append(found, fmt.Sprintf("%s, after another at %s", about(s), last.StartedAt.Format(time.RFC3339)))
			}
			last = s
		}
	}
	return found
}
