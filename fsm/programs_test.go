package fsm_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"pgregory.net/rapid"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/fsm/program"
	"github.com/parley-sms/parley/fsm/program/programtest"
)

// Ensure that under any program that can be written, edited in mid-life and taken back, every decision
// keeps the invariants, every moment comes to rest, and no run texts a step twice.
func TestAnyProgram(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		before, after := drawn(t, "program"), drawn(t, "edited")
		after = edited(t, before, after)
		l := &life{t: t, programs: []*fsm.Program{loaded(t, before, "r1"), loaded(t, after, "r2")}, now: time.Date(2026, 3, 2, 17, 0, 0, 0, time.UTC),
			rec: fsm.Record{Phone: "+12125550123", Sender: "+15550100000"}, rows: map[uint64]fsm.Message{}, paused: map[string]fsm.Pause{}, texted: map[string]bool{}}
		l.p = l.programs[0]
		l.begin()
		for range rapid.IntRange(10, 60).Draw(t, "events") {
			l.step()
		}
		l.stop()
	})
}

// drawn is a definition, mostly with the usual send hours: few texts leave in those that are drawn.
func drawn(t *rapid.T, label string) fsm.Definition {
	def := programtest.Definitions().Draw(t, label)
	if rapid.IntRange(0, 3).Draw(t, "odd hours") < 3 {
		def.Quiet = nil
	}
	return def
}

// loaded compiles a definition as it is read back from its files.
func loaded(t *rapid.T, def fsm.Definition, revision string) *fsm.Program {
	files, err := program.Print(def)
	if err != nil {
		t.Fatal(err)
	}
	folder := fstest.MapFS{}
	for name, data := range files {
		folder[name] = &fstest.MapFile{Data: data}
	}
	read, _, err := program.Load(folder)
	if err != nil {
		t.Fatal(err)
	}
	p, err := fsm.Compile(read, revision)
	if err != nil {
		t.Fatal(err)
	}
	fsm.PromiseTable(t, p)
	return p
}

// edited makes one definition an edition of another: each of its workflows goes by the name that it had
// there, or says which one it was, and so does a step for one that is gone.
func edited(t *rapid.T, before, after fsm.Definition) fsm.Definition {
	names := map[string]string{}
	after.Moved = map[string]string{}
	for i := range min(len(before.Workflows), len(after.Workflows)) {
		was, is := &before.Workflows[i], &after.Workflows[i]
		if n := len(is.Steps); n < len(was.Steps) && rapid.Bool().Draw(t, "moves a step") {
			is.Moved = map[string]string{was.Steps[n].Name: is.Steps[rapid.IntRange(0, n-1).Draw(t, "to")].Name}
		}
		switch {
		case rapid.Bool().Draw(t, "keeps its name"):
			names[is.Name] = was.Name
		case is.Name != was.Name && rapid.Bool().Draw(t, "moves"):
			after.Moved[was.Name] = is.Name
		}
	}
	rename(&after, names)
	return after
}

// rename gives workflows other names, wherever they are named.
func rename(d *fsm.Definition, names map[string]string) {
	to := func(name *string) {
		if n, ok := names[*name]; ok {
			*name = n
		}
	}
	for i := range d.Keywords {
		to(&d.Keywords[i].Start)
	}
	for i := range d.Workflows {
		w := &d.Workflows[i]
		to(&w.Name)
		for j := range w.Exits {
			to(&w.Exits[j].Start)
		}
		for j := range w.Steps {
			to(&w.Steps[j].Start)
		}
	}
	if s, busy := d.Suppress["busy"]; busy {
		for was, is := range names {
			if quoted := "'" + was + "'"; strings.Contains(s.If, quoted) {
				s.If = strings.Replace(s.If, quoted, "'"+is+"'", 1)
				break
			}
		}
		d.Suppress["busy"] = s
	}
	slices.SortFunc(d.Workflows, func(a, b fsm.Workflow) int { return strings.Compare(a.Name, b.Name) })
}

// mostAtOnce bounds the decisions of one moment: what is ready, on the wire or due of all runs of a
// person, each a few steps long.
const mostAtOnce = 400

// life is one person's under programs that change.
type life struct {
	t        *rapid.T
	programs []*fsm.Program
	p        *fsm.Program // the live one
	rec      fsm.Record
	now      time.Time
	rows     map[uint64]fsm.Message
	paused   map[string]fsm.Pause
	texted   map[string]bool // run and step whose text the carrier has taken
	ids      int
}

// begin makes most people subscribers who are in some workflows, for else little happens to them.
func (l *life) begin() {
	if rapid.IntRange(0, 9).Draw(l.t, "a stranger") == 9 {
		return
	}
	l.decide(fsm.OptIn{ID: "begin", Purpose: fsm.ForMarketing, Source: "api", At: fsm.At(l.now)})
	l.decide(fsm.Inbound{ID: "confirm", Sender: "+15550100000", Body: "YES"})
	l.decide(fsm.Attributes{Set: map[string]any{"birthday": "1990-03-20", "age": 20.0, "vip": true, "interest": "makeup"}, Source: "api"})
	for _, w := range l.p.Workflows {
		l.decide(fsm.Enrol{Workflow: w.Name, ID: "begin " + w.Name})
	}
}

