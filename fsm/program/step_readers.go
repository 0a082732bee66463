package program

import (
	"time"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/fsm/program/format"
)

func readSend(r *reader, o format.Object, s *fsm.Step) {
	s.Offer, s.Texts, s.SendBy = o.Text("offer"), r.wordings(o.Get("text")), o.Span("send_by")
	s.Resend, s.Capped = o.Choice("in_doubt") == "resend", fsm.Fate(o.Choice("capped"))
}

func readAsk(r *reader, o format.Object, s *fsm.Step) {
	readSend(r, o, s)
	s.Free, s.Timeout = o.Flag("free"), o.Span("timeout")
	for _, f := range o.Get("answers").Fields() {
		s.Answers = append(s.Answers, answer(f))
	}
	if o.Has("save") {
		s.Save = o.Text("save")
		r.attribute(o.Get("save"), s.Save)
	}
	if v := o.Get("retry"); v.Exists() {
		r.retry(v, s)
	}
}

// answer reads {name: words}, or {name: {words, then}} where the answer leads to a step.
func answer(f format.Field) fsm.Answer {
	a := fsm.Answer{Name: f.Name}
	words := f.Value
	if f.Value.IsMapping() {
		o := f.Value.Object(&answerShape)
		words, a.Next = o.Get("words"), o.Text("then")
	}
	a.Words = withName(f.Name, words.Texts())
	return a
}

// retry reads the text for a wrong answer, and how often it is sent.
func (r *reader) retry(v format.Value, s *fsm.Step) {
	s.Retries = 1
	if v.Pick(&retry).Shape == &retryShape {
		o := v.Object(&retryShape)
		v = o.Get("text")
		if o.Has("times") {
			s.Retries = o.Whole("times")
		}
	}
	s.Retry, s.RetryIn = r.message(v)
}

func readWait(_ *reader, o format.Object, s *fsm.Step) {
	s.Wait = format.Parsed(o.Get("wait"), parseWait)
	s.Wait.Best, s.Wait.Passed = format.Parsed(o.Get("best_time"), parseWindow), o.Text("passed")
	if s.Wait.Passed != "" && s.Wait.Of == "" && s.Wait.Date == "" {
		o.Get("passed").Fail("belongs to a wait until a date or moment; no other can be past")
	}
}

// readWaitFor reads names of events, or events with the steps that they lead to.
func readWaitFor(_ *reader, o format.Object, s *fsm.Step) {
	s.Timeout = o.Span("timeout")
	v := o.Get("wait_for")
	if !v.IsMapping() {
		for _, name := range v.Texts() {
			s.Events = append(s.Events, fsm.EventWay{On: name})
		}
		return
	}
	for _, f := range v.Fields() {
		way := fsm.EventWay{On: f.Name}
		if f.Value.IsMapping() {
			w := f.Value.Object(&wayShape)
			way.If, way.Then = w.Text("if"), w.Text("then")
		} else {
			way.Then = f.Value.Text()
		}
		s.Events = append(s.Events, way)
	}
	if len(s.Events) == 0 {
		v.Fail("names no event to wait for")
	}
}

// readBranch reads cases like {if: condition, then: step}, the last one {else: step}.
func readBranch(_ *reader, o format.Object, s *fsm.Step) {
	items := o.Get("cases").Items()
	for i, item := range items {
		c := item.Object(&branchShape)
		switch {
		case c.Has("else") && (c.Has("if") || c.Has("then") || i < len(items)-1):
			c.Fail("else stands alone, as the last case")
		case c.Has("else"):
			s.Cases = append(s.Cases, fsm.BranchCase{Then: c.Text("else")})
		case !c.Has("if") || !c.Has("then"):
			c.Fail("a case says both if and then; the last one may be else alone")
		default:
			s.Cases = append(s.Cases, fsm.BranchCase{If: c.Text("if"), Then: c.Text("then")})
		}
	}
}

func readSplit(_ *reader, o format.Object, s *fsm.Step) {
	v := o.Get("arms")
	weight := splitShape.Key("arms").Kind.Item
	total := 0
	for _, f := range v.Fields() {
		arm := fsm.Arm{Name: f.Name, Weight: f.Value.Whole(weight.Low, weight.High)}
		total += arm.Weight
		s.Arms = append(s.Arms, arm)
	}
	if total == 0 {
		v.Fail("no arm has a weight; write it like {offer: 45, reminder: 45, holdout: 10}")
	}
}

func readStart(_ *reader, o format.Object, s *fsm.Step) { s.Start = o.Text("start") }

// callFor is how long a call is tried.
const callFor = 10 * time.Minute

func readCall(_ *reader, o format.Object, s *fsm.Step) {
	s.Call, s.Data, s.Timeout = o.Text("call"), o.Get("data").Texts(), callFor
	if o.Has("timeout") {
		s.Timeout = o.Span("timeout")
	}
}

// readNothing is for the kinds that say nothing but their name.
func readNothing(*reader, format.Object, *fsm.Step) {}
