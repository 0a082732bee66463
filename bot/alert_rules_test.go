package bot

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
)

// Ensure that each rule finds its anomaly, and nothing where there is none or too little to tell.
func TestAlertRules(t *testing.T) {
	program := &fsm.Program{Definition: fsm.Definition{Workflows: []fsm.Workflow{{Name: "sale", Targets: map[string]float64{"optouts_max": .03}}, {Name: "free"}}}}
	unreported := func(n int64, since time.Duration) func(*signs) {
		return func(s *signs) { s.unreported, s.unreportedFor = n, since }
	}
	failed := func(n, released, nThen, then int64) func(*signs) {
		return func(s *signs) {
			s.add(&fsm.Measure{Day: 9, Name: fsm.SumFailed, Detail: "30007", N: n}, 9)
			s.add(&fsm.Measure{Day: 9, Name: fsm.SumReleased, N: released}, 9)
			s.add(&fsm.Measure{Day: 3, Name: fsm.SumFailed, Detail: "30007", N: nThen}, 9)
			s.add(&fsm.Measure{Day: 3, Name: fsm.SumReleased, N: then}, 9)
		}
	}
	inbound := func(perDay, lately int64) func(*signs) {
		return func(s *signs) {
			for day := range fsm.Day(7) {
				s.add(&fsm.Measure{Day: 1 + day, Name: fsm.SumInbound, N: perDay}, 9)
			}
			s.add(&fsm.Measure{Day: 8, Name: fsm.SumInbound, N: lately}, 9)
		}
	}
	optouts := func(workflow, arm string, hits, of int64) func(*signs) {
		return func(s *signs) {
			s.add(&fsm.Measure{Day: 8, Workflow: workflow, Arm: arm, Name: fsm.SumOptOuts, N: hits}, 9)
			s.add(&fsm.Measure{Day: 9, Workflow: workflow, Name: fsm.SumReleased, N: of}, 9)
		}
	}
	for name, c := range map[string]struct {
		set  func(*signs)
		want string
	}{
		"all is well":  {func(*signs) {}, "[]"},
		"an old queue": {func(s *signs) { s.oldest = map[string]time.Duration{"a": time.Hour, "b": time.Minute} }, "[queue a]"},
		"nothing goes": {func(s *signs) { s.before, s.waited = map[string]int64{"released": 5}, true; s.counters = s.before }, "[sending ]"},
		"something goes": {func(s *signs) {
			s.before, s.waited = map[string]int64{}, true
			s.counters = map[string]int64{"released": 1}
		}, "[]"},
		"no reports":              {unreported(20, time.Hour), "[reports ]"},
		"a report just now":       {unreported(20, time.Minute), "[]"},
		"few texts":               {unreported(19, time.Hour), "[]"},
		"filtered":                {failed(30, 500, 10, 1000), "[filtered 30007]"},
		"filtered as ever":        {failed(30, 500, 60, 1000), "[]"},
		"few filtered":            {failed(19, 100, 0, 1000), "[]"},
		"nobody texts":            {inbound(20, 0), "[inbound ]"},
		"somebody texts":          {inbound(20, 1), "[]"},
		"nobody ever texted much": {inbound(19, 0), "[]"},
		"many opt-outs":           {optouts("sale", "", 20, 150), "[optouts sale]"},
		"opt-outs by chance":      {optouts("sale", "", 5, 150), "[]"},
		"no ceiling":              {optouts("free", "", 20, 150), "[]"},
		"late answers":            {func(s *signs) { s.late = []store.ThreadPlace{{At: 1}, {At: 2}} }, "[answers ]"},
		"a silent source": {func(s *signs) {
			s.at, s.heard = fsm.Moment(72*time.Hour.Milliseconds()), map[string]fsm.Moment{"shop": 0, "mail": 1}
		}, "[silence shop]"},
		"opt-outs of an arm alone": {optouts("sale", "loud", 20, 150), "[]"},
	} {
		s := &signs{program: program, bounds: program.Alerts.WithDefaults(), at: 1, workflows: map[string]map[string]int64{}}
		c.set(s)
		got := []string{}
		for _, rule := range rules() {
			for _, a := range rule(s) {
				if got = append(got, a.Rule+" "+a.About); a.Evidence == "" || a.Undo == "" || !slices.Contains(fsm.AlertRules(), a.Rule) {
					t.Errorf("%s: %+v says too little", name, a)
				}
			}
		}
		if fmt.Sprint(got) != c.want {
			t.Errorf("%s: %v, want %s", name, got, c.want)
		}
	}
}
