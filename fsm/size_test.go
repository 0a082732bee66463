package fsm

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// heavy is a program whose runs, questions and events are as large as they may be.
func heavy() Definition {
	d := shop()
	d.Senders = append(d.Senders, Sender{Address: otherSend})
	d.Events["heavy"] = EventType{Fields: map[string]Field{"key": {Type: StringType}}}
	name := strings.Repeat("n", 38)
	for i := range 20 {
		w := Workflow{Name: fmt.Sprintf("%s%02d", name, i), Class: Classes()[i%3], Enter: Enter{On: []string{"heavy"}, Key: "key", Limit: 30, Per: 900 * time.Hour}}
		var answers []Answer
		for j := range 10 {
			answers = append(answers, Answer{Name: fmt.Sprintf("answer%d", j), Words: []string{strings.Repeat("w", 40)}})
		}
		w.Steps = []Step{
			{Name: name + "a", Kind: SplitStep, Arms: []Arm{{strings.Repeat("x", 20), 1}}},
			{Name: name + "b", Kind: AskStep, Texts: say("Which?"), Answers: answers, Save: "interest", Timeout: 100 * time.Hour},
			{Name: name + "c", Kind: WaitStep, Wait: Wait{For: 50 * time.Hour}},
			{Name: name + "d", Kind: SendStep, Texts: say("So.")},
		}
		d.Workflows = append(d.Workflows, w)
	}
	return d
}

// Ensure that no sequence of events makes a record too large to be stored, or less than what it was
// meant to keep: the state, the consent, and that every run can go on.
func TestRecordStaysSmall(t *testing.T) {
	p, err := Compile(heavy(), strings.Repeat("r", 64))
	if err != nil {
		t.Fatal(err)
	}
	long := strings.Repeat("😀", 1700)
	rapid.Check(t, func(t *rapid.T) {
		w := &world{t: t, p: p, rec: Record{Phone: thePerson}, now: time.Date(2026, 3, 2, 15, 0, 0, 0, time.UTC), rows: map[uint64]Message{}}
		w.decide(OptIn{ID: long, Purpose: ForMarketing, Source: long, Import: true})
		for i := range rapid.IntRange(20, 80).Draw(t, "events") {
			id := fmt.Sprint(long, i)
			switch rapid.IntRange(0, 9).Draw(t, "kind") {
			case 0, 1, 2, 3:
				data := map[string]any{"key": fmt.Sprint(i % 7)}
				for j := range 9 {
					data[fmt.Sprint(j, long)] = long
				}
				w.decide(Fact{Happened: Happened{ID: id, Type: rapid.SampledFrom([]string{"heavy", "cart", fmt.Sprint(i, long)}).Draw(t, "type"), At: At(w.now), Data: data}})
			case 4:
				w.decide(AgentText{Agent: long, Body: long})
			case 5:
				w.decide(Attributes{Set: map[string]any{fmt.Sprint("a", i): long, long: long, "interest": long}, Zone: long, Language: long, Source: long})
			case 6:
				w.decide(Inbound{ID: id, Sender: rapid.SampledFrom([]string{theSender, otherSend, long}).Draw(t, "sender"), Body: rapid.SampledFrom([]string{"HELP", "not interested", "JOIN", long, "answer1"}).Draw(t, "body")})
			case 7:
				w.decide(Handback{By: long})
			default:
				w.step()
			}
		}
	})
}

// Ensure that full lists refuse what comes last, with the reason in the journal, and that answers
// still go out.
func TestFullLists(t *testing.T) {
	d := newDriver(t, compiled(t, "shop"), time.Date(2026, 3, 2, 10, 0, 0, 0, time.UTC))
	d.do(OptIn{Purpose: ForMarketing, Source: "import", Import: true})
	for i := range 100 {
		d.do(Fact{Happened: Happened{ID: fmt.Sprint(i), Type: "cart", At: At(d.now), Data: map[string]any{"cart": fmt.Sprint(i)}}})
	}
	if n := len(d.rec.Calendar); n > roomForRuns || n < 20 {
		t.Errorf("%d items on the calendar, at most %d", n, roomForRuns)
	}
	if len(d.alarms) == 0 {
		t.Error("nobody was told that the calendar is full")
	}
	d.busy = true
	d.to(d.now.Add(2 * time.Hour))
	if n := len(d.rec.Runs); n != MaxRuns {
		t.Errorf("%d runs, want %d", n, MaxRuns)
	}
	d.busy = false
	d.text(Inbound{Body: "HELP"})
	if last := d.sent[0]; last.Name != TextHelp {
		t.Errorf("the first text to go is %s, want the answer to HELP", last.Name)
	}
}
