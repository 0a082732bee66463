package fsm

import (
	"fmt"
	"strings"

	"github.com/parley-sms/parley/fsm/liquid"
)

// wording is a text in the program's own language, and in others.
type wording struct {
	text string
	in   map[string]string
}

func (c *TextCase) wording() wording { return wording{c.Text, c.In} }
func (s *Step) retry() wording       { return wording{s.Retry, s.RetryIn} }

// wording picks the first case of a step whose condition holds; an empty one where none does.
func (d *deciding) wording(s *Step, run *Run) wording {
	for i := range s.Texts {
		if d.meets(s.Texts[i].If, run, nil) {
			return s.Texts[i].wording()
		}
	}
	return wording{}
}

// textKey names a compiled text: the same words may mean something else in another workflow.
type textKey struct{ workflow, source string }

// compiledText is a text, and what it speaks of.
type compiledText struct {
	tree *liquid.Text
	vars map[string]variable
}

// filled is a text that is ready to go, with the tracked links in it.
type filled struct {
	body  string
	links []Link
}

// fill fills a text in, in the person's language. It fails where something that the text speaks of is
// not known, or a link would lead elsewhere: such a text must not go out.
func (p *Program) fill(w wording, s scene) (filled, error) {
	source, lang := w.choose(p.languageOf(s.rec), p.Language)
	if source == "" {
		return filled{}, nil
	}
	key := textKey{source: source}
	if s.run != nil {
		key.workflow = s.run.Workflow
	}
	t := p.texts[key]
	if t == nil {
		return filled{}, fmt.Errorf("the text %.40q is not part of the program", source)
	}
	f := &filling{p: p, text: t, scene: s, language: lang}
	body, missing := t.tree.Fill(f)
	switch {
	case f.fault != "":
		return filled{}, fmt.Errorf("the text %.40q: %s", source, f.fault)
	case len(missing) > 0:
		return filled{}, fmt.Errorf("the text %.40q: %q is not known", source, missing[0])
	}
	return filled{strings.TrimSpace(cut(body, MaxBody)), f.links}, nil
}

// filling is what a text sees while it is filled in.
type filling struct {
	p        *Program
	text     *compiledText
	scene    scene
	language string
	links    []Link
	fault    string // why the text must not go out
}

// Value gives what a name stands for, as a text shows it; nil where it is not known.
func (f *filling) Value(name string) any {
	v, ok := f.text.vars[name]
	if !ok {
		return nil
	}
	return v.shown(v.get(&f.scene))
}

// Filter applies a filter.
func (f *filling) Filter(name string, value any, args []any) any {
	filter, ok := filters()[name]
	if !ok {
		return nil
	}
	return filter.apply(f, value, args)
}

// shown is a value within the bounds of its field; what is beyond them is as if it were not known.
func (v variable) shown(value any) any {
	switch x := value.(type) {
	case string:
		return v.field.shown(x)
	case float64:
		return shortNumber(x)
	case int:
		if x > maxWhole || x < -maxWhole {
			return nil
		}
	}
	return value
}
