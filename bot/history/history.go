// Package history tells what happened to everybody within a time, row by row, for programs that read on: texts,
// changes, or the shop's events. People come in order of phone; however many they are, little is held at a time.
package history

import (
	"context"
	"errors"
	"fmt"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
	"github.com/parley-sms/parley/store/codec"
)

// What rows tell of.
type What string

// The kinds of rows.
const (
	Messages What = "messages" // fsm.Message, newest first
	Journal  What = "journal"  // fsm.Entry, oldest first
	Events   What = "events"   // Event, in the order in which they came
)

// atOnce is how many people, or texts of one, are read at a time.
const atOnce = 500

// Ask says which rows are wanted.
type Ask struct {
	What  What
	Since fsm.Moment // rows of before are left out; zero: none are
	Until fsm.Moment // rows from here on are left out; zero: none are
}

// Event is one event of the shop, as far as the journal keeps it.
type Event struct {
	Phone fsm.Phone      `json:"phone"`
	ID    string         `json:"id"`
	Type  string         `json:"type"`
	At    fsm.Moment     `json:"at"`          // when it happened
	Taken fsm.Moment     `json:"recorded_at"` // when it came
	Data  map[string]any `json:"data,omitempty"`
}

// Tell calls each with every row, and ends at its first error.
func Tell(ctx context.Context, s store.Store, ask Ask, each func(row any) error) error {
	of := map[What]func(context.Context, store.Store, fsm.Phone, Ask, func(any) error) error{Messages: messages, Journal: journal, Events: events}[ask.What]
	if of == nil {
		return fmt.Errorf("%.40q is no history; ask for %s, %s or %s", string(ask.What), Events, Messages, Journal)
	}
	for after, more := fsm.Phone(""), true; more; {
		people, err := s.Subscribers(ctx, after, atOnce)
		if err != nil {
			return err
		}
		for i := range people {
			after = people[i].Phone
			if err := of(ctx, s, after, ask, each); err != nil && !errors.Is(err, store.ErrNotFound) { // erased meanwhile
				return err
			}
		}
		more = len(people) == atOnce
	}
	return nil
}

// has tells whether a time is asked for.
func (a Ask) has(at fsm.Moment) bool { return at >= a.Since && (a.Until == 0 || at < a.Until) }

func messages(ctx context.Context, s store.Store, phone fsm.Phone, ask Ask, each func(any) error) error {
	for before, more := uint64(0), true; more; {
		page, err := s.Messages(ctx, phone, before, atOnce)
		if err != nil {
			return err
		}
		for _, m := range page {
			before = m.Seq
			if !ask.has(m.At) {
				continue
			}
			if err := each(m); err != nil {
				return err
			}
		}
		more = len(page) == atOnce
	}
	return nil
}

func journal(ctx context.Context, s store.Store, phone fsm.Phone, ask Ask, each func(any) error) error {
	return s.Replay(ctx, phone, 0, 0, func(e fsm.Entry) error {
		if !ask.has(e.At) {
			return nil
		}
		return each(e)
	})
}

func events(ctx context.Context, s store.Store, phone fsm.Phone, ask Ask, each func(any) error) error {
	return s.Replay(ctx, phone, 0, 0, func(e fsm.Entry) error {
		if !ask.has(e.At) {
			return nil
		}
		ev, err := codec.DecodeEvent(e.Event, unread)
		f, ok := ev.(fsm.Fact)
		switch {
		case errors.Is(err, codec.ErrNotKept), err == nil && !ok, errors.Is(err, errUnread):
			return nil
		case err != nil:
			return fmt.Errorf("change %d of %s: %w", e.Version, phone.Redacted(), err)
		}
		return each(Event{phone, f.ID, f.Type, f.At, e.At, f.Data})
	})
}

var errUnread = errors.New("the text is not asked for")

// unread stands for the texts that other events are about.
func unread(uint64) (fsm.Message, error) { return fsm.Message{}, errUnread }
