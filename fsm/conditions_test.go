package fsm

import (
	"strings"
	"testing"
	"time"
)

// conditioned is the shop with a condition on the welcome's second step, and what conditions can speak of.
func conditioned(condition string) Definition {
	d := shop()
	d.Attributes["birthday"] = Field{Type: DateType}
	d.Attributes["tier"] = Field{OneOf: []string{"gold", "plain"}}
	d.Attributes["vip"] = Field{Type: BoolType}
	d.Segments = map[string]string{"big": "orders.total >= 500", "late": "segment.big and orders.days_since > 60"}
	d.Events["parcel"] = EventType{Fields: map[string]Field{"due": {Type: TimeType}, "note": {Type: StringType, Optional: true}}}
	w := &d.Workflows[0]
	w.Enter.On = []string{OptedIn, "parcel"}
	w.Steps = append(w.Steps, Step{Name: "test", Kind: SplitStep, Arms: []Arm{{"new", 1}, {"old", 1}}})
	w.Steps[1].If = condition
	return d
}

// Ensure that a condition sees what there is to see, by its type, and a zero where nothing is known.
func TestConditions(t *testing.T) {
	now := local(t, theZone, "2026-03-02 22:30") // a Monday; Tuesday in UTC
	day := 24 * time.Hour
	rec := Record{
		Attributes: map[string]any{"interest": "makeup", "rating": 4.0, "birthday": "2026-03-04", "size": 7.0}, Zones: []string{theZone}, Language: "es",
		Orders:  Orders{Count: 4, Total: 600, First: now.Add(-99 * day), Last: now.Add(-2*day - time.Hour)},
		Tallies: []Tally{{Type: Purchase, At: []Moment{now.Add(-40 * day), now.Add(-10 * day), now.Add(-2 * day)}}},
		Events:  []Happened{{Type: Purchase, At: now.Add(-3 * day), Data: map[string]any{"value": 1.0}}, {Type: Purchase, At: now.Add(-2 * day), Data: map[string]any{"value": 150.0}}},
	}
	run := Run{Workflow: "welcome", Key: "k", Since: now.Add(-3 * day), Arms: map[string]string{"test": "new"}, Data: map[string]any{"due": "2026-03-03T01:00:00Z", "note": "n"},
		Clicks: []Click{{Step: "best", At: now, N: 2}}, Replies: map[string]string{"interest": "makeup"}}
	for condition, want := range map[string]bool{
		"interest == 'makeup' and rating > 3": true, "size == ''": true, "tier == ''": true, "vip": false, "known.interest": true, "known.vip": false, "known.size": false,
		"orders.count == 4 and orders.average == 150 and orders.days_since == 2": true, "language == 'es'": true, "local.hour == 22 and local.weekday == 'mon'": true,
		"run.key == 'k' and run.workflow == 'welcome' and run.purchased": true, "run.clicked and run.clicks.best == 2 and run.clicks.offer == 0": true,
		"run.replies.interest == 'makeup'": true, "arm.test == 'new'": true, "arm.test in ['old']": false,
		"count('purchase', '30d') == 2": true, "count('clicked', '1d') > 0": false, "last.purchase.value == 150": true, "last.cart.cart == ''": true,
		"segment.big": true, "segment.late": false, "event.note == 'n'": true, "event.again": false,
		"days_until(birthday) == 2": true, "days_since(birthday) == -2": true, "days_until(event.due) == 0": true,
		"not (upper(trim(interest)) contains 'MAKE')": false, "rating in 3..5": true, "orders.count % 2 == 0 ? true : false": true, "len(interest) < 3 or interest startsWith 'm'": true,
		"1 / (orders.count - 4) > 0": true,
	} {
		p, err := Compile(conditioned(condition), "r")
		if err != nil {
			t.Errorf("%s: %v", condition, err)
			continue
		}
		if p.holds(condition, scene{rec: &rec, run: &run, now: now}) != want {
			t.Errorf("%s: %t", condition, !want)
		}
		if nobody := (scene{rec: &Record{}, run: &Run{Workflow: "welcome"}, now: now}); strings.Contains(condition, "birthday") && p.holds(condition, nobody) {
			t.Errorf("%s: holds for nobody", condition)
		}
	}
}

