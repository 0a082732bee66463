package fsm

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/parley-sms/parley/fsm/segment"
)

// extremesOfText compiles the shop with a text, and gives its extremes.
func extremesOfText(t fataler, text string) (*Program, Extreme) {
	t.Helper()
	p, err := Compile(worded(text), "r")
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return p, p.Extremes("welcome", 1)[0]
}

// Ensure that the longest and the shortest of a text are told, with the alphabet that each needs.
func TestExtremes(t *testing.T) {
	x := strings.Repeat
	for text, want := range map[string]Extreme{
		"Hello":                                                     {Longest: "Hello", Widest: "Hello", Shortest: "Hello"},
		"Hi {{ first_name | default: 'there' }}":                    {Longest: "Hi " + x("x", 10), Widest: "Hi " + x("x", 10), Shortest: "Hi x"},
		"Hi {{ nick | default: 'x' }}":                              {Longest: "Hi " + x("x", 40), Widest: "Hi " + x("😀", 40), Shortest: "Hi x", Any: true},
		"{% if vip %}😀{% else %}long words{% endif %}":              {Longest: "long words", Widest: "long words", Shortest: "😀"},
		"{{ tier | upcase | default: '-' }}":                        {Longest: "PLAIN", Widest: "PLAIN", Shortest: "-"},
		"{{ orders.total | money }} {{ event.due | date: '%A' }}":   {Longest: "-$999,999,999.00 Wednesday", Widest: "-$999,999,999.00 Wednesday", Shortest: "$1.00 Friday"},
		"{{ 'https://acme.test/a' | link }}":                        {Longest: "https://go.acme.test/l/" + x("x", 11), Widest: "https://go.acme.test/l/" + x("x", 11), Shortest: "https://go.acme.test/l/" + x("x", 11)},
		"{{ first_name | truncate: 5 | default: 'a' }} {{ brand }}": {Longest: "xx... Acme", Widest: "xx... Acme", Shortest: "x Acme"},
	} {
		_, got := extremesOfText(t, text)
		want.Where, want.Language, want.Workflow, want.Step = "workflows.welcome.steps.best.text", "en", "welcome", "best"
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: -want +got\n%s", text, diff)
		}
	}
}

// Ensure that retries, languages, keywords and the machine's own texts are among the extremes.
func TestExtremesOfAll(t *testing.T) {
	d := shop()
	d.Workflows[0].Steps[0].RetryIn = map[string]string{"es": "1 o 2"}
	p, err := Compile(d, "r")
	if err != nil {
		t.Fatal(err)
	}
	var places []string
	for _, e := range append(p.Extremes("welcome", 0), p.BaseExtremes()...) {
		places = append(places, e.Where)
		if e.Longest == "" || e.Shortest == "" {
			t.Errorf("%s has no extremes", e.Where)
		}
	}
	all := strings.Join(places, " ")
	for _, want := range []string{"workflows.welcome.steps.interest.text ", "workflows.welcome.steps.interest.retry.en workflows.welcome.steps.interest.retry.es", "keywords.hours.reply", "texts.help", "texts.blocked"} {
		if !strings.Contains(all, want) {
			t.Errorf("%s is not in %s", want, all)
		}
	}
	if p.Extremes("gone", 0) != nil || p.Extremes("welcome", 99) != nil || p.Extremes("welcome", -1) != nil {
		t.Error("there are extremes of no step")
	}
}

// Ensure that no text ever comes out with more segments than its extremes say, or fewer.
func TestExtremesHold(t *testing.T) {
	holes := []string{"Hello. ", "{{ first_name | default: 'you' }} ", "{{ nick | capitalize | default: 'x' }}", "{{ orders.total | money }} ", "{{ rating | round: 2 | default: 0 }}", "{{ orders.count }}",
		"{{ event.due | date: '%A %B %-d, %I:%M %p' }}", "{% if vip %}a very, very long sentence for some{% elsif nick == 'a' %}♥{% endif %}", "{% unless tier == 'gold' %}{{ tier | upcase | default: '' }}{% endunless %}",
		"{{ nick | truncate: 7 | append: '!' | default: 'é' }}", "{{ birthday | date | default: 'soon' }}", strings.Repeat("words ", 20)}
	names := []string{"", "a", "Zoë", "♥♥♥♥♥♥♥♥♥♥♥♥", strings.Repeat("é", 50), strings.Repeat("😀", 40), "…", strings.Repeat("y", 200), "Jo [x]"}
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(rapid.SampledFrom(holes), 1, 6).Draw(t, "text"), "")
		p, e := extremesOfText(t, text)
		rec := Record{Attributes: map[string]any{"vip": rapid.Bool().Draw(t, "vip"), "birthday": "2026-10-04"}, Zones: []string{theZone},
			Orders: Orders{Count: rapid.IntRange(0, maxWhole).Draw(t, "count"), Total: rapid.Float64Range(-maxMoney, maxMoney).Draw(t, "total")}}
		for _, name := range []string{"first_name", "nick"} {
			rec.Attributes[name] = rapid.SampledFrom(names).Draw(t, name)
		}
		rec.Attributes["rating"] = rapid.Float64Range(-1e9, 1e9).Draw(t, "rating")
		rec.Attributes["tier"] = rapid.SampledFrom([]any{"gold", "plain", nil}).Draw(t, "tier")
		got, err := p.fill(wording{text: text}, scene{rec: &rec, run: &Run{Workflow: "welcome", Data: map[string]any{"due": "2026-09-30T14:44:00Z"}}})
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		n, most, least := segment.Of(got.body, true), segment.Of(e.Widest, true), segment.Of(e.Shortest, true)
		if n.Segments > most.Segments || n.Segments < least.Segments {
			t.Fatalf("%s: %q takes %+v; from %q to %q", text, got.body, n, e.Shortest, e.Widest)
		}
	})
}
