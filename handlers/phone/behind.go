package phone

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/fsm/plain"
	"github.com/parley-sms/parley/store"
)

// The journal's commits: how many are read, and how many of them the panel tells.
const (
	readJournal = 60
	maxJournal  = 20
)

// behind is what the panel tells of one subscriber.
type behind struct {
	Number     fsm.Phone
	State      string // outward
	Ground     string // in plain words
	Foreground string
	Notes      []string // what else holds texts back
	Questions  []asked
	Scheduled  []dated
	Journal    []commit
}

// asked is a question that waits for an answer.
type asked struct {
	Name    string
	Open    bool // else suspended
	Answers []string
	Expires time.Time
}

// dated is something that will happen.
type dated struct {
	At   time.Time
	What string
}

// commit is one entry of the journal.
type commit struct {
	Version uint64
	At      time.Time
	Lines   []string
}

// behind gathers what the panel tells.
func (h *handlers) behind(ctx context.Context, n fsm.Phone) (*behind, error) {
	rec, err := h.Store.Record(ctx, n)
	if errors.Is(err, store.ErrNotFound) {
		rec, err = fsm.Record{Phone: n, State: fsm.Unknown}, nil
	}
	if err != nil {
		return nil, err
	}
	entries, err := h.Store.Journal(ctx, n, 0, readJournal)
	b := &behind{Number: n, State: rec.State.Outward(), Ground: ground(rec), Foreground: foreground(rec), Notes: notes(rec),
		Questions: questions(rec), Scheduled: scheduled(rec)}
	b.Journal = journal(entries)
	return b, err
}

// ground says in plain words what consent there is.
func ground(rec fsm.Record) string {
	switch rec.State.Ground() {
	case fsm.AwaitYes:
		return "Asked to confirm an opt-in; a YES is awaited. No marketing goes out."
	case fsm.Subscribed:
		return "Subscribed: agreed to marketing."
	case fsm.Stopped:
		return "Stopped: gets no texts but answers to HELP and START."
	case fsm.Unknown, "":
		return "Not subscribed: no consent to marketing; only service texts and answers go out."
	}
	return "In a state that this program does not know: " + string(rec.State)
}

// foreground says what has the conversation.
func foreground(rec fsm.Record) string {
	switch f := rec.State.Foreground(); f {
	case "":
		return "No question is open and no person has the thread."
	case fsm.Agent:
		if rec.Thread.Owner != "" {
			return "A person has the thread: " + rec.Thread.Owner + ". The bot keeps silent."
		}
		return "The thread waits for a person. The bot keeps silent."
	default:
		return "The question " + f + " is open."
	}
}

// notes lists what holds texts back beside the state.
func notes(rec fsm.Record) []string {
	var list []string
	if rec.Hold != nil {
		list = append(list, "Marketing is held until a person has looked: "+rec.Hold.Reason)
	}
	for _, b := range rec.Blocks {
		list = append(list, "The carrier blocks texts from "+b.Sender+" ("+b.Source+").")
	}
	if rec.Number.Bad != "" {
		list = append(list, "The number takes no texts: "+rec.Number.Bad+".")
	}
	if !rec.Thread.WaitingSince.Time().IsZero() {
		list = append(list, "Waits for a person in the inbox ("+rec.Thread.Reason+").")
	}
	for _, w := range rec.Ready {
		list = append(list, "Ready to go: "+rec.NameOf(w)+".")
	}
	for _, f := range rec.Flights() {
		list = append(list, "Handed to the carrier, outcome not known: "+rec.NameOf(f.Want)+".")
	}
	return list
}

// questions lists the open question and those suspended, the one that comes back first before the others.
func questions(rec fsm.Record) []asked {
	var list []asked
	if rec.Question != nil {
		list = append(list, askedOf(*rec.Question, true))
	}
	for _, q := range slices.Backward(rec.Stack) {
		list = append(list, askedOf(q, false))
	}
	return list
}

func askedOf(q fsm.Question, open bool) asked {
	a := asked{Name: q.Workflow + "." + q.Step, Open: open, Expires: q.Expires.Time()}
	for _, answer := range q.Answers {
		a.Answers = append(a.Answers, strings.Join(answer.Words, " or ")+" = "+answer.Name)
	}
	if q.Free {
		a.Answers = append(a.Answers, "any other text")
	}
	return a
}

// scheduled lists what the calendar holds.
func scheduled(rec fsm.Record) []dated {
	var list []dated
	for _, i := range rec.Calendar {
		list = append(list, dated{i.At.Time(), plain.Item(&rec, i)})
	}
	return list
}
