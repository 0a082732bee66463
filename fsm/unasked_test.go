package fsm

import "time"

// withUnasked adds workflows whose question is for nobody here: one says where that leads, one leaves it to
// the question's timeout.
func withUnasked(d *Definition) {
	ask := Step{Name: "ask", Kind: AskStep, If: "orders.count > 5", Texts: say("Reply 1 or 2."), Timeout: time.Hour, OnTimeout: "late",
		Answers: []Answer{{Name: "one", Words: []string{"1"}, Next: "thanks"}, {Name: "two", Words: []string{"2"}, Next: "thanks"}}}
	steps := []Step{
		{Name: "thanks", Kind: SendStep, Texts: say("Thanks for the answer."), Next: End},
		{Name: "late", Kind: SendStep, Texts: say("No answer, no matter."), Next: End},
		{Name: "aside", Kind: SendStep, Texts: say("Not asked at all.")},
	}
	said := ask
	said.Next = "aside"
	for i, name := range []string{"left", "said"} {
		first := []Step{ask, said}[i]
		d.Events[name] = EventType{}
		d.Workflows = append(d.Workflows, Workflow{Name: name, Class: Service, Enter: Enter{On: []string{name}}, Steps: append([]Step{first}, steps...)})
	}
}
