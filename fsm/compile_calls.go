package fsm

import (
	"maps"
	"slices"

	"github.com/parley-sms/parley/fsm/spelling"
)

// call checks a call step: its endpoint, and what it tells, which are names that conditions know there.
func (c *compiler) call(where string, w *workflow, s *Step) {
	if _, ok := c.p.Calls[s.Call]; !ok {
		c.fail(where+".call", "there is no endpoint %q under calls; %s", s.Call, spelling.Remedy(s.Call, slices.Sorted(maps.Keys(c.p.Calls))))
	}
	if len(s.Data) > MaxFields {
		c.fail(where+".data", "names %d things; a call may tell %d", len(s.Data), MaxFields)
	}
	for _, name := range s.Data {
		v, fault := scope{c: c, w: &w.Workflow}.find(name)
		if fault != "" {
			c.fail(where+".data", "%s", fault)
			continue
		}
		c.p.told[conditionKey{workflow: w.Name, source: name}] = v
	}
}
