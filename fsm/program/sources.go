package program

import (
	"cmp"
	"slices"
	"time"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/fsm/program/format"
)

// clockSkew is how far the time of a signature may be off where nothing is said.
const clockSkew = 5 * time.Minute

// sourcesOf reads what posts webhooks.
func sourcesOf(v format.Value) map[string]fsm.Source {
	if !v.Exists() {
		return nil
	}
	out := map[string]fsm.Source{}
	for _, f := range v.Fields() {
		out[f.Name] = sourceOf(f.Value.Object(&sourceShape))
	}
	return out
}

// sourceOf reads a source: what its preset says, and what it says otherwise.
func sourceOf(o format.Object) fsm.Source {
	s := preset(o.Choice("preset"))
	s.Preset, s.Without = o.Choice("preset"), o.Get("without").Texts()
	s.Secret = format.Parsed(o.Get("secret"), parseSecret)
	if o.Has("auth") {
		s.Auth = authOf(o.Get("auth").Object(&authShape))
	}
	for name, into := range map[string]*string{"ping": &s.Ping, "topic": &s.Topic, "delivery": &s.Delivery, "region": &s.Region} {
		if o.Has(name) {
			*into = o.Text(name)
		}
	}
	if o.Has("consent") {
		s.Consent = boxOf(o.Get("consent").Object(&boxShape))
	}
	for _, name := range o.Get("without").Items() {
		i := slices.IndexFunc(s.Mappings, func(m fsm.Mapping) bool { return m.Name == name.Text() })
		if i < 0 {
			name.Fail("the preset has no mapping %q; %s", name.Text(), format.Remedy(name.Text(), mappingNames(s.Mappings)))
			continue
		}
		s.Mappings = slices.Delete(s.Mappings, i, i+1)
	}
	for _, f := range o.Get("mappings").Fields() {
		s.Mappings = withMapping(s.Mappings, mappingOf(f))
	}
	return s
}

func mappingNames(all []fsm.Mapping) (names []string) {
	for i := range all {
		names = append(names, all[i].Name)
	}
	return names
}

// withMapping adds a mapping, or puts it in place of the one of its name.
func withMapping(all []fsm.Mapping, m fsm.Mapping) []fsm.Mapping {
	if i := slices.Index(mappingNames(all), m.Name); i >= 0 {
		all[i] = m
		return all
	}
	return append(all, m)
}

func authOf(o format.Object) fsm.Auth {
	a := fsm.Auth{
		Scheme: o.Choice("scheme"), Header: o.Text("header"), Prefix: o.Text("prefix"), Pair: o.Text("pair"),
		Algorithm: o.Choice("algorithm"), Encoding: o.Choice("encoding"), Key: o.Choice("key"), Signed: o.Text("signed"),
		Timestamp: o.Text("timestamp"), Tolerance: o.Span("tolerance"),
	}
	switch a.Scheme {
	case "hmac":
		a.Algorithm, a.Encoding, a.Key = cmp.Or(a.Algorithm, "sha256"), cmp.Or(a.Encoding, "hex"), cmp.Or(a.Key, "text")
		a.Signed = cmp.Or(a.Signed, "{body}")
		if a.Timestamp != "" {
			a.Tolerance = cmp.Or(a.Tolerance, clockSkew)
		}
	case "token":
		if a.Header == "" {
			a.Header, a.Prefix = "Authorization", cmp.Or(a.Prefix, "Bearer ")
		}
	}
	return a
}

// boxOf reads the box that people tick. One that is ticked beforehand proves nothing.
func boxOf(o format.Object) *fsm.Box {
	if box := o.Choice("box"); box != "unchecked" && box != "" {
		o.Get("box").Fail("a box that stands ticked, or of which nobody knows how it stands, is no consent; change the form, or leave consent out")
	}
	return &fsm.Box{Shown: o.Text("shown"), Form: o.Text("form")}
}

func mappingOf(f format.Field) fsm.Mapping {
	o := f.Value.Object(&mappingShape)
	return fsm.Mapping{
		Name: f.Name, On: o.Text("on"), Each: o.Text("each"), Event: o.Text("event"), ID: o.Text("id"), At: o.Text("at"),
		Phone: o.Text("phone"), Customer: o.Text("customer_id"), Country: o.Text("country"), Fields: names(o.Get("fields")),
		OptIn: sourceConsentOf(o.Get("opt_in")), OptOut: sourceConsentOf(o.Get("opt_out")),
	}
}

func sourceConsentOf(v format.Value) *fsm.SourceConsent {
	if !v.Exists() {
		return nil
	}
	o := v.Object(&sourceConsentShape)
	return &fsm.SourceConsent{If: o.Text("if"), Source: o.Text("source"), Shown: o.Text("shown"), At: o.Text("at"), Evidence: names(o.Get("evidence"))}
}
