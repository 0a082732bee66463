package forecast

import (
	"maps"
	"slices"
	"time"

	"github.com/parley-sms/parley/fsm"
)

// Habits say how people behave. All shares are from 0 to 1.
type Habits struct {
	People int
	Days   int           // how long it goes on
	Begin  time.Time     // the first midnight, by the shop's clock
	Arrive time.Duration // people come one after another over this long

	Join    float64            // share of people who text the keyword
	Keyword string             // with which they join
	Answer  float64            // share of questions that are answered
	Answers map[string]float64 // the same of one question: "welcome.interest"
	Stray   float64            // share of answers that the question does not know
	Stop    float64            // share of texts that somebody answers with STOP
	Events  map[string]Rate    // how often an event comes from one person
	Zones   map[string]float64 // where people live: weights
}

// Rate is so many in a span.
type Rate struct {
	N   float64
	Per time.Duration
}

// The habits where nothing is said.
const (
	defaultAnswer = .6
	defaultStray  = .05
	defaultStop   = .004
	month         = 30 * 24 * time.Hour
)

// Derive gives habits that fit a program: people join by its keyword, live where the shop is, and
// each event that it speaks of comes once a month.
func Derive(p *fsm.Program) Habits {
	h := Habits{
		People: 1000, Days: 28, Arrive: 14 * 24 * time.Hour,
		Join: 1, Answer: defaultAnswer, Answers: map[string]float64{}, Stray: defaultStray, Stop: defaultStop,
		Events: map[string]Rate{}, Zones: map[string]float64{p.Zone: 1},
	}
	for _, k := range p.Keywords {
		if k.Does == "opt_in" && h.Keyword == "" {
			h.Keyword = k.Name
		}
	}
	for _, name := range posted(p) {
		h.Events[name] = Rate{1, month}
	}
	return h
}

// posted lists the events that a shop may post of one person.
func posted(p *fsm.Program) []string {
	return slices.DeleteFunc(slices.Sorted(maps.Keys(p.Events)), func(name string) bool {
		return fsm.Raised(name) || p.Events[name].Watchers
	})
}

// questions lists the questions of a program.
func questions(p *fsm.Program) []string {
	var names []string
	for _, w := range p.Workflows {
		for _, s := range w.Steps {
			if s.Kind == fsm.AskStep {
				names = append(names, w.Name+"."+s.Name)
			}
		}
	}
	return names
}
