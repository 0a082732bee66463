package census

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/parley-sms/parley/bot"
	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
)

// maxAsked is of how many people of a segment the guards are asked.
const maxAsked = 2000

// Reach is what would come of the next occurrence of a broadcast or schedule, by what is known now.
type Reach struct {
	Workflow string
	Revision string     // of the program
	At       fsm.Moment // when it was found out
	When     fsm.Moment // as of which the guards were asked: when it comes
	Segment  int64      // people in its segment
	OneIn    int64      // of so many of these one was asked about
	Asked    int64
	Goes     int64  // of them, those whose first text would go at once,
	Later    int64  // or later
	Comes    int64  // or behind another step
	Kept     []Kept // what keeps the first text from the others, or for a while; the most frequent first
	Cut      bool   // there are more than MaxLooked people
}

// Kept is one reason why people get a text later, or not.
type Kept struct {
	Why   string
	Later bool
	N     int64
}

// Estimate is how many of all in the segment so many of those asked stand for.
func (r *Reach) Estimate(n int64) int64 {
	if r.Asked == 0 {
		return 0
	}
	return (n*r.Segment + r.Asked/2) / r.Asked
}

// Records is what a store tells of people, one by one.
type Records interface {
	People
	Record(ctx context.Context, phone fsm.Phone) (fsm.Record, error)
}

// Broadcast asks of an even part of a segment what the guards would say when a workflow's next occurrence comes. It calls
// looked with how many people were looked at.
func Broadcast(ctx context.Context, s Records, p *fsm.Program, w *fsm.Workflow, tell bot.Foretell, now fsm.Moment, looked func(int64)) (Reach, error) {
	next := fsm.Occurrence{At: now, ID: w.Name}
	if comes, ok := p.NextOccurrence(w.Name, now, now.Add(fsm.LongestWait)); ok {
		next = comes
	}
	r := Reach{Workflow: w.Name, Revision: p.Revision, At: now, When: next.At}
	some := sample{most: maxAsked}
	var err error
	_, r.Cut, err = each(ctx, s, looked, func(rec *fsm.Record) {
		if !p.InSegment(w.Enter.Segment, rec, next.At) {
			return
		}
		r.Segment++
		some.add(rec.Phone)
	})
	if err != nil {
		return r, err
	}
	r.OneIn = some.oneIn()
	reasons := map[Kept]int64{}
	for _, phone := range some.phones {
		rec, err := s.Record(ctx, phone)
		if errors.Is(err, store.ErrNotFound) {
			continue // erased meanwhile
		}
		if err != nil {
			return r, fmt.Errorf("read a person: %w", err)
		}
		if err := r.ask(tell, rec, fsm.Enrol{Workflow: w.Name, ID: next.ID}, reasons); err != nil {
			return r, err
		}
	}
	for why, n := range reasons {
		why.N = n
		r.Kept = append(r.Kept, why)
	}
	slices.SortFunc(r.Kept, func(a, b Kept) int { return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(a.Why, b.Why)) })
	return r, nil
}

// ask asks about one person.
func (r *Reach) ask(tell bot.Foretell, rec fsm.Record, e fsm.Enrol, reasons map[Kept]int64) error {
	decided, unsent, err := tell(rec, e, r.When)
	if err != nil {
		return err
	}
	r.Asked++
	at := slices.IndexFunc(unsent, func(u fsm.Unsent) bool { return strings.HasPrefix(u.Name, e.Workflow+".") && !u.Want.Retry })
	entered := slices.ContainsFunc(decided.Lines, func(l fsm.Line) bool { return l.Event == "enter:"+e.Workflow })
	switch {
	case !entered:
		reasons[Kept{Why: "does not enter: " + refusal(decided.Lines, e.Workflow)}]++
	case at < 0:
		r.Comes++
	default:
		r.judge(unsent[at], reasons)
	}
	return nil
}

// judge counts what the guards say of somebody's first text.
func (r *Reach) judge(u fsm.Unsent, reasons map[Kept]int64) {
	said := u.Now
	if u.At > 0 {
		said = u.Then
	}
	drops := slices.IndexFunc(said, func(s fsm.Said) bool { return s.Drop })
	switch {
	case len(said) == 0 && u.At == 0:
		r.Goes++
	case len(said) == 0:
		r.Later++
	case drops >= 0:
		reasons[Kept{Why: strings.TrimSpace(said[drops].Guard + " " + said[drops].Name)}]++
	default:
		r.Later++
		reasons[Kept{Why: strings.TrimSpace(said[0].Guard + " " + said[0].Name), Later: true}]++
	}
}

// refusal is why somebody does not enter.
func refusal(lines []fsm.Line, workflow string) string {
	for _, l := range lines {
		if l.Event == "refuse:"+workflow {
			return l.Why
		}
	}
	return "no consent, or got it already"
}