// Ensure that a condition that could never mean what it says is refused, with its place and a remedy.
func TestConditionFaults(t *testing.T) {
	for condition, want := range map[string]string{
		"intrest == 'x'":                      `column 1: "intrest" is not known here; did you mean "interest"?`,
		"rating > 3 and orders.cuont > 1":     `column 16: "orders.cuont" means nothing here; there is orders.average, orders.count, orders.days_since, orders.total; did you mean "orders.count"?`,
		"orders > 1":                          `"orders" alone means nothing; there is orders.average`,
		"event.value > 1":                     `"event.value" means nothing here; there is event.again, event.due`,
		"it.value > 1":                        `"it.value" means nothing here; there is nothing of it here`,
		"run.clicks.bset > 0":                 `did you mean "run.clicks.best"?`,
		"run.replies.best == 'x'":             `"run.replies.best" means nothing here; there is run.replies.interest`,
		"arm.best == 'x'":                     `there is arm.test`,
		"arm.test == 'nwe'":                   `column 13: arm.test is never "nwe"; did you mean "new"?`,
		"tier in ['gold', 'silver']":          `tier is never "silver"; it may be gold, plain`,
		"'gilt' == tier":                      `tier is never "gilt"`,
		"run.replies.interest == 'hair'":      `run.replies.interest is never "hair"`,
		"local.weekday == 'Monday'":           `local.weekday is never "Monday"`,
		"count('purchace', '30d') > 1":        `there is no event type "purchace"; did you mean "purchase"?`,
		"count('purchase', '30 days') > 1":    `"30 days" is no span of time`,
		"count('purchase', '500d') > 1":       `it goes up to 400d`,
		"count('purchase') > 1":               "count is written like count('purchase', '30d')",
		"count > 1":                           "count is written like",
		"days_until(interest) > 1":            `"interest" is no date: declare it as date or time`,
		"days_until('2026-01-01') > 1":        `"2026-01-01" is not known here`,
		"days_since() > 1":                    "days_since is written like days_since(birthday)",
		"last.purchase.vlaue > 1":             `did you mean "last.purchase.value"?`,
		"segment.bog":                         `did you mean "segment.big"?`,
		"now().Hour() > 3":                    `there is no function "now"`,
		"all([1], # > 0)":                     `there is no function "all"`,
		"let x = 1; x > 0":                    "no variables of their own",
		"keys({'a': 1})[0] == 'a'":            `there is no function "keys"`,
		"1..100000 == nil":                    "a range goes from one number to another",
		"repeat('x', 1000) == ''":             `there is no function "repeat"`,
		"interest > 3":                        "mismatched types string and int",
		"rating":                              "expected bool",
		"interest[0] == 'x'":                  "type string[int] is undefined",
		"1 +":                                 "column 3: unexpected token EOF",
		"":                                    "",
		strings.Repeat("vip or ", 80) + "vip": "has 563 characters; it may have 500",
		"$env['interest'] == 'x'":             `"$env.interest" is not known here`,
		"orders[interest] == 1":               `"orders" alone means nothing`,
	} {
		_, err := Compile(conditioned(condition), "r")
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%s: want %q, got %v", condition, want, err)
		}
	}
}

// Ensure that segments which ask for themselves, have no condition or speak of a run are refused.
func TestSegmentFaults(t *testing.T) {
	for source, want := range map[string]string{
		"segment.b":      "segments.a: asks for itself, by way of b, a",
		"segment.a":      "segments.a: asks for itself",
		"":               "segments.a: has no condition",
		"run.key == ''":  "there is nothing of run here",
		"event.x == 1":   "there is nothing of event here",
		"arm.x == 'a'":   "there is nothing of arm here",
		"orders.count":   "expected bool",
		"segment.nobody": `"segment.nobody" means nothing here`,
	} {
		d := shop()
		d.Segments = map[string]string{"a": source, "b": "segment.a or rating > 1"}
		if _, err := Compile(d, "r"); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: want %q, got %v", source, want, err)
		}
	}
}

// FuzzCondition throws any condition at the compiler, and evaluates what it takes.
func FuzzCondition(f *testing.F) {
	for _, seed := range []string{"interest == 'x'", "count('purchase', '30d') > 1", "days_until(birthday) < 3", "1..9 == nil", "((((", "a.b.c?.d", "vip ?? true", "interest matches '('", "#", "if vip { true } else { false }"} {
		f.Add(seed)
	}
	now := At(time.Date(2026, 3, 2, 15, 0, 0, 0, time.UTC))
	f.Fuzz(func(t *testing.T, condition string) {
		p, err := Compile(conditioned(condition), "r")
		if err != nil {
			return
		}
		rec := Record{Attributes: map[string]any{"interest": "makeup", "birthday": "2026-03-04"}}
		s := scene{rec: &rec, run: &Run{Workflow: "welcome"}, now: now}
		first := p.holds(condition, s)
		if p.holds(condition, s) != first {
			t.Error("not the same twice")
		}
	})
}
