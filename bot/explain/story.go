package explain

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/fsm/plain"
	"github.com/parley-sms/parley/store"
	"github.com/parley-sms/parley/store/codec"
)

// story tells the asked part of the journal.
func (a *answering) story(ctx context.Context) error {
	entries, err := a.entries(ctx)
	if err != nil {
		return fmt.Errorf("read the journal: %w", err)
	}
	for _, entry := range entries {
		told, err := a.told(ctx, entry)
		if err != nil {
			return err
		}
		a.report.Story = append(a.report.Story, told)
	}
	if len(entries) == 0 {
		a.report.Earlier = a.rec.Version
		return nil
	}
	a.report.Earlier = entries[0].Version - 1
	if last := entries[len(entries)-1].Version; last < a.rec.Version {
		a.report.Next = &last
	}
	return nil
}

// entries reads the asked part of the journal, oldest first.
func (a *answering) entries(ctx context.Context) (list []fsm.Entry, err error) {
	switch {
	case a.q.After != nil:
		to := min(*a.q.After, a.rec.Version) + uint64(a.q.Limit)
		err = a.Store.Replay(ctx, a.q.Phone, *a.q.After, min(to, a.rec.Version), func(e fsm.Entry) error {
			list = append(list, e)
			return nil
		})
		return list, err
	case !a.q.Since.IsZero():
		list, err = a.since(ctx)
	default:
		list, err = a.Store.Journal(ctx, a.q.Phone, a.rec.Version+1, a.q.Limit)
	}
	slices.Reverse(list)
	return list, err
}

// since reads back to a time, newest first.
func (a *answering) since(ctx context.Context) ([]fsm.Entry, error) {
	list, err := a.Store.Journal(ctx, a.q.Phone, a.rec.Version+1, a.q.Limit)
	since := fsm.At(a.q.Since)
	older := slices.IndexFunc(list, func(e fsm.Entry) bool { return e.At < since })
	if older >= 0 {
		list = list[:older]
	}
	return list, err
}

// told tells one entry.
func (a *answering) told(ctx context.Context, e fsm.Entry) (Told, error) {
	t := Told{Version: e.Version, At: e.At, Local: a.clock(e.At), Lines: []ToldLine{}}
	var err error
	if t.What, err = a.what(ctx, e); err != nil {
		return t, err
	}
	for _, l := range e.Lines {
		told := ToldLine{Said: a.line(l), Event: l.Event, Run: known(l.Run), Message: known(l.Seq), Verdict: verdictOf(l.Verdict)}
		if l.Seq > 0 && leaves(l) {
			m, err := a.rows.row(ctx, l.Seq)
			if err != nil && !errors.Is(err, store.ErrNotFound) {
				return t, err
			}
			told.Said += fmt.Sprintf(": %q", m.Body)
		}
		t.Lines = append(t.Lines, told)
	}
	return t, nil
}

// line tells one line of an entry.
func (a *answering) line(l fsm.Line) string {
	l.Why = a.why(l)
	return plain.Line(l)
}

// why is the reason of a line; until when a text must wait is told by the person's clock.
func (a *answering) why(l fsm.Line) string {
	if v := l.Verdict; v != nil {
		if why, ok := strings.CutSuffix(l.Why, " until "+v.Until.String()); ok {
			return why + " until " + a.clock(v.Until)
		}
	}
	return l.Why
}

// what tells what an entry was decided about.
func (a *answering) what(ctx context.Context, e fsm.Entry) (string, error) {
	ev, row, err := a.rows.event(ctx, e)
	switch {
	case unreadable(err):
		return e.Cause, nil
	case err != nil:
		return "", err
	}
	in, ok := ev.(fsm.Inbound)
	if !ok {
		return plain.Event(ev), nil
	}
	said := fmt.Sprintf("%s: %q", plain.Event(ev), in.Body)
	if row.Seq > 0 {
		said += fmt.Sprintf(" (text /%d), taken for: %s", row.Seq, meaning(row.Meaning))
	}
	return said, nil
}

// unreadable tells whether what was decided about cannot be read any more.
func unreadable(err error) bool {
	return errors.Is(err, store.ErrNotFound) || errors.Is(err, codec.ErrNotKept) || errors.Is(err, store.ErrNewer) || errors.Is(err, store.ErrDamaged)
}

// meaning tells what a text was taken for: "stop", by which of its words.
func meaning(m string) string {
	kind, how, found := strings.Cut(m, ": ")
	if !found {
		return plain.Evidence(m)
	}
	return kind + ": " + plain.Evidence(how)
}

// leaves tells whether a line says that a text went out.
func leaves(l fsm.Line) bool {
	for _, verb := range []string{"send:", "ask:", "retry:", "reply:"} {
		if strings.HasPrefix(l.Event, verb) {
			return true
		}
	}
	return false
}

func verdictOf(v *fsm.Verdict) *ToldVerdict {
	if v == nil {
		return nil
	}
	told := toldOf(*v)
	return &told
}

func toldOf(v fsm.Verdict) ToldVerdict {
	return ToldVerdict{Guard: v.Guard, Name: known(v.Name), Until: v.Until, Texts: append([]uint64{}, v.Texts...), Place: known(v.Place)}
}

// known gives null for what is not set.
func known[T comparable](value T) *T {
	var unset T
	if value == unset {
		return nil
	}
	return &value
}
