package proof

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/keywords"
)

// behind warns of texts that can miss their time while a question is open: one warning for each
// question, with the texts whose own send_by it outlasts.
func (f *finder) behind() {
	for i := range f.p.Workflows {
		w := &f.p.Workflows[i]
		for k := range w.Steps {
			if s := &w.Steps[k]; s.SendBy > 0 && (s.Kind == fsm.SendStep || s.Kind == fsm.AskStep) {
				f.timed = append(f.timed, timed{w, s})
			}
		}
	}
	for i := range f.p.Workflows {
		for k := range f.p.Workflows[i].Steps {
			if q := &f.p.Workflows[i].Steps[k]; q.Kind == fsm.AskStep {
				f.behindQuestion(&f.p.Workflows[i], q)
			}
		}
	}
}

func (f *finder) behindQuestion(asking *fsm.Workflow, q *fsm.Step) {
	var same, lower []timed
	for _, t := range f.timed {
		switch hold := f.holds(asking, q, t.workflow, t.step); {
		case t.workflow == asking || hold < t.step.SendBy:
		case t.workflow.Class == asking.Class:
			same = append(same, t)
		default:
			lower = append(lower, t)
		}
	}
	const message = "while a person has this question open, for up to %s, these texts wait behind it and can be dropped: %s; "
	if len(same) > 0 {
		f.warn(place(asking, q)+".timeout", message+"give their workflows at least its rank, %d, them a longer send_by, or it a shorter timeout",
			length(q.Timeout), listed(few(same)), asking.Rank)
	}
	if len(lower) > 0 && q.Timeout > 2*day { // that a higher class goes first for a day or two is what classes are for
		f.notice(place(asking, q)+".timeout", message+"give it a shorter timeout, or them a longer send_by", length(q.Timeout), listed(few(lower)))
	}
}

// timed is a text with a send_by of its own.
type timed struct {
	workflow *fsm.Workflow
	step     *fsm.Step
}

func (t timed) String() string {
	return fmt.Sprintf("%s.%s (send_by %s)", t.workflow.Name, t.step.Name, length(t.step.SendBy))
}

// few names as many of a list as a person reads.
func few[T fmt.Stringer](list []T) (named []string) {
	for i, t := range list {
		if i == 3 && len(list) > 4 {
			return append(named, fmt.Sprintf("%d more", len(list)-3))
		}
		named = append(named, t.String())
	}
	return named
}

// holds is how long an open question can keep another workflow's text back.
func (f *finder) holds(asking *fsm.Workflow, q *fsm.Step, w *fsm.Workflow, s *fsm.Step) time.Duration {
	switch mine, its := w.Class.Weight(), asking.Class.Weight(); {
	case mine > its:
		return 0
	case mine < its, s.Kind == fsm.SendStep && w.Rank < asking.Rank:
		return q.Timeout
	}
	return min(f.p.Fresh, q.Timeout)
}

// answers tells of answers that nobody can give, or that mean something else as well.
func (f *finder) answers() {
	for i := range f.p.Workflows {
		w := &f.p.Workflows[i]
		for k := range w.Steps {
			if s := &w.Steps[k]; s.Kind == fsm.AskStep {
				f.answersOf(w, s)
			}
		}
	}
}

func (f *finder) answersOf(w *fsm.Workflow, s *fsm.Step) {
	taken := map[string]string{} // by spelling: the answer that has it
	for _, a := range s.Answers {
		where := place(w, s) + ".answers." + a.Name
		for _, word := range append([]string{a.Name}, a.Words...) {
			read := keywords.Read(word)
			switch other, twice := taken[read.Key]; {
			case other == a.Name:
			case twice:
				f.refuse(where, "%q is a word of the answer %s as well, so who texts it is not understood; give it to one of them", word, other)
			case f.revokes(read):
				f.refuse(where, "who answers %q is taken to want no more texts, and is unsubscribed; choose another word", word)
			default:
				f.alsoKeyword(where, word, read)
			}
			taken[read.Key] = a.Name
		}
	}
	f.printed(w, s)
}

// revokes tells whether an answer is taken for a wish to get no more texts; each word is read once.
func (f *finder) revokes(answer keywords.Text) bool {
	revokes, known := f.revoking[answer.Key]
	if !known {
		revokes = keywords.Default().FreeText(answer).Kind == keywords.Revocation
		f.revoking[answer.Key] = revokes
	}
	return revokes
}

// alsoKeyword warns of an answer that is a keyword of the program: while the question is open, the
// keyword does not work.
func (f *finder) alsoKeyword(where, word string, read keywords.Text) {
	for _, k := range f.p.Keywords {
		if _, same := keywords.Default().Keyword(read, k.Words); same {
			f.warn(where, "%q is a word of the keyword %s too: while this question is open it is only an answer, and the keyword does nothing; choose another word", word, k.Name)
		}
	}
}

var replyForm = regexp.MustCompile(`\b(?i:reply|text|answer|send|respond|responde)\s+(?i:with\s+|con\s+)?["'“]?(\p{Lu}{2,})\b`)

// printed refuses texts that ask for a word which carriers or the machine take for something else.
func (f *finder) printed(w *fsm.Workflow, s *fsm.Step) {
	for _, t := range stepWordings(f.p, w, s) {
		for _, m := range replyForm.FindAllStringSubmatch(t.source, -1) {
			kind, reserved := keywords.Default().Reserved(m[1])
			if !reserved || !slices.ContainsFunc(s.Answers, func(a fsm.Answer) bool {
				return slices.ContainsFunc(a.Words, func(x string) bool { return strings.EqualFold(x, m[1]) })
			}) {
				continue
			}
			f.refuse(t.where, "asks for the answer %q, which carriers and Parley take for %s: a stopped person who gives it is subscribed, "+
				"and the answer can be lost; ask for a digit or another word (it may stay among the answers)", m[1], kind)
		}
	}
}
