package twilio

import (
	"context"
	"net/url"

	carrier "github.com/parley-sms/parley/bot/twilio"
	"github.com/parley-sms/parley/fsm"
)

// status stores what became of one of our texts. A report for a text that is not ours is answered as
// any other: another server may have used the account, and Twilio is not to raise errors for it.
func (h *handlers) status(ctx context.Context, query, form url.Values) *problem {
	for _, field := range []string{"MessageSid", "MessageStatus"} {
		if p := checkAddress(field, form[field]); p != nil {
			return p
		}
	}
	phone, seq, err := carrier.MessageOf(query)
	if err != nil {
		h.Log.WarnContext(ctx, "a report of Twilio is for no text of ours", "sid", form.Get("MessageSid"), "err", err)
		return nil
	}
	return h.stored(ctx, form, h.Engine.Report(ctx, phone, fsm.Status{
		Seq: seq, SID: form.Get("MessageSid"), Status: form.Get("MessageStatus"),
		Code: form.Get("ErrorCode"), Detail: form.Get("ErrorMessage"), Lesson: carrier.LessonOf(form.Get("ErrorCode")),
	}))
}
