package fsm

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// Ensure that what is named but not there, and what would take too long, is told with its place.
func TestReferenceFaults(t *testing.T) {
	enter := func(e Enter) func(*Definition) { return func(d *Definition) { d.Workflows[6].Enter = e } }
	wait := func(w Wait) func(*Definition) { return func(d *Definition) { d.Workflows[0].Steps[2].Wait = w } }
	arms := func(list ...Arm) func(*Definition) {
		return func(d *Definition) { d.Workflows[0].Steps[2] = Step{Name: "pause", Kind: SplitStep, Arms: list} }
	}
	for want, change := range map[string]func(*Definition){
		"workflows.poll.enter: has more than one of on":                     enter(Enter{On: []string{"poll"}, Once: "2026-11-27 10:00"}),
		"workflows.poll.enter.date: \"born\" is not known":                  enter(Enter{Date: "born"}),
		"workflows.poll.enter.date: \"interest\" is a string":               enter(Enter{Date: "interest"}),
		"enter.segment: there is no segment \"vips\", so nobody":            enter(Enter{Once: "2026-11-27 10:00", Segment: "vips"}),
		"enter.segment: is for schedules and broadcasts":                    enter(Enter{On: []string{"poll"}, Segment: Everyone}),
		"enter.at: \"soon\" is no time":                                     enter(Enter{Once: "soon"}),
		"enter.after: is longer than 400 days":                              enter(Enter{On: []string{"poll"}, Delay: 401 * 24 * time.Hour}),
		"steps.pause.wait: is longer than 400 days":                         wait(Wait{For: 401 * 24 * time.Hour}),
		"steps.pause.wait: \"event.when\" means nothing here":               wait(Wait{Of: "event.when"}),
		"steps.pause.wait: \"rating\" is a number":                          wait(Wait{Of: "rating"}),
		"steps.pause.wait: \"2026-13-01\" is no date":                       wait(Wait{Date: "2026-13-01"}),
		"steps.interest.timeout: is longer than 30 days":                    func(d *Definition) { d.Workflows[0].Steps[0].Timeout = 31 * 24 * time.Hour },
		"steps.best.offer: there is no offer \"ten\"":                       func(d *Definition) { d.Workflows[0].Steps[1].Offer = "ten" },
		"steps.pause.arms: there are two arms named \"a\"":                  arms(Arm{"a", 1}, Arm{"a", 1}),
		"steps.pause.arms: splits people into 1 arms with a weight of 0":    arms(Arm{"a", 0}),
		"steps.pause.arms.a: a weight of -1":                                arms(Arm{"a", -1}, Arm{"b", 1}),
		"products.serum: lasts 0 days":                                      func(d *Definition) { d.Products = map[string]Days{"serum": 0} },
		"offers.ten: has no code":                                           func(d *Definition) { d.Offers = map[string]Offer{"ten": {}} },
		"offers.ten.limit: limits the offer, but not per how long":          func(d *Definition) { d.Offers = map[string]Offer{"ten": {Code: "X", Limit: 1}} },
		"links.domain: \"https://x.test\" is no domain":                     func(d *Definition) { d.Links.Domain = "https://x.test" },
		"links.allow[0]: \"x.test/y\" is no host":                           func(d *Definition) { d.Links.Allow = []string{"x.test/y"} },
		"currency: \"bucks\" is no currency":                                func(d *Definition) { d.Currency = "bucks" },
		"languages: \"english\" is no language":                             func(d *Definition) { d.Languages = []string{"english"} },
		"attributes.event: has a meaning of its own":                        func(d *Definition) { d.Attributes["event"] = Field{} },
		"attributes.rating: max, chars and one_of are for a string":         func(d *Definition) { d.Attributes["rating"] = Field{Type: NumberType, Max: 3} },
		"attributes.rating: \"numbr\" is no type; did you mean \"number\"?": func(d *Definition) { d.Attributes["rating"] = Field{Type: "numbr"} },
		"events.opted_in.again: is a bool already": func(d *Definition) {
			d.Events[OptedIn] = EventType{Fields: map[string]Field{"again": {Type: StringType}}}
		},
		"events.purchase: is about one person":                            func(d *Definition) { d.Events[Purchase] = EventType{Watchers: true} },
		"workflows.order.enter.on: \"shipped\" is posted without a phone": func(d *Definition) { d.Events["shipped"] = EventType{Watchers: true} },
		"workflows.cart.enter.key: \"cart\" has no field \"crt\"":         func(d *Definition) { d.Workflows[1].Enter.Key = "crt" },
		"steps.best.set.rating: cannot be high: it must be a number": func(d *Definition) {
			d.Workflows[0].Steps[1] = Step{Name: "best", Kind: SetStep, Set: map[string]any{"rating": "high"}}
		},
	} {
		d := shop()
		change(&d)
		if _, err := Compile(d, "r"); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("want %q, got %v", want, err)
		}
	}
}

