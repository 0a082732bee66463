package fsm

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// deeds are the words that make something happen.
var deeds = map[string]func(*scenario, string) error{
	"program": (*scenario).program, "at": (*scenario).at, "wait": (*scenario).wait,
	">": (*scenario).text, "late": (*scenario).late, "again": (*scenario).again,
	"event": (*scenario).event, "opt-in": (*scenario).optIn, "opt-out": (*scenario).optOut,
	"carrier": (*scenario).carrier, "doubt": (*scenario).doubt, "status": (*scenario).status,
	"agent": (*scenario).agent, "hold": (*scenario).hold, "sender": (*scenario).sender,
	"person": (*scenario).person, "quarantine": (*scenario).quarantine, "stored": (*scenario).stored,
	"carried": (*scenario).carried, "set": (*scenario).set, "click": (*scenario).click, "enrol": (*scenario).enrol,
	"refit": (*scenario).refit, "called": (*scenario).called, "pause": (*scenario).pause,
}

// checks are the words that look at what is.
var checks = map[string]func(*scenario, string) error{
	"state":   func(s *scenario, want string) error { return same(want, string(s.d.rec.State)) },
	"runs":    func(s *scenario, want string) error { return same(want, s.d.describe()) },
	"stack":   func(s *scenario, want string) error { return same(want, s.d.stack()) },
	"no":      func(s *scenario, _ string) error { return s.allRead() },
	"journal": (*scenario).journalHas, "next": (*scenario).due, "attribute": (*scenario).attribute,
	"thread": (*scenario).thread, "consent": (*scenario).consent, "blocked": (*scenario).blocked,
	"held": (*scenario).held, "ledger": (*scenario).ledgerHas, "counter": (*scenario).counter, "now": (*scenario).clock,
	"run": (*scenario).run, "tally": (*scenario).tally, "watches": (*scenario).watches, "calls": (*scenario).calls, "sum": (*scenario).sum,
}

func same(want, got string) error {
	if want == got {
		return nil
	}
	return fmt.Errorf("it is %q", got)
}

// program sets the program; in mid-scenario it is a new revision.
func (s *scenario) program(name string) error {
	p := compiled(s.t, name)
	if s.d == nil {
		s.d = newDriver(s.t, p, time.Time{})
		s.d.log = s.note
	}
	s.d.p = p
	return nil
}

// at sets the clock: "at 2026-03-02 10:00", New York's time.
func (s *scenario) at(when string) error {
	zone, err := time.LoadLocation(theZone)
	if err != nil {
		return err
	}
	t, err := time.ParseInLocation("2006-01-02 15:04", when, zone)
	if err != nil {
		return err
	}
	if s.d.now.IsZero() {
		s.d.now = t
		return nil
	}
	s.d.to(t)
	return nil
}

func (s *scenario) wait(span string) error {
	d, err := duration(span)
	if err != nil {
		return err
	}
	s.d.to(s.d.now.Add(d))
	return nil
}

// text is a text from the person: "> JOIN", "> [+1212…] JOIN" to that sender, "> [+1212…@MG1] JOIN" to
// a number of that messaging service, "> {STOP} stop" with the carrier's verdict.
func (s *scenario) text(body string) error {
	s.d.text(inboundOf(body))
	return nil
}

func inboundOf(body string) Inbound {
	var in Inbound
	for {
		if to, rest, ok := strings.Cut(body, "] "); ok && strings.HasPrefix(to, "[") {
			number, service, _ := strings.Cut(to[1:], "@")
			in.Sender, body, in.Params = number, rest, map[string]string{"MessagingServiceSid": service}
			continue
		}
		if verdict, rest, ok := strings.Cut(body, "} "); ok && strings.HasPrefix(verdict, "{") {
			in.OptOutType, body = verdict[1:], rest
			continue
		}
		in.Body = body
		return in
	}
}

// late is a text found in the carrier's list: "late 3h > STOP" was texted three hours ago.
func (s *scenario) late(line string) error {
	span, body, _ := strings.Cut(line, " > ")
	d, err := duration(span)
	if err != nil {
		return err
	}
	in := inboundOf(body)
	in.Reconciled, in.SentAt = true, At(s.d.now.Add(-d))
	s.d.text(in)
	return nil
}

// again delivers the last text once more.
func (s *scenario) again(string) error {
	s.d.do(s.d.last)
	return nil
}

