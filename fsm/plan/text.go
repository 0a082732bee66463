package plan

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/parley-sms/parley/fsm"
)

// String writes the plan for people.
func (p Plan) String() string {
	var b strings.Builder
	switch p.Live {
	case "":
		fmt.Fprintf(&b, "Revision %s is the first.\n", p.New)
	case p.New:
		fmt.Fprintf(&b, "Revision %s is live already; %s under way.\n", p.New, runs(p.Runs))
	default:
		fmt.Fprintf(&b, "Revision %s in place of %s; %s under way.\n", p.New, p.Live, runs(p.Runs))
	}
	if p.Nothing() {
		b.WriteString("Nothing changes.\n")
	}
	if len(p.Settings) > 0 && p.Live != "" {
		fmt.Fprintf(&b, "\nprogram.yaml\n")
		for _, c := range p.Settings {
			fmt.Fprintf(&b, "    %s\n", c)
		}
	}
	for _, w := range p.Workflows {
		w.write(&b)
	}
	p.writeBounds(&b)
	return b.String()
}

// Summary says the plan in a few lines, one for each workflow.
func (p *Plan) Summary() []string {
	var lines []string
	if n := len(p.Settings); n > 0 {
		lines = append(lines, "program.yaml: "+counted(int64(n), "change"))
	}
	for i, w := range p.Workflows {
		if i == summed {
			return append(lines, fmt.Sprintf("and %d workflows more", len(p.Workflows)-i))
		}
		line := fmt.Sprintf("%s: %s%s", w.Name, w.Kind, wasCalled(w.Was))
		if w.Kind != Added {
			line += ", " + counted(w.Runs, "run") + " under way"
		}
		lines = append(lines, line)
	}
	return lines
}

// summed is how many workflows a summary names.
const summed = 20

// writeBounds says what one person may get at worst, and what is paused.
func (p *Plan) writeBounds(b *strings.Builder) {
	for i, w := range p.Worst {
		if i == 0 {
			b.WriteString("\nAt worst one person gets\n")
		}
		was := ""
		if w.Before != "" && w.Before != w.After {
			was = ", so far " + w.Before
		}
		fmt.Fprintf(b, "    within %s: %s%s\n", w.Span, w.After, was)
	}
	for i, name := range slices.Sorted(maps.Keys(p.Paused)) {
		if i == 0 {
			b.WriteString("\nPaused\n")
		}
		fmt.Fprintf(b, "    %s: %s\n", name, Meaning(p.Paused[name]))
	}
}

// Meaning says in words what a pause does.
func Meaning(p fsm.Pause) string {
	switch p {
	case fsm.PauseEntries:
		return "entries (nobody enters; who is inside goes on)"
	case fsm.PauseFuse:
		return "its fuse has blown: it was to text somebody more than it can; its texts wait"
	case fsm.PauseHarm:
		return "an experiment of it drives people away, more than its target optouts_max allows; its texts wait"
	case fsm.PauseSends:
		return "sends (its texts wait until it is resumed or they may be sent no more)"
	case fsm.PauseDrain:
		return "drain (nobody enters, nothing is texted, runs end at their next step)"
	}
	return string(p)
}

func (w *Workflow) write(b *strings.Builder) {
	fmt.Fprintf(b, "\nworkflow %s: %s%s", w.Name, w.Kind, wasCalled(w.Was))
	if w.Kind == Added { // its files say the rest
		fmt.Fprintf(b, ", with %s\n", counted(int64(len(w.Steps)), "step"))
		return
	}
	fmt.Fprintf(b, "; %s under way\n", counted(w.Runs, "run"))
	for _, c := range w.Changes {
		fmt.Fprintf(b, "    %s\n", c)
	}
	for _, e := range w.Effects {
		fmt.Fprintf(b, "    → %s\n", e)
	}
	for _, s := range w.Steps {
		if w.Kind == Removed && s.Runs == 0 {
			continue
		}
		s.write(b)
	}
}

func (s *Step) write(b *strings.Builder) {
	fmt.Fprintf(b, "    %-24s %7d here   %s%s\n", s.Name, s.Runs, s.Kind, wasCalled(s.Was))
	if s.Kind == Added {
		fmt.Fprintf(b, "        → for those who come to it; never for the %d that are beyond it\n", s.Past)
		return
	}
	for _, c := range s.Changes {
		fmt.Fprintf(b, "        %s\n", c)
	}
	for _, e := range s.Effects {
		fmt.Fprintf(b, "        → %s\n", e)
	}
}

// runs counts runs as the subject of a sentence.
func runs(n int64) string {
	if n == 1 {
		return "1 run is"
	}
	return counted(n, "run") + " are"
}

// counted counts things by their name.
func counted(n int64, what string) string {
	if n != 1 {
		what += "s"
	}
	return fmt.Sprintf("%d %s", n, what)
}

func wasCalled(name string) string {
	if name == "" {
		return ""
	}
	return " (was " + name + ")"
}

// shown is how many letters of what is said a line has.
const shown = 60

func clip(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if utf8.RuneCountInString(s) <= shown {
		return s
	}
	return string([]rune(s)[:shown-1]) + "…"
}
