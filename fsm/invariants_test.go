package fsm

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"slices"

	"github.com/fxamacker/cbor/v2"
	"github.com/google/go-cmp/cmp"
)

// encoded is a record as a store would write it.
func encoded(rec Record) []byte {
	mode, err := cbor.CoreDetEncOptions().EncMode()
	if err == nil {
		var b []byte
		if b, err = mode.Marshal(rec); err == nil {
			return b
		}
	}
	panic(err)
}

// fataler is a test, of the testing package or of rapid.
type fataler interface {
	Helper()
	Fatalf(format string, args ...any)
}

// roundTrip takes a record through its encoding, as a store does between two decisions.
func roundTrip(t fataler, rec Record) Record {
	t.Helper()
	var out Record
	if err := cbor.Unmarshal(encoded(rec), &out); err != nil {
		t.Fatalf("read the record back: %v", err)
	}
	return out
}

// decideChecked decides, and checks all that must hold of every decision.
func decideChecked(p *Program, rec Record, in Inputs, ev Event, now Moment) (Decision, error) {
	before := encoded(rec)
	dec, err := p.Decide(rec, in, ev, now)
	if err != nil {
		return dec, err
	}
	again, _ := p.Decide(rec, in, ev, now)
	switch {
	case !bytes.Equal(before, encoded(rec)):
		return dec, errors.New("the given record was changed")
	case !reflect.DeepEqual(dec, again):
		return dec, fmt.Errorf("two decisions differ: %s", cmp.Diff(dec, again))
	case dec.Nothing && !bytes.Equal(before, encoded(dec.Next)):
		return dec, errors.New("nothing was decided, but the record is another one")
	case dec.Nothing:
		return dec, nil
	case dec.Next.Version != rec.Version+1:
		return dec, fmt.Errorf("version %d follows %d", dec.Next.Version, rec.Version)
	}
	return dec, errors.Join(checkRecord(p, &dec.Next), checkRuns(p, &dec.Next), checkMessages(&rec, &dec), checkLines(p, &dec), checkRelease(p, &rec, &dec, in), checkForetold(p, rec, &dec, in, ev))
}

// checkRecord checks what must hold of every record.
func checkRecord(p *Program, r *Record) error {
	var errs []error
	must := func(ok bool, format string, args ...any) {
		if !ok {
			errs = append(errs, fmt.Errorf(format, args...))
		}
	}
	must(p.machine.Knows(r.State), "the table does not know the state %q", r.State)
	asked := ""
	if r.Question != nil {
		asked = r.Question.name()
	}
	if fg := r.State.Foreground(); fg != Agent {
		must(fg == asked, "the foreground is %q, the open question %q", fg, asked)
	} else {
		must(asked == "", "question %q is open over an agent", asked)
	}
	must(r.State.Ground() != Stopped || len(r.Runs)+len(r.Stack) == 0, "a stopped person has runs")
	must(r.State.Ground() != Subscribed || r.Marketing.Given, "subscribed without consent")
	must(r.State.Ground() == Subscribed || !r.Marketing.Given, "%s with consent", r.State)
	must(slices.IsSortedFunc(r.Calendar, func(a, b Item) int { return int(a.At - b.At) }), "the calendar is not sorted")
	must(slices.IsSortedFunc(r.Ready, before), "the ready texts are not sorted")
	for _, list := range []struct {
		name     string
		len, max int
	}{
		{"runs", len(r.Runs), MaxRuns}, {"calendar", len(r.Calendar), MaxCalendar}, {"ready", len(r.Ready), MaxRuns + MaxReplies},
		{"released", len(r.Released), MaxReleased}, {"seen", len(r.Seen), MaxSeen}, {"events", len(r.Events), MaxEvents},
		{"entries", len(r.Entries), MaxEntries}, {"stack", len(r.Stack), len(Classes())}, {"blocks", len(r.Blocks), MaxBlocks},
		{"seen else", len(r.SeenElse), MaxSeen}, {"lifted", len(r.Lifted), MaxBlocks}, {"doubts", len(r.Doubts), MaxDoubts}, {"attributes", len(r.Attributes), MaxAttributes},
		{"tallies", len(r.Tallies), MaxTallies}, {"bought", len(r.Bought), MaxBought},
		{"given", len(r.Given), MaxGiven},
	} {
		must(list.len <= list.max, "%d %s, at most %d", list.len, list.name, list.max)
	}
	size := len(encoded(*r)) + 1
	must(size <= MaxRecord, "%d bytes", size)
	must(size <= r.size(), "%d bytes, but the bound says %d", size, r.size())
	return errors.Join(errs...)
}

