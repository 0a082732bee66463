package fsm

import (
	"strings"
	"testing"
	"time"
)

// worded is the shop with one text in the welcome's second step, and what texts can speak of.
func worded(text string) Definition {
	d := conditioned("")
	d.Attributes["first_name"] = Field{Max: 10, GSM: true}
	d.Attributes["nick"] = Field{Type: StringType}
	d.Links = Links{Domain: "go.acme.test", Allow: []string{"acme.test"}, Expire: 30}
	d.Offers = map[string]Offer{"ten": {Code: "HELLO10", Worth: "10%"}}
	d.Workflows[0].Enter.On = []string{"parcel"}
	d.Workflows[0].Steps[1].Texts, d.Workflows[0].Steps[1].Offer = say(text), "ten"
	return d
}

// Ensure that a text says what is known, as a person would write it, in his zone.
func TestTexts(t *testing.T) {
	now := local(t, theZone, "2026-03-02 22:30")
	rec := Record{Phone: thePerson, Zones: []string{theZone}, Orders: Orders{Count: 2, Total: 1234.5},
		Attributes: map[string]any{"interest": "makeup", "rating": 4.25, "birthday": "2026-12-04", "first_name": "Zoë ♥", "nick": "ann", "vip": true},
		Events:     []Happened{{Type: Purchase, At: now, Data: map[string]any{"value": 12.0}}}}
	run := Run{Workflow: "welcome", Data: map[string]any{"due": "2026-03-03T01:05:00Z"}, Arms: map[string]string{"test": "new"}}
	for text, want := range map[string]string{
		"{{ brand }}: {{ interest | default: 'beauty' | upcase }}":                                                     "Acme: MAKEUP",
		"{{ event.due | date: '%a %b %-d, %H:%M' }} {{ event.due | date: \"%I:%M %p\" }}":                              "Mon Mar 2, 20:05 08:05 PM",
		"{{ event.due | date }}, {{ birthday | date: '%B %d %Y' | default: '?' }}":                                     "Mar 2, December 04 2026",
		"{{ orders.total | money }} {{ orders.count }} {{ last.purchase.value | money | default: 'x' }}":               "$1,234.50 2 $12.00",
		"Hi {{ first_name | default: 'there' }} {{ nick | capitalize | default: '' }}":                                 "Hi there Ann",
		"{% if rating > 4 and interest == 'makeup' %}{{ rating | round }}{% elsif vip %}v{% endif %}":                  "4",
		"{% unless rating >= 5 %}low{% else %}high{% endunless %} {% if size or vip %}x{% endif %}":                    "low x",
		"{% if event.note %}{{ event.note }}{% else %}none{% endif %} {{- ' a' | append: 'b' -}}  c":                   "none abc",
		"{{ offer.code }} {{ offer.worth }} {{ arm.test | default: 'x' }} {{ interest | truncate: 5 | default: 'x' }}": "HELLO10 10% new ma...",
		"{{ 'https://acme.test/p' | link }}":                                                                           "https://go.acme.test/l/" + linkCode([]byte(testSecret), thePerson, 7, 1),
	} {
		p, err := Compile(worded(text), "r")
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		got, err := p.fill(wording{text: text}, scene{rec: &rec, run: &run, now: now, in: Inputs{Secret: []byte(testSecret)}, seq: 7})
		if err != nil || got.body != want {
			t.Errorf("%s: %q, want %q (%v)", text, got.body, want, err)
		}
	}
}

