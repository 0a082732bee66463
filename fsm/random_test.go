package fsm

import (
	"fmt"
	"time"

	"pgregory.net/rapid"
)

// randomDefinition draws a small program: a few workflows of any class and any kinds of steps.
func randomDefinition(t *rapid.T) Definition {
	d := Definition{
		Brand: "Acme", Contact: "help@acme.test", Frequency: "4 a month", Zone: theZone,
		DoubleOptIn: rapid.Bool().Draw(t, "double opt-in"),
		Senders:     []Sender{{Address: theSender, Kind: TestPhone}, {Address: otherSend, Kind: LongCode}},
		Keywords:    []Keyword{{Name: "join", Words: []string{"join"}, Does: "opt_in"}, {Name: "agent", Words: []string{"agent"}, Does: "agent"}},
		Attributes:  map[string]Field{"answer": {Type: StringType}, "n": {Type: NumberType}, "day": {Type: DateType}},
		Offers:      map[string]Offer{"ten": {Code: "TEN", Worth: "10%", Limit: 1, Per: 30 * time.Hour, If: "n < 5"}},
		Calls:       map[string]Endpoint{"shop": {URL: "https://shop.acme.test/hook"}},
		Segments:    map[string]string{"many": "n > 3"}, Products: map[string]Days{"c1": 2, "default": 1},
		Events: withCart("a", "b", "c", Purchase, OptedIn, LinkClicked, Replied),
		Settle: rapid.SampledFrom([]time.Duration{0, 5 * time.Minute}).Draw(t, "settle"),
	}
	d.Events["d"] = EventType{Watchers: true, Fields: d.Events["a"].Fields}
	if rapid.Bool().Draw(t, "capped") {
		d.Caps = []Cap{{Max: 2, Per: 24 * time.Hour}, {Max: 5, Per: 7 * 24 * time.Hour}}
		d.Gap = time.Hour
	}
	if rapid.Bool().Draw(t, "capped by scope") {
		d.Caps = append(d.Caps, Cap{Max: 1, Per: 30 * time.Hour, By: rapid.SampledFrom([]Scope{ByAll, ByWorkflow, ByTopic}).Draw(t, "by"),
			Classes: rapid.SampledFrom([][]Class{nil, Classes(), {Promo}}).Draw(t, "classes"), Over: fate(t)})
	}
	if rapid.IntRange(0, 3).Draw(t, "holdout") == 0 {
		d.Holdout = Holdout{Share: 0.5, Salt: rapid.SampledFrom([]string{"", "spring"}).Draw(t, "salt")}
	}
	if rapid.Bool().Draw(t, "suppressed") {
		d.Suppress = map[string]Suppression{"busy": {If: "thread.open || in_workflow('w0')", Then: fate(t)},
			"buyers": {If: "orders.days_since < 3 || n == 4", Classes: Classes(), Then: fate(t)}, "bad": {If: "number.unreachable > 0", Then: fate(t)}}
	}
	n := rapid.IntRange(1, 5).Draw(t, "workflows")
	for i := range n {
		d.Workflows = append(d.Workflows, randomWorkflow(t, i, n))
	}
	d.Keywords = append(d.Keywords, Keyword{Name: "go", Words: []string{"deals"}, Does: "start", Start: "w0"})
	return d
}

// withCart declares event types that may carry a cart.
func withCart(kinds ...string) map[string]EventType {
	events := map[string]EventType{}
	for _, kind := range kinds {
		events[kind] = EventType{Fields: map[string]Field{"cart": {Type: StringType, Optional: true}, "at": {Type: TimeType, Optional: true}}}
	}
	return events
}

func fate(t *rapid.T) Fate {
	return rapid.SampledFrom([]Fate{"", ToHold, ToDrop}).Draw(t, "fate")
}

