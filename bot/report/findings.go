package report

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/parley-sms/parley/fsm"
)

// What a finding needs: enough that a rate means something, and a change that is worth a look.
const (
	enough        = 100  // texts or entries
	tiredAfter    = 4    // weeks that the words of a text were the same
	tiredBy       = 0.75 // of what its clicks or answers were at first
	incentivising = 0.5  // of a workflow's texts make an offer
)

// missed says which targets a workflow misses.
func (h *Health) missed(targets map[string]float64) []string {
	var list []string
	for _, name := range slices.Sorted(maps.Keys(targets)) {
		m, most, ok := targeted(name)
		if !ok {
			list = append(list, fmt.Sprintf("its target %s is none that is measured: %s, with _max for a ceiling, are", name, strings.Join(targetNames(), ", ")))
			continue
		}
		over, under := m.of(h.Figures.Sums)
		v := over / under
		switch {
		case under < enough:
		case most && v > targets[name]:
			list = append(list, fmt.Sprintf("%s is %s, above the ceiling of %s", lower(m.Title), share(v), share(targets[name])))
		case !most && v < targets[name]:
			list = append(list, fmt.Sprintf("%s is %s, below the target of %s", lower(m.Title), share(v), share(targets[name])))
		}
	}
	return list
}

// targeted is the metric that a target is about, and whether the target is a ceiling.
func targeted(name string) (m metric, most, ok bool) {
	base, most := strings.CutSuffix(name, "_max")
	base = strings.TrimSuffix(base, "_min")
	about := targets()[base]
	for _, m := range metrics() {
		if m.Name == about {
			return m, most || m.Better == "down", true
		}
	}
	return m, most, false
}

// Measured is what a target of a workflow is compared with, and whether the target is a ceiling; false where nothing of that
// name is measured, or there is nothing yet to measure.
func Measured(target string, s Sums) (value float64, ceiling, ok bool) {
	m, most, known := targeted(target)
	if !known {
		return 0, false, false
	}
	value, ok = m.value(s)
	return value, most, ok
}

func targetNames() []string { return slices.Sorted(maps.Keys(targets())) }

// signs are what nobody set a target for.
func (h *Health) signs() []string {
	var list []string
	if v, ok := h.Figures.Values["incentive_share"]; ok && v >= incentivising && h.Figures.Sums[fsm.SumReleased] >= enough {
		list = append(list, fmt.Sprintf("%s of its texts make an offer: people may learn to wait for one", share(v)))
	}
	for _, s := range h.Steps {
		list = append(list, s.tired(h.Figures.Weeks)...)
	}
	return list
}

// tired says whether a text whose words are old does worse than before.
func (s *StepHealth) tired(weeks []WeekFigures) []string {
	if s.Since == "" || len(weeks) == 0 || s.Since > weeks[max(len(weeks)-tiredAfter, 0)].From || s.Figures.Sums[fsm.SumReleased] < enough {
		return nil
	}
	var list []string
	for _, name := range []string{"click_rate", "reply_rate"} {
		now, before := s.Figures.Values[name], s.Figures.Before[name]
		if before > 0 && now < before*tiredBy {
			list = append(list, fmt.Sprintf("step %s: its words are the same since %s, and its %s fell from %s to %s", s.Name, s.Since, strings.ReplaceAll(name, "_", " "), share(before), share(now)))
		}
	}
	return list
}

func lower(title string) string { return strings.ToLower(title[:1]) + title[1:] }

func share(v float64) string { return fmt.Sprintf("%.2f%%", v*100) }
