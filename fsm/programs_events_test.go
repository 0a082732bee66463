package fsm_test

import (
	"fmt"
	"time"

	"pgregory.net/rapid"

	"github.com/parley-sms/parley/fsm"
)

// event draws something that happens to the person, the program or its workflows.
func (l *life) event() fsm.Event {
	ago := rapid.SampledFrom([]time.Duration{0, 0, 0, time.Minute, 26 * time.Hour, 9 * 24 * time.Hour}).Draw(l.t, "ago")
	at, seq := fsm.At(l.now.Add(-ago)), uint64(rapid.IntRange(0, int(l.rec.Seq)).Draw(l.t, "seq"))
	kind := rapid.IntRange(0, 17).Draw(l.t, "event")
	if l.rec.Question != nil && rapid.Bool().Draw(l.t, "answers") {
		kind = 0
	}
	switch kind {
	case 0, 1, 2:
		return fsm.Inbound{ID: l.id(), Sender: l.sender(), Body: l.body(), SentAt: at, Reconciled: ago > 0,
			OptOutType: l.oneOf("", "", "", "", "", "", "", "HELP", "START", "STOP")}
	case 5, 6, 9, 10:
		return fsm.Fact{Happened: l.happened(), Backfill: rapid.IntRange(0, 9).Draw(l.t, "backfill") == 0}
	case 11:
		return fsm.Clicked{ID: l.id(), Seq: seq, To: "https://acme.test", At: at}
	case 8:
		return l.called()
	case 3, 4:
		return fsm.Enrol{Workflow: l.workflow(), ID: l.id()}
	case 7:
		l.p = rapid.SampledFrom(l.programs).Draw(l.t, "live")
		return fsm.Refit{}
	case 12:
		l.paused[l.workflow()] = rapid.SampledFrom([]fsm.Pause{"", "", "", fsm.PauseEntries, fsm.PauseSends, fsm.PauseDrain}).Draw(l.t, "pause")
		return fsm.Refit{}
	case 13:
		return l.consent(at)
	case 14:
		return rapid.SampledFrom([]fsm.Event{fsm.Take{Agent: "anna"}, fsm.Handback{By: "anna"}, fsm.AgentText{Agent: "anna", Body: "hello"}, fsm.ReleaseHold{By: "anna"},
			fsm.AgentText{Agent: "anna", Body: fsm.CodeHere, Offer: l.oneOf("vip", "thanks", "second"), At: fsm.At(l.now.Add(ago))}, fsm.Unsend{By: "anna", Since: at},
			fsm.Snoozed{By: "anna", Until: fsm.At(l.now.Add(time.Hour))}}).Draw(l.t, "agent")
	case 15:
		return fsm.Attributes{Set: map[string]any{"interest": l.oneOf("makeup", "*^{}~", ""), "birthday": l.day(), "renews": l.day(), "size": l.oneOf("42", "43")},
			Zone: l.oneOf("", "Asia/Tokyo", "Nowhere"), Language: l.oneOf("", "es", "pt-BR"), Source: "api"}
	case 16:
		return fsm.Carried{SID: l.id(), Sender: l.sender(), Status: "sent", Body: l.rows[seq].Body, At: at}
	}
	return fsm.Status{Seq: seq, SID: fmt.Sprint("SM", seq), Status: l.oneOf("sent", "delivered", "undelivered", "failed"),
		Lesson: rapid.SampledFrom([]fsm.Lesson{"", "", fsm.LessonOptOut, fsm.LessonBadNumber, fsm.LessonUnreachable}).Draw(l.t, "lesson")}
}

// id is new most of the time, and else one that was there already.
func (l *life) id() string {
	if rapid.IntRange(0, 9).Draw(l.t, "again") > 0 {
		l.ids++
	}
	return fmt.Sprint("id", l.ids)
}

func (l *life) oneOf(list ...string) string { return rapid.SampledFrom(list).Draw(l.t, "choice") }

func (l *life) workflow() string {
	w := rapid.SampledFrom(l.p.Workflows).Draw(l.t, "workflow")
	return w.Name
}

func (l *life) sender() string {
	all := []string{"+15550100000", ""}
	for _, s := range l.p.Senders {
		all = append(all, s.Address)
	}
	return l.oneOf(all...)
}

// body is a text of any meaning: an answer to the open question more often than not.
func (l *life) body() string {
	words := []string{"key 0", "join", "1", "yes", "JOIN", "no", "start", "stop", "help", "key 1", "answer 1", "please stop texting me", "👍", "", "what is this"}
	if q := l.rec.Question; q != nil && rapid.IntRange(0, 2).Draw(l.t, "beside it") > 0 {
		return rapid.SampledFrom(q.Answers).Draw(l.t, "answer").Words[0]
	}
	return l.oneOf(words...)
}

func (l *life) day() any {
	return rapid.SampledFrom([]any{"2026-03-01", "2026-03-04", "2024-02-29", "2026-03-05T09:00:00-05:00", "soon", nil, 4.0}).Draw(l.t, "day")
}

// happened is an event of the shop, with most of its fields and sometimes others.
func (l *life) happened() fsm.Happened {
	data := map[string]any{"cart_id": l.oneOf("c1", "c2"), "product": l.oneOf("1-serum", "soap"), "order_id": "c1",
		"value": rapid.SampledFrom([]any{5.0, 50.0, "many", nil}).Draw(l.t, "value"), "starts_at": l.day(), "on": l.day()}
	if rapid.IntRange(0, 4).Draw(l.t, "bare") == 0 {
		data = nil
	}
	ago := rapid.SampledFrom([]time.Duration{0, 0, 0, -time.Hour, time.Hour, 26 * time.Hour, 9 * 24 * time.Hour}).Draw(l.t, "happened ago")
	kind := l.oneOf("cart", "cart", "cart", "purchase", "purchase", "used", "closed", "back_in_stock", "odd", "unheard_of")
	return fsm.Happened{ID: l.id(), Type: kind, At: fsm.At(l.now.Add(-ago)), Data: data}
}

// called is what came of a call that a run waits for, or of none.
func (l *life) called() fsm.Event {
	e := fsm.Called{ID: "none", Failed: l.oneOf("", "", "503")}
	for _, run := range l.rec.Runs {
		if run.Phase == fsm.Calling {
			e.ID = fmt.Sprintf("%s/%d/%s", l.rec.Phone, run.ID, run.Step)
		}
	}
	if rapid.Bool().Draw(l.t, "with an event") {
		h := l.happened()
		e.Event = &h
	}
	return e
}

func (l *life) consent(at fsm.Moment) fsm.Event {
	purpose := rapid.SampledFrom([]fsm.Purpose{fsm.ForMarketing, fsm.ForMarketing, fsm.ForService}).Draw(l.t, "purpose")
	if rapid.IntRange(0, 3).Draw(l.t, "out") == 0 {
		return fsm.OptOut{ID: l.id(), Purpose: purpose, Source: "api", At: at}
	}
	return fsm.OptIn{ID: l.id(), Purpose: purpose, Source: "api", At: at, Import: rapid.Bool().Draw(l.t, "import")}
}
