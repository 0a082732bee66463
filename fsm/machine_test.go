package fsm

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	looplab "github.com/looplab/fsm"
)

// door is a table small enough to see through.
func door() []Transition {
	return []Transition{
		{"open", "shut", "ajar"}, {"close", "ajar", "shut"}, {"knock", "shut", "shut"}, {"lock", "shut", "locked"},
	}
}

func machine(t testing.TB, rows []Transition) *Machine {
	t.Helper()
	m, err := newMachine(rows)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// Ensure that the library's trap of a cancelled context is real, and that the Machine, which brings
// its own, cannot fall into it: no caller's context reaches the library.
func TestMachineIsNotPoisonedByAContext(t *testing.T) {
	raw := looplab.NewFSM("shut", looplab.Events{{Name: "open", Src: []string{"shut"}, Dst: "open"}}, looplab.Callbacks{})
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	first, second := raw.Event(ctx, "open"), raw.Event(context.Background(), "open")
	if first == nil || second == nil {
		t.Errorf("the library's trap is gone: %v, %v", first, second)
	}
	m := machine(t, door())
	for range 3 {
		if to, ok := m.Fire("shut", "open"); !ok || to != "ajar" {
			t.Fatalf("open from shut leads to %q, %t", to, ok)
		}
	}
}

// Ensure that a refused event, a state that no table knows and an event that none knows leave the
// machine as useful as before.
func TestMachineForgets(t *testing.T) {
	m := machine(t, door())
	for _, c := range []struct {
		from  State
		event string
	}{{"locked", "open"}, {"~~~", "open"}, {"", "open"}, {"shut", "fly"}, {"shut", ""}, {"shut", "open:shut"}} {
		if to, ok := m.Fire(c.from, c.event); ok || to != c.from {
			t.Errorf("%q from %q leads to %q, %t; it must be refused", c.event, c.from, to, ok)
		}
		if to, ok := m.Fire("shut", "open"); !ok || to != "ajar" {
			t.Fatalf("after %q from %q, open from shut leads to %q, %t", c.event, c.from, to, ok)
		}
	}
}

// Ensure that a transition to the same state, which the library reports as an error, is one.
func TestMachineSelfTransition(t *testing.T) {
	if to, ok := machine(t, door()).Fire("shut", "knock"); !ok || to != "shut" {
		t.Errorf("knock leads to %q, %t", to, ok)
	}
}

// Ensure that the Machine uses no callbacks, from which the library would deadlock, and nothing that
// lists events in random order.
func TestMachineUsesNoTraps(t *testing.T) {
	source := sources(t)["machine.go"]
	for _, trap := range []string{"AvailableTransitions", "Callback)", "Async", "Transition()", "Metadata", "Visualize", "WithCancel", "sync.Pool"} {
		if strings.Contains(source, trap) {
			t.Errorf("machine.go uses %s", trap)
		}
	}
	if !strings.Contains(source, "looplab.Callbacks{})") {
		t.Error("machine.go gives the library callbacks")
	}
}

// Ensure that what the library would swallow is refused: two rows for one event and state, and names
// that are misspelt, empty, magic to diagrams, or spell a state like an event.
func TestMachineRefuses(t *testing.T) {
	for _, c := range []struct {
		name string
		row  Transition
	}{
		{"a second way", Transition{"open", "shut", "locked"}},
		{"the same row twice", Transition{"open", "shut", "ajar"}},
		{"an event named like a state", Transition{"locked", "shut", "ajar"}},
		{"an event of a magic name", Transition{"state", "shut", "ajar"}},
		{"an empty event", Transition{"", "shut", "ajar"}},
		{"an empty state", Transition{"go", "", "ajar"}},
		{"a space", Transition{"go on", "shut", "ajar"}},
		{"a colon in a state", Transition{"go", "shut:fast", "ajar"}},
		{"capitals", Transition{"Go", "shut", "ajar"}},
		{"a dash", Transition{"go", "shut", "half-open"}},
		{"a quote", Transition{`go"`, "shut", "ajar"}},
		{"two pluses", Transition{"go", "shut", "open+a.b+c.d"}},
		{"a line break", Transition{"go\n", "shut", "ajar"}},
	} {
		if _, err := newMachine(append(door(), c.row)); err == nil {
			t.Errorf("%s: accepted", c.name)
		}
	}
}

// Ensure that many goroutines can share one machine: without the lock some steps would silently give
// a wrong result.
func TestMachineIsShared(t *testing.T) {
	m := machine(t, door())
	var wg sync.WaitGroup
	errs := make(chan error, 8)
	for i := range 8 {
		from, event, want := State("shut"), "open", State("ajar")
		if i%2 == 1 {
			from, event, want = "ajar", "close", "shut"
		}
		wg.Go(func() {
			for range 2000 {
				if to, ok := m.Fire(from, event); !ok || to != want {
					errs <- errors.New(event + " led to " + string(to))
					return
				}
				m.Can(want, event)
			}
		})
	}
	wg.Wait()
	close(errs)
	for err := range errs {
		t.Error(err)
	}
}

// Ensure that one Program serves every goroutine, each with the decision that it alone would get.
func TestProgramIsShared(t *testing.T) {
	p := compiled(t, "shop")
	at := local(t, theZone, "2026-03-02 10:00")
	rec := inQuestion(t, p, at.Time())
	in := Inputs{Token: &Token{Sender: theSender}, Secret: []byte(testSecret)}
	text := func(i int) Inbound { return Inbound{ID: "1", Sender: theSender, Body: bodies[i%len(bodies)]} }
	var want []Decision
	for i := range bodies {
		dec, err := p.Decide(rec, in, text(i), at+1)
		if err != nil {
			t.Fatal(err)
		}
		want = append(want, dec)
	}
	var wg sync.WaitGroup
	for g := range 4 {
		wg.Go(func() {
			for i := range 2 * len(bodies) {
				dec, err := p.Decide(rec, in, text(g+i), at+1)
				if diff := cmp.Diff(want[(g+i)%len(bodies)], dec); err != nil || diff != "" {
					t.Errorf("%q: %v\n%s", text(g+i).Body, err, diff)
					return
				}
			}
		})
	}
	wg.Wait()
}
