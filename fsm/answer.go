package fsm

import (
	"strconv"
	"strings"

	"github.com/parley-sms/parley/keywords"
)

// exactAnswer is meaning five: an answer of the open question, word for word.
func (d *deciding) exactAnswer(t keywords.Text) string {
	return d.openAnswer(t, d.p.lexicon.AnswerExact)
}

// nearAnswer is meaning seven: an answer of the open question, nearly.
func (d *deciding) nearAnswer(t keywords.Text) string {
	return d.openAnswer(t, d.p.lexicon.AnswerNear)
}

type matcher func(keywords.Text, []keywords.Answer) (keywords.Match, bool)

func (d *deciding) openAnswer(t keywords.Text, match matcher) string {
	q := d.rec.Question
	if q == nil {
		return ""
	}
	m, ok := match(t, q.words())
	if !ok || d.crossed(t) {
		return ""
	}
	return d.answered(q, m.Name, m.Tier+" "+m.Evidence)
}

// freeAnswer is meaning nine: any text answers a question that asks for free words.
func (d *deciding) freeAnswer(e Inbound, t keywords.Text) string {
	q := d.rec.Question
	if q == nil || !q.Free || strings.TrimSpace(e.Body) == "" || d.crossed(t) {
		return ""
	}
	return d.answered(q, strings.TrimSpace(e.Body), "free")
}

// answered closes the open question with its answer and lets the run go on.
func (d *deciding) answered(q *Question, answer, how string) string {
	d.closeQuestion(evAnswer, answer+": "+how)
	d.takeAnswer(q, answer)
	return "answer " + answer + ": " + how
}

// takeAnswer saves an answer and moves the run that asked.
func (d *deciding) takeAnswer(q *Question, answer string) {
	h := d.replied(q, answer)
	d.happened(h)
	if run := d.run(q.Run); run != nil && run.Step == q.Step {
		d.unwant(q.Run)
		run.StepAt, run.Direct = d.now, d.answering()
		d.goTo(q.Run, q.next(answer), "answered "+answer)
	}
	d.starts(h)
}

// replied keeps an answer: in the attribute that the question names, and with its run. It gives the event
// that it is.
func (d *deciding) replied(q *Question, answer string) Happened {
	d.count("answers")
	d.touch(Touch{ReplyTouch, d.when, q.Seq, q.name()})
	if q.Save != "" {
		d.setAttribute(q.Save, answer)
	}
	answer = cut(answer, MaxAttribute)
	if run := d.run(q.Run); run != nil {
		run.answer(q.Step, answer)
	}
	return Happened{ID: "reply " + strconv.FormatUint(d.answers, 10), Type: Replied, At: d.when, Run: q.Run,
		Data: map[string]any{"workflow": q.Workflow, "step": q.Step, "answer": answer}}
}

// answer remembers the answer to one of the run's questions, of as many as there is room for.
func (r *Run) answer(step, answer string) {
	if r.Replies == nil {
		r.Replies = map[string]string{}
	}
	if _, again := r.Replies[step]; again || len(r.Replies) < MaxAnswered {
		r.Replies[step] = answer
	}
}

// earlierAnswer is meaning ten: the text answers a suspended question, the one left last first, or
// the one that closed last.
func (d *deciding) earlierAnswer(t keywords.Text) string {
	for i := len(d.rec.Stack) - 1; i >= 0; i-- {
		q := d.rec.Stack[i]
		if m, ok := d.fits(t, &q); ok {
			d.dropSuspended(q.Run)
			d.note("late_answer:"+q.name(), m.Name+": to the suspended question")
			d.takeAnswer(&q, m.Name)
			return "answer " + m.Name + ": to the suspended question"
		}
	}
	q := d.rec.Closed
	if q == nil || d.now.Sub(q.LeftAt) > ClosedFor {
		return ""
	}
	m, ok := d.fits(t, q)
	if !ok {
		return ""
	}
	d.note("late_answer:"+q.name(), m.Name)
	d.raise(d.replied(q, m.Name))
	d.reply(TextNoted)
	return "late answer " + m.Name
}

// fits matches a text with a question's answers, exactly or nearly.
func (d *deciding) fits(t keywords.Text, q *Question) (keywords.Match, bool) {
	if m, ok := d.p.lexicon.AnswerExact(t, q.words()); ok {
		return m, true
	}
	return d.p.lexicon.AnswerNear(t, q.words())
}

// crossed tells whether a text probably crossed the open question on the wire: it came within
// seconds and fits the question before, which was left for it unanswered.
func (d *deciding) crossed(t keywords.Text) bool {
	asked := d.rec.Question.AskedAt
	if d.now.Sub(asked) >= CrossedWires {
		return false
	}
	before := d.rec.Closed
	if n := len(d.rec.Stack); n > 0 {
		before = &d.rec.Stack[n-1]
	}
	if before == nil || before.Answered || asked.Sub(before.LeftAt) > ResumeSilently {
		return false
	}
	_, fits := d.fits(t, before)
	return fits
}

// askAgain puts the open question again after a wrong answer, as often as it allows.
func (d *deciding) askAgain() bool {
	q := d.rec.Question
	if q == nil || d.wanted(q.Run) {
		return false
	}
	run := d.run(q.Run)
	_, s, ok := d.at(run)
	if !ok || q.Retries >= s.Retries {
		return false
	}
	d.fire("retry:"+q.name(), "not one of its answers")
	q.Retries++
	run.Direct = d.answering()
	d.wantStep(run, q.Step, true)
	return true
}

func (q *Question) words() []keywords.Answer {
	answers := make([]keywords.Answer, len(q.Answers))
	for i, a := range q.Answers {
		answers[i] = keywords.Answer{Name: a.Name, Words: a.Words}
	}
	return answers
}

// next names the step that an answer leads to; "" is the next in order.
func (q *Question) next(answer string) string {
	for _, a := range q.Answers {
		if a.Name == answer {
			return a.Next
		}
	}
	return ""
}
