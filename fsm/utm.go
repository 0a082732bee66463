package fsm

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// UTMNames lists the parameters that analytics read, without utm_, in the order in which links get them.
func UTMNames() []string { return []string{"source", "medium", "campaign", "term", "content"} }

var utmHole = regexp.MustCompile(`\{\{\s*(workflow|step)\s*\}\}`)

// utm checks what is added to links for analytics.
func (c *compiler) utm() {
	for _, name := range sortedKeys(c.p.Links.UTM) {
		value, where := c.p.Links.UTM[name], "links.utm."+name
		switch {
		case !slices.Contains(UTMNames(), name):
			c.fail(where, "is no parameter; there are %s", strings.Join(UTMNames(), ", "))
		case strings.TrimSpace(value) == "" || len(value) > MaxName:
			c.fail(where, "has %d bytes; write 1 to %d", len(value), MaxName)
		case strings.ContainsAny(utmHole.ReplaceAllString(value, ""), "{}"):
			c.fail(where, "speaks of what is not there; it may say {{ workflow }} and {{ step }}, and nothing of a person")
		}
	}
}

// tagged is a web address with the program's UTM parameters, but for those that it has already. What leads
// into an app stays as it is.
func (p *Program) tagged(to string, run *Run) string {
	if len(p.Links.UTM) == 0 || run == nil || !linkForm.MatchString(to) {
		return to
	}
	address, fragment, split := strings.Cut(to, "#")
	_, query, _ := strings.Cut(address, "?")
	for _, name := range UTMNames() {
		if value, ok := p.Links.UTM[name]; ok && !hasParameter(query, "utm_"+name) {
			address = join(address, "utm_"+name+"="+escaped(utmValue(value, run)))
		}
	}
	if split {
		address += "#" + fragment
	}
	return address
}

func utmValue(value string, run *Run) string {
	return utmHole.ReplaceAllStringFunc(value, func(hole string) string {
		if strings.Contains(hole, "workflow") {
			return run.Workflow
		}
		return run.Step
	})
}

func hasParameter(query, name string) bool {
	return slices.ContainsFunc(strings.Split(query, "&"), func(pair string) bool {
		has, _, _ := strings.Cut(pair, "=")
		return strings.EqualFold(has, name)
	})
}

// join adds a parameter to an address without a fragment.
func join(address, pair string) string {
	switch at := strings.IndexByte(address, '?'); {
	case at < 0:
		return address + "?" + pair
	case at == len(address)-1 || strings.HasSuffix(address, "&"):
		return address + pair
	}
	return address + "&" + pair
}

// escaped is a parameter's value as it may stand in an address.
func escaped(value string) string {
	var b strings.Builder
	for i := range len(value) {
		switch c := value[i]; {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', strings.IndexByte("-._~", c) >= 0:
			b.WriteByte(c)
		default:
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}
