package fsm

import "slices"

// Stand is where a live run stands. A store counts them, so that a plan can tell how many people a
// change would touch.
type Stand struct {
	Workflow, Step string
	Phase          Phase
}

// Stands lists where the record's live runs stand, one for each run, in their order.
func (r *Record) Stands() []Stand {
	stands := make([]Stand, len(r.Runs))
	for i := range r.Runs {
		stands[i] = Stand{r.Runs[i].Workflow, r.Runs[i].Step, r.Runs[i].Phase}
	}
	return stands
}

// Watch is an event without a phone that somebody waits for: its type and the key it carries.
type Watch struct {
	Event string `json:"event"`
	Key   string `json:"key"`
}

// Watches lists the events without a phone that would wake one of the record's runs now, sorted and
// each once. A store indexes them, so that such an event finds everybody who waits for it.
func (r *Record) Watches() []Watch {
	var watches []Watch
	for i := range r.Runs {
		for _, event := range r.Runs[i].Awaits {
			watches = append(watches, Watch{event, r.Runs[i].Key})
		}
	}
	slices.SortFunc(watches, byWatch)
	return slices.Compact(watches)
}
