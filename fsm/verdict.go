package fsm

// Verdict is what one guard said of a text that wanted to go. The line that carries it says the
// same in words.
type Verdict struct {
	Guard string   `cbor:"1,keyasint" json:"guard"`                     // its name: "quiet", "cap", "offer"
	Name  string   `cbor:"2,keyasint,omitempty" json:"name,omitempty"`  // which cap, offer, suppression or text: "2 per 7d", "buyers"
	Until Moment   `cbor:"3,keyasint,omitempty" json:"until,omitempty"` // when it is asked again; zero: the text is dropped
	Texts []uint64 `cbor:"4,keyasint,omitempty" json:"texts,omitempty"` // messages that fill the cap
	Place string   `cbor:"5,keyasint,omitempty" json:"place,omitempty"` // whose rule it is: "US-TX"
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

// by says which guard decided. One that lets a text go says nothing.
func (v verdict) by(guard string) verdict {
	if !v.goes() {
		v.Guard, v.Until = guard, v.wait
	}
	return v
}
