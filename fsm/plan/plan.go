package plan

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"maps"
	"reflect"
	"slices"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/fsm/outline"
)

// Plan is what a new program would change.
type Plan struct {
	Live      string               `json:"live,omitempty"` // revision; empty: there is none yet
	New       string               `json:"new"`
	Runs      int64                `json:"runs"` // that are under way in all workflows
	Settings  []Change             `json:"settings,omitempty"`
	Workflows []Workflow           `json:"workflows,omitempty"` // that differ
	Paused    map[string]fsm.Pause `json:"paused,omitempty"`
	Worst     []Worst              `json:"worst,omitempty"`
	Hash      string               `json:"hash"` // of all but the counts
}

// Kind tells how a workflow or step differs.
type Kind string

// The kinds of differences.
const (
	Same    Kind = "same"
	Added   Kind = "added"
	Removed Kind = "removed"
	Moved   Kind = "moved" // it has another name
	Changed Kind = "changed"
)

// Workflow is a workflow that differs.
type Workflow struct {
	Name    string   `json:"name"`
	Was     string   `json:"was,omitempty"` // its name so far, where that is another
	Kind    Kind     `json:"kind"`
	Runs    int64    `json:"runs"`
	Changes []Change `json:"changes,omitempty"`
	Effects []string `json:"effects,omitempty"` // for whom is inside, in words
	Steps   []Step   `json:"steps,omitempty"`   // that differ, or where somebody stands
}

// Step is a step of a workflow that differs.
type Step struct {
	Name    string   `json:"name"`
	Was     string   `json:"was,omitempty"`
	Kind    Kind     `json:"kind"`
	Runs    int64    `json:"runs"`           // that stand there
	Past    int64    `json:"past,omitempty"` // of an added step: that are beyond it
	Changes []Change `json:"changes,omitempty"`
	Effects []string `json:"effects,omitempty"`
}

// Change is one thing that is said otherwise.
type Change struct {
	What string `json:"what"`           // "wait", "text.es", "enter.limit"
	From string `json:"from,omitempty"` // empty: it was not said
	To   string `json:"to,omitempty"`   // empty: it is said no more
}

// Worst is a Bound before and after.
type Worst struct {
	Span   string `json:"span"`
	Before string `json:"before,omitempty"`
	After  string `json:"after"`
}

// Side is one of the two programs that are compared. Without a revision it is none.
type Side struct {
	Revision   string
	Definition fsm.Definition // its moved maps composed (Compose)
	Worst      []Bound        // what one person may get at most
}

// Bound is the most unasked texts that one person may get within a span of time.
type Bound struct{ Span, Most string }

// Make compares the live program with a new one.
func Make(live, next Side, standing map[fsm.Stand]int64, paused map[string]fsm.Pause) Plan {
	p := Plan{Live: live.Revision, New: next.Revision, Paused: maps.Clone(paused)}
	for _, n := range standing {
		p.Runs += n
	}
	for _, b := range next.Worst {
		w := Worst{Span: b.Span, After: b.Most}
		for _, was := range live.Worst {
			if was.Span == b.Span {
				w.Before = was.Most
			}
		}
		p.Worst = append(p.Worst, w)
	}
	p.Settings = settings(live.Definition, next.Definition)
	p.workflows(&live.Definition, &next.Definition, count(&live.Definition, standing))
	p.Hash = p.hash()
	return p
}

// settings compares what holds for all workflows. The law, which is long, is told only where it differs.
func settings(before, after fsm.Definition) []Change {
	if reflect.DeepEqual(before.Law, after.Law) {
		before.Law, after.Law = nil, nil
	}
	return changes(outline.Program(&before), outline.Program(&after))
}

// Nothing tells whether the plan changes nothing.
func (p *Plan) Nothing() bool { return len(p.Settings) == 0 && len(p.Workflows) == 0 }

// workflows compares all workflows: those of the new program in their order, then those that are gone.
func (p *Plan) workflows(before, after *fsm.Definition, runs counts) {
	kept := map[string]bool{}
	for i := range after.Workflows {
		is := &after.Workflows[i]
		was := origin(before, after, is.Name)
		if was != nil {
			kept[was.Name] = true
		}
		if w := compareWorkflows(was, is, runs); w.Kind != Same {
			p.Workflows = append(p.Workflows, w)
		}
	}
	for i := range before.Workflows {
		if was := &before.Workflows[i]; !kept[was.Name] {
			p.Workflows = append(p.Workflows, removedWorkflow(was, runs))
		}
	}
}

// hash is over what the plan says apart from counts. People come and go while somebody reads it.
func (p *Plan) hash() string {
	said := *p
	said.Runs, said.Workflows = 0, slices.Clone(p.Workflows)
	for i := range said.Workflows {
		w := &said.Workflows[i]
		w.Runs = 0
		w.Steps = slices.DeleteFunc(slices.Clone(w.Steps), func(s Step) bool { return s.Kind == Same })
		for k := range w.Steps {
			w.Steps[k].Runs, w.Steps[k].Past = 0, 0
		}
	}
	text, err := json.Marshal(said)
	if err != nil {
		return "" // strings and numbers alone, so this cannot be
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])[:12]
}