// Ensure that names which were given up lead somewhere, or their author is told.
func TestMovedWarnings(t *testing.T) {
	d := shop()
	d.Moved = map[string]string{"old": "older", "older": "gone", "cart": "welcome", "first": "second", "second": "care"}
	d.Workflows[0].Moved = map[string]string{"ask": "interest", "begin": "gone"}
	p, err := Compile(d, "r")
	if err != nil {
		t.Fatal(err)
	}
	var told []string
	for _, f := range p.Warnings() {
		told = append(told, f.Where)
	}
	if want := []string{"moved.cart", "moved.old", "moved.older", "workflows.welcome.moved.begin"}; !slices.Equal(told, want) {
		t.Errorf("told %v, want %v", told, want)
	}
}

// Ensure that an event which is not as declared is refused with the field and a reason, and one that
// nobody declared is taken as history.
func TestEventFault(t *testing.T) {
	d := shop()
	d.Events["parcel"] = EventType{Fields: map[string]Field{"id": {Type: StringType, Max: 4}, "due": {Type: TimeType, Optional: true}, "size": {OneOf: []string{"S", "M"}, Optional: true}, "day": {Type: DateType, Optional: true}}}
	p, err := Compile(d, "r")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		kind       string
		data       map[string]any
		field, why string
	}{
		{"parcel", map[string]any{"id": "1234567", "due": "2026-03-03T01:05:00+01:00", "size": "s", "day": "2026-02-28", "more": 1}, "", ""},
		{"parcel", map[string]any{"id": 12}, "", ""},
		{"parcel", nil, "id", "is missing"},
		{"parcel", map[string]any{"id": nil}, "id", "is missing"},
		{"parcel", map[string]any{"id": "1", "due": "tomorrow"}, "due", "must be a time with its zone"},
		{"parcel", map[string]any{"id": "1", "day": "2026-02-30"}, "day", "must be a date such as"},
		{"parcel", map[string]any{"id": "1", "size": "L"}, "size", "is not one of its values"},
		{"parcel", map[string]any{"id": []any{"1"}}, "id", "must be a text"},
		{"purchase", map[string]any{"value": "ten"}, "value", "must be a number"},
		{OptedIn, map[string]any{"again": true}, "type", "Parley raises opted_in itself"},
		{"nobody_knows", map[string]any{"x": []any{}}, "", ""},
	} {
		field, why := p.EventFault(c.kind, c.data)
		if field != c.field || !strings.HasPrefix(why, c.why) || (why == "") != (c.why == "") {
			t.Errorf("%s %v: %q %q, want %q %q", c.kind, c.data, field, why, c.field, c.why)
		}
	}
	kept := p.eventData("parcel", map[string]any{"id": "1234567", "size": "m", "due": "soon", "more": true})
	if kept["id"] != "1234" || kept["size"] != "M" || kept["due"] != nil || kept["more"] != true {
		t.Errorf("kept %v", kept)
	}
}
