package fsm

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// Ensure that everything that is wrong with a program is told, with its place, before it goes live.
func TestCompileFindings(t *testing.T) {
	first := func(d *Definition) *Workflow { return &d.Workflows[0] }
	for _, c := range []struct {
		change func(*Definition)
		want   string
	}{
		{func(d *Definition) { d.Zone = "Mars/Base" }, `zone: "Mars/Base" is no IANA time zone`},
		{func(d *Definition) { d.Brand = " " }, "brand: is missing"},
		{func(d *Definition) { d.Texts = map[string]string{"hepl": "x"} }, `texts.hepl: is no text that the machine sends, so nobody would ever get it; did you mean "help"?`},
		{func(d *Definition) { d.Texts = map[string]string{"help": "{{ nobody }}"} }, `texts.help: the text speaks of what is not there: "nobody" is not known here`},
		{func(d *Definition) { d.Caps = []Cap{{Max: 0, Per: time.Hour}} }, "caps[0]: a cap of 0"},
		{func(d *Definition) { d.Caps = []Cap{{Max: 33, Per: time.Hour}} }, "caps[0]: counts 33 texts; a person is remembered with 32"},
		{func(d *Definition) {
			d.Caps = []Cap{{Max: 20, Per: time.Hour}, {Max: 13, Per: time.Hour, Classes: []Class{Service}}}
		}, "count up to 33 texts of a person, who is remembered with 32"},
		{func(d *Definition) { d.Caps = []Cap{{Max: 7, Per: time.Hour, By: ByWorkflow}} }, "count up to 35 texts"},
		{func(d *Definition) { d.Caps = []Cap{{Max: 1, Per: time.Hour, By: "topics"}} }, `caps[0].by: is "topics"; did you mean "topic"?`},
		{func(d *Definition) { d.Caps = []Cap{{Max: 1, Per: time.Hour, Over: "wait"}} }, `caps[0].over: is "wait"; it may be drop, hold`},
		{func(d *Definition) { first(d).Caps = []Cap{{Max: 1}} }, "workflows.welcome.cap[0]: a cap of 1 per"},
		{func(d *Definition) { first(d).Topic = "Sale!" }, "workflows.welcome.topic:"},
		{func(d *Definition) { first(d).Steps[0].Capped = "drp" }, `steps.interest.capped: is "drp"; did you mean "drop"?`},
		{func(d *Definition) { first(d).Ignores = []string{"buyer"} }, `workflows.welcome.ignores: there is no suppression "buyer"`},
		{func(d *Definition) { d.Suppress = map[string]Suppression{"s": {}} }, "suppress.s: has no condition"},
		{func(d *Definition) { d.Suppress = map[string]Suppression{"s": {If: "event.value > 1"}} }, "suppress.s.if: the condition is wrong"},
		{func(d *Definition) { d.Suppress = map[string]Suppression{"s": {If: "in_workflow('crat')"}} }, `there is no workflow "crat"; did you mean "cart"?`},
		{func(d *Definition) { d.Suppress = map[string]Suppression{"s": {If: "in_workflow()"}} }, "in_workflow is written like in_workflow('cart')"},
		{func(d *Definition) { d.Suppress = map[string]Suppression{"s": {If: "converted('cart', '30d')"}} }, `"cart" has no goal`},
		{func(d *Definition) { d.Suppress = map[string]Suppression{"s": {If: "converted('welcome', 'soon')"}} }, "is no span of time"},
		{func(d *Definition) { d.Suppress = map[string]Suppression{"s": {If: "number.bad"}} }, "there is number.unreachable"},
		{func(d *Definition) {
			d.Suppress = map[string]Suppression{"s": {If: "thread.open", Workflows: []string{"order"}}}
		}, "suppress.s.workflows: names order, whose class is service"},
		{func(d *Definition) {
			d.Suppress = map[string]Suppression{"s": {If: "thread.open", Workflows: []string{"nwes"}}}
		}, `suppress.s.workflows: there is no workflow "nwes"; did you mean "news"?`},
		{func(d *Definition) { first(d).Steps[0].If = "in_workflow('welcome')" }, "is this workflow itself"},
		{func(d *Definition) { d.Keywords[0].Words = []string{"stop"} }, `keywords.join: "stop" means stop in every state`},
		{func(d *Definition) { d.Keywords[1].Words = []string{"JOIN"} }, `keywords.agent: "JOIN" is a word of the keyword join already`},
		{func(d *Definition) { d.Keywords[0].Does = "dance" }, `keywords.join: does "dance"`},
		{func(d *Definition) { d.Keywords[3].Start = "gone" }, `keywords.deals.start: starts "gone", but there is no such workflow`},
		{func(d *Definition) { first(d).Name = "Wel come" }, `workflows.Wel come: "Wel come" is no name: it holds a-z`},
		{func(d *Definition) { first(d).Name = "cart" }, "workflows.cart: there are two workflows of that name"},
		{func(d *Definition) { first(d).Class = "urgent" }, `workflows.welcome.class: "urgent" is no class`},
		{func(d *Definition) { first(d).Steps = nil }, "workflows.welcome: has no steps"},
		{func(d *Definition) { first(d).Enter = Enter{On: []string{"x"}, Limit: 1} }, "workflows.welcome.enter.limit: limits entries, but not per how long"},
		{func(d *Definition) { first(d).Enter.If = "1 + 1" }, "workflows.welcome.enter.if: the condition is wrong: expected bool, but got int"},
		{func(d *Definition) { first(d).Exits = []Exit{{On: "x", Start: "gone"}} }, `workflows.welcome.exit[0].start: starts "gone"`},
		{func(d *Definition) { first(d).Steps[1].Name = "interest" }, "workflows.welcome.steps.interest: there are two steps of that name"},
		{func(d *Definition) { first(d).Steps[1].Name = "b-e" }, `workflows.welcome.steps.b-e: "b-e" is no name`},
		{func(d *Definition) { first(d).Steps[1].Texts = nil }, "steps.best: has no text"},
		{func(d *Definition) { first(d).Steps[1].Next = "gone" }, `steps.best.then: leads to "gone"`},
		{func(d *Definition) { first(d).Steps[0].OnTimeout = "gone" }, `steps.interest.on_timeout: leads to "gone"`},
		{func(d *Definition) { first(d).Steps[0].Answers[0].Next = "gone" }, `steps.interest.answers.skincare.then: leads to "gone"`},
		{func(d *Definition) { first(d).Steps[0].Answers[0].Words = []string{"STOP"} }, `answers.skincare: the answer "STOP" means stop in every state`},
		{func(d *Definition) { first(d).Steps[0].Answers = nil }, "asks, but has no answers"},
		{func(d *Definition) { first(d).Steps[0].Answers[0].Words = []string{strings.Repeat("w", 800)} }, "its answers take"},
		{func(d *Definition) { first(d).Steps[0].Timeout = 0 }, "steps.interest.timeout: is missing"},
		{func(d *Definition) { first(d).Steps[0].Save = "gone" }, `steps.interest.save: sets "gone", which is no attribute`},
		{func(d *Definition) { first(d).Steps[2].Wait = Wait{} }, "steps.pause.wait: waits for no time at all"},
		{func(d *Definition) { d.Workflows[1].Steps[1].Events = nil }, "steps.click.wait_for: names no event"},
		{func(d *Definition) { first(d).Steps[2] = Step{Name: "pause", Kind: StartStep, Start: "gone"} }, `steps.pause.start: starts "gone"`},
		{func(d *Definition) {
			first(d).Steps[2] = Step{Name: "pause", Kind: BranchStep, Cases: []BranchCase{{"gone", "gone"}}}
		}, `steps.pause.cases[0].if: the condition is wrong at column 1: "gone" is not known here`},
	} {
		def := shop()
		c.change(&def)
		_, err := Compile(def, "r")
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("want %q, got %v", c.want, err)
		}
	}
}