func randomWorkflow(t *rapid.T, i, n int) Workflow {
	w := Workflow{
		Name: fmt.Sprintf("w%d", i), Class: rapid.SampledFrom(Classes()).Draw(t, "class"), Rank: rapid.IntRange(0, 2).Draw(t, "rank"),
		Enter: Enter{
			On: []string{rapid.SampledFrom([]string{OptedIn, "a", "b", Purchase, LinkClicked, Replied}).Draw(t, "on")}, Key: rapid.SampledFrom([]string{"", "cart"}).Draw(t, "key"),
			Delay: rapid.SampledFrom([]time.Duration{0, time.Hour}).Draw(t, "delay"), Unless: []string{"c"},
			Limit: rapid.IntRange(0, 2).Draw(t, "limit"), Per: 48 * time.Hour,
		},
	}
	w.Topic = rapid.SampledFrom([]string{"", "sale"}).Draw(t, "topic")
	if rapid.IntRange(0, 3).Draw(t, "own cap") == 0 {
		w.Caps = []Cap{{Max: 1, Per: 10 * time.Hour, Over: fate(t)}}
	}
	switch rapid.IntRange(0, 9).Draw(t, "trigger") {
	case 0:
		w.Enter = Enter{Date: "day", Before: Days(rapid.IntRange(-3, 3).Draw(t, "before")), Yearly: rapid.Bool().Draw(t, "yearly"), Clock: ClockAt(600)}
	case 1:
		w.Enter.Reorder, w.Enter.Delay, w.Enter.Key = true, -time.Hour, "cart"
	case 2:
		w.Enter = Enter{Every: &Every{Days: [7]bool{1: true}}, Clock: ClockAt(600), Segment: rapid.SampledFrom([]string{"", "many"}).Draw(t, "segment")}
	}
	if rapid.Bool().Draw(t, "goal") {
		w.Goal = &Goal{On: Purchase, Within: 72 * time.Hour}
	}
	if rapid.Bool().Draw(t, "exit") {
		w.Exits = []Exit{{On: "c", Start: fmt.Sprintf("w%d", (i+1)%n)}, {On: "b", If: "n > 3"}}
	}
	steps := rapid.IntRange(1, 6).Draw(t, "steps")
	for s := range steps {
		step := randomStep(t, s, steps, n)
		if step.Wait.Of == "event.at" && len(w.Enter.On) == 0 {
			step.Wait.Of = "day"
		}
		w.Steps = append(w.Steps, step)
	}
	for _, step := range w.Steps {
		if step.Kind == SplitStep {
			w.Steps[steps-1].If = "arm." + step.Name + " == 'x'"
		}
	}
	return w
}

