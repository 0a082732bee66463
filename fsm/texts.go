package fsm

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/osteele/liquid"
)

// The names of the texts that the machine itself sends; a program may word each anew.
const (
	TextConfirm   = "confirm"    // the double opt-in question
	TextAsked     = "asked"      // JOIN within a day of that question
	TextWelcome   = "welcome"    // consent is given
	TextAlready   = "already"    // JOIN while subscribed
	TextHelp      = "help"       //
	TextStopped   = "stopped"    // the one confirmation of a STOP
	TextRestarted = "restarted"  // START after a STOP
	TextUnmatched = "unmatched"  // a text that means nothing here
	TextAgent     = "agent"      // AGENT was texted
	TextSorry     = "agent_gone" // nobody came; handed back
	TextHeld      = "held"       // an unclear wish to stop: a person will look
	TextBlocked   = "blocked"    // consent came over a carrier's block
	TextNoted     = "noted"      // a late answer was saved
)

// builtinTexts gives the machine's own texts: plain, within the GSM-7 alphabet, and holding what
// carriers and the law ask of each.
func builtinTexts() map[string]string {
	return map[string]string{
		TextConfirm:   "{{ brand }}: reply YES to get texts from us ({{ frequency }}). Msg & data rates may apply. Reply HELP for help, STOP to cancel.",
		TextAsked:     "{{ brand }}: we have your request. Our earlier text says how to confirm it. Reply HELP for help, STOP to cancel.",
		TextWelcome:   "{{ brand }}: you're in! {{ frequency }}. Msg & data rates may apply. Reply HELP for help, STOP to cancel.",
		TextAlready:   "{{ brand }}: you're subscribed already. Reply HELP for help, STOP to cancel.",
		TextHelp:      "{{ brand }}: {{ frequency }}. For help: {{ contact }}. Msg & data rates may apply. Reply STOP to cancel.",
		TextStopped:   "{{ brand }}: you are unsubscribed and will get no more texts. Reply START to rejoin.",
		TextRestarted: "{{ brand }}: you're subscribed again. {{ frequency }}. Msg & data rates may apply. Reply HELP for help, STOP to cancel.",
		TextUnmatched: "{{ brand }}: sorry, we did not get that. Reply HELP for help, AGENT for a person, STOP to cancel.",
		TextAgent:     "{{ brand }}: a person will read this and answer. You can also reach us at {{ contact }}.",
		TextSorry:     "{{ brand }}: sorry, nobody could answer you in time. Please reach us at {{ contact }}.",
		TextHeld:      "{{ brand }}: thanks, a person will read this. We send no offers until then. To end all texts reply STOP.",
		TextBlocked:   "{{ brand }}: your carrier still blocks our texts. Text START to {{ blocked_sender }} to lift the block.",
		TextNoted:     "{{ brand }}: thanks, noted.",
	}
}

var (
	tagForm    = regexp.MustCompile(`\{%-?\s*(\w*)`)
	filterForm = regexp.MustCompile(`\|\s*(\w*)`)
	holeForm   = regexp.MustCompile(`\{[{%].*?[%}]\}`)
)

// The closed subset of Liquid: no loops, so a text always ends and its length has a bound, and no
// clock, so the same record gives the same text.
var (
	allowedTags    = []string{"if", "elsif", "else", "endif", "unless", "endunless"}
	allowedFilters = []string{"default", "capitalize", "upcase", "downcase", "truncate", "strip", "round"}
)

func newTextEngine() *liquid.Engine { return liquid.NewEngine() }

// compileText compiles one wording, refusing tags and filters outside the subset.
func compileText(engine *liquid.Engine, source string) (*liquid.Template, error) {
	for _, m := range tagForm.FindAllStringSubmatch(source, -1) {
		if !slices.Contains(allowedTags, m[1]) {
			return nil, fmt.Errorf("text has {%% %s %%}; a text may hold %s", m[1], strings.Join(allowedTags, ", "))
		}
	}
	for _, hole := range holeForm.FindAllString(source, -1) {
		hole = quotedForm.ReplaceAllString(hole, " ")
		for _, m := range filterForm.FindAllStringSubmatch(hole, -1) {
			if !slices.Contains(allowedFilters, m[1]) {
				return nil, fmt.Errorf("text has the filter %q; a text may use %s", m[1], strings.Join(allowedFilters, ", "))
			}
		}
	}
	if rest := holeForm.ReplaceAllString(source, ""); strings.Contains(rest, "{{") || strings.Contains(rest, "{%") {
		return nil, fmt.Errorf("text %.40q opens braces and does not close them", source)
	}
	t, err := engine.ParseString(source)
	if err != nil {
		return nil, fmt.Errorf("text %q: %w", source, err)
	}
	return t, nil
}

// render fills in a wording. Extra names come on top of what every text knows.
func (p *Program) render(source string, rec *Record, run *Run, extra map[string]any) (string, error) {
	t := p.templates[source]
	if t == nil {
		return "", fmt.Errorf("the text %.40q is not part of the program", source)
	}
	names := p.names(rec, run)
	names["brand"], names["contact"], names["frequency"] = p.Brand, p.Contact, p.Frequency
	for name, value := range extra {
		names[name] = value
	}
	body, err := t.RenderString(names)
	if err != nil {
		return "", fmt.Errorf("fill in the text %.40q: %w", source, err)
	}
	return strings.TrimSpace(cut(body, MaxBody)), nil
}

// cut shortens a text to n characters.
func cut(s string, n int) string {
	for i := range s {
		if n == 0 {
			return s[:i]
		}
		n--
	}
	return s
}

// clip shortens a name, source or reason to MaxName bytes, at the edge of a character.
func clip(s string) string {
	if len(s) <= MaxName {
		return s
	}
	n := MaxName
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

// wording picks the first case of a step whose condition holds; "" where none does.
func (d *deciding) wording(s *Step, run *Run) string {
	for _, c := range s.Texts {
		if d.meets(c.If, run, nil) {
			return c.Text
		}
	}
	return ""
}
