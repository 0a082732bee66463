package fsm

import (
	"strings"
	"testing"
)

// Ensure that links lead to hosts that are allowed and nowhere else, however an address is written.
func TestAllowed(t *testing.T) {
	p := &Program{Definition: Definition{Links: Links{Allow: []string{"acme.test", "Shop.Example"}, Schemes: []string{"acme"}}}}
	for _, to := range []string{
		"https://acme.test", "http://acme.test/", "https://acme.test:8443/x?y=1#z", "https://www.acme.test/a@b", "https://ACME.test/", "https://shop.example?x",
		"https://acme.test/http://evil.test", "https://acme.test//evil.test", "https://acme.test/\\evil.test", "https://xn--caf-dma.acme.test/", "acme://cart/7",
	} {
		if why := p.mayLead(to); why != "" {
			t.Errorf("%s: %s", to, why)
		}
	}
	for _, to := range []string{
		"", "acme.test", "//acme.test", "/shop", "https:acme.test", "https:/acme.test", "https:///acme.test", "HTTPS://acme.test/", "hTTps://acme.test/", " https://acme.test/", "https://acme.test/ x",
		"https://evil.test/", "https://evilacme.test/", "https://acme.test.evil.test/", "https://acme.testevil/", "https://acme.test./", "https://acme.test../", "https://.acme.test/", "https://a..acme.test/",
		"https://acme.test@evil.test/", "https://acme.test:443@evil.test/", "https://acme.test:pass@evil.test/", "https://evil.test#@acme.test/", "https://evil.test?acme.test", "https://evil.test\\@acme.test/", "https://acme.test\\@evil.test/", "https:\\\\acme.test/",
		"https://evil.test/.acme.test", "https://evil.test%2f.acme.test/", "https://evil.test%00.acme.test/", "https://acme.test%40evil.test/",
		"https://аcme.test/", "https://acme。test/", "https://acme.test／evil", "https://ａcme.test/", "https://[::1]/", "https://127.0.0.1/", "https://2130706433/",
		"https://acme.test/\n", "https://acme.test\n.evil.test/", "https://acme.test/\tx", "https://acme.test/\x00", "https://acme.test/é", "https://acme.test/\u202e",
		"javascript:alert(1)", "javascript://acme.test/%0aalert(1)", "data://acme.test/", "ACME://cart", "acme:cart", "xacme://cart", "acme://cart\n", "ftp://acme.test/", "https://acme.test:/", "https://acme.test:123456/",
		"https://acme.test/" + strings.Repeat("x", maxLink), "acme://" + strings.Repeat("x", maxLink),
	} {
		if why := p.mayLead(to); why == "" {
			t.Errorf("%q is taken", to)
		}
	}
}

// Ensure that no program can let links lead into schemes that run something.
func TestSchemes(t *testing.T) {
	for _, scheme := range []string{"javascript", "data", "vbscript", "file", "http", "https", "JavaScript", "blob", "about", "a b", ""} {
		def := shop()
		def.Links.Schemes = []string{scheme}
		if _, err := Compile(def, "r1"); err == nil {
			t.Errorf("links.schemes takes %q", scheme)
		}
	}
}