// checkRuns checks that whatever names a run names a live one, and that every run can go on.
func checkRuns(p *Program, r *Record) error {
	var errs []error
	fail := func(format string, args ...any) { errs = append(errs, fmt.Errorf(format, args...)) }
	moved, wants := map[uint64]int{}, map[uint64]int{}
	questions := slices.Clone(r.Stack)
	if r.Question != nil {
		questions = append(questions, *r.Question)
	}
	classes := map[Class]bool{}
	for i, q := range questions {
		if i < len(r.Stack) && classes[q.Class] {
			fail("two suspended questions of class %s", q.Class)
		}
		classes[q.Class] = true
		moved[q.Run]++
		if at := slices.IndexFunc(r.Runs, func(run Run) bool { return run.ID == q.Run }); at < 0 || r.Runs[at].Step != q.Step {
			fail("question %s hangs on run %d, which is elsewhere", q.name(), q.Run)
		}
		timer := func(i Item) bool {
			return i.Kind == ItemTimeout && i.Run == q.Run && i.Step == q.Step && i.At == q.Expires
		}
		if !slices.ContainsFunc(r.Calendar, timer) {
			fail("question %s has no timeout", q.name())
		}
	}
	for _, i := range r.Calendar {
		if i.Run != 0 {
			moved[i.Run]++
		}
		if i.Want != nil && i.Want.Run != 0 {
			moved[i.Want.Run]++
			wants[i.Want.Run]++
		}
	}
	for _, w := range r.Ready {
		if w.Run != 0 {
			moved[w.Run]++
			wants[w.Run]++
		}
	}
	timer := func(i Item) bool { return i.Kind == ItemThread }
	if slices.ContainsFunc(r.Calendar, timer) != (r.State.Foreground() == Agent) {
		fail("in %s, the agent's timer must run over an agent and nowhere else", r.State)
	}
	owed := slices.ContainsFunc(r.Calendar, isAnswer)
	if owed && (r.Thread.AskedAt == 0 || r.State.Foreground() != Agent) || r.Thread.Late && r.Thread.DueAt == 0 && p.target(&r.Thread) > 0 {
		fail("in %s, an answer is due to whom nobody owes one: %+v", r.State, r.Thread)
	}
	pending := func(i Item) bool { return i.Kind == ItemPending }
	if slices.ContainsFunc(r.Calendar, pending) != (r.State.Ground() == AwaitYes) {
		fail("in %s, the opt-in must lapse from pending and from nowhere else", r.State)
	}
	live := map[uint64]bool{}
	for _, run := range r.Runs {
		live[run.ID] = true
		flies := slices.ContainsFunc(r.Flights(), func(f Flight) bool { return f.Want.Run == run.ID })
		if moved[run.ID] == 0 && !flies {
			fail("nothing will ever move run %d of %s at %s (%s)", run.ID, run.Workflow, run.Step, run.Phase)
		}
		if _, _, ok := (&deciding{p: p}).at(&run); !ok {
			fail("run %d stands at %s.%s, which is no step", run.ID, run.Workflow, run.Step)
		}
	}
	for id := range moved {
		if !live[id] {
			fail("something hangs on run %d, which has ended", id)
		}
		if wants[id] > 1 {
			fail("run %d wants %d texts to go", id, wants[id])
		}
	}
	return errors.Join(errs...)
}

// checkMessages checks that message numbers only grow and that the ledger has no gap.
func checkMessages(old *Record, dec *Decision) error {
	last := old.Seq
	for _, m := range dec.Messages {
		if m.Seq > last && m.Seq != last+1 || m.Seq == 0 {
			return fmt.Errorf("message %d follows %d", m.Seq, last)
		}
		last = max(last, m.Seq)
	}
	if dec.Next.Seq != last {
		return fmt.Errorf("the record counts %d messages, there are %d", dec.Next.Seq, last)
	}
	for i, e := range dec.Ledger {
		if e.Number != old.Ledger+uint64(i)+1 {
			return fmt.Errorf("ledger entry %d has number %d", i, e.Number)
		}
	}
	return nil
}

// checkLines checks that what the journal calls a transition is a row of the table.
func checkLines(p *Program, dec *Decision) error {
	events := map[string]bool{}
	for _, row := range p.machine.Rows() {
		events[row.Event] = true
	}
	for _, l := range dec.Lines {
		if to, ok := p.machine.Fire(l.From, l.Event); events[l.Event] && (!ok || to != l.To) {
			return fmt.Errorf("the journal has %s from %s to %s, the table has not", l.Event, l.From, l.To)
		}
	}
	return nil
}

// checkRelease checks a text that went out against the rules, in words of its own.
func checkRelease(p *Program, old *Record, dec *Decision, in Inputs) error {
	m := dec.Send
	if m == nil {
		return nil
	}
	marketing := m.Run != 0 && m.Class != Service
	local := dec.At.Time().In(p.zone)
	if len(dec.Next.Zones) > 0 {
		local = dec.At.Time().In(p.location(dec.Next.Zones[0]))
	}
	var night bool
	if open := 10; local.Weekday() == 0 {
		night = local.Hour() < open+2 || local.Hour() >= 20
	} else {
		night = local.Hour() < open || local.Hour() >= 20
	}
	sent := dec.Next.State
	switch {
	case old.Wire != nil:
		return errors.New("two texts on the wire at once")
	case in.Token == nil || in.Token.Sender != m.Sender:
		return errors.New("released without a token of its sender")
	case sent.Ground() == Stopped && m.Name != TextStopped && m.Name != TextHelp && m.Name != TextBlocked:
		return fmt.Errorf("%s went to a stopped person", m.Name)
	case marketing && sent.Ground() != Subscribed:
		return fmt.Errorf("marketing %s went to %s", m.Name, sent)
	case marketing && dec.Next.Hold != nil:
		return fmt.Errorf("marketing %s went over a hold", m.Name)
	case marketing && sent.Foreground() == Agent:
		return fmt.Errorf("marketing %s went over an agent", m.Name)
	case m.Run != 0 && !m.Direct && night && isDefaultQuiet(p):
		return fmt.Errorf("%s went at %s", m.Name, local)
	case m.Direct && m.Run != 0 && dec.At.Sub(dec.Next.LastInbound) > replyGoodFor:
		return fmt.Errorf("%s is an answer to nobody", m.Name)
	}
	return nil
}

// isDefaultQuiet tells whether a program has the default hours, which checkRelease knows by heart.
func isDefaultQuiet(p *Program) bool { return len(p.Quiet) == 2 && p.Quiet[0].From == 12*60 }