// step lets something happen, or time pass.
func (l *life) step() {
	switch rapid.IntRange(0, 9).Draw(l.t, "turn") {
	case 0, 1:
		l.decide(l.event())
	case 2, 3:
		l.rest()
	case 4, 5, 6:
		if due := l.rec.NextDue().Time(); due.After(l.now) {
			l.now = due
		}
		l.rest()
	case 7:
		l.now = l.now.Add(rapid.SampledFrom([]time.Duration{time.Second, 7 * time.Minute, 5 * time.Hour, 53 * time.Hour}).Draw(l.t, "later"))
		l.decide(fsm.Tick{})
	case 8:
		if flights := l.rec.Flights(); len(flights) > 0 {
			l.settle(rapid.SampledFrom(flights).Draw(l.t, "flight"))
			return
		}
		l.decide(fsm.Pull{})
	case 9:
		l.decide(fsm.Tick{})
	}
}

// settle lets a text come to any end.
func (l *life) settle(f fsm.Flight) {
	outcomes := []fsm.Outcome{fsm.Accepted, fsm.InDoubt, fsm.NotSent, fsm.Throttled, fsm.Refused, fsm.GivenUp}
	l.decide(fsm.Settled{Seq: f.Seq, SID: "SM", Outcome: rapid.SampledFrom(outcomes).Draw(l.t, "outcome"), RetryAt: fsm.At(l.now.Add(time.Minute)),
		Lesson: rapid.SampledFrom([]fsm.Lesson{"", "", "", fsm.LessonOptOut, fsm.LessonUnreachable}).Draw(l.t, "lesson")})
}

// rest lets happen all that is due at this moment, as an engine with an able carrier would: it comes to
// an end.
func (l *life) rest() {
	for range mostAtOnce {
		head, ready := l.rec.Head()
		switch due := l.rec.NextDue(); {
		case l.rec.Wire != nil:
			l.decide(fsm.Settled{Seq: l.rec.Wire.Seq, SID: fmt.Sprint("SM", l.rec.Wire.Seq), Outcome: fsm.Accepted})
		case ready:
			l.decideWith(fsm.Pull{}, &fsm.Token{Sender: head.Sender})
		case due > 0 && due <= fsm.At(l.now):
			l.decide(fsm.Tick{})
		default:
			return
		}
	}
	l.t.Fatalf("it never comes to rest: %+v", l.rec)
}

// stop sends a STOP wherever the person is. Nothing but what confirms it goes out ever after, which every
// release is checked for.
func (l *life) stop() {
	l.decide(fsm.Inbound{ID: "the end", Sender: "+15550100000", Body: "STOP"})
	for range 3 {
		for _, f := range l.rec.Flights() {
			l.settle(f)
		}
		l.decide(fsm.Fact{Happened: l.happened()})
		l.now = l.now.Add(20 * time.Hour)
		l.rest()
	}
	if l.rec.State != fsm.Stopped || len(l.rec.Runs) > 0 {
		l.t.Fatalf("long after STOP: %s, %+v", l.rec.State, l.rec.Runs)
	}
}

func (l *life) decide(ev fsm.Event) {
	var token *fsm.Token
	if head, ok := l.rec.Head(); ok && rapid.Bool().Draw(l.t, "token") {
		token = &fsm.Token{Sender: head.Sender}
	}
	l.decideWith(ev, token)
}

func (l *life) decideWith(ev fsm.Event, token *fsm.Token) {
	l.t.Helper()
	in := fsm.Inputs{Token: token, Secret: []byte("random"), LinkBase: "https://parley.test/l/", Zones: []string{"America/New_York"}, Paused: l.paused}
	ev = fsm.WithRow(ev, l.rows)
	dec, err := fsm.DecideChecked(l.p, l.rec, in, ev, fsm.At(l.now))
	if err == nil {
		err = l.once(dec)
	}
	if err != nil {
		l.t.Fatalf("%v\nby %T %.600s\nin %s\nlines: %.3000s", err, ev, fmt.Sprintf("%+v", ev), l.rec.State, fmt.Sprint(dec.Lines))
	}
	if e, ok := ev.(fsm.Settled); ok && e.Outcome == fsm.Accepted && e.Message.Run != 0 {
		l.texted[textOf(e.Message)] = true
	}
	for _, m := range dec.Messages {
		l.rows[m.Seq] = m
	}
	l.rec = fsm.RoundTrip(l.t, dec.Next)
}

// once refuses a text that the carrier took for this run and step before. Steps that are drawn lead
// forward alone, so that none lies on a circle.
func (l *life) once(dec fsm.Decision) error {
	if dec.Send == nil || !l.texted[textOf(*dec.Send)] {
		return nil
	}
	for _, line := range dec.Lines {
		if kind, _, _ := strings.Cut(line.Event, ":"); line.Seq == dec.Send.Seq && (kind == "send" || kind == "ask") {
			return fmt.Errorf("%s went out twice in run %d", dec.Send.Name, dec.Send.Run)
		}
	}
	return nil
}

// textOf names a run's step by its text.
func textOf(m fsm.Message) string {
	_, step, _ := strings.Cut(m.Name, ".")
	return fmt.Sprint(m.Run, " ", step)
}
