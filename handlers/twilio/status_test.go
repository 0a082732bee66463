package twilio

import (
	"net/url"
	"testing"

	"github.com/google/go-cmp/cmp"

	carrier "github.com/parley-sms/parley/bot/twilio"
	"github.com/parley-sms/parley/fsm"
)

// Ensure a report reaches the text it is about, also without its number, with what its code teaches.
func TestStatus(t *testing.T) {
	const ofOurs = "?phone=%2B12025550123&seq=42"
	for _, c := range []struct {
		name, query string
		form        url.Values
		want        []report
	}{
		{
			"sent", ofOurs, url.Values{"MessageSid": {"SM1"}, "MessageStatus": {"sent"}},
			[]report{{phone, fsm.Status{Seq: 42, SID: "SM1", Status: "sent"}}},
		},
		{
			"opted out", ofOurs, url.Values{"MessageSid": {"SM1"}, "MessageStatus": {"failed"}, "ErrorCode": {"21610"}, "ErrorMessage": {"No."}, "To": {"+1"}},
			[]report{{phone, fsm.Status{Seq: 42, SID: "SM1", Status: "failed", Code: "21610", Detail: "No.", Lesson: fsm.LessonOptOut}}},
		},
		{
			"a code nobody knows", ofOurs, url.Values{"MessageSid": {"SM1"}, "MessageStatus": {"undelivered"}, "ErrorCode": {"39999"}},
			[]report{{phone, fsm.Status{Seq: 42, SID: "SM1", Status: "undelivered", Code: "39999"}}},
		},
		{"no id of ours", "", url.Values{"MessageSid": {"SM1"}, "MessageStatus": {"sent"}}, []report{}},
		{"an odd id", "?phone=%2B1&seq=x", url.Values{"MessageSid": {"SM1"}, "MessageStatus": {"sent"}}, []report{}},
		{"a broken query", "?phone=%zz;&seq=1", url.Values{"MessageSid": {"SM1"}, "MessageStatus": {"sent"}}, []report{}},
	} {
		t.Run(c.name, func(t *testing.T) {
			g := newRig(t)
			status, _, body := g.do(t, signed(g.url, carrier.StatusPath+c.query, c.form))
			if status != 200 || body != empty {
				t.Fatalf("%d %s", status, body)
			}
			if diff := cmp.Diff(c.want, g.reported()); diff != "" {
				t.Error(diff)
			}
		})
	}
}
