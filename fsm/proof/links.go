package proof

import (
	_ "embed"
	"regexp"
	"slices"
	"strings"
)

//go:embed data/shorteners.txt
var shortenersData string

// shorteners lists the hosts of public link shorteners.
func shorteners() []string {
	var hosts []string
	for line := range strings.Lines(shortenersData) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			hosts = append(hosts, line)
		}
	}
	return hosts
}

var (
	addressForm = regexp.MustCompile(`(?i)(?:https?://)?((?:[a-z0-9-]+\.)+[a-z]{2,})(?:/\S*)?`)
	linkFilter  = regexp.MustCompile(`\|\s*link\b`)
)

// links refuses public shorteners, and warns of tracked links that lead nowhere.
func (f *finder) links(list []wording) {
	known := shorteners()
	for _, w := range list {
		for _, m := range addressForm.FindAllStringSubmatch(f.shown(w.source), -1) {
			host := strings.TrimPrefix(strings.ToLower(m[1]), "www.")
			if slices.Contains(known, host) {
				f.refuse(w.where, "has a link of %s: carriers throw texts with public link shorteners away, so nobody would get it; "+
					"write the destination itself, as {{ 'https://…' | link }}, which is shortened by a domain of your own", host)
			}
		}
	}
	if slices.Contains(known, strings.ToLower(f.p.Links.Domain)) {
		f.refuse("links.domain", "%s is a public link shortener: carriers throw texts with its links away, so nobody would get them; "+
			"name a domain of your own", f.p.Links.Domain)
	}
	tracked := slices.IndexFunc(list, func(w wording) bool { return linkFilter.MatchString(w.source) })
	if tracked >= 0 && len(f.p.Links.Allow)+len(f.p.Links.Schemes) == 0 {
		f.warn("links", "texts have tracked links (%s), but no host is allowed: who opens one gets nowhere; list your hosts, such as allow: [shop.example]",
			list[tracked].where)
	}
}
