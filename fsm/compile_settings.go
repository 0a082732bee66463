package fsm

import (
	"fmt"
	"regexp"
	"strings"
)

var hostForm = regexp.MustCompile(`^[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?(\.[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?)+$`)

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
		if strings.TrimSpace(o.Code) == "" {
			c.fail(where, "has no code, so a text could not say what to type in")
		}
		if o.Limit > 0 && o.Per <= 0 {
			c.fail(where+".limit", "limits the offer, but not per how long; write it like 1 per 90d")
		}
		c.condition(where+".if", o.If, scope{c: c})
	}
}
