package program

import (
	"strings"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/fsm/program/format"
)

// step writes a step; its name only where it would not have it by itself.
func (p *printer) step(s *fsm.Step, before []fsm.Step) *format.Keys {
	kind := kindNamed(s.Kind)
	k := format.NewKeys(kind.shape)
	said := kind.print(p, k, s)
	switch {
	case kind.nameKey() != "name":
		k.Set(string(s.Kind), s.Name)
	case s.Name != automatic(s.Kind, said, before):
		k.Set("name", s.Name)
	}
	for key, value := range map[string]string{"if": s.If, "then": s.Next, "on_timeout": s.OnTimeout} {
		k.Set(key, value)
	}
	return k
}

func printSend(p *printer, k *format.Keys, s *fsm.Step) string {
	k.Set("offer", s.Offer)
	k.Set("text", p.wordings(s.Texts))
	k.Set("send_by", p.span(s.SendBy))
	k.Set("capped", string(s.Capped))
	if s.Resend {
		k.Set("in_doubt", "resend")
	}
	return ""
}

// wordings writes a step's text: one, or several with their conditions.
func (p *printer) wordings(cases []fsm.TextCase) any {
	one := func(c fsm.TextCase) any {
		text := p.message(c.Text, c.In)
		if c.If == "" {
			return text
		}
		k := format.NewKeys(&caseShape)
		k.Set("if", c.If)
		k.Set("text", text)
		return k
	}
	if len(cases) == 1 && cases[0].If == "" {
		return one(cases[0])
	}
	return format.ItemsOf(cases, one)
}

func printAsk(p *printer, k *format.Keys, s *fsm.Step) string {
	printSend(p, k, s)
	k.Set("free", s.Free)
	k.Set("save", s.Save)
	k.Set("timeout", p.span(s.Timeout))
	var answers format.Names
	for _, a := range s.Answers {
		answers = append(answers, format.Entry{Name: a.Name, Value: p.answer(a)})
	}
	k.Set("answers", answers)
	switch {
	case s.Retries > 1:
		r := format.NewKeys(&retryShape)
		r.Set("text", p.message(s.Retry, s.RetryIn))
		r.Set("times", s.Retries)
		k.Set("retry", r)
	case s.Retries == 1:
		k.Set("retry", p.message(s.Retry, s.RetryIn))
	}
	return ""
}

func (p *printer) answer(a fsm.Answer) any {
	words := p.words(a.Name, a.Words)
	if a.Next == "" && len(words) > 0 {
		return words
	}
	k := format.NewKeys(&answerShape)
	k.Set("words", words)
	k.Set("then", a.Next)
	return k
}

func printWait(p *printer, k *format.Keys, s *fsm.Step) string {
	text := p.wait(&s.Wait)
	k.Set("wait", text)
	if s.Wait.Timed() {
		k.Set("best_time", windowText(s.Wait.Best))
	}
	k.Set("passed", s.Wait.Passed)
	return text
}

// wait writes a wait as parseWait reads it.
func (p *printer) wait(w *fsm.Wait) string {
	var words []string
	switch {
	case w.Of != "" && w.For != 0:
		words = append(words, "until", p.around(w.For), w.Of)
	case w.Of != "":
		words = append(words, "until", w.Of)
	case w.For != 0:
		words = append(words, p.span(w.For))
	}
	if w.Of == "" && (w.Date != "" || w.Days != [7]bool{} || w.Clock != 0) {
		words = append(words, "until")
	}
	if w.Days != [7]bool{} {
		words = append(words, format.Weekdays(w.Days))
	}
	words = append(words, w.Date, clockText(w.Clock))
	return strings.Join(strings.Fields(strings.Join(words, " ")), " ")
}

func printWaitFor(p *printer, k *format.Keys, s *fsm.Step) string {
	k.Set("timeout", p.span(s.Timeout))
	var names []string
	var ways format.Names
	plain := true
	for _, e := range s.Events {
		names = append(names, e.On)
		ways = append(ways, format.Entry{Name: e.On, Value: way(e)})
		plain = plain && e.If == "" && e.Then == ""
	}
	if plain {
		k.Set("wait_for", some(names))
		return strings.Join(names, "_")
	}
	k.Set("wait_for", ways)
	return names[0]
}

// way writes what an awaited event leads to: a step alone where that is all.
func way(e fsm.EventWay) any {
	if e.If == "" && e.Then != "" {
		return e.Then
	}
	k := format.NewKeys(&wayShape)
	k.Set("if", e.If)
	k.Set("then", e.Then)
	return k
}

func printBranch(_ *printer, k *format.Keys, s *fsm.Step) string {
	k.Set("cases", format.ItemsOf(s.Cases, func(c fsm.BranchCase) any {
		one := format.NewKeys(&branchShape)
		if c.If == "" {
			one.Set("else", c.Then)
			return one
		}
		one.Set("if", c.If)
		one.Set("then", c.Then)
		return one
	}))
	return ""
}

func printSplit(_ *printer, k *format.Keys, s *fsm.Step) string {
	var arms format.Names
	for _, a := range s.Arms {
		arms = append(arms, format.Entry{Name: a.Name, Value: a.Weight})
	}
	k.Set("arms", arms)
	return ""
}

func printSet(_ *printer, k *format.Keys, s *fsm.Step) string {
	set := format.NamesOf(s.Set, func(v any) any { return v })
	k.Set("set", set)
	if len(set) == 0 {
		return ""
	}
	return set[0].Name
}

func printStart(_ *printer, k *format.Keys, s *fsm.Step) string {
	k.Set("start", s.Start)
	return s.Start
}

func printCall(p *printer, k *format.Keys, s *fsm.Step) string {
	k.Set("call", s.Call)
	k.Set("data", listed(s.Data))
	if s.Timeout != callFor {
		k.Set("timeout", p.span(s.Timeout))
	}
	return s.Call
}

// printNothing is for the kinds that say nothing but their name.
func printNothing(*printer, *format.Keys, *fsm.Step) string { return "" }
