package forecast

import (
	"container/heap"
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/parley-sms/parley/fsm"
)

// World is where people live: the production engine on virtual time.
type World interface {
	// Next is when the engine has something to do; zero: not of itself.
	Next() time.Time
	// Advance does everything that falls due up to a time.
	Advance(ctx context.Context, to time.Time) error
	// Text has a phone text the shop.
	Text(ctx context.Context, from fsm.Phone, body string) error
	// Post has the shop tell of something.
	Post(ctx context.Context, of fsm.Phone, h fsm.Happened) error
	// Know has the shop tell where somebody lives.
	Know(ctx context.Context, of fsm.Phone, zone string) error
}

// Run lives the lives of made-up people. Decided must be told of every decision of its World.
type Run struct {
	habits  Habits
	program *fsm.Program
	lives   []life
	at      map[fsm.Phone]int
	agenda  agenda
	end     time.Time
	now     time.Time
	posted  int
	tally   *tally
}

// New makes people up. The same seed makes up the same people.
func New(h Habits, p *fsm.Program, seed uint64) *Run {
	r := &Run{habits: h, program: p, at: map[fsm.Phone]int{}, now: h.Begin,
		end: h.Begin.AddDate(0, 0, h.Days), tally: newTally(h, p)}
	for n := range h.People {
		l := newLife(&h, seed, n)
		r.at[l.phone] = n
		r.lives = append(r.lives, l)
		at := h.Begin.Add(time.Duration(l.chance.Float64() * float64(h.Arrive)))
		r.agenda = append(r.agenda, act{at: at, who: n, first: true})
	}
	heap.Init(&r.agenda)
	return r
}

// Live lives all lives to their end and tells what came of it. Told is told how far it is, from 0 to 1.
func (r *Run) Live(ctx context.Context, w World, told func(share float64)) (Report, error) {
	for ctx.Err() == nil {
		next := r.end
		if due := w.Next(); !due.IsZero() && due.Before(next) {
			next = due
		}
		if len(r.agenda) > 0 && r.agenda[0].at.Before(next) {
			next = r.agenda[0].at
		}
		if next.Before(r.now) {
			next = r.now
		}
		r.now = next
		if err := w.Advance(ctx, next); err != nil {
			return Report{}, fmt.Errorf("advance to %s: %w", next.Format(time.RFC3339), err)
		}
		if !next.Before(r.end) {
			return r.tally.report(r.lives), nil
		}
		if err := r.due(ctx, w); err != nil {
			return Report{}, err
		}
		told(float64(r.now.Sub(r.habits.Begin)) / float64(r.end.Sub(r.habits.Begin)))
	}
	return Report{}, ctx.Err()
}

// due does what people do now.
func (r *Run) due(ctx context.Context, w World) error {
	for len(r.agenda) > 0 && !r.agenda[0].at.After(r.now) {
		a := heap.Pop(&r.agenda).(act)
		if err := r.do(ctx, w, a); err != nil {
			return fmt.Errorf("a person at %s: %w", a.at.Format(time.RFC3339), err)
		}
	}
	return nil
}

func (r *Run) do(ctx context.Context, w World, a act) error {
	l := &r.lives[a.who]
	switch {
	case a.first:
		return r.arrive(ctx, w, a.who)
	case a.event != "":
		r.plan(a.who, a.event)
		r.posted++
		return w.Post(ctx, l.phone, fsm.Happened{ID: fmt.Sprintf("event-%d", r.posted), Type: a.event,
			At: fsm.At(r.now), Data: fields(l.chance, r.program, a.event, r.now)})
	case l.gone:
		return nil
	}
	l.gone = a.text == "STOP"
	return w.Text(ctx, l.phone, a.text)
}

// arrive begins a person's life: he joins, perhaps, and events come from then on.
func (r *Run) arrive(ctx context.Context, w World, who int) error {
	l := &r.lives[who]
	for _, event := range slices.Sorted(maps.Keys(r.habits.Events)) {
		r.plan(who, event)
	}
	if err := w.Know(ctx, l.phone, l.zone); err != nil || !l.joins || r.habits.Keyword == "" {
		return err
	}
	return w.Text(ctx, l.phone, r.habits.Keyword)
}

// plan draws when an event comes next from a person.
func (r *Run) plan(who int, event string) {
	rate := r.habits.Events[event]
	if rate.N <= 0 {
		return
	}
	wait := time.Duration(r.lives[who].chance.ExpFloat64() * float64(rate.Per) / rate.N)
	if at := r.now.Add(max(wait, time.Second)); wait < 10*365*24*time.Hour && at.Before(r.end) {
		heap.Push(&r.agenda, act{at: at, who: who, event: event})
	}
}

// Decided counts a decision, and has the person react to a text that went out by it.
func (r *Run) Decided(d *fsm.Decision) {
	r.tally.add(d)
	who, known := r.at[d.Next.Phone]
	if d.Send == nil || !known {
		return
	}
	if text, after := r.lives[who].reacts(&r.habits, r.program, d.Send); text != "" {
		heap.Push(&r.agenda, act{at: d.At.Time().Add(after), who: who, text: text})
	}
}

// agenda is what people will do, soonest first.
type agenda []act

func (a agenda) Len() int { return len(a) }
func (a agenda) Less(i, j int) bool {
	return a[i].at.Before(a[j].at) || a[i].at.Equal(a[j].at) && a[i].who < a[j].who
}
func (a agenda) Swap(i, j int) { a[i], a[j] = a[j], a[i] }
func (a *agenda) Push(x any)   { *a = append(*a, x.(act)) }
func (a *agenda) Pop() any {
	last := (*a)[len(*a)-1]
	*a = (*a)[:len(*a)-1]
	return last
}
