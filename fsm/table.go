package fsm

// The base machine's transitions, by name. A workflow adds "enter:w", "send:w.s", "ask:w.s",
// "step:w.s", "resume:w.s" and "retry:w.s".
const (
	evStop      = "stop"      // every text ends
	evStart     = "start"     // consent is there: to subscribed
	evRequest   = "request"   // a double opt-in is asked for: to pending
	evConfirm   = "confirm"   // it was confirmed
	evLapse     = "lapse"     // it was not
	evRevoke    = "revoke"    // marketing alone was withdrawn: to unknown
	evHelp      = "help"      // answered in every state
	evKeyword   = "keyword"   // a program's keyword was texted
	evUnmatched = "unmatched" // a text that means nothing here
	evAnswer    = "answer"    // the open question was answered
	evTimeout   = "timeout"   // it was left without an answer
	evRecall    = "recall"    // its text never went out
	evTake      = "take"      // a person handles the thread
	evRelease   = "release"   // the bot has it back
	evRequeue   = "requeue"   // who had the thread let it lie: another person handles it
)

// table compiles the base machine and all workflows into one linear table: each step and each
// question adds a bounded number of rows, whatever else the program holds.
func table(workflows []Workflow) []Transition {
	var t tableBuilder
	t.base()
	for i := range workflows {
		t.workflow(&workflows[i])
	}
	return t.rows
}

type tableBuilder struct{ rows []Transition }

func (t *tableBuilder) add(event string, from, to State) {
	t.rows = append(t.rows, Transition{event, from, to})
}

// base adds what holds without any workflow: consent on the bare grounds and over an agent.
func (t *tableBuilder) base() {
	for _, ground := range Grounds() {
		t.consent(ground, "")
		if ground == Stopped {
			continue // a stopped person's thread is handled in its record; nothing may be texted
		}
		t.consent(ground, Agent)
		t.add(evTake, Join(ground, ""), Join(ground, Agent))
		t.add(evRelease, Join(ground, Agent), Join(ground, ""))
		t.add(evRequeue, Join(ground, Agent), Join(ground, Agent))
	}
}

// consent adds the transitions that move the ground and keep the foreground, but for stop, which
// clears both, and those that move nothing.
func (t *tableBuilder) consent(ground, foreground string) {
	from := Join(ground, foreground)
	t.add(evStop, from, Stopped)
	t.add(evHelp, from, from)
	t.add(evUnmatched, from, from)
	t.add(evKeyword, from, from)
	t.add(evStart, from, Join(Subscribed, foreground))
	if ground != Subscribed {
		t.add(evRequest, from, Join(AwaitYes, foreground))
	}
	if ground == AwaitYes {
		t.add(evConfirm, from, Join(Subscribed, foreground))
		t.add(evLapse, from, Join(Unknown, foreground))
	}
	if ground != Unknown {
		t.add(evRevoke, from, Join(Unknown, foreground))
	}
}

// workflow adds a workflow's rows. Consent is here and nowhere else: a marketing workflow has
// rows from subscribed alone, so from any other ground nothing of it can happen.
func (t *tableBuilder) workflow(w *Workflow) {
	for _, ground := range grounds(w.Class) {
		from := Join(ground, "")
		t.add("enter:"+w.Name, from, from)
		for i := range w.Steps {
			t.step(w, &w.Steps[i], ground)
		}
	}
}

// grounds lists where a class's steps may happen.
func grounds(c Class) []string {
	if c.Purpose() == ForMarketing {
		return []string{Subscribed}
	}
	return []string{Unknown, AwaitYes, Subscribed}
}

func (t *tableBuilder) step(w *Workflow, s *Step, ground string) {
	name, from := w.Name+"."+s.Name, Join(ground, "")
	switch s.Kind {
	case SendStep:
		t.add("send:"+name, from, from)
		if w.Class == Service { // the only sends that start over an agent
			t.add("send:"+name, Join(ground, Agent), Join(ground, Agent))
		}
	case AskStep:
		t.question(w.Class, ground, name)
	default:
		t.add("step:"+name, from, from)
	}
}

// question adds the rows of one open question over one ground: the way in, every way out, and
// being left for a higher class and taken up again.
func (t *tableBuilder) question(class Class, ground, name string) {
	bare, open := Join(ground, ""), Join(ground, name)
	t.add("ask:"+name, bare, open)
	t.add("resume:"+name, bare, open)
	t.add("retry:"+name, open, open)
	for _, out := range []string{evAnswer, evTimeout, evRecall} {
		t.add(out, open, bare)
	}
	for _, over := range Classes() {
		if over.Weight() >= class.Weight() {
			t.add(suspend(over), open, bare)
		}
	}
	t.add(evTake, open, Join(ground, Agent))
	t.questionConsent(class, ground, name)
}

// questionConsent adds consent changes while a question is open. A marketing question cannot stand
// without marketing consent, so there revoke closes it.
func (t *tableBuilder) questionConsent(class Class, ground, name string) {
	if class.Purpose() == ForService {
		t.consent(ground, name)
		return
	}
	from := Join(ground, name)
	t.add(evStop, from, Stopped)
	t.add(evHelp, from, from)
	t.add(evUnmatched, from, from)
	t.add(evKeyword, from, from)
	t.add(evStart, from, from)
	t.add(evRevoke, from, Unknown)
}

// suspend is the transition by which a class leaves an open question of its own or a lower class.
func suspend(over Class) string { return "suspend:" + string(over) }
