package program

import "github.com/parley-sms/parley/fsm/program/format"

// The kinds of steps. The first key names the kind.

var sendShape = format.Shape{
	Name: "send", About: "Sends a text.",
	Keys: []format.Key{
		format.Need("send", format.Word("a name", MaxWord), "the step's name", "remind"),
		ifKey, offerKey, textKey, sendByKey, cappedKey, inDoubtKey, thenKey,
	},
}

var askShape = format.Shape{
	Name: "ask", About: "Sends a question and waits for its answer.",
	Keys: []format.Key{
		format.Need("ask", format.Word("a name", MaxWord), "the step's name", "interest"),
		ifKey, offerKey, textKey,
		format.May("answers", format.Named(answerForm, format.Either(format.List(word, 50), format.Of(&answerShape)), 30).
			Keyed("an answer's name is at most 40 long").
			Saying("names of answers, each with words for it (at most 50) or with [an answer](#an-answer) (at most 30)"),
			"each answer by its name, with other ways to say it", "{ skincare: [1, skin], makeup: [2, make up] }"),
		format.May("free", format.Flag(), "any text is an answer", "true"),
		format.May("save", format.Word("an attribute", MaxWord), "keeps the answer's name, or a free answer's words", "interest"),
		format.May("retry", retry, "what is said to an answer that is none", `"Please reply 1 or 2."`),
		format.Need("timeout", span, "how long it waits: no question is open for ever", "24h"),
		onTimeoutKey, sendByKey, cappedKey, inDoubtKey, thenKey,
	},
}

var waitShape = format.Shape{
	Name: "wait", About: "Waits, by the person's own clock.",
	Keys: []format.Key{
		format.Need("wait", wait, "how long, until when, or both", "1d until 11:00"),
		nameKey,
		format.May("best_time", window,
			"then until the hour within this span at which the person most likely reads: by his replies, clicks and purchases, and by everybody's; one of ten people gets a drawn hour, so that the gain can be told", "09:00-20:00"),
		format.May("passed", step,
			"of a date or moment: where it leads when that is past or not known; the next step where it is left out", "too_late"),
		thenKey,
	},
}

var waitForShape = format.Shape{
	Name: "wait_for", About: "Waits for an event.",
	Keys: []format.Key{
		format.Need("wait_for", format.Either(format.List(event, 20), format.Named(anyName, format.Either(step, format.Of(&wayShape)), 20)).
			Saying("an event's type, a list of them, or each with a step or [a way](#a-way) (at most 20)"),
			"what it waits for; each event may lead to a step of its own", "{ clicked: nudge, purchase: end }"),
		nameKey,
		format.Need("timeout", span, "how long it waits: nothing may last for ever", "4h"),
		onTimeoutKey, thenKey,
	},
}

var branchStepShape = format.Shape{
	Name: "branch", About: "Goes the way of the first case whose condition holds.",
	Keys: []format.Key{
		format.Need("branch", format.Word("a name", MaxWord), "the step's name", "by_interest"),
		format.Need("cases", format.List(format.Of(&branchShape), 30),
			"the ways", `[{ if: "orders.count > 0", then: known }, { else: new }]`),
	},
}

var splitShape = format.Shape{
	Name: "split", About: "Puts people into arms by chance, each always into the same. Conditions ask arm.NAME.",
	Keys: []format.Key{
		format.Need("split", format.Word("a name", MaxWord), "the step's name", "offer_test"),
		format.Need("arms", format.Named(anyName, format.Whole(0, 1000), 20),
			"each arm with its weight", "{ offer: 45, reminder: 45, holdout: 10 }"),
		thenKey,
	},
}

var setShape = format.Shape{
	Name: "set", About: "Writes down what you know of the person.",
	Keys: []format.Key{
		format.Need("set", format.Named(format.NameForm, format.Anything("a value, a text with {{ names }}, or nothing", 500), 32),
			"attributes with their values; null forgets one", `{ interest: skincare, last_product: "{{ event.product }}" }`),
		nameKey, thenKey,
	},
}

var startShape = format.Shape{
	Name: "start", About: "Starts another workflow beside this one.",
	Keys: []format.Key{format.Need("start", workflow, "the workflow", "post_purchase"), nameKey, thenKey},
}

var handoffShape = format.Shape{
	Name: "handoff", About: "Fetches a person of yours into the conversation.",
	Keys: []format.Key{format.Need("handoff", format.Word("a name", MaxWord), "the step's name", "to_care"), thenKey},
}

var callStepShape = format.Shape{
	Name: "call", About: "Posts to an endpoint of yours and waits for its answer, which may be an event.",
	Keys: []format.Key{
		format.Need("call", format.Word("an endpoint's name", MaxWord),
			"the endpoint, as calls in program.yaml names it", "loyalty"),
		nameKey,
		format.May("data", format.List(format.Word("a name that conditions know", MaxWord), 30),
			"what it is told", "[interest, event.cart_id, orders.count]"),
		format.May("timeout", span, "how long it is tried; 10m where it is left out", "10m"),
		onTimeoutKey, thenKey,
	},
}

var exitStepShape = format.Shape{
	Name: "exit", About: "Ends the workflow; reports tell its ends apart by name.",
	Keys: []format.Key{format.Need("exit", format.Word("a name", MaxWord), "the step's name", "not_interested")},
}

// retry is what is said to an answer that is none.
var retry = format.Either(text, format.Of(&retryShape))

// wait is when a wait step ends.
var wait = format.Formed("a span of time and, after until, a time of day, days of the week, a date, an attribute or an event's field: "+
	"24h; until 09:00; 1d until Mon-Fri 09:00; until 2026-12-01 10:00; until 3d before birthday 10:00; until 2h after event.delivered_at",
	`^((\d{1,5}[smhdw])+|((\d{1,5}[smhdw])+ )?until \S+( \S+){0,3})$`)
