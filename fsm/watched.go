package fsm

import (
	"cmp"
	"slices"
)

// Watched lists what an event without a phone is called by those who wait for it: its type, with each
// key under which a workflow knows it. Sorted, each once; empty where no workflow waits for it, or the
// event lacks their key fields.
func (p *Program) Watched(h Happened) []Watch {
	var list []Watch
	data := p.eventData(h.Type, h.Data)
	for _, w := range p.order {
		waits := slices.ContainsFunc(w.Steps, func(s Step) bool { return s.Kind == WaitForStep && s.waitsFor(h.Type) })
		if key := keyOf(w, data); waits && key != "" {
			list = append(list, Watch{h.Type, key})
		}
	}
	slices.SortFunc(list, byWatch)
	return slices.Compact(list)
}

func byWatch(a, b Watch) int { return cmp.Or(cmp.Compare(a.Event, b.Event), cmp.Compare(a.Key, b.Key)) }
