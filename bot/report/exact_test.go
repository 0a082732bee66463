package report_test

import (
	"context"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
	"github.com/parley-sms/parley/store/codec"
)

// oracle adds up what happened anew, from the messages as they are now and from the journal.
type oracle struct {
	p    *fsm.Program
	sums map[fsm.Measure]int64

	messages map[uint64]fsm.Message
	ground   string
	latest   *fsm.Message // the newest step's text that went
	replied  bool
	bought   []fsm.Moment
}

func (o *oracle) add(at fsm.Moment, workflow, step, name, detail string, n int64) {
	zone, _ := time.LoadLocation(o.p.Zone)
	local := at.Time().In(zone)
	day := time.Date(local.Year(), local.Month(), local.Day(), 0, 0, 0, 0, time.UTC).Unix() / 86400
	o.sums[fsm.Measure{Day: fsm.Day(day), Workflow: workflow, Step: step, Name: name, Detail: detail}] += n
}

// place takes a text's name apart.
func place(name string, run uint64) (workflow, step string) {
	if workflow, step, ok := strings.Cut(name, "."); ok && run > 0 {
		return workflow, step
	}
	return "", name
}

// message counts what a text has come to.
func (o *oracle) message(m fsm.Message) {
	if !m.Out {
		o.add(m.At, "", "", "inbound", "", 1)
		return
	}
	if m.Status == "not_sent" {
		return
	}
	workflow, step := place(m.Name, m.Run)
	o.add(m.At, workflow, step, "released", "", 1)
	o.add(m.At, workflow, step, "segments", "", int64(m.Segments))
	o.add(m.At, workflow, step, "cost", "", int64(m.Segments)*7900)
	if m.Opened.People > 0 {
		o.add(m.At, workflow, step, "clicked", "", 1)
	}
	switch m.Status {
	case "delivered", "read":
		o.add(m.At, workflow, step, "delivered", "", 1)
	case "failed", "undelivered":
		code := m.Code
		if code == "" {
			code = "other"
		}
		o.add(m.At, workflow, step, "failed", code, 1)
	case "unknown":
		o.add(m.At, workflow, step, "unknown", "", 1)
	}
}

// entry counts what the journal tells of one commit.
func (o *oracle) entry(t *testing.T, e fsm.Entry) {
	ev, err := codec.DecodeEvent(e.Event, func(seq uint64) (fsm.Message, error) { return o.messages[seq], nil })
	if err != nil {
		t.Fatal(err)
	}
	before := o.ground
	for _, l := range e.Lines {
		o.line(e, l, ev)
		if g := l.To.Ground(); g != "" {
			o.ground = g
		}
	}
	o.reply(e, ev)
	if before != "" || o.ground != fsm.Unknown {
		o.passed(e, before)
	}
	for _, l := range e.Lines {
		o.released(l)
	}
	if s, ok := ev.(fsm.Settled); ok && o.latest != nil && o.latest.Seq == s.Seq && (s.Outcome == fsm.NotSent || s.Outcome == fsm.Refused) {
		for _, l := range e.Lines {
			if strings.HasPrefix(l.Event, "not_sent:") || strings.HasPrefix(l.Event, "refused:") {
				o.latest = nil
			}
		}
	}
}

// passed counts a change of consent.
func (o *oracle) passed(e fsm.Entry, before string) {
	switch {
	case before == o.ground:
		return
	case o.ground == fsm.Subscribed:
		o.add(e.At, "", "", "joined", "", 1)
	case before == fsm.Subscribed:
		o.add(e.At, "", "", "left", "", 1)
	}
	if o.ground == fsm.Stopped || before == fsm.Subscribed {
		workflow, step := "", ""
		if o.latest != nil && e.At.Sub(o.latest.At) < 24*time.Hour {
			workflow, step = place(o.latest.Name, 1)
		}
		o.add(e.At, workflow, step, "optouts", "", 1)
	}
}

// reply counts the first answer to the latest text.
func (o *oracle) reply(e fsm.Entry, ev fsm.Event) {
	in, ok := ev.(fsm.Inbound)
	if !ok || o.latest == nil || o.replied || e.At.Sub(o.latest.At) >= 72*time.Hour {
		return
	}
	for _, m := range o.messages {
		meaning, _, _ := strings.Cut(m.Meaning, ":")
		if m.SID == in.ID && !m.Out && !slices.Contains([]string{"stop", "start", "help", "confirm"}, meaning) {
			o.replied = true
			workflow, step := place(o.latest.Name, 1)
			o.add(e.At, workflow, step, "replied", "", 1)
		}
	}
}

