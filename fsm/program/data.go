package program

import (
	"regexp"
	"strings"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/fsm/program/format"
)

var (
	hostForm   = regexp.MustCompile(`^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]{2,}$`)
	urlForm    = regexp.MustCompile(`^(https://\S+|http://(localhost|127\.0\.0\.1)(:\d+)?(/\S*)?)$`)
	secretForm = regexp.MustCompile(`^[A-Z_][A-Z0-9_]*$`)
	answerForm = regexp.MustCompile(`^\S(.{0,38}\S)?$`)
)

// data reads what is declared of people, events, products, links, offers and endpoints.
func (r *reader) data(o format.Object) {
	d := &r.def
	d.Attributes = fieldsOf(o.Get("attributes"), false)
	d.Segments = names(o.Get("segments"))
	if v := o.Get("events"); v.Exists() {
		d.Events = map[string]fsm.EventType{}
		for _, f := range v.Fields() {
			d.Events[f.Name] = eventOf(f.Value)
		}
	}
	if v := o.Get("products"); v.Exists() {
		d.Products = map[string]fsm.Days{}
		for _, f := range v.Fields() {
			d.Products[f.Name] = daysOf(f.Value)
		}
	}
	if o.Has("links") {
		d.Links = linksOf(o.Get("links").Object(&linksShape))
	}
	if v := o.Get("offers"); v.Exists() {
		d.Offers = map[string]fsm.Offer{}
		for _, f := range v.Fields() {
			d.Offers[f.Name] = offerOf(f.Value.Object(&offerShape))
		}
	}
	if v := o.Get("calls"); v.Exists() {
		d.Calls = map[string]fsm.Endpoint{}
		for _, f := range v.Fields() {
			d.Calls[f.Name] = endpointOf(f.Value.Object(&callShape))
		}
	}
	d.Webhooks = webhooksOf(o.Get("webhooks"))
	if o.Has("join") {
		d.Join = r.join(o.Get("join").Object(&joinShape))
	}
	d.Sources = sourcesOf(o.Get("sources"))
}

func daysOf(v format.Value) fsm.Days { return fsm.Days(format.Parsed(v, format.ParseDays)) }

func linksOf(o format.Object) fsm.Links {
	l := fsm.Links{Domain: format.Parsed(o.Get("domain"), parseHost), Expire: daysOf(o.Get("expire"))}
	for _, v := range o.Get("allow").Items() {
		l.Allow = append(l.Allow, format.Parsed(v, parseHost))
	}
	l.Schemes, l.UTM = o.Get("schemes").Texts(), names(o.Get("utm"))
	return l
}

func offerOf(o format.Object) fsm.Offer {
	limit := format.Parsed(o.Get("limit"), format.ParseRate)
	return fsm.Offer{Code: o.Text("code"), Codes: fsm.Codes(o.Choice("codes")), Prefix: o.Text("prefix"), Low: o.Whole("low"), Cost: format.Parsed(o.Get("cost"), parseCost),
		Worth: o.Text("worth"), Limit: limit.N, Per: limit.Per, If: o.Text("if")}
}

func endpointOf(o format.Object) fsm.Endpoint {
	return fsm.Endpoint{URL: format.Parsed(o.Get("url"), parseURL), Secret: format.Parsed(o.Get("secret"), parseSecret)}
}

// webhooksOf reads what is told of what happens.
func webhooksOf(v format.Value) map[string]fsm.Webhook {
	if !v.Exists() {
		return nil
	}
	out := map[string]fsm.Webhook{}
	for _, f := range v.Fields() {
		o := f.Value.Object(&webhookShape)
		w := fsm.Webhook{Endpoint: endpointOf(o)}
		for _, kind := range o.Get("events").Items() {
			w.Events = append(w.Events, fsm.Kind(kind.OneOf(kindNames()...)))
		}
		out[f.Name] = w
	}
	return out
}

// eventOf reads an event: its fields alone, or with the people that it reaches.
func eventOf(v format.Value) fsm.EventType {
	if v.Pick(&eventKind).Shape != &eventShape {
		return fsm.EventType{Fields: fieldsOf(v, true)}
	}
	o := v.Object(&eventShape)
	return fsm.EventType{Watchers: o.Choice("for") != "", Fields: fieldsOf(o.Get("fields"), true)}
}

// fieldsOf reads attributes, or the fields of an event, of which some may be missing.
func fieldsOf(v format.Value, ofEvent bool) map[string]fsm.Field {
	out := map[string]fsm.Field{}
	for _, f := range v.Fields() {
		out[f.Name] = fieldOf(f.Value, ofEvent)
	}
	return out
}

// fieldOf reads a type, or a type with more that is known of its values.
func fieldOf(v format.Value, ofEvent bool) (f fsm.Field) {
	kind := v
	if v.IsMapping() {
		o := v.Object(&fieldShape)
		kind = o.Get("type")
		f.Type, f.Max, f.GSM = fsm.StringType, o.Whole("max"), o.Choice("chars") == "gsm"
		f.OneOf = o.Get("one_of").Texts()
	}
	if kind.Exists() {
		f.Type = fsm.Type(format.Parsed(kind, parseType))
		f.Optional = strings.HasSuffix(kind.Text(), "?")
	}
	if f.Optional && !ofEvent {
		kind.Fail("every attribute may be unknown; leave the ? out")
	}
	if f.Type != fsm.StringType && f.Type != "" && (f.Max > 0 || f.GSM || f.OneOf != nil) {
		v.Fail("max, chars and one_of are for strings, and this is a %s", f.Type)
	}
	return f
}
