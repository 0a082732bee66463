package program

import (
	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/fsm/program/format"
)

// data writes what is declared of people, events, products, links, offers and endpoints.
func (p *printer) data(k *format.Keys, d *fsm.Definition) {
	k.Set("attributes", format.NamesOf(d.Attributes, p.field))
	k.Set("events", format.NamesOf(d.Events, p.event))
	k.Set("segments", format.NamesOf(d.Segments, verbatim))
	k.Set("products", format.NamesOf(d.Products, func(n fsm.Days) any { return daysText(n) }))
	links := format.NewKeys(&linksShape)
	links.Set("domain", d.Links.Domain)
	links.Set("allow", listed(d.Links.Allow))
	links.Set("schemes", listed(d.Links.Schemes))
	links.Set("utm", format.NamesOf(d.Links.UTM, verbatim))
	links.Set("expire", daysText(d.Links.Expire))
	k.Set("links", links)
	k.Set("offers", format.NamesOf(d.Offers, p.offer))
	k.Set("calls", format.NamesOf(d.Calls, p.endpoint))
	k.Set("webhooks", format.NamesOf(d.Webhooks, p.webhook))
	k.Set("join", p.join(d.Join))
	k.Set("sources", format.NamesOf(d.Sources, p.source))
}

func (p *printer) field(f fsm.Field) any {
	kind := string(f.Type)
	if f.Optional {
		kind += "?"
	}
	k := format.NewKeys(&fieldShape)
	k.Set("type", kind)
	k.Set("max", f.Max)
	if f.GSM {
		k.Set("chars", "gsm")
	}
	k.Set("one_of", listed(f.OneOf))
	if f.Max == 0 && !f.GSM && len(f.OneOf) == 0 {
		return kind
	}
	return k
}

// event writes an event's fields alone where that is all, and none of them is named like a key of the
// long form.
func (p *printer) event(e fsm.EventType) any {
	fields := format.NamesOf(e.Fields, p.field)
	_, named := e.Fields["fields"]
	_, reaching := e.Fields["for"]
	if !e.Watchers && !named && !reaching {
		return fields
	}
	k := format.NewKeys(&eventShape)
	if e.Watchers {
		k.Set("for", "watchers")
	}
	k.Set("fields", fields)
	return k
}

func (p *printer) offer(o fsm.Offer) any {
	k := format.NewKeys(&offerShape)
	k.Set("code", o.Code)
	k.Set("codes", string(o.Codes))
	k.Set("prefix", o.Prefix)
	k.Set("low", o.Low)
	k.Set("cost", o.Cost)
	k.Set("worth", o.Worth)
	k.Set("limit", p.rate(o.Limit, o.Per))
	k.Set("if", o.If)
	return k
}

func (p *printer) endpoint(e fsm.Endpoint) any {
	k := format.NewKeys(&callShape)
	k.Set("url", e.URL)
	k.Set("secret", e.Secret)
	return k
}

func (p *printer) webhook(w fsm.Webhook) any {
	k := format.NewKeys(&webhookShape)
	k.Set("url", w.URL)
	k.Set("secret", w.Secret)
	k.Set("events", format.ItemsOf(w.Events, func(kind fsm.Kind) any { return string(kind) }))
	return k
}
