package fsm

import (
	"fmt"
	"maps"
	"slices"

	"github.com/parley-sms/parley/fsm/spelling"
)

// trigger is what may start a workflow: event types, and whether something without an event does.
type trigger struct {
	kinds []string
	bare  bool
}

// trigger checks what starts a workflow.
func (c *compiler) trigger(where string, w *Workflow) {
	where += ".enter"
	for _, kind := range w.Enter.On {
		c.needEvent(where+".on", kind)
		if c.p.Events[kind].Watchers {
			c.fail(where+".on", "%q is posted without a phone, so it can start nothing; let a workflow wait_for it", kind)
		}
		if _, known := c.p.Events[kind]; known && w.Enter.Key != "" {
			c.keyField(where+".key", kind, w.Enter.Key)
		}
	}
	for _, kind := range w.Enter.Unless {
		c.needEvent(where+".unless", kind)
	}
	if w.Enter.Reorder && w.Enter.Key == "" {
		c.fail(where+".key", "is missing: nobody could tell which product is to be bought again; name the event's field with the product")
	}
	c.condition(where+".if", w.Enter.If, scope{c: c, w: w})
	c.beginning(where, &w.Enter)
}

func (c *compiler) keyField(where, kind, key string) {
	fields := c.p.Events[kind].Fields
	if f, ok := fields[key]; !ok {
		c.fail(where, "%q has no field %q, so all its runs would be one; %s", kind, key, spelling.Remedy(key, sortedKeys(fields)))
	} else if f.Type != StringType && f.Type != NumberType {
		c.fail(where, "%q is a %s; a key is a string or a number", key, f.Type)
	}
}

// endings checks what ends a workflow's runs.
func (c *compiler) endings(where string, w *Workflow) {
	if w.Goal != nil {
		c.needEvent(where+".goal", w.Goal.On)
		c.condition(where+".goal.if", w.Goal.If, scope{c: c, w: w, it: w.Goal.On})
		c.atMost(where+".goal.within", w.Goal.Within, LongestWait)
	}
	for i, e := range w.Exits {
		place := fmt.Sprintf("%s.exit[%d]", where, i)
		c.needEvent(place, e.On)
		c.condition(place+".if", e.If, scope{c: c, w: w, it: e.On})
		if e.Start != "" {
			c.needWorkflow(place+".start", e.Start)
		}
	}
}

// triggers tells of each workflow what may start it: its own trigger, exits that lead to it, keywords, and
// start steps, which hand on what started their own workflow.
func (c *compiler) triggers() map[string]trigger {
	found := map[string]trigger{}
	for i := range c.p.Workflows {
		w := &c.p.Workflows[i]
		t := found[w.Name]
		t.kinds = append(t.kinds, w.Enter.On...)
		t.bare = t.bare || len(w.Enter.On) == 0 && (w.Enter.Date != "" || w.Enter.Every != nil || w.Enter.Once != "")
		found[w.Name] = t
		for _, e := range w.Exits {
			to := found[e.Start]
			to.kinds = append(to.kinds, e.On)
			found[e.Start] = to
		}
	}
	for _, k := range c.p.Keywords {
		to := found[k.Start]
		to.bare = true
		found[k.Start] = to
	}
	for range c.p.Workflows { // as far as a chain of start steps can reach
		c.handOn(found)
	}
	for name, t := range found {
		slices.Sort(t.kinds)
		t.kinds = slices.Compact(t.kinds)
		found[name] = t
	}
	return found
}

func (c *compiler) handOn(found map[string]trigger) {
	for i := range c.p.Workflows {
		from := found[c.p.Workflows[i].Name]
		for _, s := range c.p.Workflows[i].Steps {
			if s.Kind != StartStep {
				continue
			}
			to := found[s.Start]
			for _, kind := range from.kinds {
				if !slices.Contains(to.kinds, kind) {
					to.kinds = append(to.kinds, kind)
				}
			}
			to.bare = to.bare || from.bare
			found[s.Start] = to
		}
	}
}

// triggered gives the fields of the event that started a run of a workflow. One that not every trigger
// brings may be missing; one that two of them bring with different types is not there.
func (c *compiler) triggered(w *Workflow) map[string]Field {
	if fields, done := c.fields[w.Name]; done {
		return fields
	}
	t := c.started[w.Name]
	fields := map[string]Field{}
	var clash []string
	for i, kind := range t.kinds {
		event := c.p.Events[kind]
		for name, f := range event.Fields {
			has, known := fields[name]
			if known && has.Type != f.Type {
				clash = append(clash, name)
			}
			f.Optional = f.Optional || t.bare || has.Optional || i > 0 && !known
			f.Max, f.GSM = max(f.limit(), has.limit()*btoi(known)), f.GSM && (!known || has.GSM)
			if known {
				f.OneOf = either(f.OneOf, has.OneOf)
			}
			fields[name] = f
		}
		for name, f := range fields {
			f.Optional = f.Optional || !isField(event, name)
			fields[name] = f
		}
	}
	maps.DeleteFunc(fields, func(name string, _ Field) bool { return slices.Contains(clash, name) })
	if f, ok := fields[w.Enter.Key]; ok && w.Enter.Reorder && !t.bare && len(t.kinds) == len(w.Enter.On) {
		f.Optional = false // nothing is bought again that has no name
		fields[w.Enter.Key] = f
	}
	c.fields[w.Name] = fields
	return fields
}

// either gives the values that one of two fields may have; any where one of them may have any.
func either(a, b []string) []string {
	if len(a) == 0 || len(b) == 0 {
		return nil
	}
	both := slices.Concat(a, b)
	slices.Sort(both)
	return slices.Compact(both)
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// keyLacks tells whether a run of a workflow may have no key. Where that is a product which will have
// lasted, a purchase of no product starts nothing.
func (c *compiler) keyLacks(w *Workflow) bool {
	f, ok := c.triggered(w)[w.Enter.Key]
	return !ok || f.Optional && !w.Enter.Reorder
}
