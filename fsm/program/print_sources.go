package program

import (
	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/fsm/program/format"
)

// source writes a source: what its preset does not say.
func (p *printer) source(s fsm.Source) any {
	known := preset(s.Preset)
	k := format.NewKeys(&sourceShape)
	k.Set("preset", s.Preset)
	k.Set("without", listed(s.Without))
	k.Set("secret", s.Secret)
	if s.Auth != known.Auth {
		k.Set("auth", p.auth(s.Auth))
	}
	for name, pair := range map[string][2]string{
		"ping": {s.Ping, known.Ping}, "topic": {s.Topic, known.Topic}, "delivery": {s.Delivery, known.Delivery}, "region": {s.Region, known.Region},
	} {
		if pair[0] != pair[1] {
			k.Set(name, pair[0])
		}
	}
	if b := s.Consent; b != nil {
		box := format.NewKeys(&boxShape)
		box.Set("shown", b.Shown)
		box.Set("box", "unchecked")
		box.Set("form", b.Form)
		k.Set("consent", box)
	}
	var mappings format.Names
	for _, m := range own(s.Mappings) {
		mappings = append(mappings, format.Entry{Name: m.Name, Value: mapping(m)})
	}
	k.Set("mappings", mappings)
	return k
}

func (p *printer) auth(a fsm.Auth) *format.Keys {
	k := format.NewKeys(&authShape)
	for name, value := range map[string]string{
		"scheme": a.Scheme, "header": a.Header, "prefix": a.Prefix, "pair": a.Pair, "algorithm": a.Algorithm, "encoding": a.Encoding,
		"key": a.Key, "signed": a.Signed, "timestamp": a.Timestamp, "tolerance": p.span(a.Tolerance),
	} {
		k.Set(name, value)
	}
	return k
}

func mapping(m fsm.Mapping) any {
	k := format.NewKeys(&mappingShape)
	for name, value := range map[string]string{
		"on": m.On, "each": m.Each, "event": m.Event, "id": m.ID, "at": m.At, "phone": m.Phone, "customer_id": m.Customer, "country": m.Country,
	} {
		k.Set(name, value)
	}
	k.Set("fields", format.NamesOf(m.Fields, verbatim))
	k.Set("opt_in", sourceConsent(m.OptIn))
	k.Set("opt_out", sourceConsent(m.OptOut))
	return k
}

func sourceConsent(c *fsm.SourceConsent) *format.Keys {
	k := format.NewKeys(&sourceConsentShape)
	if c == nil {
		return k
	}
	for name, value := range map[string]string{"if": c.If, "source": c.Source, "shown": c.Shown, "at": c.At} {
		k.Set(name, value)
	}
	k.Set("evidence", format.NamesOf(c.Evidence, verbatim))
	return k
}
