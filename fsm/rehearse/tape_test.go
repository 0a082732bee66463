package rehearse

import (
	"encoding/json"
	"fmt"
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/parley-sms/parley/fsm"
)

// A history is a title and lines, each one thing: what came in ("> time kind value"), what was texted
// ("< time name text") and what was decided (". time event why").
const (
	title  = "test "
	cameIn = "> "
)

// input is one thing that came in.
type input struct {
	at    fsm.Moment
	kind  string // of event; or "Person", "Orders", "Paused", which the test says without one, or "End"
	value string // JSON
}

func (i input) String() string {
	return fmt.Sprintf("%s%s %s %s", cameIn, i.at.Time().Format(time.RFC3339Nano), i.kind, i.value)
}

// parsed reads a history's input.
func parsed(t *testing.T, history string) (tape []input) {
	t.Helper()
	for line := range strings.Lines(history) {
		rest, ok := strings.CutPrefix(strings.TrimRight(line, "\n"), cameIn)
		if !ok {
			continue
		}
		words := strings.SplitN(rest, " ", 3)
		at, err := time.Parse(time.RFC3339Nano, words[0])
		if err != nil || len(words) < 3 {
			t.Fatalf("%q is no input: %v", line, err)
		}
		tape = append(tape, input{fsm.At(at), words[1], words[2]})
	}
	return tape
}

// someone is what is known of the person and his surroundings before anything happens.
type someone struct {
	Phone    fsm.Phone
	Sender   string
	Zones    []string
	Secret   string
	LinkBase string
}

// recorder listens to a test.
type recorder struct {
	all    []input
	odd    map[uint64]bool // texts that the carrier did not simply deliver
	last   fsm.Moment
	orders fsm.Orders
	paused map[string]fsm.Pause
	sent   map[uint64]bool // texts that went on the wire
}

// hear notes an event, and what the test has changed without one.
func (r *recorder) hear(rec fsm.Record, in fsm.Inputs, ev fsm.Event, now fsm.Moment) {
	if r.odd == nil {
		r.odd, r.sent = map[uint64]bool{}, map[uint64]bool{}
		r.add(now, "Person", someone{rec.Phone, rec.Sender, in.Zones, string(in.Secret), in.LinkBase})
	}
	r.last = now
	if len(rec.Events) == 0 && rec.Orders != r.orders { // set by the test, not by purchases
		r.orders = rec.Orders
		r.add(now, "Orders", rec.Orders)
	}
	if !maps.Equal(in.Paused, r.paused) {
		r.paused = maps.Clone(in.Paused)
		r.add(now, "Paused", r.paused)
	}
	switch e := ev.(type) {
	case fsm.Tick, fsm.Pull:
		return
	case fsm.Settled:
		r.sent[e.Seq] = true
		r.odd[e.Seq] = r.odd[e.Seq] || e.Outcome != fsm.Accepted
	case fsm.Status:
		r.odd[e.Seq] = r.odd[e.Seq] || e.Status != "delivered"
	}
	r.add(now, strings.TrimPrefix(fmt.Sprintf("%T", ev), "fsm."), ev)
}

func (r *recorder) add(at fsm.Moment, kind string, value any) {
	r.all = append(r.all, input{at, kind, compact(value)})
}

// tape is what came in, without the texts that were simply delivered.
func (r *recorder) tape() string {
	var b strings.Builder
	for _, i := range r.all {
		var about struct{ Seq uint64 }
		if i.kind == "Settled" || i.kind == "Status" {
			if json.Unmarshal([]byte(i.value), &about) == nil && !r.odd[about.Seq] {
				continue
			}
		}
		fmt.Fprintln(&b, i)
	}
	fmt.Fprintln(&b, input{r.last, "End", "{}"})
	return b.String()
}

// compact writes a value as JSON without what is empty.
func compact(v any) string {
	data, err := json.Marshal(v)
	var fields map[string]any
	if err == nil && json.Unmarshal(data, &fields) == nil {
		maps.DeleteFunc(fields, func(_ string, v any) bool { return v == nil || v == "" || v == 0.0 || v == false })
		data, err = json.Marshal(fields)
	}
	if err != nil {
		return err.Error()
	}
	return string(data)
}

// event reads an event.
func (i input) event(t *testing.T) fsm.Event {
	t.Helper()
	kinds := map[string]func() (fsm.Event, error){
		"Inbound": read[fsm.Inbound](i), "Fact": read[fsm.Fact](i), "Clicked": read[fsm.Clicked](i), "Called": read[fsm.Called](i),
		"Enrol": read[fsm.Enrol](i), "Refit": read[fsm.Refit](i), "OptIn": read[fsm.OptIn](i), "OptOut": read[fsm.OptOut](i),
		"Attributes": read[fsm.Attributes](i), "Take": read[fsm.Take](i), "Handback": read[fsm.Handback](i), "AgentText": read[fsm.AgentText](i),
		"ReleaseHold": read[fsm.ReleaseHold](i), "Settled": read[fsm.Settled](i), "Status": read[fsm.Status](i),
	}
	reader, known := kinds[i.kind]
	if !known {
		t.Fatalf("no event is of the kind %q", i.kind)
	}
	ev, err := reader()
	if err != nil {
		t.Fatalf("%s: %v", i, err)
	}
	return ev
}

func read[E fsm.Event](i input) func() (fsm.Event, error) {
	return func() (fsm.Event, error) {
		var e E
		err := json.Unmarshal([]byte(i.value), &e)
		return e, err
	}
}
