package programtest

import (
	"fmt"
	"time"

	"pgregory.net/rapid"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/fsm/quiet"
)

// Definitions draws definitions that Compile accepts. Their workflows are sorted by name, as those are
// that are read from files.
func Definitions() *rapid.Generator[fsm.Definition] {
	return rapid.Custom(func(t *rapid.T) fsm.Definition {
		d := &drawing{T: t}
		d.settings()
		d.data()
		d.keywords()
		for i := range d.workflowNames {
			d.workflow(i)
		}
		return d.def
	})
}

// drawing is a definition that is being drawn.
type drawing struct {
	*rapid.T
	def           fsm.Definition
	workflowNames []string
}

func (d *drawing) settings() {
	for i := range d.between(1, 4) {
		d.workflowNames = append(d.workflowNames, fmt.Sprintf("w%d_%s", i, d.letters()))
	}
	d.def = fsm.Definition{
		Brand: d.words(), Contact: "help@acme.test", Frequency: "4 msgs/month",
		Language: d.pick("", "en", "es"), DoubleOptIn: d.chance(), Approval: d.chance(), Zone: d.pick("", "Europe/Madrid", "America/New_York"),
		Gap: d.span(), Fresh: d.span(), LateAfter: d.span(), Settle: d.span(),
		Quiet: d.windows(), Hours: d.windows(),
		Law:      Rules().Draw(d.T, "law"),
		Currency: d.pick("", "USD", "EUR"), Price: float64(d.between(0, 200)) / 10000,
	}
	if d.chance() {
		d.def.Languages = []string{"en", "es", "pt-BR"}
	}
	for range d.between(0, 2) {
		d.def.Senders = append(d.def.Senders, fsm.Sender{
			Address: fmt.Sprintf("+1555010%04d", d.between(0, 9999)), Pace: float64(d.between(0, 9)) / 2,
			Kind: fsm.SenderKind(d.pick("", "long_code", "toll_free")), StopReply: d.pick("", "carrier", "parley"),
		})
	}
	for range d.between(0, 2) {
		classes := [][]fsm.Class{nil, {fsm.Promo}, {fsm.Promo, fsm.Lifecycle}, {fsm.Service}}
		c := fsm.Cap{
			Max: d.between(1, 2), Per: d.longer(), Classes: rapid.SampledFrom(classes).Draw(d.T, "classes"),
			By: fsm.Scope(d.maybe("all", "workflow", "topic")), Over: fsm.Fate(d.maybe("hold", "drop")),
		}
		if c.By == "" && d.chance() {
			c.Also = []string{d.pick("closed", "used")}
		}
		d.def.Caps = append(d.def.Caps, c)
	}
	d.suppressions()
	if d.chance() {
		d.def.Holdout = fsm.Holdout{Share: float64(d.between(1, 50)) / 100, Salt: d.maybe("spring"), Since: d.maybe("2026-03-01")}
	}
	if d.chance() {
		d.def.SendBy = map[fsm.Class]time.Duration{fsm.Promo: d.longer(), fsm.Service: d.longer()}
	}
	if d.chance() {
		d.def.Moved = map[string]string{"w_gone": d.workflowNames[0]}
	}
	d.texts()
	d.support()
}

// support draws how soon the staff answers, and what it often writes.
func (d *drawing) support() {
	if !d.chance() {
		return
	}
	d.def.Support = fsm.Support{FirstResponse: d.maybeSpan(), NextResponse: d.maybeSpan(), ReassignAfter: d.maybeSpan(), HandoffAfter: d.between(0, 3),
		HandoffWhen: map[string]fsm.Handoff{"angry": {Words: []string{"refund", d.letters()}}, "big": {If: "orders.total >= 500"}}}
	if d.chance() {
		d.def.Support.Holidays = []quiet.Holiday{{Month: time.March, Day: 3}, {Easter: 1, Observed: true}, {Month: time.May, Nth: -1, Weekday: time.Monday}}
	}
	text, in := d.text()
	d.def.Replies = map[string]string{"usual": text}
	if in != nil {
		d.def.RepliesIn = map[string]map[string]string{"usual": in}
	}
}

// maybeSpan is business time, or none.
func (d *drawing) maybeSpan() time.Duration {
	return time.Duration(d.between(0, 80)) * 30 * time.Minute
}

// suppressions draws rules that keep texts back.
func (d *drawing) suppressions() {
	if !d.chance() {
		return
	}
	d.def.Suppress = map[string]fsm.Suppression{
		"always": {If: "orders.count >= 0", Classes: []fsm.Class{fsm.Promo}, Then: fsm.Fate(d.maybe("hold", "drop"))},
		"busy":   {If: fmt.Sprintf("thread.open || in_workflow('%s')", d.oneOf(d.workflowNames))},
		"bought": {If: d.pick("orders.days_since < 3", "number.unreachable > 0", "local.hour < 12"), Classes: fsm.Classes(), Then: fsm.Fate(d.maybe("hold", "drop"))},
	}
}

// texts words some of the built-in texts anew.
func (d *drawing) texts() {
	d.def.Texts = map[string]string{}
	for _, name := range []string{fsm.TextHelp, fsm.TextNoted, fsm.TextAlready} {
		if !d.chance() {
			continue
		}
		text, in := d.text()
		d.def.Texts[name] = text
		if in == nil {
			continue
		}
		if d.def.TextsIn == nil {
			d.def.TextsIn = map[string]map[string]string{}
		}
		d.def.TextsIn[name] = in
	}
}

func (d *drawing) keywords() {
	d.def.Keywords = append(d.def.Keywords, fsm.Keyword{Name: "join", Words: []string{"join"}, Does: "opt_in"})
	for i := range d.between(0, 3) {
		k := fsm.Keyword{Name: fmt.Sprintf("key_%d", i), Words: []string{fmt.Sprintf("key %d", i)}}
		if d.chance() {
			k.Words = append(k.Words, fmt.Sprintf("%d %s", 70+i, d.letters()))
		}
		switch k.Does = d.pick("agent", "reply", "start"); k.Does {
		case "reply":
			k.Text, k.In = d.text()
		case "start":
			k.Start = d.oneOf(d.workflowNames)
		}
		d.def.Keywords = append(d.def.Keywords, k)
	}
}

func (d *drawing) windows() (out []fsm.Window) {
	for range d.between(0, 2) {
		from := d.between(0, 20*60)
		out = append(out, fsm.Window{Days: d.days(), From: from, To: d.between(from+1, 24*60)})
	}
	return out
}
