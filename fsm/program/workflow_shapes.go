package program

import "github.com/parley-sms/parley/fsm/program/format"

var workflowShape = format.Shape{
	Name: "workflows/*.yaml", About: "One workflow: who enters it, and its steps in their order.",
	Keys: []format.Key{
		format.Need("workflow", format.Word("a name", MaxWord), "its name", "cart"),
		format.Need("class", class,
			"who may get it and what goes first: service over lifecycle over promo; lifecycle and promo need consent to marketing",
			"lifecycle"),
		format.May("rank", format.Whole(-1000, 1000), "within a class the greater goes first", "10"),
		format.May("topic", word, "what it is about, for caps by topic; all workflows without one are one topic", "sale"),
		format.May("cap", format.List(format.Either(rate, format.Of(&ownCapShape)), 5),
			"the most of its own texts that one person gets, beside the caps of program.yaml", "2 per 7d"),
		format.May("ignores", format.List(word, 50), "suppressions of program.yaml that do not hold for it", "[buyers]"),
		format.May("owner", word, "who answers for it", "growth"),
		format.May("targets", named(percent), "what it is measured by in reports: clicks, complaints, conversion, delivered, failed, offers, optouts, redeemed, replies; with _max a ceiling, as those are anyway of which less is better", "{ conversion: 4%, optouts_max: 1.5% }"),
		format.May("enter", format.Of(&enterShape),
			"what starts it; without it only keywords and other workflows do", "{ on: opted_in, limit: 1 per 365d }"),
		format.May("goal", format.Of(&goalShape),
			"what it is for: reached, the rest is left out", "{ on: purchase, within: 7d }"),
		format.May("exit", format.List(format.Of(&exitShape), 20), "what ends it early", "{ on: returned }"),
		format.May("moved", moved, "steps that have another name now: old to new", "{ old_step: new_step }"),
		format.Need("steps", format.List(format.Either(stepKinds()...), MaxSteps),
			"what happens, one after the other", "[{ send: hello, text: Hello! }]"),
	},
}

var enterShape = format.Shape{
	Name:  "enter",
	About: "What starts a workflow. It has at most one of on (an event), date (a day of the person's), every (a schedule) and at alone (a broadcast).",
	Keys: []format.Key{
		format.May("on", format.List(event, 20), "an event, or one of several", "cart_updated"),
		format.May("key", format.Word("a field of the event", MaxWord),
			"one passage for each of its values: each cart, order or product is on its own", "cart_id"),
		format.May("after", after,
			"how long after the event; or around the day on which the person will need the product again; with date: after it",
			"60m"),
		format.May("unless", format.List(event, 20), "events that call it off meanwhile", "purchase"),
		format.May("date", format.Word("an attribute", MaxWord), "an attribute with a date or time", "birthday"),
		format.May("before", days, "with date: so long before it", "7d"),
		format.May("yearly", format.Flag(), "with date: every year", "true"),
		format.May("every", every, "a schedule by the shop's clock", "Mon-Fri 10:00"),
		format.May("at", moment,
			"alone: the one moment of a broadcast, by the shop's clock. With date: the time of day, by the person's clock",
			`"2026-11-27 10:00"`),
		format.May("segment", word, "with every or at: who gets it; everyone where it is left out", "vip"),
		format.May("if", condition, "who enters", `"orders.count == 0"`),
		format.May("limit", rate, "how often one person may enter", "1 per 365d"),
	},
}

var (
	after = format.Formed("a span of time like 60m, or: reorder, 5d before reorder, 2d after reorder",
		`^((\d{1,5}[smhdw])+|((\d{1,5}[smhdw])+ (before|after) )?reorder)$`)
	every = format.Formed("days of the week and a time of day, like Mon-Fri 10:00, day 10:00, or 1st 10:00 up to 28th 10:00",
		`^(`+format.WeekdaysForm+`|\d{1,2}(st|nd|rd|th)) \d{1,2}:\d{2}$`)
	moment = format.Formed("a day and time of day like 2026-11-27 10:00, or a time of day",
		`^(\d{4}-\d{2}-\d{2} )?\d{1,2}:\d{2}$`)
)

var goalShape = format.Shape{
	Name: "goal", About: "What a workflow is for.",
	Keys: []format.Key{
		format.Need("on", event, "the event that reaches it", "purchase"),
		format.May("if", condition, "which of these events count; it is the event that came", `"it.value > 20"`),
		format.May("within", span, "so long after the entry; at any time where it is left out", "7d"),
	},
}

var exitShape = format.Shape{
	Name: "an exit", About: "What ends a workflow early.",
	Keys: []format.Key{
		format.Need("on", event, "the event", "order_cancelled"),
		format.May("if", condition, "which of these events count; it is the event that came", `"it.order_id == run.key"`),
		format.May("start", workflow, "a workflow that starts then", "post_purchase"),
	},
}