// Ensure that Compile tells all findings at once and leaves the definition as it was.
func TestCompileTellsAll(t *testing.T) {
	def := shop()
	def.Brand, def.Zone = "", "x"
	def.Workflows[0].Steps[0].Timeout = 0
	_, err := Compile(def, "r")
	if err == nil || strings.Count(err.Error(), "\n") != 2 {
		t.Errorf("want three findings, got: %v", err)
	}
	if def.Senders[0].StopReply != "" || def.Texts != nil {
		t.Error("the definition was changed")
	}
}

// Ensure that the kind of a sender is told from its address, and that who obeys and answers a
// keyword follows from the kind.
func TestSenders(t *testing.T) {
	for _, c := range []struct {
		address string
		kind    SenderKind
		acts    []string
	}{
		{"+12125550999", LongCode, []string{"STOP", "stop ", "OptOut", "revoke", "START", "yes", "UNSTOP"}},
		{"+18885550111", TollFree, []string{"STOP", "START", "UNSTOP"}},
		{"MG0123", Pool, []string{"STOP", "CANCEL", "YES"}},
		{"72727", ShortCode, nil},
	} {
		s := compiled(t, "shop").SenderNamed(c.address)
		if s.Kind != c.kind {
			t.Errorf("%s is a %s, want %s", c.address, s.Kind, c.kind)
		}
		for _, body := range []string{"STOP", "stop ", "OptOut", "revoke", "START", "yes", "UNSTOP", "CANCEL", "YES", "STOP please", "opt out", "HELP"} {
			if acts := s.carrierActs(body) != ""; slices.Contains(c.acts, body) && !acts {
				t.Errorf("the carrier of %s does nothing on %q", c.address, body)
			} else if acts && (c.acts == nil || body == "STOP please" || body == "opt out" || body == "HELP") {
				t.Errorf("the carrier of %s acts on %q", c.address, body)
			}
		}
	}
	if (Sender{Address: "+12125550111", StopReply: "parley"}).complete().carrierActs("STOP") != "" {
		t.Error("the carrier acts where the program says that Parley does")
	}
}