// event is a fact from the shop: "event purchase cart=c1 value=20 ago=2h backfill id=e1".
func (s *scenario) event(line string) error {
	f, err := s.fact(line)
	if err == nil {
		s.d.do(f)
	}
	return err
}

func (s *scenario) fact(line string) (Fact, error) {
	fields := strings.Fields(line)
	f := Fact{Happened: Happened{Type: fields[0], At: At(s.d.now), Data: map[string]any{}}}
	s.d.texts++
	f.ID = fmt.Sprintf("E%d", s.d.texts)
	for _, field := range fields[1:] {
		name, value, _ := strings.Cut(field, "=")
		switch name {
		case "backfill":
			f.Backfill = true
		case "id":
			f.ID = value
		case "ago":
			d, err := duration(value)
			if err != nil {
				return f, err
			}
			f.At = At(s.d.now.Add(-d))
		default:
			if n, err := strconv.ParseFloat(value, 64); err == nil {
				f.Data[name] = n
			} else {
				f.Data[name] = value
			}
		}
	}
	return f, nil
}

// optIn is consent from elsewhere: "opt-in marketing import ago=2h".
func (s *scenario) optIn(line string) error {
	e := OptIn{Source: "api", Evidence: map[string]string{"form": "checkout"}}
	ago, words, err := s.ago(line)
	e.Purpose, e.At, e.Import = Purpose(words[0]), ago, slices.Contains(words, "import")
	if e.Ask = slices.Contains(words, "ask"); e.Ask {
		e.Source, e.Evidence = "form /join/join", map[string]string{"keyword": "join", "shown": "[ ] Text me."}
	}
	s.d.do(e)
	return err
}

func (s *scenario) optOut(line string) error {
	e := OptOut{Source: "api"}
	ago, words, err := s.ago(line)
	e.At = ago
	if words[0] != "all" {
		e.Purpose = Purpose(words[0])
	}
	s.d.do(e)
	return err
}

func (s *scenario) ago(line string) (Moment, []string, error) {
	words := strings.Fields(line)
	for _, w := range words {
		if span, ok := strings.CutPrefix(w, "ago="); ok {
			d, err := duration(span)
			return At(s.d.now.Add(-d)), words, err
		}
	}
	return At(s.d.now), words, nil
}

// carrier says what becomes of the next text: "carrier refuses 21610".
func (s *scenario) carrier(line string) error {
	words := append(strings.Fields(line), "")
	next := Settled{Code: words[1]}
	switch words[0] {
	case "refuses":
		next.Outcome, next.Lesson = Refused, map[string]Lesson{"21610": LessonOptOut, "21211": LessonBadNumber}[words[1]]
	case "doubts":
		next.Outcome, next.Code = InDoubt, "timeout"
	case "fails":
		next.Outcome, next.Code = NotSent, "503"
	case "throttles":
		next.Outcome, next.Code = Throttled, "429"
	case "accepts":
		next.Outcome = Accepted
	case "silent":
		next.Outcome = silence
	case "answers": // after silence
		s.d.next = s.d.next[1:]
		s.d.pump()
		return nil
	default:
		return fmt.Errorf("the carrier cannot %s", words[0])
	}
	s.d.next = append(s.d.next, next)
	return nil
}

// doubt resolves the oldest doubt: "doubt found", "doubt absent", "doubt unknown".
func (s *scenario) doubt(how string) error {
	if len(s.d.rec.Doubts) == 0 {
		return fmt.Errorf("no text is in doubt")
	}
	e := Settled{Seq: s.d.rec.Doubts[0].Seq, Code: "reconciled"}
	switch how {
	case "found":
		e.Outcome, e.SID = Accepted, "SMfound"
	case "absent":
		e.Outcome = NotSent
	default:
		e.Outcome = GivenUp
	}
	s.d.do(e)
	return nil
}

// status is a delivery report for the last text: "status failed 30005 unreachable".
func (s *scenario) status(line string) error {
	words := append(strings.Fields(line), "", "")
	m := s.d.sent[len(s.d.sent)-1]
	s.d.do(Status{Seq: m.Seq, SID: fmt.Sprintf("SM%d", m.Seq), Status: words[0], Code: words[1], Lesson: Lesson(words[2])})
	return nil
}

