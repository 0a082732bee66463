package fsm

import "fmt"

// way is one way out of a step: where it is written in the step, and the step that it leads to. No step
// is the next one in order.
type way struct{ place, to string }

// ways lists all ways out of a step that are written in it.
func (s *Step) ways() []way {
	list := []way{{".then", s.Next}, {".on_timeout", s.OnTimeout}, {".passed", s.Wait.Passed}}
	for i, b := range s.Cases {
		list = append(list, way{fmt.Sprintf(".cases[%d].then", i), b.Then})
	}
	for _, a := range s.Answers {
		list = append(list, way{".answers." + a.Name + ".then", a.Next})
	}
	for _, e := range s.Events {
		list = append(list, way{".wait_for." + e.On + ".then", e.Then})
	}
	return list
}