// Ensure that only telephones count as such, and that none is written into logs whole.
func TestPhones(t *testing.T) {
	for phone, want := range map[Phone]bool{
		"+12125550100": true, "+4915112345678": true, "72727": false, "+72727": false, "AMAZON": false, "": false, "+": false,
		"+0123456789": false, "+1212555010a": false, "+1234567890123456": false, "12125550100": false,
	} {
		if phone.Replyable() != want {
			t.Errorf("%q: %t", phone, !want)
		}
		if strings.Contains(phone.Redacted(), "5550") || len(phone) > 6 && string(phone) == phone.Redacted() {
			t.Errorf("%q is written as %q", phone, phone.Redacted())
		}
	}
}

// Ensure that a value is kept in the attribute's declared type or refused, never kept as another.
func TestAttributeValues(t *testing.T) {
	p := compiled(t, "shop")
	p.Attributes["vip"] = Field{Type: BoolType}
	for _, c := range []struct {
		name  string
		value any
		want  any
	}{
		{"rating", "5", 5.0}, {"rating", 5, 5.0}, {"rating", int64(5), 5.0}, {"rating", uint64(5), 5.0}, {"rating", "five", nil},
		{"rating", true, nil}, {"rating", "NaN", nil}, {"rating", "Inf", nil}, {"interest", 2.5, "2.5"}, {"interest", true, nil},
		{"vip", "Yes", true}, {"vip", "false", false}, {"vip", "perhaps", nil}, {"vip", true, true}, {"vip", 1.0, nil},
		{"other", 7, 7.0}, {"other", []string{"x"}, nil}, {"interest", strings.Repeat("é", 50), strings.Repeat("é", 40)},
	} {
		got, why := p.attributeValue(c.name, c.value)
		if got != c.want || (why == "") != (c.want != nil) {
			t.Errorf("%s = %v gives %v (%s), want %v", c.name, c.value, got, why, c.want)
		}
	}
}