func randomStep(t *rapid.T, i, steps, workflows int) Step {
	to := func(label string) string {
		return rapid.SampledFrom([]string{"", "", End, fmt.Sprintf("s%d", steps-1), fmt.Sprintf("s%d", rapid.IntRange(0, steps-1).Draw(t, "step"))}).Draw(t, label)
	}
	s := Step{Name: fmt.Sprintf("s%d", i), Next: to("next"), Timeout: rapid.SampledFrom([]time.Duration{time.Minute, 3 * time.Hour, 50 * time.Hour}).Draw(t, "timeout")}
	s.Kind = rapid.SampledFrom([]StepKind{SendStep, SendStep, AskStep, AskStep, AskStep, WaitStep, WaitForStep, BranchStep, SplitStep, SetStep, StartStep, HandoffStep, CallStep, ExitStep}).Draw(t, "kind")
	s.OnTimeout = to("on timeout")
	s.Texts = []TextCase{{If: "n > 3", Text: "Many {% if answer %}{{ answer }}{% endif %}"}, {Text: fmt.Sprintf("Step %d for {{ answer | default: 'you' }}", i)}}
	s.If = rapid.SampledFrom([]string{"", "", "orders.count < 2", "answer != 'no'"}).Draw(t, "if")
	s.SendBy = rapid.SampledFrom([]time.Duration{0, time.Hour}).Draw(t, "send by")
	s.Resend, s.Capped = rapid.Bool().Draw(t, "resend"), fate(t)
	if s.texts() {
		s.Offer = rapid.SampledFrom([]string{"", "", "ten"}).Draw(t, "offer")
	}
	switch s.Kind {
	case AskStep:
		s.Answers = []Answer{{Name: "a", Words: []string{"1", "yes"}, Next: to("answer")}, {Name: "b", Words: []string{"2"}}}
		s.Save, s.Retries, s.Free = "answer", rapid.IntRange(0, 2).Draw(t, "retries"), rapid.Bool().Draw(t, "free")
		s.Retry = "Again?"
	case WaitStep:
		s.Wait.For = rapid.SampledFrom([]time.Duration{time.Second, time.Hour, 30 * time.Hour}).Draw(t, "wait")
		if rapid.IntRange(0, 4).Draw(t, "best time") == 0 {
			s.Wait.Best = Window{Days: [7]bool{true, true, true, true, true, true, true}, From: 9 * 60, To: 20 * 60}
			break
		}
		s.Wait.Clock = rapid.SampledFrom([]Clock{0, 0, ClockAt(600)}).Draw(t, "until")
		s.Wait.Days = rapid.SampledFrom([][7]bool{{}, {}, {2: true, 5: true}}).Draw(t, "days")
		s.Wait.Of = rapid.SampledFrom([]string{"", "", "day", "event.at"}).Draw(t, "of")
		s.Wait.Date, s.Wait.Passed = rapid.SampledFrom([]string{"", "", "", "2026-03-04"}).Draw(t, "date"), to("passed")
	case WaitForStep:
		for i := range rapid.IntRange(1, 2).Draw(t, "ways") {
			s.Events = append(s.Events, EventWay{On: rapid.SampledFrom([]string{"a", "b", "d", Purchase, LinkClicked, Replied}).Draw(t, "for"), Then: to("way"), If: []string{"", "n < 4"}[i]})
		}
	case BranchStep:
		s.Cases = []BranchCase{{If: "n > 1", Then: to("then")}, {Then: to("else")}}
	case CallStep:
		s.Call, s.Data = "shop", []string{"n", "run.workflow", "orders.count"}
	case SplitStep:
		s.Arms = []Arm{{"x", 1}, {"y", 2}}
	case SetStep:
		s.Set = map[string]any{"n": float64(i), "answer": "set"}
	case StartStep:
		s.Start = fmt.Sprintf("w%d", rapid.IntRange(0, workflows-1).Draw(t, "start"))
	}
	return s
}

// randomAnswer draws what may come of a call: of one that a run waits for, where there is one.
func randomAnswer(t *rapid.T, r *Record, id string, now Moment) Event {
	e := Called{ID: id, Failed: rapid.SampledFrom([]string{"", "", "503"}).Draw(t, "failed")}
	for _, run := range r.Runs {
		if run.Phase == Calling {
			e.ID = fmt.Sprintf("%s/%d/%s", r.Phone, run.ID, run.Step)
		}
	}
	if rapid.Bool().Draw(t, "with an event") {
		e.Event = &Happened{Type: rapid.SampledFrom([]string{"a", "b", "c", Purchase}).Draw(t, "type"), At: now, Data: map[string]any{"cart": "c1"}}
	}
	return e
}

// bodies are texts of every meaning.
var bodies = []string{
	"1", "1", "2", "yes", "YES", "no", "join", "JOIN", "deals", "agent", "help", "stop", "STOP", "start", "START", "",
	"please stop texting me", "not interested", "what is this", "👍", "the 2nd", "Liked “Reply STOP to end”",
}

// days are values of dates and times: past, at hand and far, and what is none.
var days = []any{"2026-03-01", "2026-03-03", "2026-03-09", "2026-03-05T09:00:00-05:00", "2027-02-28", "", nil, "soon", 4.0}

