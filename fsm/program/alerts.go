package program

import (
	"time"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/fsm/program/format"
)

var alertsShape = format.Shape{
	Name: "alerts", About: "What a running server looks for every five minutes that is not as it should be, and who is told when it begins and ends. Each rule looks unless it is off; GET /v1/alerts lists what lasts.",
	Keys: []format.Key{
		format.May("url", format.Formed("an https address", urlForm.String()).UpTo(500),
			"which is told when an alert begins and when it ends, as JSON whose `text` chat systems show", `"https://chat.acme.test/hooks/ops"`),
		format.May("secret", secret, "the variable with the key that signs what is posted there", "ALERTS_SECRET"),
		format.May("off", format.List(format.Choice(fsm.AlertRules()...), len(fsm.AlertRules())),
			"rules that are not looked at; optouts pauses a workflow whose opt-outs exceed its target `optouts_max`", "[inbound]"),
		format.May("queue", span, "how long the first text in a sender's queue may want to go; 30m where it is left out", "45m"),
		format.May("sending", span, "how long texts may want to go without any that goes; 30m where it is left out", "1h"),
		format.May("reports", rate, "so many texts that the carrier took without one delivery report in this time; 20 per 30m where it is left out", "50 per 1h"),
		format.May("inbound", format.Whole(1, fsm.MaxAlertTexts),
			"texts from people on a usual day, from which on two days without any are odd; 20 where it is left out", "100"),
		format.May("filtered", percent,
			"of a day's texts that failed with the same code for filtered or unregistered senders, if it is also twice the share of the week before and 20 texts; 3% where it is left out", "2%"),
		format.May("silence", format.Named(format.NameForm, span, 20+1),
			"how long a source that used to post may be silent, by its name; default stands for all others, and is 3d where it is left out", "{ shopify: 12h, default: 2d }"),
	},
}

func alertsOf(v format.Value) (a fsm.Alerts) {
	if !v.Exists() {
		return a
	}
	o := v.Object(&alertsShape)
	if o.Has("url") {
		a.URL = format.Parsed(o.Get("url"), parseURL)
	}
	if o.Has("secret") {
		a.Secret = format.Parsed(o.Get("secret"), parseSecret)
	}
	for _, item := range o.Get("off").Items() {
		a.Off = append(a.Off, item.OneOf(fsm.AlertRules()...))
	}
	a.Queue, a.Sending = o.Span("queue"), o.Span("sending")
	reports := format.Parsed(o.Get("reports"), format.ParseRate)
	a.Reports, a.Within = reports.N, reports.Per
	a.Inbound = o.Whole("inbound")
	a.Filtered = format.Parsed(o.Get("filtered"), format.ParsePercent)
	if o.Has("silence") {
		a.Silence = map[string]time.Duration{}
		for _, f := range o.Get("silence").Fields() {
			a.Silence[f.Name] = format.Parsed(f.Value, format.ParseSpan)
		}
	}
	return a
}

// alerts writes what is looked for.
func (p *printer) alerts(a fsm.Alerts) *format.Keys {
	k := format.NewKeys(&alertsShape)
	k.Set("url", a.URL)
	k.Set("secret", a.Secret)
	k.Set("off", listed(a.Off))
	k.Set("queue", p.span(a.Queue))
	k.Set("sending", p.span(a.Sending))
	k.Set("reports", p.rate(a.Reports, a.Within))
	k.Set("inbound", a.Inbound)
	if a.Filtered > 0 {
		k.Set("filtered", format.Percent(a.Filtered))
	}
	k.Set("silence", format.NamesOf(a.Silence, func(d time.Duration) any { return p.span(d) }))
	return k
}
