package program

import "github.com/parley-sms/parley/fsm/program/format"

// Keys that steps of several kinds share.
var (
	nameKey    = format.May("name", format.Word("a name", MaxWord), "its name, where reports and other steps speak of it; a wait without one is called by the step before it (wait_after_remind), so that its span may change while people wait", "next_day")
	thenKey    = format.May("then", step, "the step that follows; the next one in order where it is left out", "end")
	ifKey      = format.May("if", condition, "who gets it, asked when the step is reached and again when it goes out", `"orders.count == 0"`)
	offerKey   = format.May("offer", word, "the offer that its text makes", "welcome10")
	sendByKey  = format.May("send_by", span, "dropped if it could not go in this time", "18h")
	inDoubtKey = format.May("in_doubt", format.Choice("drop", "resend"),
		"when nobody knows whether it went out: drop it, or risk that it comes twice", "drop")
	cappedKey = format.May("capped", fate, "what becomes of it over a cap, whatever the cap says", "drop")
	textKey   = format.Need("text", texts,
		"its words; one text, one for each language, or several of which the first whose condition holds is used", `"{{ brand }}: your cart is still here."`)
	onTimeoutKey = format.May("on_timeout", step, "where it leads when nothing came in time; the next one where it is left out", "undecided")
)

// texts is what a step may say, and one of several wordings.
var (
	texts = format.Either(wordingOrCase, format.List(wordingOrCase, 20)).
		Saying("a text, a text for each language like `{ en: Hello, es: Hola }`, " +
			"or a list of [wordings](#a-wording) and texts (at most 20)")
	wordingOrCase = format.Either(format.Of(&caseShape), text)
)

var caseShape = format.Shape{
	Name: "a wording", About: "A text for some people.",
	Keys: []format.Key{
		format.May("if", condition, "who gets these words", `"interest == 'makeup'"`),
		format.Need("text", text, "the words", `"Our makeup favorites"`),
	},
}

var answerShape = format.Shape{
	Name: "an answer", About: "An answer that leads somewhere, or that its name says already.",
	Keys: []format.Key{
		format.May("words", format.List(word, 50), "other ways to say it", "[1, skin]"),
		format.May("then", step, "the step it leads to", "thanks"),
	},
}

var retryShape = format.Shape{
	Name: "retry", About: "What is said to an answer that is none.",
	Keys: []format.Key{
		format.Need("text", text, "the words", `"Please reply 1 or 2."`),
		format.May("times", format.Whole(1, 5), "how often, at most; once where it is left out", "2"),
	},
}

var branchShape = format.Shape{
	Name: "a case", About: "The last case may be else alone.",
	Keys: []format.Key{
		format.May("if", condition, "who goes this way", `"interest == 'makeup'"`),
		format.May("then", step, "the step it leads to", "makeup"),
		format.May("else", step, "the step that all others go to", "skincare"),
	},
}

var wayShape = format.Shape{
	Name: "a way", About: "What an awaited event leads to.",
	Keys: []format.Key{
		format.May("if", condition, "which of these events count; it is the event that came", `"it.price < 20"`),
		format.May("then", step, "the step it leads to", "tell"),
	},
}
