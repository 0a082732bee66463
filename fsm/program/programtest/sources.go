package programtest

import (
	"time"

	"github.com/parley-sms/parley/fsm"
)

// sources draws what posts webhooks.
func (d *drawing) sources() {
	if !d.chance() {
		return
	}
	d.def.Join = &fsm.JoinPage{Note: d.maybe("Good things."), Terms: "https://acme.test/terms", Region: d.maybe("US")}
	s := fsm.Source{
		Auth: fsm.Auth{Scheme: "hmac", Header: "X-Signature", Prefix: d.maybe("sha1="), Pair: d.maybe("v1"), Algorithm: d.pick("sha1", "sha256", "sha512"),
			Encoding: d.pick("hex", "base64"), Key: d.pick("text", "base64"), Signed: "{t}.{body}", Timestamp: d.maybe("t")},
		Secret: "SHOP_SECRET", Ping: d.maybe("ping"), Topic: d.maybe("body.type", "header['x-topic']"), Delivery: d.maybe("body.id"), Region: d.maybe("US", "FR"),
		Mappings: []fsm.Mapping{{
			Name: "carts", On: d.maybe("topic == 'cart'"), Each: d.maybe("body.items"), Event: "cart", ID: d.maybe("item.id"), At: d.maybe("body.at"),
			Phone: "either(body.phone, item.phone)", Customer: d.maybe("body.customer"), Country: d.maybe("body.country"),
			Fields: map[string]string{"cart_id": "body.id", "value": "float(body.value)", "starts_at": "body.at", "on": "body.on"},
		}},
	}
	if s.Auth.Timestamp != "" {
		s.Auth.Tolerance = time.Duration(d.between(1, 600)) * time.Second
	}
	if d.chance() {
		s.Consent = &fsm.Box{Shown: d.words(), Form: d.maybe("checkout")}
		s.Mappings = append(s.Mappings, fsm.Mapping{Name: "agreed", Phone: "body.phone",
			OptIn:  &fsm.SourceConsent{If: "body.sms == true", Source: d.maybe("shop"), Shown: d.maybe(d.words()), At: d.maybe("body.at"), Evidence: map[string]string{"ip": "body.ip"}},
			OptOut: &fsm.SourceConsent{If: "body.sms == false"}})
	}
	d.def.Sources = map[string]fsm.Source{"shop": s}
}
