package program

import "github.com/parley-sms/parley/fsm"

// workflow reads one file of the folder workflows.
func (r *reader) workflow(root value) {
	o := root.object("workflow", "class", "rank", "owner", "targets", "enter", "goal", "exit", "steps")
	w := fsm.Workflow{Name: o.need("workflow"), Rank: o.number("rank", -1000, 1000), Owner: o.text("owner")}
	where := "workflows." + w.Name
	if other, twice := r.files[w.Name]; twice && w.Name != "" {
		o.get("workflow").fail("%q is the workflow of %s already; give it another name", w.Name, other)
	}
	r.files[w.Name] = o.src.name
	r.places[where], r.places[where+".exit"] = o.get("workflow"), o.get("exit")
	if o.need("class") != "" {
		w.Class = class(o.get("class"))
	}
	targets(o.get("targets"))
	w.Enter = r.enter(where, o.get("enter"))
	if o.has("goal") {
		g := o.get("goal").object("on", "within")
		w.Goal = &fsm.Goal{On: g.need("on"), Within: g.duration("within")}
	}
	for _, v := range o.get("exit").items() {
		e := v.object("on", "start")
		w.Exits = append(w.Exits, fsm.Exit{On: e.need("on"), Start: e.text("start")})
	}
	w.Steps = r.steps(where, o.get("steps"))
	if !o.has("steps") {
		o.fail("%q is missing: a workflow has at least one", "steps")
	}
	r.def.Workflows = append(r.def.Workflows, w)
}

// enter reads what starts a workflow.
func (r *reader) enter(where string, v value) fsm.Enter {
	if !v.exists() {
		return fsm.Enter{}
	}
	o := v.object("on", "key", "limit", "if", "after", "unless")
	r.places[where+".enter.if"] = o.get("if")
	limit := parsed(o.get("limit"), parseRate)
	return fsm.Enter{
		On: o.get("on").texts(), Key: o.text("key"), If: o.text("if"), Limit: limit.n, Per: limit.per,
		Delay: o.duration("after"), Unless: o.get("unless").texts(),
	}
}

// targets reads what the workflow is measured by: shares such as conversion: 4%. They steer no
// decision, so only their form is looked at.
func targets(v value) {
	for _, f := range v.fields() {
		parsed(f.value, parsePercent)
	}
}
