package api

import (
	"slices"

	"github.com/parley-sms/parley/fsm"
)

// viewOf tells a record to the outside.
func viewOf(r *fsm.Record) subscriber {
	s := subscriber{
		Phone: r.Phone, State: r.State.Outward(), Ground: r.State.Ground(),
		Consent: consents{consentOf(r.Marketing), consentOf(r.Service)},
		Thread:  thread{known(r.Thread.Owner), r.Thread.WaitingSince, r.Thread.OpenedAt, known(r.Thread.Reason)},
		Runs:    each(r.Runs, runOf), Suspended: each(r.Stack, questionOf),
		Scheduled: each(r.Calendar, func(i fsm.Item) scheduled { return scheduledOf(r, i) }),
		Ready:     each(r.Ready, func(w fsm.Want) ready { return readyOf(r, w) }),
		InFlight: each(r.Flights(), func(f fsm.Flight) inFlight {
			return inFlight{f.Seq, whatOf(r, f.Want), f.At}
		}),
		Blocks:     each(r.Blocks, func(b fsm.Block) block { return block(b) }),
		Attributes: filled(r.Attributes),
		Orders:     orders{r.Orders.Count, r.Orders.Total, r.Orders.First, r.Orders.Last},
		RecentEvents: each(r.Events, func(h fsm.Happened) happened {
			return happened{h.ID, h.Type, h.At, filled(h.Data)}
		}),
		Zones: each(r.Zones, func(zone string) string { return zone }), ZoneSource: known(r.ZoneSource),
		Regions: each(r.Regions, func(region string) string { return region }), Region: known(r.Region),
		Language: known(r.Language), Sender: known(r.Sender),
		Number:        carriersWord{known(r.Number.Bad), r.Number.Unreachable},
		LastInboundAt: r.LastInbound, StoppedAt: r.StoppedAt, StartedAt: r.StartedAt,
		Version: r.Version, ProgramRevision: known(r.Revision),
	}
	slices.Reverse(s.Suspended)
	if p := r.Pending; p != nil {
		s.Pending = &pending{p.At, p.AskedAt, p.Keyword, p.Expired}
	}
	if r.Hold != nil {
		s.MarketingHold, s.HeldSince = &r.Hold.Reason, r.Hold.Since
	}
	if r.Question != nil {
		q := questionOf(*r.Question)
		s.Question = &q
	}
	return s
}

// known gives null for what is not set.
func known[T comparable](value T) *T {
	var unset T
	if value == unset {
		return nil
	}
	return &value
}

// each tells a list, never as null.
func each[A, B any](list []A, tell func(A) B) []B {
	told := make([]B, len(list))
	for i := range list {
		told[i] = tell(list[i])
	}
	return told
}

// filled is the map, never null.
func filled[V any](m map[string]V) map[string]V {
	if m == nil {
		return map[string]V{}
	}
	return m
}

func consentOf(c fsm.Consent) consent {
	return consent{c.Given, c.Proven, c.At, known(c.Source), known(c.Entry), c.Withdrawn}
}

func runOf(r fsm.Run) run {
	return run{r.ID, r.Workflow, known(r.Key), r.Step, r.Phase, r.EnteredAt, r.StepAt, filled(r.Data), filled(r.Arms)}
}

func questionOf(q fsm.Question) question {
	return question{q.Workflow, q.Step, known(q.Key), q.Run, q.Seq, q.AskedAt, q.Expires, q.Retries, q.Class,
		each(q.Answers, func(a fsm.Answer) string { return a.Name })}
}

func readyOf(r *fsm.Record, w fsm.Want) ready {
	return ready{whatOf(r, w), known(w.Class), w.Sender, w.Since, w.SendBy, w.Attempts}
}

func scheduledOf(r *fsm.Record, i fsm.Item) scheduled {
	s := scheduled{At: i.At, Kind: i.Kind, Run: known(i.Run)}
	switch {
	case i.Want != nil:
		s.What, s.Run = whatOf(r, *i.Want), known(i.Want.Run)
	case i.Kind == fsm.ItemEnter:
		s.What = i.Workflow
	case i.Kind == fsm.ItemPending:
		s.What = "opt_in"
	case i.Kind == fsm.ItemThread || i.Kind == fsm.ItemAnswer:
		s.What = "thread"
	case i.Kind == fsm.ItemHold:
		s.What = "revocation"
	default:
		s.What = stepOf(r, i.Run, i.Step)
	}
	return s
}

// whatOf names a text: a step of a workflow, or a reply.
func whatOf(r *fsm.Record, w fsm.Want) string {
	if w.Run == 0 {
		return w.Name
	}
	return stepOf(r, w.Run, w.Step)
}

// stepOf names a step as the machine does. A text in doubt may outlive its run.
func stepOf(r *fsm.Record, id uint64, step string) string {
	for _, run := range r.Runs {
		if run.ID == id {
			return run.Workflow + "." + step
		}
	}
	return step
}
