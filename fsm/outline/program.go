package outline

import (
	"fmt"
	"strings"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/fsm/program/law"
	"github.com/parley-sms/parley/fsm/quiet"
)

// Program says what holds for all workflows.
func Program(d *fsm.Definition) []Fact {
	var f facts
	f.add("brand", d.Brand)
	f.add("contact", d.Contact)
	f.add("frequency", d.Frequency)
	f.add("language", d.Language)
	f.add("languages", words(d.Languages))
	f.when(d.DoubleOptIn, "double_opt_in", "true")
	f.when(d.Approval, "approval", "required")
	f.add("zone", d.Zone)
	f.rules(d)
	for _, s := range d.Senders {
		f.add("senders."+s.Address, sender(s))
	}
	for _, k := range d.Keywords {
		f.add("keywords."+k.Name, fields(k.Does, k.Start, "by", words(k.Words)))
		f.text("keywords."+k.Name+".reply", k.Text, k.In)
	}
	for _, name := range sorted(d.Texts) {
		f.add("texts."+name, d.Texts[name])
	}
	for _, name := range sorted(d.TextsIn) {
		f.text("texts."+name, "", d.TextsIn[name])
	}
	for _, name := range sorted(d.Replies) {
		f.add("replies."+name, d.Replies[name])
	}
	for _, name := range sorted(d.RepliesIn) {
		f.text("replies."+name, "", d.RepliesIn[name])
	}
	f.schema(d)
	f.trade(d)
	return f
}

// rules says when and how often texts may go.
func (f *facts) rules(d *fsm.Definition) {
	f.add("send_hours", windows(d.Quiet))
	f.law(d.Law)
	f.add("business_hours", windows(d.Hours))
	f.support(&d.Support)
	for i, c := range d.Caps {
		f.add(fmt.Sprintf("caps[%d]", i), capped(c))
	}
	for _, name := range sorted(d.Suppress) {
		s := d.Suppress[name]
		f.add("suppress."+name, fields("if", s.If, optional("of ", words(s.Classes)), optional("in ", words(s.Workflows)), optional("then ", string(s.Then))))
	}
	f.add("holdout", holdout(d.Holdout))
	f.add("gap", fsm.Span(d.Gap))
	f.add("fresh", fsm.Span(d.Fresh))
	f.add("late_after", fsm.Span(d.LateAfter))
	f.add("settle", fsm.Span(d.Settle))
	for _, class := range fsm.Classes() {
		f.add("classes."+string(class)+".send_by", fsm.Span(d.SendBy[class]))
	}
}

// holdout says who gets no marketing.
func holdout(h fsm.Holdout) string {
	if h.Share == 0 {
		return ""
	}
	return fields(fmt.Sprintf("%g%% of all people", h.Share*100), optional("salt ", h.Salt), optional("since ", h.Since))
}

// capped says what a cap lets through.
func capped(c fsm.Cap) string {
	return fields(rate(c.Max, c.Per), optional("of ", words(c.Classes)), optional("by ", string(c.By)), optional("with ", words(c.Also)), optional("over it ", string(c.Over)))
}

// law says what the law of places demands, as its file does, each rule on a line.
func (f *facts) law(rules []quiet.Rule) {
	for i := range rules {
		name := "rules.places." + rules[i].Place
		if from := rules[i].From; from > 0 {
			name += " from " + from.String()
		}
		f.add(name, strings.Join(strings.Fields(string(law.Print(rules[i:i+1]))), " "))
	}
}

// schema says what is known of people and of events.
func (f *facts) schema(d *fsm.Definition) {
	for _, name := range sorted(d.Attributes) {
		f.add("attributes."+name, field(d.Attributes[name]))
	}
	for _, name := range sorted(d.Events) {
		e := d.Events[name]
		said := "{" + pairs(e.Fields, field) + "}"
		if e.Watchers {
			said = "for watchers " + said
		}
		f.add("events."+name, said)
	}
	for _, name := range sorted(d.Segments) {
		f.add("segments."+name, d.Segments[name])
	}
}

// trade says what is sold, offered, linked, called and paid.
func (f *facts) trade(d *fsm.Definition) {
	f.add("products", pairs(d.Products, days))
	f.add("links.domain", d.Links.Domain)
	f.add("links.allow", words(d.Links.Allow))
	f.add("links.schemes", words(d.Links.Schemes))
	f.add("links.utm", pairs(d.Links.UTM, func(s string) string { return s }))
	f.add("links.expire", days(d.Links.Expire))
	for _, name := range sorted(d.Offers) {
		o := d.Offers[name]
		f.add("offers."+name, fields(codes(&o), optional("worth ", o.Worth), optional("cost ", number(o.Cost)), optional("limit ", rate(o.Limit, o.Per)), optional("if ", o.If)))
	}
	for _, name := range sorted(d.Calls) {
		f.add("calls."+name, fields(d.Calls[name].URL, optional("signed by ", d.Calls[name].Secret)))
	}
	for _, name := range sorted(d.Webhooks) {
		w := d.Webhooks[name]
		f.add("webhooks."+name, fields(w.URL, optional("signed by ", w.Secret), optional("told of ", words(w.Events))))
	}
	if j := d.Join; j != nil {
		f.text("join.title", j.Title, j.TitleIn)
		f.text("join.note", j.Note, j.NoteIn)
		f.add("join", fields(optional("terms ", j.Terms), optional("privacy ", j.Privacy), optional("numbers of ", j.Region)))
	}
	for _, name := range sorted(d.Sources) {
		f.source("sources."+name, d.Sources[name])
	}
	f.alerts(&d.Alerts)
	f.add("attribution.windows", pairs(d.Attribution.Windows, fsm.Span))
	f.add("attribution.prefer", words(d.Attribution.Prefer))
	f.add("currency", d.Currency)
	f.add("price", number(d.Price))
}

// codes says which codes an offer has.
func codes(o *fsm.Offer) string {
	low := ""
	if o.Low > 0 {
		low = number(float64(o.Low))
	}
	return fields(optional("code ", o.Code), optional("codes ", string(o.Codes)), optional("from ", o.Prefix), optional("low ", low))
}

func sender(s fsm.Sender) string {
	kind := string(s.Kind)
	if kind == "" {
		kind = "by its address"
	}
	return fields(kind, optional("pace ", number(s.Pace)), optional("stop_reply ", s.StopReply))
}

func field(f fsm.Field) string {
	said := string(f.Type)
	if f.Optional {
		said += "?"
	}
	gsm := ""
	if f.GSM {
		gsm = "gsm"
	}
	return strings.TrimSpace(fields(said, optional("max ", number(f.Max)), gsm, optional("one of ", words(f.OneOf))))
}
