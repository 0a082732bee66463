package rehearse

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/fsm/program/format"
	"github.com/parley-sms/parley/fsm/rehearse/script"
)

// thinking is how long a person reads a text that has just come before writing one. Without it every
// answer would cross the question on its way.
const thinking = 30 * time.Second

// mended tells if the world has broken: the test is more than one test may be.
func (w *world) mended(at format.Place) *Failure {
	if w.broken == "" {
		return nil
	}
	return &Failure{Place: at, Message: w.broken}
}

// line does one line of a test.
func (w *world) line(s script.Step) *Failure {
	switch d := s.Deed.(type) {
	case script.Receives:
		return w.receives(s.Place, d)
	case script.Expect:
		return w.expect(d)
	}
	if f := w.unread(s.Place); f != nil {
		return f
	}
	if f := w.do(s.Place, s.Deed); f != nil {
		return f
	}
	return w.mended(s.Place)
}

// do makes happen what a line says.
func (w *world) do(at format.Place, deed script.Deed) *Failure {
	switch d := deed.(type) {
	case script.Texts:
		w.texts(d)
	case script.Wait:
		w.to(w.now.Add(d.For))
	case script.Until:
		return w.until(at, d.When)
	case script.Event:
		w.event(d)
	case script.Source:
		return w.source(at, d)
	case script.Clicks:
		return w.clicks(at, d.Link)
	case script.Carrier:
		w.carrier = append(w.carrier, d)
	case script.Agent:
		w.agent(d)
	case script.Answers:
		w.answers[d.Call] = d
	case script.Set:
		w.set(d)
	case script.OptsIn:
		w.say("opts in", "by "+d.Source)
		w.happens(fsm.OptIn{ID: w.id(), Purpose: fsm.ForMarketing, Source: d.Source, At: w.now})
	case script.OptsOut:
		w.say("opts out", "by "+d.Source)
		w.happens(fsm.OptOut{ID: w.id(), Source: d.Source, At: w.now})
	case script.Pause:
		w.pause(d)
	case script.Release:
		w.happens(fsm.ReleaseHold{By: "agent"})
	}
	return nil
}

// texts is a text from the person, after a while of reading what has just come.
func (w *world) texts(d script.Texts) {
	if w.lastSent > 0 && w.now.Sub(w.lastSent) < fsm.CrossedWires {
		w.to(w.now.Add(thinking))
	}
	in := fsm.Inbound{ID: w.id(), Sender: w.sender(), Body: d.Body}
	said := d.Body
	if d.Late > 0 {
		in.Reconciled, in.SentAt = true, w.now.Add(-d.Late)
		said += " (written " + d.Late.String() + " ago)"
	}
	w.say("texts", said)
	w.happens(in)
}

// set is what the shop knows of the person.
func (w *world) set(d script.Set) {
	said := []string{written(d.Attributes)}
	if d.Zone != "" {
		said = append(said, "zone="+d.Zone)
	}
	if d.Language != "" {
		said = append(said, "language="+d.Language)
	}
	w.say("set", strings.TrimSpace(strings.Join(said, " ")))
	w.happens(fsm.Attributes{Set: d.Attributes, Zone: d.Zone, Language: d.Language, Source: "shop"})
}

func (w *world) until(at format.Place, when script.When) *Failure {
	to := w.next(when)
	if to < w.now {
		return &Failure{Place: at, Message: "that is past: it is " + w.local(w.now).Format("Mon 2006-01-02 15:04") + " already"}
	}
	w.to(to)
	return nil
}

// happened makes an event of what a test says.
func (w *world) happened(e script.Event) fsm.Happened {
	h := fsm.Happened{ID: e.ID, Type: e.Type, At: w.now.Add(-e.Ago), Data: e.Data}
	if h.ID == "" {
		h.ID = w.id()
	}
	return h
}

// event is a fact from the shop. One without a phone reaches those alone who wait for it.
func (w *world) event(e script.Event) {
	w.fact(w.happened(e), "")
}

// fact lets an event happen, of a customer of the shop where it says one.
func (w *world) fact(h fsm.Happened, customer string) {
	w.say("event", strings.TrimSpace(h.Type+" "+written(h.Data)))
	if w.p.Events[h.Type].Watchers && !w.watches(h) {
		w.say("", "nobody waits for it")
		return
	}
	w.happens(fsm.Fact{Happened: h, Customer: customer})
}

func (w *world) watches(h fsm.Happened) bool {
	return slices.ContainsFunc(w.rec.Watches(), func(watch fsm.Watch) bool {
		if watch.Event != h.Type {
			return false
		}
		return slices.ContainsFunc(slices.Collect(maps.Values(h.Data)), func(v any) bool { return key(v) == watch.Key })
	})
}

// key writes the value of a key as a run has it.
func key(v any) string {
	if n, ok := v.(float64); ok {
		return strconv.FormatFloat(n, 'f', -1, 64)
	}
	return fmt.Sprint(v)
}

// clicks opens the newest link that leads where the test says.
func (w *world) clicks(at format.Place, to string) *Failure {
	var known []string
	for _, l := range slices.Backward(w.links) {
		if ok, _ := matches(to, l.To); ok || to == "last" {
			w.say("clicks", l.To)
			w.happens(fsm.Clicked{ID: w.id(), Seq: l.Seq, To: l.To, At: w.now})
			return nil
		}
		known = append(known, l.To)
	}
	if len(known) == 0 {
		known = []string{"none"}
	}
	return &Failure{Place: at, Message: "no such link was texted", Expected: to, Got: strings.Join(known, ", "), compared: true}
}

func (w *world) agent(d script.Agent) {
	switch d.Does {
	case "takes":
		w.say("agent", "takes the thread")
		w.happens(fsm.Take{Agent: "agent"})
	case "hands back":
		w.say("agent", "hands the thread back")
		w.happens(fsm.Handback{By: "agent"})
	default:
		w.happens(fsm.AgentText{Agent: "agent", Body: d.Says})
	}
}

// pause pauses a workflow or lets it go on; what waited for that asks again.
func (w *world) pause(d script.Pause) {
	if d.How != "" {
		w.in.Paused[d.Workflow] = d.How
		w.say("", d.Workflow+" is paused: "+string(d.How))
		return
	}
	delete(w.in.Paused, d.Workflow)
	w.say("", d.Workflow+" is resumed")
	w.happens(fsm.Refit{})
}
