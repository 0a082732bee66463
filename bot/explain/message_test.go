package explain_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/parley-sms/parley/bot"
	"github.com/parley-sms/parley/bot/explain"
	"github.com/parley-sms/parley/fsm"
)

// one tells of one text.
func (r *rig) one(id string) *explain.Text {
	r.Helper()
	report := r.ask(explain.Question{Message: id})
	if report.Message == nil {
		r.Fatalf("text %s is not told of", id)
	}
	return report.Message
}

// has checks that one of some lines holds some words.
func (r *rig) has(what string, lines []string, words string) {
	r.Helper()
	if !slices.ContainsFunc(lines, func(l string) bool { return strings.Contains(l, words) }) {
		r.Errorf("%s: nothing says %q in %q", what, words, lines)
	}
}

// Ensure that of each kind of text is told why it went and what became of it: one that came in, a reply,
// a question, an answer to it, one that had to wait, one for services, and one that the carrier refused.
func TestMessage(t *testing.T) {
	r := newRig(t, shop())
	r.text("JOIN")
	r.later(time.Minute)
	r.text("YES")
	r.later(time.Minute)
	r.text("2")
	r.later(10 * time.Hour) // 20:02
	r.fact("sale", nil)
	r.carrier.refuse = &bot.SendError{Outcome: fsm.Refused, Code: "30007", Err: errors.New("filtered"), Lesson: fsm.LessonContent}
	r.fact("shipped", map[string]any{"order_id": "o1"})
	r.later(24 * time.Hour)
	var sent []string
	for seq := 1; seq <= 8; seq++ {
		text := r.one(fmt.Sprint(seq))
		sent = append(sent, text.Direction+" "+text.Body)
		if text.Again == nil || text.Again.Outcome != explain.Same || text.ID != fmt.Sprintf("%s/%d", anna, seq) {
			t.Errorf("text %d: %+v", seq, text)
		}
		if text.Direction == "outbound" && len(text.Passed) == 0 {
			t.Errorf("text %d passed no guard", seq)
		}
	}
	join, confirm, ask, picks, ship, tell := r.one("1"), r.one("2"), r.one(string(anna)+"/5"), r.one("SO4"), r.one("8"), r.one("9")
	r.has("join", join.Because, "keyword: join")
	r.has("join", join.Became, "asked to confirm the opt-in")
	r.has("confirm", confirm.Because, "it answers text /1")
	r.has("confirm", confirm.Because, "needs no consent")
	r.has("confirm", confirm.Became, "the carrier took text /2 (SO1)")
	r.has("ask", ask.Because, "the step welcome.interest of a lifecycle workflow")
	r.has("ask", ask.Because, "revision 1 (")
	r.has("ask", ask.Because, "entry 2 of the consent ledger: given for marketing")
	r.has("picks", picks.Because, "part of a conversation")
	r.has("ship", ship.Because, "service texts need no consent")
	r.has("ship", ship.Became, "the carrier refused text /8 for good (30007, filtered)")
	r.has("tell", tell.Because, "it had to wait: quiet hours (Tue 10:00-20:00, America/New_York) until Tue 3 Mar 2026, 10:00:00 EST")
	r.has("tell", tell.Passed, "there is consent to such texts")
	report := r.ask(explain.Question{Message: "9"})
	report.Message.Passed = report.Message.Passed[:3] // there may be more of them one day
	r.golden("message", report.String())
	if want := "inbound JOIN"; sent[0] != want {
		t.Errorf("the first text is %q, want %q", sent[0], want)
	}
}

// Ensure that a text that goes in the commit that gave consent is told to rest on that consent, and that one
// which answers is not told to have passed guards that bind unasked texts alone.
func TestMessageOfTheSameCommit(t *testing.T) {
	r := newRig(t, shop(func(files fstest.MapFS) {
		files["workflows/back.yaml"] = &fstest.MapFile{Data: []byte("workflow: back\nclass: lifecycle\nenter: { on: opted_in, if: 'event.again', limit: 9 per 1d }\nsteps:\n  - { send: hello, text: Good to see you again. }\n")}
	}))
	for _, body := range []string{"JOIN", "YES", "STOP"} {
		r.text(body)
		r.later(12 * time.Hour) // 03:00 when the last of them was heard
	}
	in := fsm.Inbound{ID: r.id(), Sender: ours, Body: "START", OptOutType: "START"}
	if err := r.Engine.Receive(r.Context(), bot.Received{From: anna, Inbound: in}); err != nil {
		t.Fatal(err)
	}
	r.later(time.Minute)
	list, err := r.Store.Messages(t.Context(), anna, 0, 1)
	if err != nil || list[0].Name != "back.hello" {
		t.Fatalf("the last text is %+v, %v", list, err)
	}
	hello := r.one(fmt.Sprint(list[0].Seq))
	r.has("hello", hello.Because, "entry 4 of the consent ledger: given for marketing, by start: carrier")
	if slices.Contains(hello.Passed, "the hours are open where they may be") || slices.Contains(hello.Passed, "every cap has room") {
		t.Errorf("an answer at night passed %q", hello.Passed)
	}
}
