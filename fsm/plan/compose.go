package plan

import (
	"maps"
	"slices"

	"github.com/parley-sms/parley/fsm"
)

// Moves are all names of workflows and steps that were ever given up for others: what a revision's own
// moved maps say, and those of every revision before it.
type Moves struct {
	Workflows map[string]string            `json:"workflows,omitempty"` // old to new
	Steps     map[string]map[string]string `json:"steps,omitempty"`     // by the workflow's new name: old to new
}

// Compose joins the moved maps of a new definition with those of the revisions before it, and puts
// them into the definition. So whoever was not looked at since an older revision arrives. Where an older
// revision comes back, its names do: what was moved away from them moves back.
func Compose(earlier Moves, def *fsm.Definition) Moves {
	own := Moves{Workflows: def.Moved, Steps: map[string]map[string]string{}}
	names := map[string]bool{}
	for i := range def.Workflows {
		names[def.Workflows[i].Name] = true
		own.Steps[def.Workflows[i].Name] = def.Workflows[i].Moved
	}
	all := Moves{Workflows: join(earlier.Workflows, own.Workflows, names), Steps: map[string]map[string]string{}}
	def.Moved = all.Workflows
	for i := range def.Workflows {
		w := &def.Workflows[i]
		steps := map[string]bool{}
		for k := range w.Steps {
			steps[w.Steps[k].Name] = true
		}
		before := map[string]string{}
		for _, old := range slices.Sorted(maps.Keys(all.Workflows)) {
			if all.Workflows[old] == w.Name {
				maps.Copy(before, earlier.Steps[old])
			}
		}
		maps.Copy(before, earlier.Steps[w.Name])
		w.Moved = join(before, own.Steps[w.Name], steps)
		if len(w.Moved) > 0 {
			all.Steps[w.Name] = w.Moved
		}
	}
	return all
}

// join makes one map of old names to names that exist: of the earlier map, of the new one, and of the
// earlier one backwards where its old name exists again and its new one does not.
func join(earlier, own map[string]string, exists map[string]bool) map[string]string {
	all := map[string]string{}
	add := func(old, now string) {
		if !exists[old] && exists[now] && all[old] == "" {
			all[old] = now
		}
	}
	for old, now := range own {
		add(old, now)
	}
	for old, now := range earlier {
		add(old, now)
		add(old, own[now])
	}
	back := map[string]string{}
	for old, now := range earlier {
		if exists[old] && !exists[now] && (back[now] == "" || old < back[now]) {
			back[now] = old
		}
	}
	for now, old := range back {
		add(now, old)
	}
	for old, now := range earlier { // two revisions back and more
		add(old, back[now])
	}
	return all
}
