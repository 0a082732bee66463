package plan

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-sms/parley/fsm"
)

// flow is a program of one workflow; steps whose names begin with "wait" wait.
func flow(moved map[string]string, steps ...string) fsm.Definition {
	def := revision("cart", steps, moved)
	for i := range def.Workflows[0].Steps {
		if s := &def.Workflows[0].Steps[i]; s.Name[:4] == "wait" {
			s.Kind = fsm.WaitStep
		}
	}
	return def
}

// Ensure a wait that is named by its time is found again when the time changes, and no other step is.
func TestFollowWaits(t *testing.T) {
	for name, c := range map[string]struct{ was, is, want fsm.Definition }{
		"changed":           {flow(nil, "send_a", "wait_1d", "send_b"), flow(nil, "send_a", "wait_2d", "send_b"), flow(map[string]string{"wait_1d": "wait_2d"})},
		"first and last":    {flow(nil, "wait_1d", "send_a", "wait_3d"), flow(nil, "wait_2d", "send_a", "wait_4d"), flow(map[string]string{"wait_1d": "wait_2d", "wait_3d": "wait_4d"})},
		"a step put in":     {flow(nil, "send_a", "wait_1d", "send_b"), flow(nil, "send_a", "send_c", "wait_2d", "send_b"), flow(map[string]string{"wait_1d": "wait_2d"})},
		"a neighbour moved": {flow(nil, "send_a", "wait_1d", "send_b"), flow(map[string]string{"send_a": "send_c"}, "send_c", "wait_2d"), flow(map[string]string{"send_a": "send_c", "wait_1d": "wait_2d"})},
		"the author knows":  {flow(nil, "send_a", "wait_1d", "send_b"), flow(map[string]string{"wait_1d": "send_b"}, "send_a", "wait_2d", "send_b"), flow(map[string]string{"wait_1d": "send_b"})},
		"gone":              {flow(nil, "send_a", "wait_1d", "send_b"), flow(nil, "send_a", "send_b"), flow(map[string]string{})},
		"kept elsewhere":    {flow(nil, "send_a", "wait_1d", "wait_2d"), flow(nil, "send_a", "wait_2d"), flow(map[string]string{})},
	} {
		FollowWaits(&c.was, &c.is)
		if diff := cmp.Diff(c.want.Workflows[0].Moved, c.is.Workflows[0].Moved); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}