// Ensure that a text which somebody could get with a hole or with nonsense in it is refused.
func TestTextFaults(t *testing.T) {
	for text, want := range map[string]string{
		"{{ interest }}":                                       `the text has a hole where interest is not known; write {{ interest | default: "…" }}, or say it within {% if interest %}`,
		"{{ event.note }}":                                     "has a hole where event.note is not known",
		"{% if vip %}{{ interest }}{% endif %}":                "has a hole where interest is not known",
		"{% if interest or vip %}{{ interest }}{% endif %}":    "has a hole",
		"{% if interest != 'a' %}{{ interest }}{% endif %}":    "has a hole",
		"{% if interest == nil %}{{ interest }}{% endif %}":    "has a hole",
		"{{ interest | default: nick }}":                       "has a hole",
		"{{ 'a' | append: nick }}":                             "has a hole",
		"{{ event.nope }}":                                     `"event.nope" means nothing here; there is event.due, event.note`,
		"{{ offer.cod }}":                                      `"offer.cod" is not there`,
		"{{ nobody }}":                                         `"nobody" is not known here`,
		"{{ interest | money | default: 'x' }}":                "puts a string into the filter money, which takes a number",
		"{{ orders.total | date }}":                            "puts a number into the filter date",
		"{{ event.due | date: '%Q' }}":                         "%Q is no sign of a date's format",
		"{{ event.due }}":                                      "would show event.due as computers write it; write {{ event.due | date }}",
		"{{ interest | shuffle }}":                             `has the filter "shuffle"`,
		"{{ interest | default }}":                             "gives the filter default 0 values",
		"{{ interest | truncate: 2 }}":                         "truncates to no length",
		"{{ rating | round: 9 | default: 1 }}":                 "rounds to no number of places",
		"{% if rating == 'x' %}a{% endif %}":                   "compares rating, which is a number, with a string",
		"{% if tier == 'silver' %}a{% endif %}":                `asks whether tier is "silver", which it never is`,
		"{% for x in y %}":                                     "has {% for %}; a text may hold if",
		"{{ interest":                                          "is opened and not closed",
		"{% if vip %}":                                         "is not ended by {% endif %}",
		"{% endif %}":                                          "ends what was not begun",
		"{% if %}a{% endif %}":                                 "a name is missing",
		"{{ interest ? }}":                                     "is not understood",
		"{{ 'now' | date: '%H' }}":                             "puts a string into the filter date",
		"{{ 'https://evil.test/' | link }}":                    "leads to evil.test, which links.allow does not have",
		"{{ 'https://acme.test@evil.test/' | link }}":          "is no web address",
		"{{ 'https://acme.test' | append: event.due | link }}": "could lead to another host",
		"{{ 'javascript:alert(1)' | link }}":                   "is no web address",
		"{{ 'https://acme.test/' | link | upcase }}":           "let link be the last filter",
		strings.Repeat("{% if vip %}", 9) + strings.Repeat("{% endif %}", 9): "more than 8 ifs",
		strings.Repeat("x", 4001): "is written with 4001 bytes",
	} {
		_, err := Compile(worded(text), "r")
		if err == nil || !strings.Contains(err.Error(), "workflows.welcome.steps.best.text: the text") || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: want %q, got %v", text, want, err)
		}
	}
}

// Ensure that people get texts in their language, or else in the program's, and that months in English are
// told of in another.
func TestLanguages(t *testing.T) {
	d := worded("Hello")
	d.Languages = []string{"en", "es", "fr"}
	d.Workflows[0].Steps[1].Texts[0].In = map[string]string{"es": "Hola", "es-MX": "Que onda"}
	d.TextsIn = map[string]map[string]string{TextNoted: {"es": "{{ birthday | date: '%B' | default: 'x' }}"}}
	p, err := Compile(d, "r")
	if err != nil {
		t.Fatal(err)
	}
	for language, want := range map[string]string{"": "Hello", "en": "Hello", "es": "Hola", "es-MX": "Que onda", "es-AR": "Hola", "fr": "Hello", "xx": "Hello"} {
		got, err := p.fill(p.Workflows[0].Steps[1].Texts[0].wording(), scene{rec: &Record{Language: language}, run: &Run{Workflow: "welcome"}})
		if got.body != want || err != nil {
			t.Errorf("%q: %q, want %q (%v)", language, got.body, want, err)
		}
	}
	if told := p.Warnings(); len(told) != 1 || told[0].Level != Warning || told[0].Where != "texts.noted.es" {
		t.Errorf("told: %v", told)
	}
}

