package fsm

import (
	"maps"
	"slices"
	"strings"
)

// partings finds the steps at which the arms of splits part: those whose way, words or data hang on an arm. Where
// a goal or exit hangs on it, that is the split itself.
func (c *compiler) partings(w *workflow) map[string][]string {
	found := map[string][]string{}
	for i := range w.Steps {
		s := &w.Steps[i]
		names := c.looksOf(w.Name, "", s.If)
		for _, t := range s.Texts {
			names = append(names, c.looksOf(w.Name, "", t.If)...)
			names = append(names, c.speaksOf(w.Name, t.wording())...)
		}
		for _, b := range s.Cases {
			names = append(names, c.looksOf(w.Name, "", b.If)...)
		}
		for _, e := range s.Events {
			names = append(names, c.looksOf(w.Name, e.On, e.If)...)
		}
		for _, value := range s.Set {
			text, _ := value.(string)
			names = append(names, c.speaksOf(w.Name, wording{text: text})...)
		}
		found[s.Name] = splits(append(names, s.Data...))
	}
	var ends []string
	if w.Goal != nil {
		ends = c.looksOf(w.Name, w.Goal.On, w.Goal.If)
	}
	for _, e := range w.Exits {
		ends = append(ends, c.looksOf(w.Name, e.On, e.If)...)
	}
	for _, split := range splits(ends) {
		found[split] = append(found[split], split)
	}
	maps.DeleteFunc(found, func(_ string, splits []string) bool { return len(splits) == 0 })
	return found
}

// looksOf names what a condition looks at.
func (c *compiler) looksOf(workflow, it, source string) []string {
	if found := c.p.conditions[conditionKey{workflow, it, source}]; found != nil {
		return slices.Collect(maps.Keys(found.looks))
	}
	return nil
}

// speaksOf names what a text speaks of, in all its languages.
func (c *compiler) speaksOf(workflow string, say wording) (names []string) {
	for _, source := range append(slices.Collect(maps.Values(say.in)), say.text) {
		if text := c.p.texts[textKey{workflow: workflow, source: source}]; text != nil {
			names = slices.AppendSeq(names, maps.Keys(text.vars))
		}
	}
	return names
}

// splits picks the splits out of names such as arm.offer_test, each once.
func splits(names []string) (list []string) {
	for _, name := range names {
		if split, ok := strings.CutPrefix(name, "arm."); ok {
			list = append(list, split)
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}
