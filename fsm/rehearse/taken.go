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
	case "handoff":
		return []string{"handoff " + name}
	case "case", "arm", "woke":
		return []string{kind + " " + name + "=" + l.Why}
	case "exit":
		return []string{"exit " + name + "=" + l.Why}
	case "cancel":
		return []string{"cancel " + name + "=" + l.Why}
	case "refuse":
		return []string{"refuse " + name + "=" + l.Why}
	case "pass":
		return []string{kept(name, l.Why)}
	case "wait", "drop":
		return keptBack(workflow, name, l)
	}
	return nil
}

// keptBack lists what a guard has shown that kept a text from being sent: of the step the guard, or its
// reason; of the workflow the guard, and its rule.
func keptBack(workflow, name string, l fsm.Line) []string {
	v := l.Verdict
	if v == nil {
		return nil
	}
	keys := []string{kept(name, l.Why), kept(name, v.Guard), heldBy(workflow, v.Guard), heldBy(workflow, v.Guard+" "+v.Name)}
	if v.Guard == "arbiter" { // it is a cap that lets one go alone
		keys = append(keys, heldBy(workflow, "cap"))
	}
	return keys
}

// heldBy is what may keep the texts of a workflow back.
func heldBy(workflow, what string) string { return "wait " + workflow + "=" + what }

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

// mappingKey is what a mapping of a source has told.
func mappingKey(source, mapping string) string { return ofSource + source + "=" + mapping }

const ofSource = "source "

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
