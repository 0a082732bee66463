package bot

import (
	"context"
	"maps"
	"sync"
	"time"

	"github.com/parley-sms/parley/bot/trace"
	"github.com/parley-sms/parley/fsm"
)

// The bounds of what is remembered of traces.
const (
	maxTrails = 100_000         // texts that want to go; an hour's are kept where there are more
	onward    = 5 * time.Minute // a timer so soon after what happened goes on with its trace: an entry waits for events out of order
)

// trails remember the trace of what made a text want to go, until it goes: a row has it from then on. They do not
// outlive the process; a text that was wanted before the start goes under a trace of its own.
type trails struct {
	mu   sync.Mutex
	of   map[trail]trace.ID
	last map[fsm.Phone]happening
}

// trail is a person's texts that want to go since one moment.
type trail struct {
	phone fsm.Phone
	since fsm.Moment
}

// happening is what happened to a person last, after which something is due soon.
type happening struct {
	at fsm.Moment
	id trace.ID
}

// mark writes a trace on the rows of a decision that it adds: the text that came in, and the one that goes out,
// which has the trace of what made it want to go.
func (t *trails) mark(d *fsm.Decision, id trace.ID) {
	for i := range d.Messages {
		m := &d.Messages[i]
		switch {
		case d.Send != nil && m.Seq == d.Send.Seq:
			m.Trace = fsm.Trace(t.released(d, id))
			d.Send.Trace = m.Trace
		case !m.Out && m.Trace == nil:
			m.Trace = fsm.Trace(id)
		}
	}
}

// released is the trace of the text that a decision releases.
func (t *trails) released(d *fsm.Decision, id trace.ID) trace.ID {
	t.mu.Lock()
	defer t.mu.Unlock()
	if wire := d.Next.Wire; wire != nil {
		if known := t.of[trail{d.Next.Phone, wire.Want.Since}]; known != nil {
			return known
		}
	}
	return id
}

// follow remembers the trace of what wants to go since a stored decision, and forgets that of what has gone.
func (t *trails) follow(d *fsm.Decision, id trace.ID) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if d.Send != nil && d.Next.Wire != nil {
		delete(t.of, trail{d.Next.Phone, d.Next.Wire.Want.Since})
	}
	if len(id) == 0 {
		return
	}
	t.bound(d.At)
	for i := range d.Next.Ready {
		if d.Next.Ready[i].Since == d.At {
			t.of[trail{d.Next.Phone, d.At}] = id
		}
	}
	if due := d.Next.NextDue(); due > 0 && due <= d.At.Add(onward) {
		t.last[d.Next.Phone] = happening{d.At, id}
	} else {
		delete(t.last, d.Next.Phone)
	}
}

// bound makes room.
func (t *trails) bound(now fsm.Moment) {
	if t.of == nil || len(t.of) >= 2*maxTrails {
		t.of = map[trail]trace.ID{}
	}
	if t.last == nil || len(t.last) >= maxTrails {
		t.last = map[fsm.Phone]happening{}
	}
	if len(t.of) >= maxTrails {
		maps.DeleteFunc(t.of, func(k trail, _ trace.ID) bool { return k.since < now.Add(-time.Hour) })
	}
}

// onward is the trace with which a timer goes on; none where nothing happened just before.
func (t *trails) onward(phone fsm.Phone, now fsm.Moment) trace.ID {
	t.mu.Lock()
	defer t.mu.Unlock()
	if h, ok := t.last[phone]; ok && now <= h.at.Add(onward) {
		return h.id
	}
	return nil
}

// traced gives a context without a trace the one with which a timer goes on, or else one of its own.
func (e *Engine) traced(ctx context.Context, phone fsm.Phone, ev fsm.Event) context.Context {
	if trace.From(ctx) != nil {
		return ctx
	}
	if _, timer := ev.(fsm.Tick); timer {
		if id := e.trails.onward(phone, fsm.At(e.Now())); id != nil {
			return trace.With(ctx, id)
		}
	}
	e.drawing.Lock()
	defer e.drawing.Unlock()
	return trace.With(ctx, trace.New(e.Random))
}
