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
	for _, w := range p.order {
		value, ok := plain(h.Data[w.Enter.Key])
		waits := slices.ContainsFunc(w.Steps, func(s Step) bool { return s.Kind == WaitForStep && s.waitsFor(h.Type) })
		if key := keyText(value); ok && waits && key != "" {
			list = append(list, Watch{h.Type, key})
		}
	}
	slices.SortFunc(list, byWatch)
	return slices.Compact(list)
}

func byWatch(a, b Watch) int { return cmp.Or(cmp.Compare(a.Event, b.Event), cmp.Compare(a.Key, b.Key)) }
