package outline

import (
	"fmt"

	"github.com/parley-sms/parley/fsm"
)

// source says what posts webhooks, how it signs, and what is made of them.
func (f *facts) source(place string, s fsm.Source) {
	a := s.Auth
	without := words(s.Without)
	f.add(place, fields(optional("without ", without), optional("as ", s.Preset), a.Scheme, a.Algorithm, a.Encoding, optional("in ", a.Header), optional("after ", a.Prefix), optional("pair ", a.Pair),
		optional("of ", a.Signed), optional("key ", a.Key), optional("time ", a.Timestamp), optional("within ", fsm.Span(a.Tolerance)), optional("by ", s.Secret),
		optional("about ", s.Topic), optional("delivery ", s.Delivery), optional("numbers of ", s.Region), optional("tried by ", s.Ping)))
	if b := s.Consent; b != nil {
		f.add(place+".consent", fields(fmt.Sprintf("%q", b.Shown), optional("at ", b.Form)))
	}
	for i := range s.Mappings {
		m := &s.Mappings[i]
		f.add(place+".mappings."+m.Name, fields(shipped(m.Shipped), optional("each ", m.Each), optional("on ", m.On), optional("event ", m.Event), optional("id ", m.ID), optional("at ", m.At),
			optional("phone ", m.Phone), optional("customer ", m.Customer), optional("country ", m.Country), optional("with ", pairs(m.Fields, verbatim)), agreed("opt_in ", m.OptIn), agreed("opt_out ", m.OptOut)))
	}
}

func shipped(by bool) string {
	if by {
		return "the preset's"
	}
	return ""
}

// agreed says when a payload tells of consent.
func agreed(what string, c *fsm.SourceConsent) string {
	if c == nil {
		return ""
	}
	return what + fields("if "+c.If, optional("source ", c.Source), optional("shown ", c.Shown), optional("at ", c.At), optional("evidence ", pairs(c.Evidence, verbatim)))
}

func verbatim(s string) string { return s }
