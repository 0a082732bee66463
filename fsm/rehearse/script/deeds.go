package script

import (
	"maps"
	"slices"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/fsm/program/format"
)

// deed reads one line of a test, by the key that names its kind.
func (r *reader) deed(v format.Value) (Deed, bool) {
	fields := v.Fields()
	kinds := lines()
	var names []string
	for _, kind := range kinds {
		names = append(names, kind.name())
	}
	for _, f := range fields { // the first key that names a kind: "at" may also stand behind another
		i := slices.Index(names, f.Name)
		if i < 0 || f.Name == "at" && len(fields) > 1 {
			continue
		}
		o := v.Object(kinds[i].shape)
		return kinds[i].read(r, o, o.Get(f.Name)), true
	}
	if len(fields) > 0 {
		fields[0].Key.Fail("there is no line %q in a test; %s", fields[0].Name, format.Remedy(fields[0].Name, names))
	} else if v.IsMapping() {
		v.Fail("says nothing; leave it out")
	}
	return nil, false
}

func readTexts(_ *reader, o format.Object, v format.Value) Deed {
	return Texts{Body: v.Text(), Late: o.Span("late")}
}

// readReceives reads one text, a list of texts, or "nothing".
func readReceives(_ *reader, o format.Object, v format.Value) Deed {
	if v.Is("nothing") {
		return Receives{}
	}
	if o.Has("at") || o.Has("segments") {
		return Receives{[]Received{received(o, "receives")}}
	}
	var all Receives
	for _, item := range v.Items() {
		if item.IsMapping() {
			all.Texts = append(all.Texts, received(item.Object(&receivedShape), "text"))
			continue
		}
		all.Texts = append(all.Texts, Received{Place: item.Place(), Text: item.Text()})
	}
	return all
}

func received(o format.Object, text string) Received {
	r := Received{Place: o.Get(text).Place(), Text: o.Text(text), Segments: o.Whole("segments")}
	if o.Has("at") {
		at := format.Parsed(o.Get("at"), parseWhen)
		r.At = &at
	}
	return r
}

func readWait(_ *reader, _ format.Object, v format.Value) Deed {
	return Wait{format.Parsed(v, format.ParseSpan)}
}

// readUntil reads until, and at, which names a date.
func readUntil(_ *reader, o format.Object, v format.Value) Deed {
	if !o.Has("at") {
		return Until{format.Parsed(v, parseWhen)}
	}
	return Until{format.Parsed(v, parseDate)}
}

func readClicks(_ *reader, _ format.Object, v format.Value) Deed { return Clicks{v.Text()} }

// readCarrier reads {refuses: CODE}, {undelivered: CODE}, {throttles: SPAN} or {loses: found}.
func readCarrier(_ *reader, _ format.Object, v format.Value) Deed {
	o := v.Object(&carrierDoesShape)
	c := Carrier{Times: max(1, o.Whole("times"))}
	given := 0
	for _, does := range []CarrierDoes{CarrierRefuses, CarrierFails, CarrierThrottles, "loses"} {
		if o.Has(string(does)) {
			c.Does = does
			given++
		}
	}
	if given != 1 {
		o.Fail("a carrier does one of refuses, undelivered, throttles and loses")
	}
	switch c.Does {
	case CarrierRefuses, CarrierFails:
		c.Code = o.Text(string(c.Does))
	case CarrierThrottles:
		c.RetryIn = o.Span("throttles")
	case "loses":
		c.Does = CarrierDoes(o.Choice("loses"))
	}
	return c
}

func readAgent(_ *reader, _ format.Object, v format.Value) Deed {
	if v.IsMapping() {
		return Agent{Does: "says", Says: v.Object(&agentSaysShape).Text("says")}
	}
	return Agent{Does: v.OneOf("takes", "hands back")}
}

func readAnswers(r *reader, _ format.Object, v format.Value) Deed {
	o := v.Object(&answerShape)
	a := Answers{Call: o.Text("call"), Fails: o.Flag("fails")}
	r.known(o.Get("call"), "call", a.Call, slices.Sorted(maps.Keys(r.p.Calls)))
	if o.Has("event") {
		e := r.happened(o.Get("event"))
		a.Event = &e
	}
	if a.Fails && a.Event != nil {
		o.Fail("an endpoint answers with an event or fails, not both")
	}
	return a
}

// readSet reads attributes, and the zone and language, that the shop sets.
func readSet(r *reader, _ format.Object, v format.Value) Deed {
	s := Set{Attributes: map[string]any{}}
	for _, f := range v.Fields() {
		declared, attribute := r.p.Attributes[f.Name]
		switch {
		case attribute:
			s.Attributes[f.Name] = typed(f.Value, declared.Type)
		case f.Name == "zone":
			s.Zone = zoneName(f.Value)
		case f.Name == "language":
			s.Language = f.Value.Text()
		default:
			r.known(f.Key, "attribute", f.Name, append(slices.Sorted(maps.Keys(r.p.Attributes)), "zone", "language"))
		}
	}
	return s
}

func readOptsIn(_ *reader, _ format.Object, v format.Value) Deed { return OptsIn{v.Text()} }

func readOptsOut(_ *reader, _ format.Object, v format.Value) Deed { return OptsOut{v.Text()} }

func readPause(r *reader, _ format.Object, v format.Value) Deed {
	var p Pause
	for _, f := range v.Fields() {
		p.Workflow = f.Name
		r.known(f.Key, "workflow", f.Name, r.workflows())
		p.How = fsm.Pause(f.Value.OneOf(string(fsm.PauseEntries), string(fsm.PauseSends), string(fsm.PauseDrain)))
	}
	return p
}

func readResume(r *reader, _ format.Object, v format.Value) Deed {
	r.known(v, "workflow", v.Text(), r.workflows())
	return Pause{Workflow: v.Text()}
}

func readRelease(_ *reader, _ format.Object, v format.Value) Deed {
	v.OneOf("hold")
	return Release{}
}

// readExpect reads what should be so.
func readExpect(r *reader, _ format.Object, v format.Value) Deed {
	var e Expect
	o := v.Object(&expectedShape)
	for _, name := range expectedShape.Names() {
		switch v := o.Get(name); {
		case !v.Exists():
		case name == "attributes" || name == "orders":
			e.All = append(e.All, r.parts(name, v)...)
		case v.IsNull() || v.Is("none"):
			e.All = append(e.All, Expectation{Place: v.Place(), What: name})
		case name == "workflows" || name == "journal" || name == "no_journal" || name == "offer_given":
			e.All = append(e.All, Expectation{Place: v.Place(), What: name, Want: v.Texts()})
		default:
			e.All = append(e.All, Expectation{Place: v.Place(), What: name, Want: v.Text()})
		}
	}
	return e
}

// parts reads expectations of single attributes or sums of orders.
func (r *reader) parts(what string, v format.Value) (all []Expectation) {
	for _, f := range v.Fields() {
		e := Expectation{Place: f.Value.Place(), What: what, Name: f.Name}
		if what == "attributes" {
			r.known(f.Key, "attribute", f.Name, slices.Sorted(maps.Keys(r.p.Attributes)))
			e.Want = typed(f.Value, r.p.Attributes[f.Name].Type)
		} else {
			r.known(f.Key, "sum of orders", f.Name, []string{"count", "total"})
			e.Want = typed(f.Value, fsm.NumberType)
		}
		all = append(all, e)
	}
	return all
}
