package program

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/fsm/program/format"
	"github.com/parley-sms/parley/fsm/program/law"
)

// Print writes a definition as the files of a program folder, by name, one for each workflow, so that
// Load gives the same definition: its workflows sorted by name. It fails where a definition holds what
// no file can say.
func Print(def fsm.Definition) (map[string][]byte, error) {
	p := &printer{language: cmp.Or(def.Language, defaultLanguage)}
	files := map[string][]byte{settingsFile: p.settings(&def).YAML()}
	if rules := law.Own(def.Law); len(rules) > 0 {
		files[rulesFile] = law.Print(rules)
	}
	for i := range def.Workflows {
		w := &def.Workflows[i]
		if !format.NameForm.MatchString(w.Name) {
			p.errs = append(p.errs, fmt.Errorf("no file can be named after the workflow %q", w.Name))
		}
		files[path.Join(workflowFolder, w.Name+".yaml")] = p.workflow(w).YAML()
	}
	return files, errors.Join(p.errs...)
}

// printer writes definitions and collects what cannot be written.
type printer struct {
	language string // of texts that are in one language
	errs     []error
}

func (p *printer) span(d time.Duration) string {
	if d < 0 || d%time.Second != 0 {
		p.errs = append(p.errs, fmt.Errorf("%v is no span of whole seconds", d))
	}
	return format.Span(d)
}

func (p *printer) rate(n int, per time.Duration) string {
	if n == 0 && per == 0 {
		return ""
	}
	return fmt.Sprintf("%d per %s", n, p.span(per))
}

// message writes a text: itself, or with its other languages.
func (p *printer) message(text string, in map[string]string) any {
	if len(in) == 0 {
		return text
	}
	all := maps.Clone(in)
	all[p.language] = text
	return format.NamesOf(all, verbatim)
}

func verbatim(s string) any { return s }

func listed(list []string) format.Items { return format.ItemsOf(list, verbatim) }

func daysText(n fsm.Days) string {
	if n == 0 {
		return ""
	}
	return format.Days(int(n))
}

// words writes what is said for a name, which is itself one of its words.
func (p *printer) words(name string, words []string) format.Items {
	said := strings.ReplaceAll(name, "_", " ")
	if len(words) > 0 && words[0] == said && len(withName(name, words[1:])) == len(words) {
		words = words[1:]
	}
	return listed(words)
}

func (p *printer) settings(d *fsm.Definition) *format.Keys {
	k := format.NewKeys(&settingsShape)
	k.Set("brand", d.Brand)
	k.Set("contact", d.Contact)
	k.Set("frequency", d.Frequency)
	k.Set("language", d.Language)
	k.Set("languages", listed(d.Languages))
	k.Set("double_opt_in", d.DoubleOptIn)
	k.Set("zone", d.Zone)
	k.Set("senders", format.ItemsOf(d.Senders, p.sender))
	k.Set("keywords", p.keywords(d.Keywords))
	k.Set("texts", p.namedTexts(d.Texts, d.TextsIn))
	k.Set("replies", p.namedTexts(d.Replies, d.RepliesIn))
	k.Set("support", p.support(&d.Support))
	k.Set("send_hours", format.ItemsOf(d.Quiet, windowText))
	k.Set("business_hours", format.ItemsOf(d.Hours, windowText))
	k.Set("caps", format.ItemsOf(d.Caps, func(c fsm.Cap) any { return p.cap(c, &capShape) }))
	k.Set("suppress", format.NamesOf(d.Suppress, suppression))
	k.Set("holdout", holdout(d.Holdout))
	for name, span := range map[string]time.Duration{"gap": d.Gap, "fresh": d.Fresh, "late_after": d.LateAfter, "settle": d.Settle} {
		k.Set(name, p.span(span))
	}
	k.Set("classes", p.classes(d.SendBy))
	p.data(k, d)
	k.Set("alerts", p.alerts(d.Alerts))
	k.Set("attribution", p.attribution(d.Attribution))
	k.Set("currency", d.Currency)
	k.Set("price", d.Price)
	if d.Approval {
		k.Set("approval", "required")
	}
	k.Set("moved", format.NamesOf(d.Moved, verbatim))
	return k
}

// holdout writes a holdout, shortly where its share is all.
func holdout(h fsm.Holdout) any {
	if h.Share == 0 {
		return ""
	}
	share := format.Percent(h.Share)
	if h.Salt == "" && h.Since == "" {
		return share
	}
	k := format.NewKeys(&holdoutShape)
	k.Set("share", share)
	k.Set("salt", h.Salt)
	k.Set("since", h.Since)
	return k
}

// namedTexts writes texts by name.
func (p *printer) namedTexts(texts map[string]string, in map[string]map[string]string) (out format.Names) {
	for _, name := range slices.Sorted(maps.Keys(texts)) {
		out = append(out, format.Entry{Name: name, Value: p.message(texts[name], in[name])})
	}
	return out
}

func (p *printer) sender(s fsm.Sender) any {
	k := format.NewKeys(&senderShape)
	k.Set("address", s.Address)
	k.Set("kind", string(s.Kind))
	k.Set("pace", s.Pace)
	k.Set("stop_reply", s.StopReply)
	if s == (fsm.Sender{Address: s.Address}) {
		return s.Address
	}
	return k
}

func (p *printer) keywords(all []fsm.Keyword) (out format.Names) {
	for _, word := range all {
		k := format.NewKeys(&keywordShape)
		k.Set("words", p.words(word.Name, word.Words))
		switch word.Does {
		case "reply":
			k.Set("reply", p.message(word.Text, word.In))
		case "start":
			k.Set("start", word.Start)
		default:
			k.Set("does", word.Does)
		}
		out = append(out, format.Entry{Name: word.Name, Value: k})
	}
	return out
}

func windowText(w fsm.Window) any {
	return format.Hours{Days: w.Days, From: w.From, To: w.To}.String()
}

// cap writes a cap: its limit alone where that is all.
func (p *printer) cap(c fsm.Cap, shape *format.Shape) any {
	limit := p.rate(c.Max, c.Per)
	if len(c.Classes) == 0 && c.By == "" && c.Over == "" && len(c.Also) == 0 {
		return limit
	}
	k := format.NewKeys(shape)
	k.Set("limit", limit)
	k.Set("over", string(c.Over))
	if shape == &capShape {
		k.Set("classes", classNames(c.Classes))
		k.Set("by", string(c.By))
		k.Set("also", listed(c.Also))
	}
	return k
}

func suppression(s fsm.Suppression) any {
	k := format.NewKeys(&suppressShape)
	k.Set("if", s.If)
	k.Set("classes", classNames(s.Classes))
	k.Set("workflows", listed(s.Workflows))
	k.Set("then", string(s.Then))
	return k
}

func classNames(classes []fsm.Class) format.Items {
	return format.ItemsOf(classes, func(c fsm.Class) any { return string(c) })
}

func (p *printer) classes(sendBy map[fsm.Class]time.Duration) *format.Keys {
	k := format.NewKeys(&classesShape)
	for class, span := range sendBy {
		rules := format.NewKeys(&classShape)
		rules.Set("send_by", p.span(span))
		k.Set(string(class), rules)
	}
	return k
}
