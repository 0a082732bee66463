package fsm

// Verdict is what one guard said of a text that wanted to go. The line that carries it says the
// same in words.
type Verdict struct {
	Guard  string   `cbor:"1,keyasint" json:"guard"`                      // its name: "quiet", "cap", "offer"
	Name   string   `cbor:"2,keyasint,omitempty" json:"name,omitempty"`   // which cap, offer, suppression or text: "2 per 7d", "buyers"
	Until  Moment   `cbor:"3,keyasint,omitempty" json:"until,omitempty"`  // when it is asked again; zero: the text is dropped
	Texts  []uint64 `cbor:"4,keyasint,omitempty" json:"texts,omitempty"`  // messages that fill the cap
	Place  string   `cbor:"5,keyasint,omitempty" json:"place,omitempty"`  // whose rule it is: "US-TX"
	Events []string `cbor:"6,keyasint,omitempty" json:"events,omitempty"` // what other channels sent that fills the cap, too
}

// verdict is what a guard decides: the text goes where it is empty.
type verdict struct {
	Verdict
	drop string // the reason to drop the text, or ""
	wait Moment // when to ask again, or 0
	why  string // the reason to wait
	held bool   // it waits for a question, an agent or a hold to end, rather than for the clock

	watch bool // the guard is asked again by every decision, as what it objects to may end at any time
}

func dropped(why string) verdict            { return verdict{drop: why} }
func wait(until Moment, why string) verdict { return verdict{wait: until, why: why} }
func held(until Moment, why string) verdict { return verdict{wait: until, why: why, held: true} }
func watched(until Moment, why string) verdict {
	return verdict{wait: until, why: why, watch: true}
}
func (v verdict) goes() bool { return v.drop == "" && v.wait == 0 }

// named says which of a guard's rules decided.
func (v verdict) named(name string) verdict {
	v.Name = name
	return v
}

// in says whose law decided; empty: the program's own rule.
func (v verdict) in(place string) verdict {
	v.Place = place
	return v
}

// by says which guard decided. One that lets a text go says nothing.
func (v verdict) by(guard string) verdict {
	if !v.goes() {
		v.Guard, v.Until = guard, v.wait
	}
	return v
}

// waits puts a text on the calendar until a guard may let it go, but not beyond the time by which
// it must be sent: then it is dropped.
func (d *deciding) waits(w Want, v verdict) {
	at := max(v.wait, d.now+1)
	if w.SendBy > 0 {
		at = min(at, w.SendBy)
	}
	v.Until = at
	d.judged("wait:", w, v.why+" until "+at.String(), v.Verdict)
	d.keptBack("held", v)
	d.measureKept(SumHeld, w, v)
	item := Item{At: at, Kind: ItemText, Want: &w, Held: v.held}
	if v.watch {
		item.Guard = v.Guard
	}
	d.schedule(item)
}

// named is how the journal calls a text: "welcome.interest", or a reply's name.
func (d *deciding) named(w Want) string {
	return d.rec.NameOf(w)
}

// drop gives a text up; its run goes on as if it had been sent, and a question leaves by its
// timeout edge at once.
func (d *deciding) drop(w Want, v verdict) {
	d.judged("drop:", w, v.drop, v.Verdict)
	d.keptBack("dropped", v)
	d.measureKept(SumDropped, w, v)
	d.moveOn(w, d.now, "dropped: "+v.drop)
	if w.Name == AgentName && d.rec.Thread.OpenedAt > 0 {
		d.waiting("an answer did not go: " + v.drop)
	}
}

// keptBack counts a text that was held or dropped, and by which guard: "held", "held.cap".
func (d *deciding) keptBack(what string, v verdict) {
	d.count(what)
	d.count(what + "." + v.Guard)
}

// judged writes into the journal what a guard said of a text.
func (d *deciding) judged(what string, w Want, why string, v Verdict) {
	d.line(Line{Event: what + d.named(w), From: d.rec.State, To: d.rec.State, Run: w.Run, Why: why, Verdict: &v})
}
