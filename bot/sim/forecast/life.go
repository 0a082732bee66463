package forecast

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/parley-sms/parley/fsm"
)

// life is one made-up person. Chance is the person's own, so that nobody's life depends on what
// others do.
type life struct {
	phone  fsm.Phone
	zone   string
	joins  bool
	gone   bool // texted STOP
	chance *rand.Rand
}

// act is something that a person does, or that a shop tells of him.
type act struct {
	at    time.Time
	who   int
	text  string // a text from the phone, or
	event string // an event of the shop, or else the person arrives
	first bool
}

// area codes that lie in one zone, for people who are made up: the number must not contradict where
// the person is said to live.
func areas() map[string]string {
	return map[string]string{
		"America/New_York": "212", "America/Chicago": "312", "America/Denver": "303", "America/Los_Angeles": "213",
		"America/Phoenix": "602", "America/Anchorage": "907", "Pacific/Honolulu": "808", "America/Toronto": "416",
	}
}

// newLife makes the person of a number up.
func newLife(h *Habits, seed uint64, n int) life {
	chance := rand.New(rand.NewPCG(seed, uint64(n)))
	l := life{chance: chance, joins: chance.Float64() < h.Join, zone: weighted(chance, h.Zones)}
	area := areas()[l.zone]
	if area == "" {
		area = "212"
	}
	l.phone = fsm.Phone(fmt.Sprintf("+1%s%07d", area, 2_000_000+n))
	return l
}

// weighted draws one of several names by their weights.
func weighted(chance *rand.Rand, weights map[string]float64) string {
	sum := 0.0
	for _, w := range weights {
		sum += w
	}
	names := slices.Sorted(maps.Keys(weights))
	at := chance.Float64() * sum
	for _, name := range names {
		if at -= weights[name]; at < 0 {
			return name
		}
	}
	return names[len(names)-1]
}

// reacts draws what a person does about a text: nothing, an answer, or STOP, and how much later.
func (l *life) reacts(h *Habits, p *fsm.Program, m *fsm.Message) (text string, after time.Duration) {
	after = min(time.Duration(l.chance.ExpFloat64()*float64(15*time.Minute)), 12*time.Hour) + 20*time.Second
	switch likely, confirm := h.Answers[m.Name], m.Name == fsm.TextConfirm; {
	case confirm:
		return "YES", after
	case m.Run == 0:
		return "", 0
	case l.chance.Float64() < h.Stop:
		return "STOP", after
	default:
		step := stepOf(p, m.Name)
		if _, own := h.Answers[m.Name]; !own {
			likely = h.Answer
		}
		if step == nil || step.Kind != fsm.AskStep || l.chance.Float64() >= likely {
			return "", 0
		}
		return l.answer(h, step), after
	}
}

// answer draws what a person says to a question.
func (l *life) answer(h *Habits, s *fsm.Step) string {
	if len(s.Answers) == 0 || l.chance.Float64() < h.Stray {
		return "the blue one please"
	}
	a := s.Answers[l.chance.IntN(len(s.Answers))]
	return a.Words[0]
}

// stepOf finds the step that a text is of.
func stepOf(p *fsm.Program, name string) *fsm.Step {
	for i := range p.Workflows {
		for j := range p.Workflows[i].Steps {
			if s := &p.Workflows[i].Steps[j]; p.Workflows[i].Name+"."+s.Name == name {
				return s
			}
		}
	}
	return nil
}
