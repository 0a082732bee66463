package program

import (
	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/fsm/program/format"
)

// workflow reads one file of the folder workflows.
func (r *reader) workflow(root format.Value) {
	o := root.Object(&workflowShape)
	w := fsm.Workflow{Name: o.Text("workflow"), Rank: o.Whole("rank"), Owner: o.Text("owner")}
	if other, twice := r.files[w.Name]; twice && w.Name != "" {
		o.Get("workflow").Fail("%q is the workflow of %s already; give it another name", w.Name, other)
	}
	r.files[w.Name] = o.File()
	o = root.As("workflows."+w.Name, o.Get("workflow")).Object(&workflowShape)
	w.Class = fsm.Class(o.Choice("class"))
	w.Topic, w.Ignores = o.Text("topic"), o.Get("ignores").Texts()
	for _, v := range o.Get("cap").Items() {
		w.Caps = append(w.Caps, capOf(v, &ownCapShape))
	}
	w.Targets = targets(o.Get("targets"))
	if o.Has("enter") {
		w.Enter = enter(o.Get("enter").Object(&enterShape))
	}
	if o.Has("goal") {
		g := o.Get("goal").Object(&goalShape)
		w.Goal = &fsm.Goal{On: g.Text("on"), If: g.Text("if"), Within: g.Span("within")}
	}
	for _, v := range o.Get("exit").Items() {
		e := v.Object(&exitShape)
		w.Exits = append(w.Exits, fsm.Exit{On: e.Text("on"), If: e.Text("if"), Start: e.Text("start")})
	}
	w.Moved = names(o.Get("moved"))
	w.Steps = r.steps(o.Get("steps"))
	if w.Name != "" { // what else is wrong with it is told by then
		r.def.Workflows = append(r.def.Workflows, w)
	}
}

// targets reads what the workflow is measured by: shares such as conversion: 4%.
func targets(v format.Value) map[string]float64 {
	if !v.Exists() {
		return nil
	}
	out := map[string]float64{}
	for _, f := range v.Fields() {
		out[f.Name] = format.Parsed(f.Value, format.ParsePercent)
	}
	return out
}