// Ensure that what came out longer, elsewhere or unknown is not sent: a link to another host, a field that
// an old event lacks.
func TestTextsThatMustNotGo(t *testing.T) {
	text := "{{ event.note | link }}{{ event.due | date: '%H:%M' }}"
	d := worded("{% if event.note %}" + text + "{% endif %}")
	p, err := Compile(d, "r")
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string]map[string]any{
		"links.allow does not have": {"note": "https://evil.test/x", "due": "2026-03-03T01:05:00Z"},
		"is no web address":         {"note": "acme.test", "due": "2026-03-03T01:05:00Z"},
		`"event.due" is not known`:  {"note": "https://shop.acme.test"},
	} {
		got, err := p.fill(p.Workflows[0].Steps[1].Texts[0].wording(), scene{rec: &Record{}, run: &Run{Workflow: "welcome", Data: data}})
		if err == nil || !strings.Contains(err.Error(), name) || got.body != "" {
			t.Errorf("%v: %q, %v", data, got.body, err)
		}
	}
}

// Ensure that a release brings its tracked links, that their codes tell nothing and cannot be guessed, and
// that amounts are written as their currency is.
func TestLinksAndMoney(t *testing.T) {
	p, err := Compile(worded("{{ 'https://acme.test/a' | link }} {{ 'https://acme.test/b' | link }}"), "r")
	if err != nil {
		t.Fatal(err)
	}
	d := newDriver(t, p, local(t, theZone, "2026-03-02 12:00").Time())
	var links []Link
	d.log = func(dec Decision) { links = append(links, dec.Links...) }
	d.do(OptIn{Purpose: ForMarketing, Source: "api"})
	d.do(Fact{Happened: Happened{ID: "e", Type: "parcel", At: At(d.now), Data: map[string]any{"due": "2026-03-03T01:05:00Z"}}})
	d.text(Inbound{Body: "1"})
	last := d.sent[len(d.sent)-1]
	if len(links) != 2 || links[0].To != "https://acme.test/a" || links[0].Seq != last.Seq || links[0].Expires.Sub(links[0].At) != 30*24*time.Hour ||
		last.Body != "https://go.acme.test/l/"+links[0].Code+" https://go.acme.test/l/"+links[1].Code {
		t.Errorf("%q with %+v", last.Body, links)
	}
	if linkCode(nil, thePerson, 1, 1) == linkCode([]byte("k"), thePerson, 1, 1) || len(links[0].Code) != codeLength || withoutCodes(last.Body) != "https://go.acme.test/l/ https://go.acme.test/l/" {
		t.Error("codes do not hang on the secret, or are not found again")
	}
	for currency, want := range map[string]any{"": "-$1,234.50", "EUR": "-€1,234.50", "JPY": "-¥1,234", "SEK": "-1,234.50 kr", "CHF": "-CHF 1,234.50", "KWD": "-KWD 1,234.500"} {
		p.Currency = currency
		if got := p.money(-1234.5); got != want {
			t.Errorf("%s: %v, want %v", currency, got, want)
		}
	}
	if p.money(1e12) != nil || shortNumber(1e16) != nil || shortNumber(1.0/3) != 0.333333 {
		t.Error("a number is shown that is too long")
	}
}

// FuzzText throws any text at the compiler, and fills in what it takes.
func FuzzText(f *testing.F) {
	for _, seed := range []string{"{{ interest | default: 'x' }}", "{% if vip and rating > 3 %}a{% elsif size %}b{% else %}c{% endif %}", "{{ event.due | date: '%a %-d' }}", "{{- 'a' | append: brand -}}", "{% unless vip %}{{ orders.total | money }}{% endunless %}", "{{ 'https://acme.test/' | link }}"} {
		f.Add(seed)
	}
	now := At(time.Date(2026, 3, 2, 15, 0, 0, 0, time.UTC))
	f.Fuzz(func(t *testing.T, text string) {
		p, err := Compile(worded(text), "r")
		if err != nil {
			return
		}
		s := scene{rec: &Record{Attributes: map[string]any{"interest": "makeup"}}, run: &Run{Workflow: "welcome", Data: map[string]any{"due": "2026-03-03T01:05:00Z"}}, now: now}
		a, _ := p.fill(wording{text: text}, s)
		b, _ := p.fill(wording{text: text}, s)
		if a.body != b.body || len([]rune(a.body)) > MaxBody {
			t.Errorf("not the same twice, or too long: %q %q", a.body, b.body)
		}
	})
}