// randomEvent draws something that may happen to a record.
func randomEvent(t *rapid.T, r *Record, now Moment) Event {
	ago := rapid.SampledFrom([]time.Duration{0, 0, 0, time.Minute, 26 * time.Hour, 9 * 24 * time.Hour}).Draw(t, "ago")
	id := fmt.Sprint(rapid.IntRange(0, 400).Draw(t, "id"))
	switch rapid.IntRange(0, 17).Draw(t, "event") {
	case 16:
		return randomAnswer(t, r, id, now)
	case 14:
		return Enrol{Workflow: rapid.SampledFrom([]string{"w0", "w1", "w2", "gone"}).Draw(t, "enrols"), ID: "w 2026-03-0" + id[:1]}
	case 15:
		return Refit{}
	case 13:
		return Clicked{ID: id, Seq: uint64(rapid.IntRange(0, int(r.Seq)).Draw(t, "seq")), To: "https://acme.test", At: now.Add(-ago)}
	case 12:
		return Carried{SID: "C" + id, Sender: theSender, Status: "sent", At: now.Add(-ago),
			Body: rapid.SampledFrom([]string{"Step 0 for you", "Step 1 for you", "Again?", "Hello"}).Draw(t, "carried")}
	case 0, 1, 2:
		return Inbound{ID: id, Sender: rapid.SampledFrom([]string{theSender, theSender, otherSend, ""}).Draw(t, "sender"),
			Body: rapid.SampledFrom(bodies).Draw(t, "body"), OptOutType: rapid.SampledFrom([]string{"", "", "", "", "", "STOP", "START", "HELP"}).Draw(t, "verdict"),
			Reconciled: ago > 0, SentAt: now.Add(-ago)}
	case 17:
		return Imported{ID: id, OptIns: []OptIn{{Purpose: ForMarketing, Source: "import", At: now.Add(-ago)}}, Enter: rapid.SampledFrom([]string{"", "w0"}).Draw(t, "enter")}
	case 3:
		return Tick{}
	case 4, 5, 6:
		data := map[string]any{"cart": rapid.SampledFrom([]any{"c1", "c2", 3.0}).Draw(t, "cart"), "value": 10.0, "at": rapid.SampledFrom(days).Draw(t, "at")}
		if rapid.Bool().Draw(t, "keyless") {
			data = map[string]any{"value": 1.0}
		}
		return Fact{Happened: Happened{ID: id, Type: rapid.SampledFrom([]string{"a", "b", "c", "d", Purchase}).Draw(t, "type"), At: now.Add(-ago), Data: data},
			Backfill: rapid.IntRange(0, 9).Draw(t, "backfill") == 0}
	case 7:
		return OptIn{ID: id, Purpose: rapid.SampledFrom([]Purpose{ForMarketing, ForMarketing, ForService}).Draw(t, "purpose"), Source: "api",
			At: now.Add(-ago), Import: rapid.Bool().Draw(t, "import")}
	case 8:
		return OptOut{ID: id, Purpose: rapid.SampledFrom([]Purpose{"", ForMarketing, ForService}).Draw(t, "purpose"), Source: "api", At: now.Add(-ago)}
	case 9:
		return rapid.SampledFrom(staffDeeds(now)).Draw(t, "agent")
	case 10:
		return Attributes{Set: map[string]any{"n": 4.0, "answer": nil, "day": rapid.SampledFrom(days).Draw(t, "day")}, Zone: rapid.SampledFrom([]string{"", theZone, "Asia/Tokyo"}).Draw(t, "zone"), Source: "api"}
	}
	return Status{Seq: uint64(rapid.IntRange(0, int(r.Seq)).Draw(t, "seq")), SID: "SMx",
		Status: rapid.SampledFrom([]string{"sent", "delivered", "undelivered", "failed"}).Draw(t, "status"),
		Lesson: rapid.SampledFrom([]Lesson{"", "", LessonOptOut, LessonBadNumber, LessonUnreachable}).Draw(t, "lesson")}
}

// staffDeeds is what the staff may do.
func staffDeeds(now Moment) []Event {
	return []Event{Take{Agent: "anna"}, Take{Agent: "ben"}, Take{Agent: "ben", From: "anna", By: "anna"}, Handback{By: "anna"},
		Handback{By: "anna", Then: Restart}, Handback{By: "anna", Then: Leave}, AgentText{Agent: "anna", Body: "hello"},
		AgentText{Agent: "anna", Body: "later", At: now.Add(time.Hour)}, Noted{By: "anna", Body: "a note"},
		Snoozed{By: "anna", Until: now.Add(time.Hour)}, Tagged{By: "anna", Add: []string{"VIP"}}, ReleaseHold{By: "anna"}}
}
