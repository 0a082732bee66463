package census

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/parley-sms/parley/fsm"
)

// What is looked at for the ways of runs.
const (
	WaysFor    = 28 * 24 * time.Hour // runs that began within it
	maxWalkers = 5000                // people whose journal is read
)

// Ways are the ways that runs went, by workflow.
type Ways struct {
	At        fsm.Moment
	Revision  string // of the program
	OneIn     int64  // of so many people one was looked at
	Workflows map[string][]Way
}

// Way is one leg, of all runs that went it.
type Way struct {
	From, To, By string
	Runs         int64
	Goals        int64 // of these, those that reached the goal afterwards
}

// Paths follows the runs of an even part of all people through their journals. It calls looked with how many people
// were listed.
func Paths(ctx context.Context, s Journals, p *fsm.Program, now fsm.Moment, looked func(int64)) (Ways, error) {
	some := sample{most: maxWalkers}
	if _, _, err := each(ctx, s, looked, func(rec *fsm.Record) { some.add(rec.Phone) }); err != nil {
		return Ways{}, err
	}
	all := map[string]map[Leg]*Way{}
	for _, phone := range some.phones {
		walks, err := Path(ctx, s, p, phone, now.Add(-WaysFor))
		if err != nil {
			return Ways{}, err
		}
		for _, w := range walks {
			count(all, w)
		}
	}
	return Ways{At: now, Revision: p.Revision, OneIn: some.oneIn(), Workflows: listed(all)}, nil
}

// count adds what a run went.
func count(all map[string]map[Leg]*Way, w *Walk) {
	ways := all[w.Workflow]
	if ways == nil {
		ways = map[Leg]*Way{}
		all[w.Workflow] = ways
	}
	for _, leg := range w.Legs {
		leg.At = 0
		if ways[leg] == nil {
			ways[leg] = &Way{From: leg.From, To: leg.To, By: leg.By}
		}
		ways[leg].Runs++
		if w.Converted() {
			ways[leg].Goals++
		}
	}
}

// listed lists the ways of each workflow, those from one step together, the most used first.
func listed(all map[string]map[Leg]*Way) map[string][]Way {
	lists := map[string][]Way{}
	for workflow, ways := range all {
		for _, way := range ways {
			lists[workflow] = append(lists[workflow], *way)
		}
		slices.SortFunc(lists[workflow], func(a, b Way) int {
			return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(b.Runs, a.Runs), cmp.Compare(a.To, b.To), cmp.Compare(a.By, b.By))
		})
	}
	return lists
}
