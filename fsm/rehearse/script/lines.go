package script

import (
	"regexp"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/fsm/program/format"
)

// line is a kind of line in a test: the first key of its shape, which names it, and how it is read.
type line struct {
	shape *format.Shape
	read  func(r *reader, o format.Object, v format.Value) Deed
}

func (l *line) name() string { return l.shape.Keys[0].Name }

// lines lists the kinds of lines: first what happens, then what should be so.
func lines() []line {
	return []line{
		{&textsShape, readTexts}, {&receivesShape, readReceives}, {&waitShape, readWait}, {&untilShape, readUntil},
		{&atShape, readUntil}, {&eventShape, readEvent}, {&sourceShape, readSource}, {&clicksShape, readClicks}, {&carrierShape, readCarrier},
		{&agentShape, readAgent}, {&answersShape, readAnswers}, {&setShape, readSet}, {&optsInShape, readOptsIn},
		{&optsOutShape, readOptsOut}, {&pauseShape, readPause}, {&resumeShape, readResume}, {&releaseShape, readRelease},
		{&expectShape, readExpect},
	}
}

// lineKinds gives every kind of line as a kind of value.
func lineKinds() []format.Kind {
	var kinds []format.Kind
	for _, shape := range []*format.Shape{&textsShape, &receivesShape, &waitShape, &untilShape, &atShape, &eventShape,
		&sourceShape, &clicksShape, &carrierShape, &agentShape, &answersShape, &setShape, &optsInShape, &optsOutShape, &pauseShape,
		&resumeShape, &releaseShape, &expectShape} {
		kinds = append(kinds, format.Of(shape))
	}
	return kinds
}

var textsShape = format.Shape{
	Name: "a line: texts", About: "The person writes a text.",
	Keys: []format.Key{
		format.Need("texts", text, "the text", "JOIN"),
		format.May("late", span, "it was written so long ago, and only now found in the carrier's list", "3h"),
	},
}

var receivesShape = format.Shape{
	Name: "a line: receives", About: "Texts that came since the last such line. Every text must be received, in order.",
	Keys: []format.Key{
		format.Need("receives", format.List(format.Either(text, format.Of(&receivedShape)), 50),
			"the text, with … for any words; several; or nothing", `"Acme Beauty: reply YES to…"`),
		atKey, segmentsKey,
	},
}

var (
	atKey       = format.May("at", when, "when it came", `"Tue 11:00"`)
	segmentsKey = format.May("segments", format.Whole(1, 20), "how many segments it is billed as", "1")
)

var receivedShape = format.Shape{
	Name: "a text", About: "A text of which more is to be said than its words.",
	Keys: []format.Key{format.Need("text", text, "its words", `"Acme Beauty: …"`), atKey, segmentsKey},
}

var waitShape = format.Shape{
	Name: "a line: wait", About: "Time passes. Everything that is due on the way happens at its own minute.",
	Keys: []format.Key{format.Need("wait", span, "how much", "24h")},
}

var untilShape = format.Shape{
	Name: "a line: until", About: "Time passes until the person's clock shows this next.",
	Keys: []format.Key{format.Need("until", when, "the time", `"Mon 09:00"`)},
}

var atShape = format.Shape{
	Name: "a line: at", About: "Time passes until this date and time.",
	Keys: []format.Key{format.Need("at", when, "the time", `"2026-03-08 02:30"`)},
}

var eventShape = format.Shape{
	Name: "a line: event", About: "The shop posts an event.",
	Keys: []format.Key{
		format.Need("event", event, "the event with its fields", "{ cart_updated: { cart_id: c1, value: 40 } }"),
		format.May("ago", span, "it happened so long ago", "2h"),
		format.May("id", word, "its id; the same id twice is a repeat", "e1"),
	},
}

var sourceShape = format.Shape{
	Name: "a line: source", About: "A source of the program posts a payload, as the shop would. Its number, whichever it is, is the person's; its times count as they stand, and one ahead is now.",
	Keys: []format.Key{
		format.Need("source", word, "the source, as sources in program.yaml names it", "shopify"),
		format.May("headers", format.Named(headerName, word, 20).Saying("names with their values"), "headers that the mappings ask for", "{ X-Shopify-Topic: orders/create }"),
		format.May("payload", format.Word("a JSON object", maxPayload), "the payload itself", `'{"id": 7, "phone": "+12125550123"}'`),
		format.May("file", format.Word("a file", maxWord), "or a file with it, in the folder tests", "payloads/order.json"),
	},
}

var headerName = regexp.MustCompile(`^[A-Za-z0-9-]{1,60}$`)

var clicksShape = format.Shape{
	Name: "a line: clicks", About: "The person opens a link of a text.",
	Keys: []format.Key{format.Need("clicks", text, "where it leads, with … for any words; or last", `"https://acme.test/cart"`)},
}

