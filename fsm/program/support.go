package program

import (
	"maps"
	"slices"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/fsm/program/format"
	"github.com/parley-sms/parley/fsm/program/law"
)

var supportShape = format.Shape{
	Name: "support", About: "How soon your people answer, and who is handed over to them. All spans are business time: they pass within business_hours alone. " +
		"A thread that nobody comes to within 24h of business time goes back to the bot with an apology, and one whose agent says nothing for 72h, nights and all, without.",
	Keys: []format.Key{
		format.May("holidays", law.Days, "days on which nobody is there, or the name of a calendar of rules.yaml that comes with Parley: us_federal, france", "[us_federal, december 24]"),
		format.May("first_response", span, "until a person who was handed over has a first answer, at most 80h; what comes later is marked, and somebody is told", "1h"),
		format.May("next_response", span, "until each later text of theirs has one, at most 80h", "4h"),
		format.May("reassign_after", span,
			"that an agent may leave a text unanswered, at most 80h; then the thread goes back into the queue. As long as the target where it is left out", "2h"),
		format.May("handoff_after", format.Whole(1, 10), "texts in a row that mean nothing, within a day, until a person is fetched; they fetch nobody where it is left out", "2"),
		format.May("handoff_when", format.Named(format.NameForm, format.Of(&handoffRuleShape), 30),
			"which texts fetch a person, each rule by its name, which the queue shows. A wish to end texts, an answer of the open question and a keyword come first; "+
				"a rule with words comes before free answers, and one without before a text is told that it means nothing",
			`{ angry: { words: [refund, "worst ever"] }, vip: { if: "orders.total >= 1000" } }`),
	},
}

var handoffRuleShape = format.Shape{
	Name: "a rule of handoff_when", About: "It has words, or a condition, or both: then both must fit.",
	Keys: []format.Key{
		format.May("words", format.List(word, 100), "words of which the text holds one, whatever their case and accents", `[refund, "worst ever"]`),
		format.May("if", condition, "whose texts", `"orders.total >= 1000"`),
	},
}

// supportOf reads when and how soon the staff answers.
func supportOf(v format.Value) (s fsm.Support) {
	if !v.Exists() {
		return s
	}
	o := v.Object(&supportShape)
	s.Holidays = law.Builtin().Holidays(o.Get("holidays"))
	s.FirstResponse, s.NextResponse, s.ReassignAfter = o.Span("first_response"), o.Span("next_response"), o.Span("reassign_after")
	s.HandoffAfter = o.Whole("handoff_after")
	if rules := o.Get("handoff_when"); rules.Exists() {
		s.HandoffWhen = map[string]fsm.Handoff{}
		for _, f := range rules.Fields() {
			rule := f.Value.Object(&handoffRuleShape)
			s.HandoffWhen[f.Name] = fsm.Handoff{Words: rule.Get("words").Texts(), If: rule.Text("if")}
		}
	}
	return s
}

// support writes it.
func (p *printer) support(s *fsm.Support) any {
	k := format.NewKeys(&supportShape)
	k.Set("holidays", format.ItemsOf(s.Holidays, law.HolidayText))
	k.Set("first_response", p.span(s.FirstResponse))
	k.Set("next_response", p.span(s.NextResponse))
	k.Set("reassign_after", p.span(s.ReassignAfter))
	k.Set("handoff_after", s.HandoffAfter)
	var rules format.Names
	for _, name := range slices.Sorted(maps.Keys(s.HandoffWhen)) {
		rule := format.NewKeys(&handoffRuleShape)
		rule.Set("words", listed(s.HandoffWhen[name].Words))
		rule.Set("if", s.HandoffWhen[name].If)
		rules = append(rules, format.Entry{Name: name, Value: rule})
	}
	k.Set("handoff_when", rules)
	return k
}
