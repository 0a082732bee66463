package program

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/fsm/spelling"
)

// wordings reads a step's text: one, or several of which the first whose condition holds is used.
func wordings(v value) (cases []fsm.TextCase) {
	for _, item := range v.items() {
		if !item.isMapping() {
			cases = append(cases, fsm.TextCase{Text: message(item)})
			continue
		}
		o := item.object("if", "text")
		if !o.has("text") {
			o.fail("%q is missing", "text")
		}
		cases = append(cases, fsm.TextCase{If: o.text("if"), Text: message(o.get("text"))})
	}
	return cases
}

func readSend(_ *reader, o object, s *fsm.Step) {
	if !o.has("text") {
		o.fail("%q is missing", "text")
	}
	s.If, s.Texts, s.SendBy = o.text("if"), wordings(o.get("text")), o.duration("send_by")
	s.Resend = o.oneOf("in_doubt", "drop", "resend") == "resend"
}

func readAsk(r *reader, o object, s *fsm.Step) {
	readSend(r, o, s)
	s.Free, s.OnTimeout = o.flag("free"), o.text("on_timeout")
	s.Timeout = needDuration(o, "timeout")
	for _, f := range o.get("answers").fields() {
		s.Answers = append(s.Answers, answer(f))
	}
	if o.has("save") {
		s.Save = o.text("save")
		r.attribute(o.get("save"), s.Save)
	}
	if v := o.get("retry"); v.exists() {
		s.Retry, s.Retries = retry(v)
	}
}

// answer reads {name: words}, or {name: {words, then}} where the answer leads to a step.
func answer(f field) fsm.Answer {
	a := fsm.Answer{Name: f.name}
	words := f.value
	if f.value.isMapping() {
		o := f.value.object("words", "then")
		words, a.Next = o.get("words"), o.text("then")
	}
	a.Words = withName(f.name, words.texts())
	return a
}

// retry reads the text for a wrong answer, and how often it is sent.
func retry(v value) (text string, times int) {
	if !v.isMapping() {
		return message(v), 1
	}
	o := v.object("text", "times")
	if !o.has("text") {
		o.fail("%q is missing", "text")
	}
	times = 1
	if o.has("times") {
		times = o.number("times", 1, 5)
	}
	return message(o.get("text")), times
}

func needDuration(o object, name string) time.Duration {
	if !o.has(name) {
		o.fail("%q is missing: nothing may last for ever", name)
	}
	return o.duration(name)
}

// readWait reads "24h", "until 09:00" or "1d until 09:00", by the person's own clock.
func readWait(_ *reader, o object, s *fsm.Step) {
	v := o.get("wait")
	written := v.text()
	span, clock, until := strings.Cut(" "+written, " until ")
	automatic(s, written)
	if span = strings.TrimSpace(span); span != "" || !until {
		s.Wait.For = parsedText(v, span, parseDuration)
	}
	if until {
		s.Wait.Clock = fsm.ClockAt(parsedText(v, clock, parseClock))
	}
}

// parsedText reads a part of a value's text.
func parsedText[T any](v value, part string, parse func(string) (T, error)) T {
	t, err := parse(part)
	if err != nil && part != "" {
		v.fail("%v", err)
	}
	return t
}

func readWaitFor(_ *reader, o object, s *fsm.Step) {
	s.OnTimeout = o.text("on_timeout")
	names := o.get("wait_for").texts()
	for _, name := range names {
		s.Events = append(s.Events, fsm.EventWay{On: name})
	}
	s.Timeout = needDuration(o, "timeout")
	automatic(s, strings.Join(names, "_"))
}

// readBranch reads cases like {if: condition, then: step}, the last one {else: step}.
func readBranch(_ *reader, o object, s *fsm.Step) {
	if !o.has("cases") {
		o.fail("%q is missing", "cases")
	}
	items := o.get("cases").items()
	for i, item := range items {
		c := item.object("if", "then", "else")
		switch {
		case !c.has("else"):
			s.Cases = append(s.Cases, fsm.BranchCase{If: c.need("if"), Then: c.need("then")})
		case c.has("if") || c.has("then") || i < len(items)-1:
			c.fail("else stands alone, as the last case")
		default:
			s.Cases = append(s.Cases, fsm.BranchCase{Then: c.text("else")})
		}
	}
}

func readSplit(_ *reader, o object, s *fsm.Step) {
	if !o.has("arms") {
		o.fail("%q is missing", "arms")
	}
	v := o.get("arms")
	arms := object{value: v, fields: v.fields()}
	total := 0
	for _, f := range arms.fields {
		weight := arms.number(f.name, 0, 1000)
		total += weight
		s.Arms = append(s.Arms, fsm.Arm{Name: f.name, Weight: weight})
	}
	if total == 0 {
		v.fail("no arm has a weight; write it like {offer: 45, reminder: 45, holdout: 10}")
	}
}

// readSet reads the attributes that a step sets; an empty value forgets one.
func readSet(r *reader, o object, s *fsm.Step) {
	s.Set = map[string]any{}
	for _, f := range o.get("set").fields() {
		automatic(s, f.name)
		if kind, ok := r.attribute(f.key, f.name); ok {
			s.Set[f.name] = typed(f.value, kind)
		}
	}
	automatic(s, "")
}

// attribute finds an attribute's type, which the settings must declare.
func (r *reader) attribute(v value, name string) (fsm.Type, bool) {
	declared, ok := r.def.Attributes[name]
	kind := declared.Type
	if ok || name == "" || r.def.Attributes == nil { // nil: the settings could not be read
		return kind, ok
	}
	hint := "declare it under attributes in " + settingsFile
	if near := spelling.Nearest(name, slices.Sorted(maps.Keys(r.def.Attributes))); near != "" {
		hint = "did you mean " + strconv.Quote(near) + "?"
	}
	v.fail("there is no attribute %q; %s", name, hint)
	return kind, false
}

// typed reads a value of an attribute's type.
func typed(v value, kind fsm.Type) any {
	if v.null() {
		return nil
	}
	s := v.text()
	switch kind {
	case fsm.NumberType:
		n, err := strconv.ParseFloat(s, 64)
		if err != nil || n-n != 0 {
			v.fail("%q is no number, which the attribute is", s)
		}
		return n
	case fsm.BoolType:
		if s != "true" && s != "false" {
			v.fail("%q is neither true nor false, which the attribute is", s)
		}
		return s == "true"
	}
	return s
}

func readStart(_ *reader, o object, s *fsm.Step) {
	s.Start = o.text("start")
	automatic(s, s.Start)
}

// readNothing is for the kinds that say nothing but their name.
func readNothing(*reader, object, *fsm.Step) {}
