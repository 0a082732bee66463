package bot

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/parley-sms/parley/bot/experiments"
	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/fsm/lift"
	"github.com/parley-sms/parley/store"
)

// What the rules go by beside what the program says.
const (
	mostLate     = 100 // threads with a late answer that are counted
	enoughFailed = 20  // filtered texts of a day
	filteredRise = 2   // as many times the share of the days before
	lookBackDays = 8   // days before the present one that are compared with it
)

// filterCodes are the carriers' codes for texts that were filtered, or sent by who is not registered.
func filterCodes() []string { return []string{"30007", "30034"} }

// signs are what the rules look at.
type signs struct {
	program  *fsm.Program
	bounds   fsm.Alerts
	at       fsm.Moment
	counters map[string]int64
	before   map[string]int64         // those of the begin of the window; nil: there is none yet
	waited   bool                     // all the window through, texts wanted to go and nothing held them
	oldest   map[string]time.Duration // how long the first text of a sender wants to go
	late     []store.ThreadPlace      // threads whose answer did not come in time, the first due first; at most mostLate

	heard map[string]fsm.Moment // when each source of the program posted last

	webhooks []Webhook

	unreported    int64 // texts that the carrier took since the last delivery report,
	unreportedFor time.Duration

	workflows map[string]map[string]int64 // of yesterday and today: opt-outs and texts that did not fail, by workflow
	now, then struct {                    // today, and the days before
		released, inbound int64
		failed            map[string]int64
	}
	lately int64 // texts from people, of yesterday and today
}

// add adds a sum to what the rules look at.
func (s *signs) add(m *fsm.Measure, today fsm.Day) {
	if m.Arm != "" {
		return
	}
	span := &s.then
	if m.Day == today {
		span = &s.now
	}
	recent := m.Day >= today-1
	switch m.Name {
	case fsm.SumReleased:
		span.released += m.N
	case fsm.SumInbound:
		if span.inbound += m.N; recent {
			s.lately += m.N
		}
	case fsm.SumFailed:
		if span.failed == nil {
			span.failed = map[string]int64{}
		}
		span.failed[m.Detail] += m.N
	}
	if recent && m.Workflow != "" && slices.Contains([]string{fsm.SumReleased, fsm.SumFailed, fsm.SumOptOuts}, m.Name) {
		if s.workflows[m.Workflow] == nil {
			s.workflows[m.Workflow] = map[string]int64{}
		}
		s.workflows[m.Workflow][m.Name] += m.N
	}
}

// rules list all anomalies that are looked for.
func rules() []func(*signs) []Alert {
	return []func(*signs) []Alert{(*signs).queue, (*signs).sending, (*signs).reports, (*signs).inbound, (*signs).filtered, (*signs).optouts, (*signs).answers, (*signs).silence, (*signs).deaf}
}

// reports counts the delivery reports among counters.
func reports(counters map[string]int64) (n int64) {
	for name, count := range counters {
		if strings.HasPrefix(name, "status.") {
			n += count
		}
	}
	return n
}

// queue finds senders whose texts wait for too long.
func (s *signs) queue() (list []Alert) {
	for _, sender := range slices.Sorted(maps.Keys(s.oldest)) {
		if age := s.oldest[sender]; age > s.bounds.Queue {
			list = append(list, Alert{Rule: fsm.AlertQueue, About: sender, Evidence: fmt.Sprintf("its first text wants to go since %s", age.Round(time.Minute)),
				Undo: "give the sender a greater pace, send from more numbers, or pause a workflow with parley deploy --pause"})
		}
	}
	return list
}

// sending finds that nothing goes out though texts want to go.
func (s *signs) sending() []Alert {
	if s.before == nil || !s.waited || s.counters["released"] > s.before["released"] {
		return nil
	}
	return []Alert{{Rule: fsm.AlertSending, Evidence: fmt.Sprintf("texts want to go, and none went within %s", fsm.Span(s.bounds.Sending)),
		Undo: "look into the log for what the carrier answers, and at /readyz"}}
}

