package twilio

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/twilio/twilio-go/client"

	"github.com/parley-sms/parley/bot"
	"github.com/parley-sms/parley/fsm"
)

// The codes of failures that have none of Twilio's.
const (
	codeTimeout    = "timeout"
	codeCanceled   = "canceled"
	codeConnection = "connection"
	codeTooMany    = 20429
)

// failure says what became of a text that Twilio did not plainly accept.
func (k *call) failure(err error, to fsm.Phone) *bot.SendError {
	var refusal *client.TwilioRestError
	code := 0
	if errors.As(err, &refusal) {
		code = refusal.Code
		err = errors.New(strings.ReplaceAll(refusal.Message, string(to), to.Redacted()))
	}
	r := k.reaction(code)
	e := &bot.SendError{Outcome: r.outcome, Lesson: r.lesson, Code: k.word(code, err), Err: k.explain(err)}
	if r.outcome == fsm.Throttled {
		e.Wait = r.wait
		if asked, ok := retryAfter(k.header, time.Now()); ok {
			e.Wait = asked
		}
	}
	return e
}

// reaction decides what a failure means. A code speaks in an answer of the 4xx alone, which says that
// nothing was created; what a server in trouble says of itself proves nothing.
func (k *call) reaction(code int) reaction {
	row, known := reactionTo(code)
	switch {
	case k.status == 0 && !k.wrote.Load():
		return reaction{outcome: fsm.NotSent}
	case k.status == http.StatusTooManyRequests:
		if row.outcome != fsm.Throttled {
			row, _ = reactionTo(codeTooMany)
		}
		return row
	case k.status/100 == 4 && known:
		return row
	case k.status == http.StatusUnauthorized, k.status == http.StatusForbidden:
		return reaction{outcome: fsm.NotSent, lesson: fsm.LessonSender}
	case k.status/100 == 4 && code != 0:
		return reaction{outcome: fsm.Refused}
	}
	return reaction{outcome: fsm.InDoubt}
}

// word is the code that is kept: Twilio's, or a short word.
func (k *call) word(code int, err error) string {
	switch {
	case code != 0:
		return strconv.Itoa(code)
	case k.status != 0:
		return "http_" + strconv.Itoa(k.status)
	case errors.Is(err, context.DeadlineExceeded):
		return codeTimeout
	case errors.Is(err, context.Canceled):
		return codeCanceled
	}
	return codeConnection
}

// explain says it for people.
func (k *call) explain(err error) error {
	if k.status == 0 {
		return fmt.Errorf("no answer from Twilio: %w", cause(err))
	}
	return fmt.Errorf("answer %d from Twilio: %w", k.status, cause(err))
}
