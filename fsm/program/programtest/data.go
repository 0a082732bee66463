package programtest

import (
	"fmt"
	"time"

	"pgregory.net/rapid"

	"github.com/parley-sms/parley/fsm"
)

// data declares attributes, events and the rest that workflows speak of. All but what is drawn here is
// always there, so that workflows can use it.
func (d *drawing) data() {
	d.def.Attributes = map[string]fsm.Field{
		"interest": {Type: fsm.StringType, Max: d.between(0, fsm.MaxAttribute), GSM: d.chance()},
		"size":     {Type: fsm.StringType, OneOf: []string{"small", "42", "extra large"}},
		"age":      {Type: fsm.NumberType}, "vip": {Type: fsm.BoolType},
		"birthday": {Type: fsm.DateType}, "renews": {Type: fsm.TimeType},
	}
	d.def.Events = map[string]fsm.EventType{
		"cart": {Fields: map[string]fsm.Field{
			"cart_id": {Type: fsm.StringType}, "value": {Type: fsm.NumberType, Optional: d.chance()},
			"starts_at": {Type: fsm.TimeType}, "on": {Type: fsm.DateType, Optional: d.chance()},
		}},
		"used":          {Fields: map[string]fsm.Field{"product": {Type: fsm.StringType, Max: d.between(0, 30)}}},
		"closed":        {},
		"back_in_stock": {Watchers: true, Fields: map[string]fsm.Field{"cart_id": {Type: fsm.StringType}}},
		"odd":           {Fields: map[string]fsm.Field{"for": {Type: fsm.BoolType, Optional: true}}},
	}
	d.def.Segments = map[string]string{"some": d.about(), "others": d.about()}
	d.def.Offers = map[string]fsm.Offer{
		"welcome": {Code: "HELLO10", Worth: d.maybe("10%", "$5"), If: d.maybe(d.about()), Limit: 1, Per: d.longer()},
		"second":  {Code: "AGAIN"},
		"vip":     {Codes: fsm.PoolCodes, Low: d.between(0, 100), Cost: 2.5},
		"thanks":  {Codes: fsm.GeneratedCodes, Prefix: d.maybe("THX", "A-1"), Worth: "5%"},
	}
	d.def.Calls = map[string]fsm.Endpoint{"loyalty": {URL: "https://shop.acme.test/hook?a=b", Secret: d.maybe("LOYALTY_SECRET")}}
	if d.chance() {
		d.def.Webhooks = map[string]fsm.Webhook{"crm": {Endpoint: fsm.Endpoint{URL: "https://crm.acme.test/hook", Secret: "CRM_SECRET"}}}
		for _, k := range rapid.Permutation(fsm.Kinds()).Draw(d.T, "kinds")[:d.between(1, len(fsm.Kinds()))] {
			w := d.def.Webhooks["crm"]
			w.Events = append(w.Events, k.Kind)
			d.def.Webhooks["crm"] = w
		}
	}
	d.sources()
	if d.chance() {
		d.def.Links = fsm.Links{Domain: d.maybe("go.acme.test"), Allow: []string{"acme.test"}, Expire: fsm.Days(d.between(0, 365))}
		if d.chance() {
			d.def.Links.Schemes, d.def.Links.UTM = []string{"acme"}, map[string]string{"source": "sms", "campaign": "{{ workflow }}-{{ step }}"}
		}
	}
	if d.chance() {
		d.def.Alerts = fsm.Alerts{Endpoint: fsm.Endpoint{URL: "https://chat.acme.test/hook", Secret: d.maybe("ALERTS_SECRET")}, Off: []string{fsm.AlertInbound, fsm.AlertFiltered}, Queue: 45 * time.Minute,
			Reports: d.between(1, 99), Within: time.Hour, Silence: map[string]time.Duration{"default": time.Duration(d.between(1, 99)) * time.Hour}}
	}
	if d.chance() {
		d.def.Attribution = fsm.Attribution{Windows: map[fsm.TouchKind]time.Duration{fsm.ClickTouch: time.Duration(d.between(1, 29)) * 24 * time.Hour},
			Prefer: []fsm.TouchKind{fsm.CodeTouch, fsm.ClickTouch}}
	}
	if d.chance() {
		d.def.Products = map[string]fsm.Days{"default": fsm.Days(d.between(1, 90)), fmt.Sprintf("%d-serum", d.between(1, 9)): 45}
	}
}

// about is a condition on a person.
func (d *drawing) about() string {
	return d.pick("orders.count == 0", `interest == 'makeup' && age > 17`, "vip || orders.total >= 500", `language == "es"`,
		"known.birthday && days_until(birthday) < 30", "count('purchase', '30d') > 1", "local.hour < 12", "last.cart.cart_id != ''")
}

// inside is a condition in a run.
func (d *drawing) inside() string {
	return d.pick(d.about(), "run.clicked", "not run.purchased", "segment.some", "run.key != ''")
}

// came is a condition on a purchase that has just come.
func (d *drawing) came() string {
	return d.pick(d.inside(), "it.value > 20", "it.order_id == run.key")
}