// released notes which text is the latest.
func (o *oracle) released(l fsm.Line) {
	m := o.messages[l.Seq]
	if kind, _, _ := strings.Cut(l.Event, ":"); l.Seq == 0 || !m.Out || !slices.Contains([]string{"send", "ask", "reply"}, kind) {
		return
	}
	if m.Run > 0 {
		o.latest, o.replied = &m, false
	}
}

// line counts one line.
func (o *oracle) line(e fsm.Entry, l fsm.Line, ev fsm.Event) {
	kind, name, _ := strings.Cut(l.Event, ":")
	happened := e.At
	if f, ok := ev.(fsm.Fact); ok {
		happened = min(f.At, e.At)
	}
	switch {
	case kind == "enter":
		o.add(e.At, name, "", "entered", "", 1)
	case kind == "exit" && strings.HasPrefix(l.Why, "goal "):
		o.add(happened, name, "", "goals", "", 1)
	case l.Verdict != nil:
		workflow, step := place(name, l.Run)
		o.add(e.At, workflow, step, map[string]string{"wait": "held", "drop": "dropped"}[kind], l.Verdict.Guard, 1)
		if l.Verdict.Guard == "arbiter" {
			o.add(e.At, workflow, step, "displaced", l.Verdict.Name, 1)
		}
	case l.Event == "event:purchase" && !strings.HasPrefix(l.Why, "history"):
		o.purchase(ev.(fsm.Fact), happened)
	}
}

// purchase counts an order, and the time between the first and the last one as far as it grew.
func (o *oracle) purchase(f fsm.Fact, at fsm.Moment) {
	value, _ := f.Data["value"].(float64)
	o.add(at, "", "", "orders", "", 1)
	o.add(at, "", "", "revenue", "", int64(math.Round(value*100)))
	if len(o.bought) > 0 {
		o.add(at, "", "", "repeat_orders", "", 1)
		before := slices.Max(o.bought).Sub(slices.Min(o.bought))
		after := max(slices.Max(o.bought), at).Sub(min(slices.Min(o.bought), at))
		o.add(at, "", "", "order_gap", "", int64((after-before)/time.Second))
	}
	o.bought = append(o.bought, at)
}

// recomputed adds everything up anew.
func recomputed(t *testing.T, p *fsm.Program, s store.Store) map[fsm.Measure]int64 {
	ctx := context.Background()
	list, err := s.Subscribers(ctx, "", math.MaxInt)
	if err != nil {
		t.Fatal(err)
	}
	sums := map[fsm.Measure]int64{}
	for _, r := range list {
		o := &oracle{p: p, sums: sums, messages: map[uint64]fsm.Message{}}
		messages, err := s.Messages(ctx, r.Phone, 0, math.MaxInt)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range messages {
			o.messages[m.Seq] = m
			o.message(m)
		}
		if err := s.Replay(ctx, r.Phone, 0, 0, func(e fsm.Entry) error { o.entry(t, e); return nil }); err != nil {
			t.Fatal(err)
		}
	}
	maps.DeleteFunc(sums, func(_ fsm.Measure, n int64) bool { return n == 0 })
	return sums
}

// Ensure that the daily sums are what a slow look at all messages and the whole journal finds, for random lives.
func TestExact(t *testing.T) {
	p := shop(t)
	for seed := range uint64(4) {
		s := live(t, p, seed, 12, 120)
		want, got, seen := recomputed(t, p, s), map[fsm.Measure]int64{}, map[string]bool{}
		err := s.Measures(context.Background(), math.MinInt32, math.MaxInt32, func(m fsm.Measure) error {
			n := m.N
			m.N = 0
			seen[m.Name] = true
			if !slices.Contains([]string{"unmatched", "clicks", "opened", "click_time", "click_seconds", "complaints", "handoffs", "offered", "redeemed", "redeemed_value", "redeemed_cost", "attributed", "attributed_revenue", "attributed_refunds"}, m.Name) {
				got[m] = n
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(lines(want), lines(got)); diff != "" {
			t.Fatalf("seed %d (-recomputed +kept):\n%s", seed, diff)
		}
		for _, name := range []string{"released", "failed", "delivered", "replied", "optouts", "joined", "left", "goals", "held", "dropped", "clicked", "entered", "repeat_orders", "unknown"} {
			if !seen[name] && seed == 0 {
				t.Errorf("no life has a sum of %s: the test tells nothing of it", name)
			}
		}
	}
}

func lines(sums map[fsm.Measure]int64) []string {
	var list []string
	for m, n := range sums {
		list = append(list, fmt.Sprintf("%+v %d", m, n))
	}
	slices.Sort(list)
	return list
}