var carrierShape = format.Shape{
	Name: "a line: carrier", About: "What the carrier does with the next text, or the next few.",
	Keys: []format.Key{format.Need("carrier", format.Of(&carrierDoesShape), "what it does", "{ refuses: 30005 }")},
}

var carrierDoesShape = format.Shape{
	Name: "what a carrier does", About: "One of the first four.",
	Keys: []format.Key{
		format.May("refuses", word, "it never takes the text: an error code", "21610"),
		format.May("undelivered", word, "it takes the text and cannot deliver it: an error code", "30005"),
		format.May("throttles", span, "it wants the text so much later", "1m"),
		format.May("loses", format.Choice("found", "absent", "unknown"), "its answer is lost; afterwards its list has the text, has it not, or cannot tell", "absent"),
		format.May("times", format.Whole(1, 100), "how many texts; one where it is left out", "3"),
	},
}

var agentShape = format.Shape{
	Name: "a line: agent", About: "Somebody at the desk takes the thread, writes, or hands it back.",
	Keys: []format.Key{format.Need("agent", format.Either(format.Choice("takes", "hands back"), format.Of(&agentSaysShape)), "what he does", "takes")},
}

var agentSaysShape = format.Shape{
	Name: "an agent's words", About: "What somebody at the desk writes.",
	Keys: []format.Key{format.Need("says", text, "the words", `"Hi, this is Jo."`)},
}

var answersShape = format.Shape{
	Name: "a line: answers", About: "What a call's endpoint answers from now on. Without such a line it answers in time, and with no event.",
	Keys: []format.Key{format.Need("answers", format.Of(&answerShape), "the answer", "{ call: loyalty, event: { points: { n: 3 } } }")},
}

var answerShape = format.Shape{
	Name: "an answer of an endpoint", About: "An event, or a failure.",
	Keys: []format.Key{
		format.Need("call", word, "the endpoint, as calls in program.yaml names it", "loyalty"),
		format.May("event", event, "the event that it answers with", "{ points: { n: 3 } }"),
		format.May("fails", format.Flag(), "it does not answer", "true"),
	},
}

var setShape = format.Shape{
	Name: "a line: set", About: "The shop sets attributes, or the person's zone or language.",
	Keys: []format.Key{format.Need("set", values, "attributes with their values; null forgets one", "{ first_name: Ann }")},
}

var optsInShape = format.Shape{
	Name: "a line: opts_in", About: "The person agrees to marketing elsewhere.",
	Keys: []format.Key{format.Need("opts_in", word, "where", "api")},
}

var optsOutShape = format.Shape{
	Name: "a line: opts_out", About: "The person withdraws consent elsewhere.",
	Keys: []format.Key{format.Need("opts_out", word, "where", "api")},
}

var pauseShape = format.Shape{
	Name: "a line: pause", About: "Somebody pauses a workflow.",
	Keys: []format.Key{format.Need("pause", format.Named(anyName, format.Choice(string(fsm.PauseEntries), string(fsm.PauseSends), string(fsm.PauseDrain)), 1),
		"the workflow, and what of it", "{ cart: sends }")},
}

var resumeShape = format.Shape{
	Name: "a line: resume", About: "A paused workflow goes on.",
	Keys: []format.Key{format.Need("resume", word, "the workflow", "cart")},
}

var releaseShape = format.Shape{
	Name: "a line: release", About: "Somebody looked at an unclear text, and marketing goes on.",
	Keys: []format.Key{format.Need("release", format.Choice("hold"), "the marketing hold", "hold")},
}

var expectShape = format.Shape{
	Name: "a line: expect", About: "What should be so now.",
	Keys: []format.Key{format.Need("expect", format.Of(&expectedShape), "what", "{ state: subscribed, workflows: [cart] }")},
}

var expectedShape = format.Shape{
	Name: "what should be so", About: "Each may be none.",
	Keys: []format.Key{
		format.May("state", word, "the open question, agent, or the ground", "welcome.interest"),
		format.May("ground", word, "what consent says: unknown, pending, subscribed or stopped", "subscribed"),
		format.May("workflows", names, "the workflows that the person is in, each alone, with its key or with its step", "[cart, cart(c1), cart(c1)@remind]"),
		format.May("attributes", values, "some attributes; null for one that is not known", "{ interest: makeup }"),
		format.May("orders", values, "count and total of the orders", "{ count: 3, total: 110 }"),
		format.May("marketing_hold", value, "why marketing is held", "none"),
		format.May("scheduled", value, "when something is due next, by the person's clock", `"2026-03-03 11:00"`),
		format.May("journal", names, "what the journal has a line with", `"drop:cart.remind"`),
		format.May("no_journal", names, "what the journal has no line with", `"send:cart.offer"`),
		format.May("offer_given", names, "the offers that texts have made", "[welcome10]"),
		format.May("thread", value, "none, waiting for somebody, or the agent's", "waiting"),
		format.May("language", value, "the language", "es"),
	},
}
