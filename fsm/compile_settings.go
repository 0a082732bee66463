package fsm

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

var hostForm = regexp.MustCompile(`^[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?(\.[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?)+$`)

var schemeForm = regexp.MustCompile(`^[a-z][a-z0-9+.-]{1,39}$`)

// notOfApps are schemes that lead to no app of the shop's own, or run what they hold.
var notOfApps = []string{"http", "https", "javascript", "data", "vbscript", "file", "blob", "about", "filesystem", "view-source", "intent", "content",
	"sms", "tel", "mailto", "ftp", "ws", "wss", "jar", "chrome", "android-app"}

// links checks how links are tracked.
func (c *compiler) links() {
	l := &c.p.Links
	if l.Domain != "" && (!hostForm.MatchString(l.Domain) || len(l.Domain) > MaxName) {
		c.fail("links.domain", "%q is no domain; write it like go.acme.test, without https://", l.Domain)
	}
	for i, host := range l.Allow {
		if !hostForm.MatchString(host) {
			c.fail(fmt.Sprintf("links.allow[%d]", i), "%q is no host; write it like acme.test, without https:// and path", host)
		}
	}
	for i, scheme := range l.Schemes {
		if !schemeForm.MatchString(scheme) || slices.Contains(notOfApps, scheme) {
			c.fail(fmt.Sprintf("links.schemes[%d]", i), "%q is no scheme of an app of yours; write it like acme, for links such as acme://product/17", scheme)
		}
	}
	c.utm()
	if l.Expire < 0 {
		c.fail("links.expire", "is %d days; write 1d or more, or leave it out", l.Expire)
	}
	if _, ok := decimals(c.p.currency()); !ok {
		c.fail("currency", "%q is no currency; write its three letters, such as USD or EUR", c.p.Currency)
	}
}

// offers checks the offers.
func (c *compiler) offers() {
	for _, name := range sortedKeys(c.p.Offers) {
		where, o := "offers."+name, c.p.Offers[name]
		c.name(where, name)
		c.codes(where, name, &o)
		if o.Limit > 0 && o.Per <= 0 {
			c.fail(where+".limit", "limits the offer, but not per how long; write it like 1 per 90d")
		}
		c.condition(where+".if", o.If, scope{c: c})
	}
}

// codes checks where the codes of an offer come from.
func (c *compiler) codes(where, name string, o *Offer) {
	switch {
	case o.Codes != "" && o.Codes != PoolCodes && o.Codes != GeneratedCodes:
		c.fail(where+".codes", "are %q; they are pool (imported) or generated (made by Parley)", o.Codes)
	case o.Codes == "" && strings.TrimSpace(o.Code) == "":
		c.fail(where, "has no code, so a text could not say what to type in")
	case o.Codes != "" && o.Code != "":
		c.fail(where, "has a code for everybody and codes for each; leave one of them out")
	}
	if o.Prefix != "" && (o.Codes != GeneratedCodes || len(o.Prefix) > maxPrefix || CodeFault(o.Prefix) != "") {
		c.fail(where+".prefix", "is what generated codes begin with: at most %d letters without accents, digits, - and _", maxPrefix)
	}
	if o.Low < 0 || o.Low > 0 && o.Codes != PoolCodes {
		c.fail(where+".low", "is for a pool: how few codes are left when somebody is told")
	}
	if o.Cost < 0 {
		c.fail(where+".cost", "is %v; it is what one redemption costs the shop", o.Cost)
	}
	for _, other := range sortedKeys(c.p.Offers) {
		if other < name && o.Code != "" && SameCode(c.p.Offers[other].Code) == SameCode(o.Code) {
			c.fail(where+".code", "is the code of offer %s, too: a purchase could not tell which was used", other)
		}
	}
}
