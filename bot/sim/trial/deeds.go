package trial

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"github.com/parley-sms/parley/bot/faketwilio"
	"github.com/parley-sms/parley/fsm"
)

// do does one deed.
func (r *run) do(ctx context.Context, d Deed) {
	switch d.Kind {
	case Texts:
		sid, _ := r.fake.Text(ctx, string(phone(d.Who)), ours()[d.To], d.Text, nil)
		r.seen.texts = append(r.seen.texts, sid)
	case Again:
		if n := len(r.seen.texts); n > 0 {
			r.fake.Redeliver(ctx, r.seen.texts[hundredth(d.Key, n)])
			r.seen.Marks["an old text came again"]++
		}
	case Blocks:
		r.fake.Block(ours()[d.To], string(phone(d.Who)))
	case Posts:
		r.post(ctx, event{Deed: d, id: "e-" + d.Key, at: r.time.Now().Add(-d.Late)})
	case Repeats:
		if n := len(r.seen.events); n > 0 {
			r.seen.Marks["an old event came again"]++
			_ = r.tell(ctx, r.seen.events[hundredth(d.Key, n)])
		}
	case Codes:
		r.importCodes(ctx, d)
	case Buys:
		r.buy(ctx, d)
	case Faults:
		r.fail(d)
	case Sleeps:
		r.seen.Marks["the machine stood still"]++
		r.away(d.Late)
	case Deploys:
		r.deploy(ctx, d)
	case DiskFull:
		r.disk.fails, r.disk.stored = fullFor, d.Text == "after"
	case Killed:
		r.disk.lives, r.disk.after = d.soon(), d.Text == "after"
	default:
		r.agent(ctx, d)
	}
}

// fail lets the carrier fail for a while.
func (r *run) fail(d Deed) {
	f, err := faketwilio.ParseFaults(d.Text)
	if err != nil {
		return
	}
	r.fake.SetFaults(f)
	r.time.At(r.time.Now().Add(d.Late), func() {
		if r.fake.Faults() == f {
			r.fake.SetFaults(faketwilio.Faults{})
		}
	})
}

// soon is at which of the commits and calls from now on a process dies.
func (d Deed) soon() int { return 1 + hundredth(d.Key, 20) }

// hundredth turns a number below 100 into one below n.
func hundredth(key string, n int) int {
	i, err := strconv.Atoi(key)
	if err != nil {
		return 0
	}
	return i * n / 100
}

// post has the shop post an event, again and again until it is acknowledged.
func (r *run) post(ctx context.Context, e event) {
	if err := r.tell(ctx, e); err != nil {
		if !errors.Is(err, context.Canceled) {
			r.time.At(r.time.Now().Add(retry), func() { r.post(ctx, e) })
		}
		return
	}
	e.acked = r.time.Now()
	r.seen.events = append(r.seen.events, e)
}

// errGone is what callers get of a process that is not there.
var errGone = errors.New("nobody answers")

func (r *run) tell(ctx context.Context, e event) error {
	_, err := r.apply(ctx, e.Who, fsm.Fact{Happened: fsm.Happened{ID: e.id, Type: e.Text, At: fsm.At(e.at), Data: e.data()}})
	return err
}

// apply has the engine decide an event, and gives the state after it.
func (r *run) apply(ctx context.Context, who int, ev fsm.Event) (fsm.State, error) {
	if r.gone() {
		return "", errGone
	}
	d, err := r.world.Engine.Apply(ctx, phone(who), ev)
	if r.disk.dead {
		return "", errGone // whoever asked never heard of it
	}
	return d.Next.State, err
}

// agent does what people at the desk do, and what is written down of consent elsewhere.
func (r *run) agent(ctx context.Context, d Deed) {
	now, id := r.time.Now(), fmt.Sprintf("%s-%d", d.Kind, d.N)
	var ev fsm.Event
	switch d.Kind {
	case Takes:
		ev = fsm.Take{Agent: "sam"}
	case Writes:
		ev = fsm.AgentText{Agent: "sam", Body: "[agent " + id + "] hello"}
	case Returns:
		ev = fsm.Handback{By: "sam"}
	case OptsIn:
		ev = fsm.OptIn{ID: id, Purpose: fsm.ForMarketing, Source: "form", Evidence: map[string]string{"form": "checkout"}, At: fsm.At(now)}
	case Erases:
		ev = fsm.Erase{By: "sam"}
	case Imports:
		ev = fsm.Imported{ID: id, OptIns: []fsm.OptIn{{ID: id, Purpose: fsm.ForMarketing, Source: "file", Evidence: map[string]string{"form": "paper"}, At: fsm.At(now.Add(-d.Late))}}}
	case OptsOut:
		ev = fsm.OptOut{ID: id, Purpose: fsm.ForMarketing, Source: "phone", Evidence: map[string]string{"by": "sam"}, At: fsm.At(now)}
	default:
		return
	}
	r.seen.Marks[string(d.Kind)]++
	r.seen.tried = append(r.seen.tried, done{d, now})
	state, err := r.apply(ctx, d.Who, ev)
	switch {
	case err != nil:
	case d.Kind == Takes && state.Foreground() != fsm.Agent: // refused: the person is stopped
	case d.Kind == Erases && state != fsm.Stopped: // there was nobody
	default:
		r.seen.desk = append(r.seen.desk, done{d, now})
	}
}
