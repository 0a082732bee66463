package ops

import (
	"strings"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/parley-sms/parley/bot"
	"github.com/parley-sms/parley/fsm"
)

// counters are what decisions are counted in.
type counters struct {
	transitions, inbound, released, delivered, failed, unknown, held, dropped, optOuts, reconciled *prometheus.CounterVec
}

func newCounters(counter func(name, help string, labels ...string) *prometheus.CounterVec) counters {
	return counters{
		transitions: counter("transitions_total", "Transitions and verdicts, by what stands before the colon of their name.", "kind"),
		inbound:     counter("inbound_total", "Texts from people, by what they were taken for.", "meaning"),
		released:    counter("texts_released_total", "Texts that were put on the wire, also those that did not go after all.", "class", "workflow", "sender"),
		delivered:   counter("texts_delivered_total", "Texts that the carrier reports as delivered.", "class", "workflow"),
		failed:      counter("texts_failed_total", "Texts that the carrier refused or could not deliver, by its code.", "class", "workflow", "code"),
		unknown:     counter("texts_unknown_total", "Texts of which nobody can tell whether they went.", "class", "workflow"),
		held:        counter("texts_held_total", "Times that a text was told to wait, by the rule that said so.", "workflow", "rule"),
		dropped:     counter("texts_dropped_total", "Texts that were given up, by the rule that said so.", "workflow", "rule"),
		optOuts:     counter("optouts_total", "People who opted out, by the workflow whose text came before.", "workflow"),
		reconciled:  counter("reconciled_total", "What the carrier's lists told: texts from people that were never posted, and what became of texts in doubt.", "found"),
	}
}

// Decided is told of every decision that was stored.
func (m *Meter) Decided(d *fsm.Decision) {
	c := &m.decisions
	for i := range d.Lines {
		kind, _, _ := strings.Cut(d.Lines[i].Event, ":")
		c.transitions.WithLabelValues(kind).Inc()
	}
	var class, sender string
	for i := range d.Messages {
		if text := &d.Messages[i]; text.Out {
			class = classOf(text)
		} else if in, ok := d.Event.(fsm.Inbound); ok {
			c.inbound.WithLabelValues(meaningOf(text)).Inc()
			if in.Reconciled {
				c.reconciled.WithLabelValues("inbound").Inc()
			}
		}
	}
	if e, ok := d.Event.(fsm.Settled); ok && (e.Code == bot.Reconciled || e.Outcome == fsm.GivenUp) {
		c.reconciled.WithLabelValues(string(e.Outcome)).Inc()
	}
	if d.Send != nil {
		sender = d.Send.Sender
	}
	for i := range d.Measures {
		c.add(&d.Measures[i], class, sender)
	}
}

// add counts one sum of a decision about a text of a class, which was released to leave from a sender, if it was.
// What is taken back stays counted here.
func (c *counters) add(m *fsm.Measure, class, sender string) {
	if m.N <= 0 || m.Arm != "" {
		return
	}
	n := float64(m.N)
	switch m.Name {
	case fsm.SumReleased:
		if sender != "" {
			c.released.WithLabelValues(class, m.Workflow, sender).Add(n)
		}
	case fsm.SumDelivered:
		c.delivered.WithLabelValues(class, m.Workflow).Add(n)
	case fsm.SumFailed:
		c.failed.WithLabelValues(class, m.Workflow, m.Detail).Add(n)
	case fsm.SumUnknown:
		c.unknown.WithLabelValues(class, m.Workflow).Add(n)
	case fsm.SumHeld:
		c.held.WithLabelValues(m.Workflow, m.Detail).Add(n)
	case fsm.SumDropped:
		c.dropped.WithLabelValues(m.Workflow, m.Detail).Add(n)
	case fsm.SumOptOuts:
		c.optOuts.WithLabelValues(m.Workflow).Add(n)
	}
}

// classOf is the class of a text; what no workflow sends is a reply, or the words of the staff.
func classOf(m *fsm.Message) string {
	switch {
	case m.Class != "":
		return string(m.Class)
	case m.Name == fsm.AgentName:
		return "agent"
	}
	return "reply"
}

// meaningOf is what a text was taken for, without what follows from the person's words.
func meaningOf(m *fsm.Message) string {
	meaning, _, _ := strings.Cut(m.Meaning, ":")
	meaning, rest, _ := strings.Cut(meaning, " ")
	if meaning == "late" {
		meaning, _, _ = strings.Cut(rest, " ")
		return "late_" + meaning
	}
	return meaning
}
