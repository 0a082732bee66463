package phone_test

import (
	"fmt"
	"strings"
	"testing"
)

// Ensure a whole conversation goes by the two endpoints alone, and the last text uses the answer.
func TestWholeConversation(t *testing.T) {
	r := newRig(t)
	for _, turn := range []struct{ body, state string }{
		{"join", "pending"}, {"YES", "welcome.interest"}, {"skin care pls", "subscribed"},
	} {
		if state := r.text(anna, turn.body); state != turn.state {
			t.Errorf("after %q the state is %s, want %s", turn.body, state, turn.state)
		}
	}
	r.wantThread(anna, "> join", "< confirm", "> YES", "< welcome", "< welcome.interest", "> skin care pls", "< welcome.bestsellers")
	list := r.shown(anna, "").Messages
	for _, part := range []string{"Acme Beauty", "8 msgs/month", "rates may apply", "HELP", "STOP"} {
		if !strings.Contains(list[3].Body, part) {
			t.Errorf("the confirmation %q lacks %q", list[3].Body, part)
		}
	}
	if last := list[len(list)-1]; !strings.Contains(last.Body, "skincare") || last.Status != "delivered" {
		t.Errorf("the last text is %+v, want one about skincare, delivered", last)
	}
}

// Ensure an answer is taken by digit, by word and by near misses.
func TestAnswers(t *testing.T) {
	r := newRig(t)
	for i, c := range []struct{ body, about string }{
		{"1", "skincare"}, {"2", "makeup"}, {"Make up!", "makeup"}, {"the 2nd", "makeup"}, {"skin care pls", "skincare"}, {"makup", "makeup"},
	} {
		number := fmt.Sprintf("+1212555%04d", i)
		for _, body := range []string{"JOIN", "YES", c.body} {
			r.text(number, body)
		}
		list := r.shown(number, "").Messages
		if last := list[len(list)-1].Body; !strings.Contains(last, "Our "+c.about) {
			t.Errorf("%q led to %q, want %s", c.body, last, c.about)
		}
	}
}

// Ensure a wrong answer is asked again once, and no more.
func TestWrongAnswer(t *testing.T) {
	r := newRig(t)
	for _, body := range []string{"JOIN", "YES", "seven", "eight"} {
		r.text(anna, body)
	}
	r.wantThread(anna, "> JOIN", "< confirm", "> YES", "< welcome", "< welcome.interest", "> seven", "< welcome.interest", "> eight", "< unmatched")
	if state := r.text(anna, "2"); state != "subscribed" {
		t.Errorf("a late right answer leads to %s, want subscribed", state)
	}
}

// Ensure silence times out when the clock is moved, and the answer comes after it has happened.
func TestSilence(t *testing.T) {
	r := newRig(t)
	r.text(anna, "JOIN")
	r.text(anna, "YES")
	before := r.post("/phone/clock", map[string]string{"advance": "23h"})
	if state := r.shown(anna, "").State; state != "welcome.interest" {
		t.Fatalf("after 23 h the state is %s", state)
	}
	after := r.post("/phone/clock", map[string]string{"advance": "1h1m"})
	if before["now"].(string) >= after["now"].(string) {
		t.Errorf("the clock went from %v to %v", before["now"], after["now"])
	}
	r.wantThread(anna, "> JOIN", "< confirm", "> YES", "< welcome", "< welcome.interest", "< welcome.undecided")
}

// Ensure HELP, STOP, START, AGENT and a text that nobody knows do in every state what a person
// expects: what they are answered with, and the state after it.
func TestWordsInEveryState(t *testing.T) {
	states := []struct {
		name  string
		texts []string
	}{
		{"unknown", nil},
		{"pending", []string{"JOIN"}},
		{"welcome.interest", []string{"JOIN", "YES"}},
		{"subscribed", []string{"JOIN", "YES", "1"}},
		{"agent", []string{"JOIN", "YES", "AGENT"}},
		{"stopped", []string{"JOIN", "YES", "1", "STOP"}},
	}
	words := []string{"HELP", "STOP", "START", "AGENT", "where is my parcel"}
	want := [][]string{ // for each state, for each word
		{"help → unknown", "stopped → stopped", "confirm → pending", "agent → agent", "unmatched → unknown"},
		{"help → pending", "stopped → stopped", "asked → pending", "agent → agent", "unmatched → pending"}, // asked to confirm once a day
		{"help → welcome.interest", "stopped → stopped", "already → welcome.interest", "agent → agent", "welcome.interest → welcome.interest"},
		{"help → subscribed", "stopped → stopped", "already → subscribed", "agent → agent", "unmatched → subscribed"},
		{"help → agent", "stopped → stopped", "already → agent", "→ agent", "→ agent"}, // a person answers
		{"help → stopped", "→ stopped", "restarted → subscribed", "→ stopped", "→ stopped"},
	}
	r := newRig(t)
	for i, s := range states {
		for j, word := range words {
			number := fmt.Sprintf("+121255501%d%d", i, j)
			state := "unknown"
			for _, body := range s.texts {
				state = r.text(number, body)
			}
			if state != s.name {
				t.Fatalf("%q leads to %s, want %s", s.texts, state, s.name)
			}
			before := len(r.thread(number))
			state = r.text(number, word)
			said := strings.Join(r.thread(number)[before+1:], " ") + " → " + state
			if said = strings.TrimSpace(strings.ReplaceAll(said, "< ", "")); said != want[i][j] {
				t.Errorf("%s to %s: %s, want %s", word, s.name, said, want[i][j])
			}
		}
	}
}
