package census

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-sms/parley/fsm"
)

func (c crowd) Record(_ context.Context, phone fsm.Phone) (fsm.Record, error) {
	return fsm.Record{Phone: phone, State: fsm.Subscribed}, nil
}

// Ensure everybody who is asked about is told of once: who gets the text, at once or later, and why others do not.
func TestBroadcast(t *testing.T) {
	c := crowd{people: people(6)}
	first := fsm.Unsent{Name: "w.hello"}
	quiet := fsm.Said{Verdict: fsm.Verdict{Guard: "quiet"}}
	answers := []struct {
		entered bool
		why     string
		unsent  []fsm.Unsent
	}{
		{entered: true, unsent: []fsm.Unsent{{Name: "other.text", Now: []fsm.Said{quiet}}, first}},
		{entered: true, unsent: []fsm.Unsent{{Name: "w.hello", Now: []fsm.Said{quiet}}}},
		{entered: true, unsent: []fsm.Unsent{{Name: "w.hello", Now: []fsm.Said{quiet, {Verdict: fsm.Verdict{Guard: "cap", Name: "2 per 7d"}, Drop: true}}}}},
		{entered: true},
		{why: "entry limit"},
		{},
	}
	asked := 0
	tell := func(fsm.Record, fsm.Event, fsm.Moment) (fsm.Decision, []fsm.Unsent, error) {
		a := answers[asked]
		asked++
		var d fsm.Decision
		if a.entered {
			d.Lines = append(d.Lines, fsm.Line{Event: "enter:w"})
		}
		if a.why != "" {
			d.Lines = append(d.Lines, fsm.Line{Event: "refuse:w", Why: a.why})
		}
		return d, a.unsent, nil
	}
	p := program()
	r, err := Broadcast(t.Context(), c, p, &p.Workflows[0], tell, 5, func(int64) {})
	if err != nil {
		t.Fatal(err)
	}
	want := Reach{Workflow: "w", At: 5, When: 5, Segment: 6, OneIn: 1, Asked: 6, Goes: 1, Later: 1, Comes: 1, Kept: []Kept{
		{Why: "cap 2 per 7d", N: 1}, {Why: "does not enter: entry limit", N: 1}, {Why: "does not enter: no consent, or got it already", N: 1}, {Why: "quiet", Later: true, N: 1}}}
	if diff := cmp.Diff(want, r); diff != "" {
		t.Error(diff)
	}
	if n := (&Reach{Segment: 1000, Asked: 100}).Estimate(33); n != 330 {
		t.Errorf("33 of 100 stand for %d of 1000", n)
	}
}
