package rehearse

import (
	"strings"

	"github.com/parley-sms/parley/fsm"
)

// taken lists what a line of the journal has shown of the workflows, as coverage names it.
func taken(l fsm.Line) []string {
	kind, name, _ := strings.Cut(l.Event, ":")
	workflow, _, _ := strings.Cut(name, ".")
	switch kind {
	case "send", "ask", "step":
		return []string{"step " + name}
	case "passed", "called":
		return []string{kind + " " + name}
	case "answer":
		return []string{answerKey(l.From.Foreground(), answerOf(l.Why))}
	case "late_answer":
		answer, _, _ := strings.Cut(l.Why, ": to the suspended question")
		return []string{answerKey(name, answer)}
	case "timeout":
		if name == "" && strings.HasPrefix(l.Why, "no answer in time") {
			name = l.From.Foreground()
		}
		return []string{"timeout " + name}
	case "expire":
		if strings.HasPrefix(l.Why, "no answer in time") {
			return []string{"timeout " + name}
		}
	case "case", "arm", "woke":
		return []string{kind + " " + name + "=" + l.Why}
	case "exit":
		return []string{"exit " + name + "=" + l.Why}
	case "cancel":
		return []string{"cancel " + name + "=" + l.Why}
	case "refuse":
		return []string{"refuse " + name + "=" + l.Why}
	case "pass", "drop":
		return []string{kept(name, l.Why)}
	case "wait":
		why, _, _ := strings.Cut(l.Why, " until ")
		return []string{"wait " + workflow + "=" + why}
	}
	return nil
}

// kept is what kept a text from being sent.
func kept(step, why string) string { return "kept " + step + "=" + why }

// answerOf is the answer in the reason of an answer's line: "skincare: exact …", or "any words: free".
func answerOf(why string) string {
	if strings.HasSuffix(why, ": free") {
		return free
	}
	answer, _, _ := strings.Cut(why, ": ")
	return answer
}

const free = "any words"

func answerKey(question, answer string) string { return "answer " + question + "=" + answer }

// workflowOf is the workflow that a name of coverage is about.
func workflowOf(key string) string {
	_, name, _ := strings.Cut(key, " ")
	if i := strings.IndexAny(name, ".="); i >= 0 {
		return name[:i]
	}
	return name
}
