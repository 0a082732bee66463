package console

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/parley-sms/parley/bot/explain"
	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/fsm/plain"
	"github.com/parley-sms/parley/store"
)

// How much of a thread a page shows.
const (
	threadTexts = 50
	threadSteps = 100 // commits of the journal that are looked at for what the staff did
)

// thread is what its page shows.
type thread struct {
	Phone   fsm.Phone
	Path    string
	Events  string // address of what happens in it
	Name    string
	State   string
	Consent string
	Clock   string // the person's local time
	Thread  fsm.Thread
	Waiting time.Time
	Snoozed time.Time
	due
	Mine      bool
	Open      bool
	Stopped   bool
	Suspended string // the question that was put aside
	Tags      []string
	Facts     []fact
	Scheduled []coming
	Turns     []turn
	Seen      uint64  // number of the newest message that is shown
	Measure   measure // of the draft
	Night     string  // that it is, where the person is
	Others    string  // who else is at it
	composer
	Agents   []string // who can have it
	Editable []editable
	MaxNote  int
}

type fact struct{ Name, Value string }

// turn is one thing in the thread: a text, or something that the staff did.
type turn struct {
	At     time.Time
	Kind   string // "theirs", "bot", "agent", "note", "deed"
	Who    string
	Words  string
	Status string // of a text of ours
}

func (h *console) getThread(c *gin.Context) { h.threaded(c, http.StatusOK, "", "") }

// threaded shows a thread; what could not be sent stays in its field.
func (h *console) threaded(c *gin.Context, status int, notice, draft string) {
	t, err := h.thread(c.Request.Context(), fsm.Phone(c.Param("phone")), who(c).Name)
	switch {
	case errors.Is(err, store.ErrNotFound):
		h.fail(c, http.StatusNotFound, "Nobody with this number is on record.")
	case err != nil:
		h.broken(c, err)
	default:
		t.keep(c, draft)
		t.Measure = measureOf(h.Engine.Program(), draft)
		h.show(c, status, "thread.html", frame{Title: cmp.Or(t.Name, string(t.Phone)), Place: inboxPath, Notice: notice, Body: t})
	}
}

func (h *console) thread(ctx context.Context, phone fsm.Phone, me string) (thread, error) {
	events := h.eventsPath(phone) // before anything is read
	r, err := h.Store.Record(ctx, phone)
	if err != nil {
		return thread{}, err
	}
	texts, err := h.Store.Messages(ctx, phone, 0, threadTexts)
	if err != nil {
		return thread{}, err
	}
	journal, err := h.Store.Journal(ctx, phone, 0, threadSteps)
	if err != nil {
		return thread{}, err
	}
	zone := explain.ZoneOf(h.Engine.Program(), &r)
	t := thread{
		Phone: phone, Path: inboxPath + "/" + url.PathEscape(string(phone)), Events: events, Name: called(&r), State: r.State.Outward(), Consent: consentOf(&r),
		Clock: h.Engine.Now().In(zone).Format("Mon 15:04 MST"), Thread: r.Thread, Waiting: timeOf(r.Thread.WaitingSince), Snoozed: timeOf(r.Thread.SnoozedUntil), due: dueOf(&r.Thread),
		Mine: r.Thread.Owner == me, Open: r.Thread.OpenedAt > 0, Stopped: r.State.Ground() == fsm.Stopped, Tags: r.Tags, Facts: factsOf(&r),
		Turns: slices.Concat(turnsOf(texts), comingOf(&r), deedsOf(journal)), MaxNote: fsm.MaxNote,
		Night: nightOf(h.Engine.Program(), &r, h.Engine.Now(), zone), Others: h.present.others(phone, me, time.Now()),
		composer: composerOf(h.Engine.Program(), zone), Editable: editableOf(h.Engine.Program()), Scheduled: scheduledOf(h.Engine.Program(), &r),
	}
	if len(texts) > 0 {
		t.Seen = texts[0].Seq
	}
	if n := len(r.Stack); n > 0 {
		t.Suspended = r.Stack[n-1].Workflow + "." + r.Stack[n-1].Step
	}
	if t.Agents, err = h.agents(ctx); err != nil {
		return thread{}, err
	}
	slices.SortStableFunc(t.Turns, func(a, b turn) int { return a.At.Compare(b.At) })
	return t, nil
}

// turnsOf are a thread's texts, in their order: an answer has the time of what it answers.
func turnsOf(texts []fsm.Message) []turn {
	var list []turn
	for _, m := range slices.Backward(texts) {
		t := turn{At: m.At.Time(), Kind: "theirs", Words: m.Body}
		switch {
		case m.Out && m.Name == fsm.AgentName:
			t.Kind, t.Status = "agent", m.Status
		case m.Out:
			t.Kind, t.Status, t.Who = "bot", m.Status, m.Name
		}
		list = append(list, t)
	}
	return list
}

// comingOf are an agent's words that have not gone yet.
func comingOf(r *fsm.Record) []turn {
	var list []turn
	for _, w := range r.Ready {
		if w.Name == fsm.AgentName {
			list = append(list, turn{At: w.Since.Time(), Kind: "agent", Words: w.Body, Status: "about to go"})
		}
	}
	for _, i := range r.Calendar {
		if i.Want != nil && i.Want.Name == fsm.AgentName {
			list = append(list, turn{At: i.At.Time(), Kind: "agent", Words: i.Want.Body, Status: "waits for its time"})
		}
	}
	return list
}

// deedsOf are what the staff did, and what happened to the thread, in plain words.
func deedsOf(journal []fsm.Entry) []turn {
	var list []turn
	for _, e := range slices.Backward(journal) {
		for _, l := range e.Lines {
			switch verb, _, _ := strings.Cut(l.Event, ":"); verb {
			case "note":
				list = append(list, turn{At: e.At.Time(), Kind: "note", Who: strings.TrimPrefix(e.Cause, "note "), Words: l.Why})
			case "take", "release", "owner", "requeue", "late", "handoff", "attribute", "unsend", "snooze", "tags", "stop", "start", "hold", "hold_released":
				list = append(list, turn{At: e.At.Time(), Kind: "deed", Words: plain.Line(l)})
			}
		}
	}
	return list
}

func consentOf(r *fsm.Record) string {
	switch {
	case r.State.Ground() == fsm.Stopped:
		return "gets no texts: stopped"
	case r.Hold != nil:
		return "marketing is held: " + r.Hold.Reason
	case r.Marketing.Given:
		return "marketing and service"
	}
	return "service only"
}

func factsOf(r *fsm.Record) []fact {
	var list []fact
	for name, value := range r.Attributes {
		list = append(list, fact{name, fmt.Sprint(value)})
	}
	slices.SortFunc(list, func(a, b fact) int { return cmp.Compare(a.Name, b.Name) })
	return list
}
