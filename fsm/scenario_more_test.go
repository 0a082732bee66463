package fsm

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// set says what is known of the person: "set birthday=1990-05-01 zone=Asia/Tokyo language=es"; an
// attribute without a value is removed.
func (s *scenario) set(line string) error {
	e := Attributes{Source: "api", Set: map[string]any{}}
	for _, field := range strings.Fields(line) {
		name, value, _ := strings.Cut(field, "=")
		n, err := strconv.ParseFloat(value, 64)
		switch {
		case name == "zone":
			e.Zone = value
		case name == "language":
			e.Language = value
		case value == "":
			e.Set[name] = nil
		case err == nil:
			e.Set[name] = n
		default:
			e.Set[name] = value
		}
	}
	s.d.do(e)
	return nil
}

// click opens a link of the latest text of a step: "click cart.remind", or of the latest text at all:
// "click"; "click cart.remind ago=2h id=K1".
func (s *scenario) click(line string) error {
	e := Clicked{ID: fmt.Sprintf("K%d", s.d.texts), To: "https://acme.test/sale?from=a-link-that-is-long", At: At(s.d.now)}
	s.d.texts++
	at, words, err := s.ago(line)
	for _, m := range slices.Backward(s.d.sent) {
		if len(words) == 0 || words[0] == m.Name {
			e.Seq, e.At = m.Seq, at
			break
		}
	}
	for _, word := range words {
		if id, ok := strings.CutPrefix(word, "id="); ok {
			e.ID = id
		}
	}
	s.d.do(e)
	return err
}

// run checks what a run remembers of itself: "run nudge(balm): remind clicked 2, why=price".
func (s *scenario) run(want string) error {
	name, want, _ := strings.Cut(want, ":")
	want = strings.TrimSpace(want)
	for _, r := range s.d.rec.Runs {
		if r.Workflow != name && r.Workflow+"("+r.Key+")" != name {
			continue
		}
		var facts []string
		for _, c := range r.Clicks {
			facts = append(facts, fmt.Sprintf("%s clicked %d", c.Step, c.N))
		}
		for _, step := range slices.Sorted(maps.Keys(r.Replies)) {
			facts = append(facts, step+"="+r.Replies[step])
		}
		for _, event := range r.Awaits {
			facts = append(facts, "awaits "+event)
		}
		return same(want, strings.Join(facts, ", "))
	}
	return fmt.Errorf("there is no such run")
}

// tally checks how many times of an event are remembered: "tally clicked 3".
func (s *scenario) tally(line string) error {
	kind, want, _ := strings.Cut(line, " ")
	n := 0
	for _, t := range s.d.rec.Tallies {
		if t.Type == kind {
			n = len(t.At)
		}
	}
	return same(want, strconv.Itoa(n))
}

// enrol is a schedule or broadcast that has come: "enrol sale 2026-03-06 10:00".
func (s *scenario) enrol(id string) error {
	workflow, _, _ := strings.Cut(id, " ")
	s.d.do(Enrol{Workflow: workflow, ID: id})
	return nil
}

// watches checks which events without a phone would reach the person: "watches back_in_stock:serum".
func (s *scenario) watches(want string) error {
	var got []string
	for _, w := range s.d.rec.Watches() {
		got = append(got, w.Event+":"+w.Key)
	}
	return same(want, strings.Join(got, " "))
}

// called is what came of the latest call: "called" is an answer without an event, "called points n=5" one
// with, "called fails 503" none.
func (s *scenario) called(line string) error {
	e := Called{ID: s.d.calls[len(s.d.calls)-1].ID}
	why, failed := strings.CutPrefix(line, "fails ")
	switch {
	case failed:
		e.Failed = why
	case line != "":
		f, err := s.fact(line)
		if err != nil {
			return err
		}
		f.ID = ""
		e.Event = &f.Happened
	}
	s.d.do(e)
	return nil
}

// calls checks how many calls were made so far.
func (s *scenario) calls(want string) error { return same(want, strconv.Itoa(len(s.d.calls))) }

// pause pauses a workflow, or lets it go on: "pause shop sends", "pause shop".
func (s *scenario) pause(line string) error {
	workflow, how, _ := strings.Cut(line, " ")
	s.d.paused = map[string]Pause{workflow: Pause(how)}
	s.d.do(Refit{})
	return nil
}

// refit makes the record fit the program that is live.
func (s *scenario) refit(string) error {
	s.d.do(Refit{})
	return nil
}
