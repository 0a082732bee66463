package census

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-sms/parley/fsm"
)

// crowd is people with what happened to them.
type crowd struct {
	people  []fsm.Phone
	entries map[fsm.Phone][]fsm.Entry // the newest first
}

func (c crowd) Subscribers(_ context.Context, after fsm.Phone, limit int) (list []fsm.Record, _ error) {
	for _, p := range c.people {
		if p > after && len(list) < limit {
			list = append(list, fsm.Record{Phone: p, State: fsm.Subscribed})
		}
	}
	return list, nil
}

func (c crowd) Journal(_ context.Context, phone fsm.Phone, before uint64, limit int) (list []fsm.Entry, _ error) {
	for _, e := range c.entries[phone] {
		if (before == 0 || e.Version < before) && len(list) < limit {
			list = append(list, e)
		}
	}
	return list, nil
}

func people(n int) (list []fsm.Phone) {
	for i := range n {
		list = append(list, fsm.Phone(fmt.Sprintf("+1212555%04d", i)))
	}
	return list
}

// lived gives somebody a life of one line a day.
func lived(lines ...fsm.Line) (list []fsm.Entry) {
	for i, l := range lines {
		list = append(list, fsm.Entry{Version: uint64(i) + 1, At: fsm.Moment(i+1) * 1000, Lines: []fsm.Line{l}})
	}
	slices.Reverse(list)
	return list
}

func program() *fsm.Program {
	return &fsm.Program{Definition: fsm.Definition{Workflows: []fsm.Workflow{{Name: "w", Steps: []fsm.Step{
		{Name: "fork", Kind: fsm.BranchStep, Cases: []fsm.BranchCase{{If: "a"}, {}}}}}}}}
}

func line(event string, run uint64, why string) fsm.Line {
	return fsm.Line{Event: event, Run: run, Why: why, From: fsm.Join(fsm.Subscribed, "w.ask")}
}

// Ensure a run is followed from its entry to its end, by what was said and happened at its steps.
func TestPath(t *testing.T) {
	c := crowd{people: people(1)}
	c.entries = map[fsm.Phone][]fsm.Entry{c.people[0]: lived(
		line("step:w.lost", 1, ""), // it began before all that is known
		line("enter:w", 2, "opted_in"), line("ask:w.ask", 2, ""), line("answer", 0, "makeup: exact 2"), line("step:w.fork", 2, ""),
		line("case:w.fork", 0, "1"), line("drop:w.offer", 2, "condition"), line("send:w.last", 2, ""), line("send:w.last", 2, ""), line("exit:w", 2, "goal purchase"),
		line("enter:w", 3, "again"), line("step:w.wait", 3, ""), line("exit:w", 0, "completed: waited"), // as older versions wrote it
	)}
	walks, err := Path(t.Context(), c, program(), c.people[0], 0)
	if err != nil || len(walks) != 2 {
		t.Fatalf("%d runs, %v", len(walks), err)
	}
	var got [][]string
	for _, w := range walks {
		for _, leg := range w.Legs {
			got = append(got, []string{leg.From, leg.By, leg.To})
		}
	}
	want := [][]string{{"", "enter", "ask"}, {"ask", "answer makeup", "fork"}, {"fork", "if a", "offer"}, {"offer", "not sent", "last"}, {"last", "goal purchase", End},
		{"", "enter", "wait"}, {"wait", "then", End}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if !walks[0].Converted() || walks[1].Converted() || !walks[1].Over() {
		t.Error("who reached the goal is mistaken")
	}
}

// Ensure ways count runs, and those that reached the goal afterwards.
func TestWays(t *testing.T) {
	c := crowd{people: people(3), entries: map[fsm.Phone][]fsm.Entry{}}
	for i, end := range []string{"goal purchase", "completed: sent", "goal purchase"} {
		c.entries[c.people[i]] = lived(line("enter:w", 1, ""), line("send:w.hello", 1, ""), line("exit:w", 1, end))
	}
	ways, err := Paths(t.Context(), c, program(), 5000, func(int64) {})
	if err != nil {
		t.Fatal(err)
	}
	want := []Way{{"", "hello", "enter", 3, 2}, {"hello", End, "goal purchase", 2, 2}, {"hello", End, "then", 1, 0}}
	if diff := cmp.Diff(want, ways.Workflows["w"]); diff != "" || ways.OneIn != 1 {
		t.Error(ways.OneIn, diff)
	}
}

// Ensure a sample stays within its bound, is the same for the same people, and about even.
func TestSample(t *testing.T) {
	s := sample{most: 200}
	all := people(3000)
	for _, p := range all {
		s.add(p)
	}
	if n := int64(len(s.phones)); n > 200 || n < 50 || n*s.oneIn() < 2000 || n*s.oneIn() > 4000 {
		t.Errorf("%d of 3000 people, as one in %d", n, s.oneIn())
	}
}

// Ensure everybody is asked for his segments, in pages.
func TestSegments(t *testing.T) {
	c := crowd{people: people(perPage + 7)}
	var heard int64
	sizes, err := Segments(t.Context(), c, program(), 1, func(n int64) { heard = n })
	if err != nil || sizes.Looked != perPage+7 || heard != sizes.Looked || sizes.Cut {
		t.Fatalf("%+v, heard %d, %v", sizes, heard, err)
	}
	if all := sizes.Segments[0]; all.Name != fsm.Everyone || all.Size != sizes.Looked || all.Texted != all.Size || len(all.Examples) != MaxExamples {
		t.Errorf("%+v", all)
	}
}
