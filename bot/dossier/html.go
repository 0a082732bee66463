package dossier

import (
	_ "embed"
	"html/template"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/parley-sms/parley/bot/ledger"
	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/fsm/plain"
)

//go:embed page.html
var pageText string

// asHTML writes one page without scripts, which prints.
type asHTML struct {
	*sealing
	page *template.Template
	d    *Dossier
}

// HTML makes a writer of a page.
func HTML(w io.Writer) Writer {
	page := template.Must(template.New("page").Funcs(template.FuncMap{
		"fact": plain.Fact, "purpose": plain.Purpose, "effect": plain.Effect, "recognised": recognised, "evidence": evidenceInOrder, "steps": howToCheck,
		"latest": latest, "mark": mark, "join": strings.Join, "inc": func(n int) int { return n + 1 },
	}).Parse(pageText))
	return &asHTML{sealing: sealed(w), page: page}
}

// Begin implements Writer.
func (h *asHTML) Begin(d *Dossier) error {
	h.d = d
	return h.page.ExecuteTemplate(h, "head", d)
}

// Text implements Writer.
func (h *asHTML) Text(r *Released) error { return h.page.ExecuteTemplate(h, "text", r) }

// End implements Writer.
func (h *asHTML) End() error {
	if err := h.page.ExecuteTemplate(h, "foot", h.d); err != nil {
		return err
	}
	return h.page.ExecuteTemplate(h.w, "seal", h.seal())
}

// evidenceInOrder lists what evidence says, by its names.
func evidenceInOrder(f *Fact) [][2]string {
	names := map[string]string{"text": "The person's text", "sid": "Carrier's id of it", "shown": "Shown to the person", "ip": "IP address",
		"user_agent": "Browser (user agent)", "channel": "Said by", "words": "What was said", "sender": "Our sender", "code": "Carrier's code"}
	var list [][2]string
	for _, name := range slices.Sorted(maps.Keys(f.Evidence)) {
		if f.Evidence[name] == "" {
			continue
		}
		words := names[name]
		if words == "" {
			words = name
		}
		list = append(list, [2]string{words, f.Evidence[name]})
	}
	return list
}

// recognised says by which words something was recognised: "stop: exact “stop”".
func recognised(how string) string {
	kind, rest, found := strings.Cut(how, ": ")
	if !found {
		return plain.Evidence(how)
	}
	return kind + ": " + plain.Evidence(rest)
}

// latest is the latest anchor; nil: there is none.
func latest(d *Dossier) *ledger.Anchor {
	if len(d.Anchors) == 0 {
		return nil
	}
	return &d.Anchors[len(d.Anchors)-1]
}

// mark names the style of a fact.
func mark(f *Fact) string {
	switch {
	case !f.Counts():
		return "void"
	case f.Fact == fsm.WasGiven || f.Fact == fsm.Affirmed || f.Fact == fsm.Restored:
		return "yes"
	case f.Fact == fsm.Withdrawn || f.Fact == fsm.Blocked || f.Fact == fsm.Erased:
		return "no"
	}
	return "open"
}
