package program

import (
	"regexp"
	"time"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/fsm/program/format"
)

var addressForm = regexp.MustCompile(`^(\+[1-9]\d{6,14}|\d{3,8}|MG[0-9a-fA-F]{32})$`)

// settings reads program.yaml.
func (r *reader) settings(root format.Value) {
	o := root.Object(&settingsShape)
	d := &r.def
	d.Brand, d.Contact, d.Frequency = o.Text("brand"), o.Text("contact"), o.Text("frequency")
	d.Zone, d.DoubleOptIn = o.Text("zone"), o.Flag("double_opt_in")
	if o.Has("language") {
		d.Language = languageOf(o.Get("language"))
	}
	for _, v := range o.Get("languages").Items() {
		d.Languages = append(d.Languages, languageOf(v))
	}
	d.Gap, d.Fresh = o.Span("gap"), o.Span("fresh")
	d.LateAfter, d.Settle = o.Span("late_after"), o.Span("settle")
	d.Quiet, d.Hours = windows(o.Get("send_hours")), windows(o.Get("business_hours"))
	d.Currency, d.Price = format.Parsed(o.Get("currency"), parseCurrency), format.Parsed(o.Get("price"), parsePrice)
	d.Moved = names(o.Get("moved"))
	d.Approval = o.Choice("approval") != ""
	for _, v := range o.Get("senders").Items() {
		d.Senders = append(d.Senders, senderOf(v))
	}
	for _, v := range o.Get("caps").Items() {
		d.Caps = append(d.Caps, capOf(v, &capShape))
	}
	d.Suppress = suppressions(o.Get("suppress"))
	d.Alerts = alertsOf(o.Get("alerts"))
	d.Attribution = attributionOf(o.Get("attribution"))
	d.Holdout = holdoutOf(o.Get("holdout"))
	d.Support = supportOf(o.Get("support"))
	r.data(o)
	d.Texts, d.TextsIn = r.namedTexts(o.Get("texts"))
	if o.Has("replies") {
		d.Replies, d.RepliesIn = r.namedTexts(o.Get("replies"))
	}
	for _, f := range o.Get("keywords").Fields() {
		r.keyword(f)
	}
	r.classes(o.Get("classes"))
}

func languageOf(v format.Value) string { return format.Parsed(v, parseLanguage) }

func windows(v format.Value) (out []fsm.Window) {
	for _, item := range v.Items() {
		out = append(out, format.Parsed(item, parseWindow))
	}
	return out
}

// names reads names that stand for others: old to new.
func names(v format.Value) map[string]string {
	if !v.Exists() {
		return nil
	}
	out := map[string]string{}
	for _, f := range v.Fields() {
		out[f.Name] = f.Value.Text()
	}
	return out
}

// senderOf reads an address, or an address with its settings.
func senderOf(v format.Value) fsm.Sender {
	if !v.IsMapping() {
		return fsm.Sender{Address: format.Parsed(v, parseAddress)}
	}
	o := v.Object(&senderShape)
	return fsm.Sender{
		Address: format.Parsed(o.Get("address"), parseAddress), Kind: fsm.SenderKind(o.Choice("kind")),
		Pace: format.Parsed(o.Get("pace"), parsePace), StopReply: o.Choice("stop_reply"),
	}
}

// capOf reads a cap: "4 per 7d", or the same with more that is said of it.
func capOf(v format.Value, shape *format.Shape) fsm.Cap {
	limit := v
	var c fsm.Cap
	if v.IsMapping() {
		o := v.Object(shape)
		limit, c.Over = o.Get("limit"), fsm.Fate(o.Choice("over"))
		if shape == &capShape {
			c.Classes, c.By, c.Also = classesOf(o.Get("classes")), fsm.Scope(o.Choice("by")), o.Get("also").Texts()
		}
	}
	n := format.Parsed(limit, format.ParseRate)
	c.Max, c.Per = n.N, n.Per
	return c
}

func classesOf(v format.Value) (out []fsm.Class) {
	for _, item := range v.Items() {
		out = append(out, fsm.Class(item.OneOf(class.Words...)))
	}
	return out
}

// suppressions reads when texts are kept back.
func suppressions(v format.Value) map[string]fsm.Suppression {
	if !v.Exists() {
		return nil
	}
	out := map[string]fsm.Suppression{}
	for _, f := range v.Fields() {
		o := f.Value.Object(&suppressShape)
		out[f.Name] = fsm.Suppression{If: o.Text("if"), Classes: classesOf(o.Get("classes")), Workflows: o.Get("workflows").Texts(),
			Then: fsm.Fate(o.Choice("then"))}
	}
	return out
}

// holdoutOf reads a share, or a share with more that is said of it.
func holdoutOf(v format.Value) (h fsm.Holdout) {
	if !v.Exists() {
		return h
	}
	share := v
	if v.IsMapping() {
		o := v.Object(&holdoutShape)
		share, h.Salt, h.Since = o.Get("share"), o.Text("salt"), o.Text("since")
	}
	h.Share = format.Parsed(share, format.ParsePercent)
	return h
}

// classes reads what holds for all workflows of a class.
func (r *reader) classes(v format.Value) {
	if !v.Exists() {
		return
	}
	o := v.Object(&classesShape)
	r.def.SendBy = map[fsm.Class]time.Duration{}
	for _, name := range classesShape.Names() {
		if c := o.Get(name); c.Exists() {
			r.def.SendBy[fsm.Class(name)] = c.Object(&classShape).Span("send_by")
		}
	}
}

// namedTexts reads texts by name: in the program's language, and in others.
func (r *reader) namedTexts(v format.Value) (texts map[string]string, others map[string]map[string]string) {
	texts = map[string]string{}
	for _, f := range v.Fields() {
		text, in := r.message(f.Value)
		texts[f.Name] = text
		if in == nil {
			continue
		}
		if others == nil {
			others = map[string]map[string]string{}
		}
		others[f.Name] = in
	}
	return texts, others
}

// keyword reads a word and what it does: {does: opt_in}, {reply: text} or {start: workflow}.
func (r *reader) keyword(f format.Field) {
	o := f.Value.Object(&keywordShape)
	k := fsm.Keyword{Name: f.Name, Words: withName(f.Name, o.Get("words").Texts()), Does: o.Choice("does")}
	given := 0
	for _, key := range []string{"does", "reply", "start"} {
		if o.Has(key) {
			given++
		}
	}
	if given != 1 {
		f.Key.Fail("a keyword has one of does (opt_in or agent), reply and start")
	}
	if o.Has("reply") {
		k.Does = "reply"
		k.Text, k.In = r.message(o.Get("reply"))
	}
	if o.Has("start") {
		k.Does, k.Start = "start", o.Text("start")
	}
	r.def.Keywords = append(r.def.Keywords, k)
}
