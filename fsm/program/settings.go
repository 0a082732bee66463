package program

import (
	"regexp"

	"github.com/parley-sms/parley/fsm"
)

var (
	addressForm   = regexp.MustCompile(`^(\+[1-9]\d{6,14}|\d{3,8}|MG[0-9a-fA-F]{32})$`)
	attributeForm = regexp.MustCompile(`^[a-z][a-z0-9_]{0,39}$`)
)

// settings reads program.yaml.
func (r *reader) settings(root value) {
	o := root.object("brand", "contact", "frequency", "language", "double_opt_in", "zone", "senders", "keywords",
		"texts", "send_hours", "business_hours", "caps", "gap", "fresh", "late_after", "settle", "attributes")
	d := &r.def
	d.Brand, d.Contact, d.Frequency = o.need("brand"), o.need("contact"), o.need("frequency")
	d.Language, d.Zone, d.DoubleOptIn = o.text("language"), o.text("zone"), o.flag("double_opt_in")
	for _, name := range []string{"brand", "zone", "caps"} {
		r.places[name] = o.get(name)
	}
	d.Gap, d.Fresh = o.duration("gap"), o.duration("fresh")
	d.LateAfter, d.Settle = o.duration("late_after"), o.duration("settle")
	d.Quiet, d.Hours = windows(o.get("send_hours")), windows(o.get("business_hours"))
	for _, v := range o.get("senders").items() {
		d.Senders = append(d.Senders, sender(v))
	}
	for _, v := range o.get("caps").items() {
		d.Caps = append(d.Caps, limitOf(v))
	}
	r.attributes(o.get("attributes"))
	r.texts(o.get("texts"))
	for _, f := range o.get("keywords").fields() {
		r.keyword(f)
	}
}

func windows(v value) (out []fsm.Window) {
	for _, item := range v.items() {
		out = append(out, parsed(item, parseWindow))
	}
	return out
}

// sender reads an address, or an address with its settings.
func sender(v value) fsm.Sender {
	if !v.isMapping() {
		return fsm.Sender{Address: address(v)}
	}
	o := v.object("address", "kind", "pace", "stop_reply")
	if !o.has("address") {
		o.fail("%q is missing", "address")
	}
	return fsm.Sender{
		Address: address(o.get("address")),
		Kind: fsm.SenderKind(o.oneOf("kind", string(fsm.LongCode), string(fsm.TollFree), string(fsm.ShortCode),
			string(fsm.Pool), string(fsm.TestPhone))),
		Pace:      parsed(o.get("pace"), parsePace),
		StopReply: o.oneOf("stop_reply", "carrier", "parley"),
	}
}

func address(v value) string {
	s := v.text()
	if s != "" && !addressForm.MatchString(s) {
		v.fail("%q is no sender; write a number as +15550100100, a short code, or a Messaging Service as MG and 32 digits", s)
	}
	return s
}

// limitOf reads a cap: "4 per 7d" for marketing, or the same for some classes.
func limitOf(v value) fsm.Cap {
	if !v.isMapping() {
		n := parsed(v, parseRate)
		return fsm.Cap{Max: n.n, Per: n.per}
	}
	o := v.object("limit", "classes")
	if !o.has("limit") {
		o.fail("%q is missing", "limit")
	}
	n := parsed(o.get("limit"), parseRate)
	c := fsm.Cap{Max: n.n, Per: n.per}
	for _, item := range o.get("classes").items() {
		c.Classes = append(c.Classes, class(item))
	}
	return c
}

func class(v value) fsm.Class {
	c := fsm.Class(v.text())
	if c != "" && c.Weight() == 0 {
		v.fail("%q is no class; %s", c, remedy(string(c), []string{"service", "lifecycle", "promo"}))
	}
	return c
}

func (r *reader) attributes(v value) {
	r.def.Attributes = map[string]fsm.Field{}
	fields := v.fields()
	if len(fields) > fsm.MaxAttributes {
		v.fail("holds %d attributes; a program may have %d", len(fields), fsm.MaxAttributes)
	}
	types := []string{string(fsm.StringType), string(fsm.NumberType), string(fsm.BoolType)}
	for _, f := range fields {
		if !attributeForm.MatchString(f.name) {
			f.key.fail("a name holds a-z, 0-9 and _, begins with a letter and is at most 40 long")
		}
		o := object{value: v, fields: fields}
		r.def.Attributes[f.name] = fsm.Field{Type: fsm.Type(o.oneOf(f.name, types...))}
	}
}

// texts reads wordings in place of the built-in ones.
func (r *reader) texts(v value) {
	r.def.Texts = map[string]string{}
	for _, f := range v.fields() {
		r.places["texts."+f.name] = f.key
		r.def.Texts[f.name] = message(f.value)
	}
}

// keyword reads a word and what it does: {does: opt_in}, {reply: text} or {start: workflow}.
func (r *reader) keyword(f field) {
	r.places["keywords."+f.name] = f.key
	o := f.value.object("words", "does", "reply", "start")
	k := fsm.Keyword{Name: f.name, Words: withName(f.name, o.get("words").texts()), Does: o.oneOf("does", "opt_in", "agent")}
	given := 0
	for _, key := range []string{"does", "reply", "start"} {
		if o.has(key) {
			given++
		}
	}
	if given != 1 {
		f.key.fail("a keyword has one of does (opt_in or agent), reply and start")
	}
	if o.has("reply") {
		k.Does, k.Text = "reply", message(o.get("reply"))
	}
	if o.has("start") {
		k.Does, k.Start = "start", o.text("start")
	}
	r.def.Keywords = append(r.def.Keywords, k)
}
