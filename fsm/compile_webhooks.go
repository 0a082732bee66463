package fsm

import (
	"fmt"
	"regexp"
	"slices"

	"github.com/parley-sms/parley/fsm/spelling"
)

var (
	endpointForm = regexp.MustCompile(`^(https?)://(\[[^\]\s]*\]|[^/?#:\s@]+)(:\d{1,5})?([/?#]\S*)?$`)
	privateHost  = regexp.MustCompile(`(?i)^(10|127|0|192\.168|169\.254|172\.(1[6-9]|2\d|3[01])|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7]))\.[\d.]+$|` +
		`^[^.\[]+$|\.(localhost|local|internal|intranet|lan|home\.arpa)\.?$|^\[([^23]|.?\])`)
)

// endpoint checks where something is posted to. What is refused here could never be reached; what a name leads
// to is asked again whenever it is called.
func (c *compiler) endpoint(where string, e Endpoint) {
	m := endpointForm.FindStringSubmatch(e.URL)
	switch {
	case m == nil:
		c.fail(where+".url", "%.60q is no address that may be posted to; write it like https://shop.acme.test/hook", e.URL)
	case m[2] == "localhost" || m[2] == "127.0.0.1": // on the test phone alone
	case m[1] != "https":
		c.fail(where+".url", "begins with %s://, so everybody on the way could read it; posts go to https:// alone", m[1])
	case privateHost.MatchString(m[2]):
		c.fail(where+".url", "%.60q is an address of a private network, and posts reach public ones alone; write it like https://shop.acme.test/hook", m[2])
	}
	if e.Secret != "" && !secretForm.MatchString(e.Secret) {
		c.fail(where+".secret", "is %.40q; name the environment variable that holds the key, such as CRM_SECRET, never the key itself", e.Secret)
	}
}

// endpoints checks what is posted to: for calls, alerts and webhooks.
func (c *compiler) endpoints() {
	for _, name := range sortedKeys(c.p.Calls) {
		c.endpoint("calls."+name, c.p.Calls[name])
	}
	if c.p.Alerts.URL != "" {
		c.endpoint("alerts", c.p.Alerts.Endpoint)
	}
	if n := len(c.p.Webhooks); n > MaxWebhooks {
		c.fail("webhooks", "are %d; a program has at most %d", n, MaxWebhooks)
	}
	c.p.listeners = map[Kind][]string{}
	for _, name := range sortedKeys(c.p.Webhooks) {
		c.webhook("webhooks."+name, name)
	}
}

// webhook checks what one webhook is told of.
func (c *compiler) webhook(where, name string) {
	w := c.p.Webhooks[name]
	c.name(where, name)
	c.endpoint(where, w.Endpoint)
	if w.Secret == "" {
		c.fail(where, "has no secret, so nobody could tell whether a post is yours; name the environment variable that holds the key")
	}
	if len(w.Events) == 0 {
		c.fail(where+".events", "are none, so it would never be told of anything")
	}
	for i, kind := range w.Events {
		at := fmt.Sprintf("%s.events[%d]", where, i)
		switch names := kindNames(); {
		case !slices.Contains(names, string(kind)):
			c.fail(at, "%.40q is nothing that webhooks are told of; %s", string(kind), spelling.Remedy(string(kind), names))
		case slices.Contains(w.Events[:i], kind):
			c.fail(at, "%s is there twice; leave one of them out", kind)
		default:
			c.p.listeners[kind] = append(c.p.listeners[kind], name)
		}
	}
}

// kindNames lists what webhooks may be told of.
func kindNames() (names []string) {
	for _, k := range Kinds() {
		names = append(names, string(k.Kind))
	}
	return names
}
