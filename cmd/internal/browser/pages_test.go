package browser

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

//go:embed testdata/axe/axe.min.js
var axe string

// pages are all pages, by the name of their picture. Those that ask for a password are looked at by nobody.
func pages() map[string]string {
	return map[string]string{
		"inbox": "/inbox", "inbox-all": "/inbox?tray=all", "thread": thread(), "people": "/people", "person": "/people/" + thread()[len("/inbox/"):],
		"workflows": "/workflows", "workflow": "/workflows/welcome", "programs": "/programs", "revision": "/programs/1",
		"segments": "/segments", "broadcasts": "/broadcasts", "drafts": "/programs/drafts", "search": "/search?q=join", "path": "/people/" + thread()[len("/inbox/"):] + "/path",
		"reports": "/reports", "experiments": "/reports/experiments", "orders": "/reports/orders",
		"compliance": "/compliance", "staff": "/staff", "audit": "/staff/audit", "account": "/account", "missing": "/people/+12125550199",
		"phone": "/phone", "join": "/join/join",
	}
}

// Ensure every page keeps the rules of accessibility, light and dark, and fits on a phone without being moved sideways.
func TestPages(t *testing.T) {
	w := asked(t)
	d := w.works("eve", "admin")
	stranger := w.sits("a stranger")
	for name, path := range pages() {
		d.judged(name, path)
	}
	stranger.judged("login", "/login")
	stranger.judged("welcome", strings.TrimPrefix(w.account("zoe", "agent"), w.at))
}

// judged holds a page against the rules.
func (d *desk) judged(name, path string) {
	d.Helper()
	for _, colours := range []string{"light", "dark"} {
		d.do(emulation.SetEmulatedMedia().WithFeatures([]*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: colours}}))
		d.open(path)
		for _, fault := range d.faults() {
			d.Errorf("%s, %s: %s", name, colours, fault)
		}
		d.shot(name + "-" + colours)
	}
	d.do(emulation.SetDeviceMetricsOverride(320, 640, 1, true))
	d.open(path)
	if wide := ask[int](d, "document.documentElement.scrollWidth"); wide > 320 {
		d.Errorf("%s is %d px wide on a phone of 320; too wide are %s", name, wide, ask[string](d, tooWide))
	}
	d.shot(name + "-phone")
	d.do(emulation.SetDeviceMetricsOverride(1280, 900, 1, false))
}

// tooWide names what reaches beyond the screen.
const tooWide = `[...document.querySelectorAll("body *")].filter((e) => e.getBoundingClientRect().right > 321).slice(0, 5).map((e) => e.outerHTML.slice(0, 120)).join("\n")`

// faults are what axe-core finds on the page.
func (d *desk) faults() (list []string) {
	d.Helper()
	var found struct {
		Passes     []struct{}
		Violations []struct {
			ID, Help string
			Nodes    []struct {
				HTML           string
				FailureSummary string
			}
		}
	}
	const run = `axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] }).then(JSON.stringify)`
	var said string
	d.do(chromedp.Evaluate(axe+"; 0", nil), chromedp.Evaluate(run, &said, func(p *runtime.EvaluateParams) *runtime.EvaluateParams { return p.WithAwaitPromise(true) }))
	if err := json.Unmarshal([]byte(said), &found); err != nil {
		d.Fatal(err)
	}
	if len(found.Passes) == 0 {
		d.Error("nothing on the page was held against any rule")
	}
	for _, v := range found.Violations {
		for _, n := range v.Nodes {
			list = append(list, fmt.Sprintf("%s (%s): %.200s: %s", v.Help, v.ID, n.HTML, n.FailureSummary))
		}
	}
	return list
}
