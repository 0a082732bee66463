package outline

import (
	"fmt"
	"strings"

	"github.com/parley-sms/parley/fsm"
)

// Step says what a step is, its name left out.
func Step(s *fsm.Step) []Fact {
	var f facts
	f.add("kind", string(s.Kind))
	f.add("if", s.If)
	f.wordings(s.Texts)
	f.add("offer", s.Offer)
	f.add("wait", Wait(&s.Wait))
	f.when(s.Wait.Timed(), "best_time", windows([]fsm.Window{s.Wait.Best}))
	f.add("passed", s.Wait.Passed)
	f.ways(s)
	f.question(s)
	f.add("timeout", fsm.Span(s.Timeout))
	f.add("on_timeout", s.OnTimeout)
	f.when(len(s.Set) > 0, "set", pairs(s.Set, value))
	f.add("start", s.Start)
	f.add("call", s.Call)
	f.add("data", words(s.Data))
	f.add("send_by", fsm.Span(s.SendBy))
	f.add("capped", string(s.Capped))
	f.when(s.Resend, "in_doubt", "resend")
	f.add("then", s.Next)
	return f
}

// wordings says a step's texts, each with its condition and language.
func (f *facts) wordings(list []fsm.TextCase) {
	for i, t := range list {
		place := "text"
		if len(list) > 1 {
			place = fmt.Sprintf("text[%d]", i)
		}
		f.add(place+".if", t.If)
		f.text(place, t.Text, t.In)
	}
}

func (f *facts) text(place, text string, in map[string]string) {
	f.add(place, text)
	for _, language := range sorted(in) {
		f.add(place+"."+language, in[language])
	}
}

// ways says where events, conditions and chance lead.
func (f *facts) ways(s *fsm.Step) {
	for _, w := range s.Events {
		f.add("wait_for."+w.On, fields(optional("if ", w.If), "then", orNext(w.Then)))
	}
	for i, c := range s.Cases {
		if c.If == "" {
			f.add("cases.else", orNext(c.Then))
			continue
		}
		f.add(fmt.Sprintf("cases[%d]", i), "if "+c.If+" then "+orNext(c.Then))
	}
	var arms []string
	for _, a := range s.Arms {
		arms = append(arms, fmt.Sprintf("%s %d", a.Name, a.Weight))
	}
	f.add("arms", strings.Join(arms, ", "))
}

// question says what a question takes for an answer.
func (f *facts) question(s *fsm.Step) {
	for _, a := range s.Answers {
		f.add("answers."+a.Name, fields(optional("", words(a.Words)), optional("leads to ", a.Next)))
	}
	f.when(s.Free, "free", "any words")
	f.add("save", s.Save)
	f.text("retry", s.Retry, s.RetryIn)
	f.add("retry.times", number(s.Retries))
}

// Wait says until when a step waits: "24h", "2d until 11:00", "3d before birthday 10:00".
func Wait(w *fsm.Wait) string {
	of := w.Of + w.Date
	if of == "" {
		return fields(fsm.Span(w.For), optional("until ", fields(week(w.Days), clock(w.Clock))))
	}
	switch {
	case w.For < 0:
		of = fsm.Span(-w.For) + " before " + of
	case w.For > 0:
		of = fsm.Span(w.For) + " after " + of
	}
	return "until " + fields(of, week(w.Days), clock(w.Clock))
}

// value says what an attribute is set to.
func value(v any) string {
	if v == nil {
		return "nothing"
	}
	return fmt.Sprintf("%v", v)
}

func optional(before, said string) string {
	if said == "" {
		return ""
	}
	return before + said
}

func orNext(step string) string {
	if step == "" {
		return "the next step"
	}
	return step
}
