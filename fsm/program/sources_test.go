package program

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-sms/parley/fsm"
)

const aShop = `brand: Acme
contact: help@acme.test
frequency: 4 msgs/month
double_opt_in: true
zone: America/New_York
senders: ["+15550100100"]
keywords: { join: { does: opt_in } }
`

func checked(t *testing.T, more string) (*fsm.Program, string) {
	t.Helper()
	p, findings := Check(fstest.MapFS{"program.yaml": &fstest.MapFile{Data: []byte(aShop + more)}})
	var said []string
	for _, f := range findings {
		said = append(said, f.Error())
	}
	return p, strings.Join(said, "\n")
}

// Ensure that every preset can be read, compiles with a secret and nothing else, and also where a program declares
// all that it tells.
func TestPresets(t *testing.T) {
	if want := []string{"shopify", "stripe", "woocommerce"}; !cmp.Equal(presets(), want) {
		t.Errorf("presets are %v, want %v", presets(), want)
	}
	for _, name := range presets() {
		s, findings := readPreset(name)
		if len(findings) > 0 || len(s.Mappings) == 0 {
			t.Errorf("%s: %v", name, findings)
		}
		events := "events: { other: {}"
		seen := map[string]bool{"": true, fsm.Purchase: true}
		for _, m := range s.Mappings {
			if !seen[m.Event] {
				seen[m.Event] = true
				events += ", " + m.Event + ": { order_id: string?, value: number? }"
			}
		}
		source := "\nsources: { mine: { preset: " + name + ", secret: SHOP_SECRET } }\n"
		for _, more := range []string{source, events + " }" + source} {
			if p, said := checked(t, more); p == nil {
				t.Errorf("%s: %s", name, said)
			}
		}
	}
}

// Ensure that a program's own mappings are added to a preset's or take their place, and others can be left out.
func TestPresetChanged(t *testing.T) {
	p, said := checked(t, `events: { order_placed: { order_id: string } }
sources:
  acme:
    preset: shopify
    secret: SHOP_SECRET
    region: US
    without: [fulfilled, cart_updated]
    consent: { shown: Text me offers, box: unchecked, form: checkout }
    mappings:
      purchase: { on: "topic == 'orders/paid'", event: purchase, phone: body.phone, fields: { value: float(body.total_price), code: body.code } }
      more: { on: "topic == 'x'", event: order_placed, phone: body.phone, fields: { order_id: body.id } }
`)
	if p == nil {
		t.Fatal(said)
	}
	s := p.Sources["acme"]
	names := mappingNames(s.Mappings)
	if strings.Contains(strings.Join(names, " "), "fulfilled") || names[len(names)-1] != "more" || s.Auth.Header != "X-Shopify-Hmac-Sha256" {
		t.Errorf("it has %v, %+v", names, s.Auth)
	}
	if i := 1; s.Mappings[i].Name != "purchase" || s.Mappings[i].Shipped || len(s.Mappings[i].Fields) != 2 {
		t.Errorf("the purchase is %+v", s.Mappings[i])
	}
	files, err := Print(p.Definition)
	if err != nil {
		t.Fatal(err)
	}
	again, _, err := Load(fstest.MapFS{"program.yaml": &fstest.MapFile{Data: files["program.yaml"]}})
	if diff := cmp.Diff(p.Sources, again.Sources); diff != "" || err != nil {
		t.Errorf("printed and read again (-want +got):\n%s%v\n%s", diff, err, files["program.yaml"])
	}
}

// Ensure that what is wrong with a source is told with its line and what would be right.
func TestSourcesRefused(t *testing.T) {
	begin := "events: { order: { value: number } }\nsources:\n  acme:\n    secret: SHOP_SECRET\n    auth: { scheme: hmac, header: X-Sig }\n"
	for more, want := range map[string]string{
		"sources: { acme: { preset: magento, secret: S } }":                                                                                      `"magento" is not known`,
		"sources: { acme: { preset: shopify } }":                                                                                                 "name the environment variable",
		"sources: { acme: { preset: shopify, secret: whsec_abc } }":                                                                              "is no environment variable",
		"sources: { acme: { preset: shopify, secret: S, without: [purchases] } }":                                                                `no mapping "purchases"; did you mean "purchase"?`,
		"sources: { acme: { preset: shopify, secret: S, region: Usa } }":                                                                         "is no country",
		"sources: { acme: { preset: shopify, secret: S, consent: { shown: x, box: prechecked } } }":                                              "is no consent",
		begin + "    mappings: { a: { event: order, phone: body.phone, fields: { value: float(bodi.x) } } }":                                     `program.yaml:13`,
		begin + "    mappings: { a: { event: order, phone: body.phone, fields: { value: body.x, val: 1 } } }":                                    `is no field of order; it may be value`,
		begin + "    mappings: { a: { event: order, phone: body.phone } }":                                                                       "lack value",
		begin + "    mappings: { a: { event: ordr, phone: body.phone } }":                                                                        `did you mean "order"?`,
		begin + "    mappings: { a: { event: clicked, phone: body.phone } }":                                                                     "raised by Parley itself",
		begin + "    mappings: { a: { event: order, fields: { value: body.x } } }":                                                               "has no phone and no customer_id",
		begin + "    mappings: { a: { customer_id: body.who, opt_in: { if: body.sms == true, shown: x } } }":                                     "which the payload must say",
		begin + "    mappings: { a: { on: body.x, phone: body.phone } }":                                                                         "makes nothing",
		begin + "    mappings: { a: { on: \"'x'\", event: purchase, phone: body.phone } }":                                                       "never true or false",
		begin + "    mappings: { a: { phone: body.phone, opt_in: { if: body.sms == true } } }":                                                   "lacks the words beside the box",
		begin + "    mappings: { a: { phone: body.phone, opt_in: { shown: x } } }":                                                               "missing: the value that tells so",
		"sources: { a: { secret: S, auth: { scheme: hmac }, mappings: { a: { event: purchase, phone: body.p } } } }":                             "has no header",
		"sources: { a: { secret: S, auth: { scheme: hmac, header: X, signed: \"{t}\" }, mappings: { a: { event: purchase, phone: body.p } } } }": "has no {body}",
		"sources: { a: { secret: S, auth: { scheme: hmac, header: X, timestamp: t }, mappings: { a: { event: purchase, phone: body.p } } } }":    "has no {t}",
		"sources: { a: { secret: S, auth: { scheme: oauth }, mappings: { a: { event: purchase, phone: body.p } } } }":                            `"oauth" is not known`,
		"sources: { a: { secret: S, auth: { scheme: basic } } }":                                                                                 "a source has 1 to 50",
	} {
		p, said := checked(t, more)
		if p != nil || !strings.Contains(said, want) || !strings.Contains(said, "program.yaml:") {
			t.Errorf("%s\nsaid %q\nwant %q", more, said, want)
		}
	}
}
