package program

import (
	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/fsm/program/format"
)

var page = format.Formed("an https address", urlForm.String())

var joinShape = format.Shape{
	Name: "a page to join", About: "What /join/ and a keyword tells. What people agree to stands there by itself: whom texts are from, how often, what they cost, HELP and STOP.",
	Keys: []format.Key{
		format.May("title", text, "the headline", `"Texts from Acme"`),
		format.May("note", text, "what people get, in a sentence or a few", `"New shades first, and 10% off your next order."`),
		format.May("terms", page, "the terms of your texts", `"https://acme.test/terms"`),
		format.May("privacy", page, "how you treat people's data", `"https://acme.test/privacy"`),
		format.May("region", format.Formed("two letters", `^[A-Z]{2}$`), "the country of numbers that are written without one", "US"),
	},
}

// join reads how the pages are on which people join.
func (r *reader) join(o format.Object) *fsm.JoinPage {
	j := &fsm.JoinPage{Region: o.Text("region"), Terms: format.Parsed(o.Get("terms"), parseURL), Privacy: format.Parsed(o.Get("privacy"), parseURL)}
	if o.Has("title") {
		j.Title, j.TitleIn = r.message(o.Get("title"))
	}
	if o.Has("note") {
		j.Note, j.NoteIn = r.message(o.Get("note"))
	}
	return j
}

func (p *printer) join(j *fsm.JoinPage) *format.Keys {
	k := format.NewKeys(&joinShape)
	if j == nil {
		return k
	}
	k.Set("title", p.message(j.Title, j.TitleIn))
	k.Set("note", p.message(j.Note, j.NoteIn))
	k.Set("terms", j.Terms)
	k.Set("privacy", j.Privacy)
	k.Set("region", j.Region)
	return k
}