// reports finds that texts go out and the carrier reports on none.
func (s *signs) reports() []Alert {
	if s.unreported < int64(s.bounds.Reports) || s.unreportedFor < s.bounds.Within {
		return nil
	}
	return []Alert{{Rule: fsm.AlertReports, Evidence: fmt.Sprintf("the carrier took %d texts since the last delivery report, %s ago", s.unreported, s.unreportedFor.Round(time.Minute)),
		Undo: "see that the carrier reaches --public-url; refused posts are counted in parley_webhooks_refused_total"}}
}

// inbound finds that nobody texts any more.
func (s *signs) inbound() []Alert {
	usual := (s.then.inbound + s.now.inbound - s.lately) / (lookBackDays - 1)
	if s.lately > 0 || usual < int64(s.bounds.Inbound) {
		return nil
	}
	return []Alert{{Rule: fsm.AlertInbound, Evidence: fmt.Sprintf("nobody texted yesterday and today; in the week before there were %d texts a day", usual),
		Undo: "see that the carrier posts texts to --public-url"}}
}

// filtered finds that carriers filter more than before.
func (s *signs) filtered() (list []Alert) {
	for _, code := range filterCodes() {
		n := s.now.failed[code]
		if n < enoughFailed || s.now.released == 0 {
			continue
		}
		now, then := float64(n)/float64(s.now.released), float64(s.then.failed[code])/float64(max(s.then.released, 1))
		if now >= s.bounds.Filtered && now >= then*filteredRise {
			list = append(list, Alert{Rule: fsm.AlertFiltered, About: code, Evidence: fmt.Sprintf("%d of %d texts of today failed with it (%.1f%%), of the days before %.1f%%", n, s.now.released, now*100, then*100),
				Undo: "look at which texts they are (parley report), change their words or links, and see that senders are registered"})
		}
	}
	return list
}

// optouts finds workflows that drive people away, beyond the ceiling that they set themselves. It may be asked as
// often as one likes.
func (s *signs) optouts() (list []Alert) {
	for i := range s.program.Workflows {
		w := &s.program.Workflows[i]
		sums, ceiling := s.workflows[w.Name], w.Targets[experiments.CeilingTarget]
		c := lift.Count{Hits: int(sums[fsm.SumOptOuts]), Of: int(max(sums[fsm.SumReleased]-sums[fsm.SumFailed], 0))}
		if ceiling > 0 && c.Of > 0 && c.Hits <= c.Of && c.Exceeds(ceiling) {
			list = append(list, Alert{Rule: fsm.AlertOptOuts, About: w.Name, Evidence: fmt.Sprintf("%d people opted out after %d of its texts, since yesterday; its ceiling is %.1f%%", c.Hits, c.Of, ceiling*100),
				Undo: "change its words, and deploy; then parley deploy --resume " + w.Name})
		}
	}
	return list
}

// answers finds people who wait longer for a word of the staff than the program has it.
func (s *signs) answers() []Alert {
	if len(s.late) == 0 {
		return nil
	}
	count := fmt.Sprint(len(s.late))
	if len(s.late) == mostLate {
		count += " or more"
	}
	return []Alert{{Rule: fsm.AlertAnswers, Evidence: fmt.Sprintf("answers to %s people are late; the first was due %s ago", count, s.at.Sub(s.late[0].At).Round(time.Minute)),
		Undo: "answer them, or hand them back: the console's inbox lists them as overdue"}}
}

// silence finds sources that used to post and no longer do.
func (s *signs) silence() (list []Alert) {
	for _, source := range slices.Sorted(maps.Keys(s.heard)) {
		if s.at < s.silentFrom(source) {
			continue
		}
		last := s.heard[source]
		list = append(list, Alert{Rule: fsm.AlertSilence, About: source, Evidence: fmt.Sprintf("it posted last at %s, more than %s ago", last, fsm.Span(s.bounds.SilenceOf(source))),
			Undo: "see in the source's own settings whether its webhook is still on, and in GET /v1/sources what was wrong; alerts: { silence: { " + source + ": 7d } } in program.yaml gives it longer"})
	}
	return list
}

// silentFrom is from when on a source is silent for too long.
func (s *signs) silentFrom(source string) fsm.Moment {
	return s.heard[source].Add(s.bounds.SilenceOf(source))
}
