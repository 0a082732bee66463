package fsm

import (
	"strings"
	"testing"
)

// Ensure that web addresses get the program's parameters where they belong, but none that is there, and that
// those of apps stay as they are.
func TestUTM(t *testing.T) {
	d := worded("Hello")
	d.Links = Links{Allow: []string{"acme.test"}, Schemes: []string{"acme"}, UTM: map[string]string{"source": "sms", "campaign": "{{ workflow }}/{{step}} ü"}}
	p, err := Compile(d, "r")
	if err != nil {
		t.Fatal(err)
	}
	const campaign = "utm_campaign=cart%2Fremind%20%C3%BC"
	for to, want := range map[string]string{
		"https://acme.test":                   "https://acme.test?utm_source=sms&" + campaign,
		"https://acme.test/a?b=c#d?e":         "https://acme.test/a?b=c&utm_source=sms&" + campaign + "#d?e",
		"https://acme.test/?":                 "https://acme.test/?utm_source=sms&" + campaign,
		"https://acme.test/?UTM_source=mail&": "https://acme.test/?UTM_source=mail&" + campaign,
		"https://acme.test/?utm_campaign":     "https://acme.test/?utm_campaign&utm_source=sms",
		"https://acme.test/?xutm_source=1":    "https://acme.test/?xutm_source=1&utm_source=sms&" + campaign,
		"acme://product/17?a=1":               "acme://product/17?a=1",
	} {
		if got := p.tagged(to, &Run{Workflow: "cart", Step: "remind"}); got != want {
			t.Errorf("%s\ngot  %s\nwant %s", to, got, want)
		}
	}
}

// Ensure that links lead to web addresses and apps of the shop alone, whatever is filled in.
func TestMayLead(t *testing.T) {
	p := &Program{Definition: Definition{Links: Links{Allow: []string{"acme.test"}, Schemes: []string{"acme"}}}}
	for to, allowed := range map[string]bool{
		"https://acme.test/a": true, "http://shop.ACME.test:8080?x": true, "acme://product/17": true, "acme://": true,
		"https://acme.test.evil.test/": false, "https://notacme.test": false, "https://acme.test@evil.test": false, "other://product": false,
		"acme:product": false, "ACME://x": false, "javascript://acme.test/%0aalert(1)": false, "acme://a b": false, "acme://a\r\nSet-Cookie: x": false,
		"acme://" + strings.Repeat("x", maxLink): false, "//acme.test": false, "": false,
	} {
		if why := p.mayLead(to); (why == "") != allowed {
			t.Errorf("%q: %q, allowed: %t", to, why, allowed)
		}
	}
}

// Ensure that schemes which are no app's, and parameters which are none, are refused.
func TestLinkSettings(t *testing.T) {
	for want, links := range map[string]Links{
		`links.schemes[0]: "javascript" is no scheme of an app of yours`:                 {Schemes: []string{"javascript"}},
		`links.schemes[1]: "Acme://" is no scheme of an app`:                             {Schemes: []string{"acme", "Acme://"}},
		`links.utm.person: is no parameter; there are source, medium`:                    {UTM: map[string]string{"person": "x"}},
		`links.utm.source: has 0 bytes`:                                                  {UTM: map[string]string{"source": ""}},
		`links.utm.term: speaks of what is not there; it may say {{ workflow }} and {{ `: {UTM: map[string]string{"term": "{{ phone }}"}},
	} {
		d := worded("Hello")
		d.Links = links
		if _, err := Compile(d, "r"); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%+v: %v, want %q", links, err, want)
		}
	}
}