// agent is what a person at the desk does: "agent anna takes", "agent anna: hello", "agent anna hands back".
func (s *scenario) agent(line string) error {
	if name, body, ok := strings.Cut(line, ": "); ok {
		s.d.do(AgentText{Agent: name, Body: body})
		return nil
	}
	name, deed, _ := strings.Cut(line, " ")
	switch deed {
	case "takes":
		s.d.do(Take{Agent: name})
	case "hands back":
		s.d.do(Handback{By: name})
	case "hands back, restart":
		s.d.do(Handback{By: name, Then: Restart})
	case "hands back, leave":
		s.d.do(Handback{By: name, Then: Leave})
	default:
		return fmt.Errorf("an agent cannot %s", deed)
	}
	return nil
}

// hold released: a person looked at a doubtful text.
func (s *scenario) hold(string) error {
	s.d.do(ReleaseHold{By: "anna"})
	return nil
}

// sender is busy or free: whether there are tokens.
func (s *scenario) sender(how string) error {
	s.d.busy = how == "busy"
	s.d.pump()
	return nil
}

// person sets the phone before anything happened.
func (s *scenario) person(phone string) error {
	s.d.rec.Phone = Phone(phone)
	return nil
}

// quarantine on or off: whether anything but replies may go.
func (s *scenario) quarantine(how string) error {
	s.d.holdAll = ""
	if how == "on" {
		s.d.holdAll = "quarantine"
	}
	s.d.pump()
	return nil
}

// carried is a text that the carrier took from us five minutes ago and the restored record does not know.
func (s *scenario) carried(body string) error {
	s.d.texts++
	s.d.do(Carried{SID: fmt.Sprintf("OLD%d", s.d.texts), Sender: theSender, Body: body, Status: "delivered", At: At(s.d.now.Add(-5 * time.Minute))})
	return nil
}

// stored state: the record as another program, or damage, left it.
func (s *scenario) stored(line string) error {
	s.d.rec.State = State(strings.TrimPrefix(line, "state "))
	return nil
}

func (s *scenario) journalHas(line string) error {
	how, want, _ := strings.Cut(line, " ")
	found := slices.ContainsFunc(s.journal, func(l string) bool { return strings.Contains(l, want) })
	if found == (how == "contains") {
		return nil
	}
	return fmt.Errorf("the journal does not hold to it")
}

// due checks when the calendar comes next, in New York's time.
func (s *scenario) due(want string) error {
	if s.d.rec.NextDue() == 0 {
		return same(want, "never")
	}
	return same(want, s.d.rec.NextDue().Time().In(s.d.now.Location()).Format("2006-01-02 15:04"))
}

func (s *scenario) clock(want string) error { return same(want, s.d.now.Format("2006-01-02 15:04")) }

func (s *scenario) attribute(line string) error {
	name, want, _ := strings.Cut(line, " ")
	return same(want, fmt.Sprint(s.d.rec.Attributes[name]))
}

func (s *scenario) thread(want string) error {
	t := s.d.rec.Thread
	got := "closed"
	if t.OpenedAt > 0 {
		got = "open"
	}
	if t.WaitingSince > 0 {
		got = "waiting"
	}
	if t.Owner != "" {
		got += " " + t.Owner
	}
	if t.Late {
		got += " late"
	}
	return same(want, got)
}

func (s *scenario) consent(want string) error {
	got := "none"
	if s.d.rec.Marketing.Given {
		got = "given"
	} else if s.d.rec.Marketing.Proven {
		got = "proven"
	}
	return same(want, got)
}

func (s *scenario) blocked(want string) error {
	var senders []string
	for _, b := range s.d.rec.Blocks {
		senders = append(senders, b.Sender)
	}
	return same(want, strings.Join(senders, " "))
}

func (s *scenario) held(want string) error {
	got := "no"
	if s.d.rec.Hold != nil {
		got = "yes"
	}
	return same(want, got)
}

// ledgerHas checks the consent ledger's facts so far: "ledger requested given withdrawn".
func (s *scenario) ledgerHas(want string) error {
	var facts []string
	for _, e := range s.d.ledger {
		facts = append(facts, e.Fact)
	}
	return same(want, strings.Join(facts, " "))
}

func (s *scenario) counter(line string) error {
	name, want, _ := strings.Cut(line, " ")
	return same(want, fmt.Sprint(s.d.counts[name]))
}
